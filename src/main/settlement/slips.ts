import { SLIP_AMOUNT_MAX, type SlipMethod, type SlipNumbering } from '../../preload/contract/collection'
import type { BusinessDate } from '../../preload/contract/date'
import { PositiveYen, type Yen } from '../../preload/contract/money'
import type { Tracks } from '../../preload/contract/orders'
import type { SlipStanding } from '../../preload/contract/slips'

/* Slips (払込票) paid at the tills of convenience stores: which amounts they can ask for, how they are numbered, when they are issued anew. */

/** 自由使用欄: the company code and the reference of a slip fill it together. */
const FREE_DIGITS = 21
/** 再発行区分 has one digit. */
const REISSUES_MAX = 9
/** No payer keeps a slip for longer. */
export const SLIP_DAYS_MAX = 365

/** The amount as a slip can ask for it: at most 300,000 yen; null where it cannot. */
export function slipAmount(open: Yen): PositiveYen | null {
  return open > 0 && open <= SLIP_AMOUNT_MAX ? PositiveYen.parse(open) : null
}

/** How many digits the reference of a slip has: what the company code leaves of the free ones. */
export function referenceWidth({ companyCode }: Pick<SlipNumbering, 'companyCode'>): number {
  return FREE_DIGITS - companyCode.length
}

/** So many references after the highest one issued so far; digits, padded to their place. */
export function nextReferences(last: string | null, width: number, count: number): string[] {
  const first = BigInt(last ?? 0) + 1n
  return Array.from({ length: count }, (_, at) => {
    const reference = String(first + BigInt(at)).padStart(width, '0')
    if (reference.length > width) throw new RangeError(`no reference of ${width} digits is left`)
    return reference
  })
}

/** 再発行区分 of the slip that takes the place of this one; null where it was issued anew as often as its number allows. */
export function nextReissue(reissue: number): number | null {
  return reissue < REISSUES_MAX ? reissue + 1 : null
}

/** Number of a slip as people read it: reference and re-issue. */
export function slipNumber({ reference, reissue }: { readonly reference: string; readonly reissue: number }): string {
  return `${reference}-${reissue}`
}

/** The number by which payers name a slip; others than those of stores have their reference alone. */
export function numberOf(slip: { readonly method: SlipMethod; readonly reference: string; readonly reissue: number }): string {
  return slip.method === 'convenience_store' ? slipNumber(slip) : slip.reference
}

/** The number by which a line of a file names what was paid: the slip's at stores, else the reference; the parcel's where it tells no other. */
export function numberTold(line: {
  readonly transactionId: string | null
  readonly trackingNumber: string | null
  readonly reference: string
  readonly reissue: number
}): string {
  return line.transactionId === null ? slipNumber(line) : line.reference || (line.trackingNumber ?? '')
}

/** Reads a slip's number as a person types it: in any width, without the zeros in front; null where it is none. */
export function readSlipNumber(typed: string, width: number): { reference: string; reissue: number } | null {
  const [, digits, reissue] =
    /^(\d+)-(\d)$/.exec(
      typed
        .normalize('NFKC')
        .replace(/[\s,]/g, '')
        .replace(/[‐‑–—−ー]/g, '-'),
    ) ?? []
  if (digits === undefined || digits.length > width) return null
  return { reference: digits.padStart(width, '0'), reissue: Number(reissue) }
}

/** Whether a slip that was issued may still be paid: its order is open, and no other slip or method has taken its place. */
export function isPayable({ acceptance, payment }: Tracks): boolean {
  return payment === 'unpaid' && (acceptance === 'none' || acceptance === 'accepted')
}

/** Where the payment is made, at the till or for certain. */
const isPaid: ReadonlySet<Tracks['payment']> = new Set<Tracks['payment']>(['paid_preliminary', 'paid', 'captured'])

/** How a slip that is not void stands: to be paid, not yet (the merchant has not accepted), paid, past its day, or of an order that nobody pays by it any more. */
export function slipStanding({ dueOn }: { readonly dueOn: BusinessDate }, tracks: Tracks, today: BusinessDate): SlipStanding {
  if (isPaid.has(tracks.payment)) return 'paid'
  if (tracks.payment !== 'unpaid') return 'order_over'
  if (dueOn < today) return 'day_over'
  return isPayable(tracks) ? 'payable' : 'not_yet'
}

/** What is wrong with a last day for a slip issued today; null where nothing is. */
export function lastDayProblem(dueOn: BusinessDate, today: BusinessDate, latest: BusinessDate): 'has_passed' | 'too_far' | null {
  if (dueOn < today) return 'has_passed'
  return dueOn > latest ? 'too_far' : null
}
