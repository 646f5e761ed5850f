import { addDays, type BusinessDate, dateInJapan } from '../../preload/contract/date'
import { done, type Refusal, type Result } from '../../preload/contract/errors'
import type { VirtualRange } from '../../preload/contract/merchants'
import type { Reader, Writer } from '../ledger/ledger'
import type { Merchant } from '../ledger/merchants'
import { setVirtualCursor } from '../ledger/merchants'
import { countHeldNumbers, endInstructions, heldNumbers, type NumberStretch } from '../ledger/virtual-accounts'
import { freeNumbers, nextNumbers, virtualAccountCode } from '../settlement/virtual-accounts'

/* Gives orders their virtual accounts, from the merchant's range. */

/** How many numbers of the range are free; none where the merchant has no range. */
export async function freeVirtualAccounts(ledger: Reader, range: VirtualRange | null, today: BusinessDate): Promise<number> {
  if (!range) return 0
  const [first, last] = [Number(range.first), Number(range.last)]
  const held = await countHeldNumbers(ledger, stretchOf(range, first, last, today))
  return freeNumbers({ first, last, cursor: null }, held)
}

/** Days a number rests after the due date of a closed order: as long as late money is likely. */
const REST_DAYS = 30

function stretchOf({ accountId, branchCode }: VirtualRange, first: number, last: number, today: BusinessDate): NumberStretch {
  return {
    accountId,
    first: virtualAccountCode(branchCode, first),
    last: virtualAccountCode(branchCode, last),
    restingSince: addDays(today, -REST_DAYS),
  }
}

const WINDOW_LEAST = 10_000

/**
 * Takes so many numbers after the last one given, going round once; numbers of closed orders are taken from them. A range is
 * looked at in windows, since it may have millions. Refuses: virtual_accounts_exhausted.
 */
export async function takeVirtualAccounts(writer: Writer, merchant: Merchant, needed: number): Promise<Result<string[]>> {
  const { virtualRange: range } = merchant
  if (!range) return exhausted(needed, 0)
  const numbers: number[] = []
  for (const window of windowsOf(range, merchant.virtualCursor, Math.max(WINDOW_LEAST, needed * 2))) {
    const held = await heldNumbers(writer, stretchOf(range, window.first, window.last, dateInJapan(writer.at)))
    const free = freeNumbers({ ...window, cursor: null }, held.size)
    const taken = nextNumbers({ ...window, cursor: null }, Math.min(free, needed - numbers.length), held)
    if (taken.ok) numbers.push(...taken.numbers)
    if (numbers.length === needed) break
  }
  if (numbers.length < needed) return exhausted(needed, numbers.length)
  const codes = numbers.map((number) => virtualAccountCode(range.branchCode, number))
  await endInstructions(writer, range.accountId, codes)
  const cursor = numbers.at(-1)
  if (cursor !== undefined) await setVirtualCursor(writer, merchant.id, cursor)
  return done(codes)
}

function exhausted(needed: number, free: number): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { refusal: 'virtual_accounts_exhausted', needed, free } }
}

/** The range in stretches, from behind the cursor to its end and from its beginning to the cursor. */
function* windowsOf(range: VirtualRange, cursor: number | null, size: number): Generator<{ first: number; last: number }> {
  const [first, last] = [Number(range.first), Number(range.last)]
  const start = cursor === null || cursor >= last || cursor < first ? first : cursor + 1
  for (const [from, to] of [
    [start, last],
    [first, start - 1],
  ] as const) {
    for (let at = from; at <= to; at += size) yield { first: at, last: Math.min(at + size - 1, to) }
  }
}
