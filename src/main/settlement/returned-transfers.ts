import { type BusinessDate, daysBetween } from '../../preload/contract/date'
import type { AccountId, TransferId } from '../../preload/contract/ids'
import { type Yen, yen } from '../../preload/contract/money'
import { addBusinessDays, type Holidays } from './calendar'
import { isNamed, referencesIn } from './outgoing'

/*
 * 組戻し: a transfer of the bank comes back as money in, and looks like a customer's deposit. It is recognised before any order may
 * take it. Certain is only what says that it comes back, in the amount and with the payee of exactly one transfer that has left.
 */

/** What a credit line tells. */
export interface IncomingLine {
  readonly accountId: AccountId
  readonly amount: Yen
  readonly bookedOn: BusinessDate
  /** The bank's own words say that it comes back (組戻, 振込返却 …). */
  readonly saysReturned: boolean
  readonly texts: readonly string[]
}

/** A transfer that has left and may still come back. */
export interface LeftTransfer {
  readonly id: TransferId
  readonly accountId: AccountId
  readonly amount: Yen
  readonly holderKana: string
  readonly edi: string
  /** The day it was seen on the statement, else its pay day. */
  readonly leftOn: BusinessDate
}

export type ReturnMatch =
  | { readonly what: 'certain'; readonly transferId: TransferId }
  /** No order may take it by itself: it may be one of these. */
  | { readonly what: 'suspected'; readonly transfers: readonly TransferId[] }
  | { readonly what: 'none' }

/** A bank keeps no more than this of what it sends back (組戻手数料). What lacks more is not its return. */
export const RETURN_FEE_MOST = yen(2_200)

/** What the bank has kept of a transfer if this credit is its return; null where it cannot be: another account, another day, another size. */
export function returnFee(
  line: Pick<IncomingLine, 'accountId' | 'amount' | 'bookedOn'>,
  transfer: Pick<LeftTransfer, 'accountId' | 'amount' | 'leftOn'>,
): Yen | null {
  const fee = transfer.amount - line.amount
  const isPossible = transfer.accountId === line.accountId && transfer.leftOn <= line.bookedOn && fee >= 0 && fee <= RETURN_FEE_MOST
  return isPossible ? yen(fee) : null
}

/** Within so many business days a transfer comes back. */
export const RETURN_BUSINESS_DAYS = 10

/** Whether a credit is a transfer that comes back. */
export function matchReturn(line: IncomingLine, left: readonly LeftTransfer[], holidays: Holidays): ReturnMatch {
  const fits = left.filter(
    (transfer) =>
      transfer.amount === line.amount &&
      transfer.accountId === line.accountId &&
      transfer.leftOn <= line.bookedOn &&
      line.bookedOn <= addBusinessDays(transfer.leftOn, RETURN_BUSINESS_DAYS, holidays),
  )
  const named = fits.filter((transfer) => isNamed(line.texts, transfer))
  const [only, other] = named
  if (line.saysReturned && only && !other) return { what: 'certain', transferId: only.id }
  const suspected = tellsOfTransfers(line) && named.length === 0 ? fits : named
  return suspected.length > 0 ? { what: 'suspected', transfers: suspected.map(({ id }) => id) } : { what: 'none' }
}

/** It says that it comes back, or carries the reference of a transfer, be it of another. */
const tellsOfTransfers = ({ saysReturned, texts }: IncomingLine): boolean => saysReturned || referencesIn(texts).length > 0

/** Holidays are not asked for: rather a day too long than a customer's order paid with the bank's own money. */
export const VETO_DAYS = 24

/** The transfer a credit may be the return of, so that no order takes it by itself; null where there is none. */
export function maybeReturned<T extends LeftTransfer>(line: IncomingLine, left: readonly T[]): T | null {
  const fits = left.filter(
    ({ amount, accountId, leftOn }) =>
      amount === line.amount && accountId === line.accountId && leftOn <= line.bookedOn && daysBetween(leftOn, line.bookedOn) <= VETO_DAYS,
  )
  return fits.find((transfer) => tellsOfTransfers(line) || isNamed(line.texts, transfer)) ?? null
}

/** Why a bank sends a transfer back, as far as its words tell (振込組戻の事由). Each has its fix in words on the screen. */
export type ReturnCause = 'no_such_account' | 'name_differs' | 'account_closed' | 'recalled' | 'not_told'

const causes: readonly (readonly [ReturnCause, RegExp])[] = [
  ['no_such_account', /コウザナシ|ガイトウナシ|該当口座なし|口座なし|口座無|AC01|AC06/u],
  ['account_closed', /カイヤク|解約|AC04/u],
  ['name_differs', /メイギ(ソウイ|フイツチ|チガイ)|名義相違|名義不一致|受取人名相違|BE01/u],
  ['recalled', /イライニン|依頼人|ヨリクミモドシ|FOCR|DUPL/u],
]

/** What the bank's words tell of the cause. */
export function returnCauseOf(texts: readonly string[]): ReturnCause {
  const plain = texts
    .join(' ')
    .normalize('NFKC')
    .replace(/[ァィゥェォッャュョヮ\s]/g, (letter) => large.get(letter) ?? '')
  return causes.find(([, words]) => words.test(plain))?.[0] ?? 'not_told'
}

const large = new Map([...'ァィゥェォッャュョヮ'].map((letter, at) => [letter, 'アイウエオツヤユヨワ'.charAt(at)]))
