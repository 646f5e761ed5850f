import type { BusinessDate } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { EntryId } from '../../preload/contract/ids'
import { type Yen, yen } from '../../preload/contract/money'
import { appendAudit } from '../ledger/audit'
import { endLine, type OpenLine, openLines } from '../ledger/endings'
import { newEntryId, postEntries } from '../ledger/journal'
import type { Reader, Writer } from '../ledger/ledger'
import { merchantById } from '../ledger/merchants'
import { markReturned, ordersOfPayout, type StoredTransfer, setPayoutState, transfersBetween, transfersOf } from '../ledger/outgoing'
import { insertPayableItem, insertReceivableItem, setPayoutDay } from '../ledger/payout-posting'
import { changeRefunds, refundById } from '../ledger/refunds'
import type { Holidays } from '../settlement/calendar'
import type { Posting } from '../settlement/ledger-entries'
import { isNamed } from '../settlement/outgoing'
import { payoutReturned, type ReturnFeeBearer, refundReturned } from '../settlement/refund-entries'
import { matchReturn, RETURN_FEE_MOST, type ReturnMatch, returnFee } from '../settlement/returned-transfers'
import { bookingDay } from './booking-days'
import type { JobResources } from './jobs'
import { stepOrder } from './order-steps'
import { stepPaid } from './paid-orders'

/*
 * 組戻し: transfers that came back. What is certain is tied to its origin at once; the rest is held back from every order, and a person
 * ties it. A payout becomes payable anew, a refund is asked for anew with another account.
 */

const LINES_AT_ONCE = 50

/** Ties what is certain. Tells how many. Refuses ledger_busy, disk_full. */
export async function tieReturns({ ledger, by, gateways }: Pick<JobResources, 'ledger' | 'by' | 'gateways'>): Promise<Result<number>> {
  let tied = 0
  for (let after: readonly [BusinessDate, number] | null = null; ; ) {
    const from = after
    const unit = await ledger.write(by, async (writer) => {
      const lines = await openLines(writer, 'credit', from, LINES_AT_ONCE)
      let count = 0
      for (const line of lines) if (await tieCertain(writer, line, gateways.holidays)) count += 1
      const last = lines.at(-1)
      return done({ count, last: last ? ([last.bookedOn, last.receiptId] as const) : null })
    })
    if (!unit.ok) return unit
    tied += unit.value.count
    if (unit.value.last === null) return done(tied)
    after = unit.value.last
  }
}

async function tieCertain(writer: Writer, line: OpenLine, holidays: Holidays): Promise<boolean> {
  if (line.held || line.notCustomerMoney !== 'returned' || line.remaining !== line.amount) return false
  const { match, transfers } = await returnOf(writer, line, holidays)
  const transfer = match.what === 'certain' && transfers.find(({ id }) => id === match.transferId)
  if (!transfer || !hasLeft(transfer)) return false
  const tied = await tieReturn(writer, line, transfer, { bearer: await returnFeeBearer(writer, transfer), note: '' })
  return tied.ok
}

/** Whether a transfer was seen to leave, and its orders were told: only then it can be seen to come back. */
const hasLeft = ({ state, payoutId, payoutState }: StoredTransfer): boolean => isPaid(state) && (payoutId === null || isPaid(payoutState))
const isPaid = (state: string | null): boolean => state === 'presumed_paid' || state === 'confirmed'

/** The day a transfer left the bank, as far as it is known. */
export const leftOn = ({ seenOn, handedOverOn }: StoredTransfer): BusinessDate => seenOn ?? handedOverOn

/** The transfers a credit may be the return of. */
export async function returnOf(
  reader: Reader,
  line: OpenLine,
  holidays: Holidays,
): Promise<{ match: ReturnMatch; transfers: StoredTransfer[] }> {
  const transfers = await transfersOf(reader, ['handed_over', 'presumed_paid', 'confirmed'], [line.amount])
  const left = transfers.map((transfer) => ({ ...transfer, leftOn: leftOn(transfer) }))
  const texts = [line.name, line.description, line.edi]
  return { match: matchReturn({ ...line, saysReturned: line.notCustomerMoney === 'returned', texts }, left, holidays), transfers }
}

const LOOKED_AT_MOST = 1_000

/** The transfers a person may tie a credit to: of its amount, or of so much more as a bank keeps for it; those it names come first. */
export async function returnCandidates(reader: Reader, line: OpenLine, atMost: number): Promise<StoredTransfer[]> {
  const found = await transfersBetween(reader, line.remaining, yen(line.remaining + RETURN_FEE_MOST), LOOKED_AT_MOST)
  const texts = [line.name, line.description, line.edi]
  const possible = found.filter((transfer) => returnPostings(line, transfer, 'agent') !== null)
  const { named = [], other = [] } = Object.groupBy(possible, (transfer) => (isNamed(texts, transfer) ? 'named' : 'other'))
  return [...named, ...other].slice(0, atMost)
}

/** Whether the bank's own words tell that a credit is this transfer come back, whole, and no other. */
export async function isCertainReturn(reader: Reader, line: OpenLine, transfer: StoredTransfer, holidays: Holidays): Promise<boolean> {
  if (line.remaining !== line.amount) return false
  const { match } = await returnOf(reader, line, holidays)
  return match.what === 'certain' && match.transferId === transfer.id
}

/**
 * What tying posts: less than was sent, the difference is the bank's fee. Null where it cannot be: it never left, or only later, from
 * another account, more came back, or so little that no fee explains it.
 */
export function returnPostings(
  line: Pick<OpenLine, 'remaining' | 'accountId' | 'bookedOn'>,
  transfer: StoredTransfer,
  bearer: ReturnFeeBearer,
): { postings: Posting[]; fee: Yen } | null {
  const fee = returnFee({ ...line, amount: line.remaining }, { ...transfer, leftOn: leftOn(transfer) })
  if (fee === null || !hasLeft(transfer)) return null
  const credited = line.remaining
  if (transfer.merchantId === null) return { postings: refundReturned({ credited, fee }), fee }
  return { postings: payoutReturned({ merchantId: transfer.merchantId, credited, fee, bearer }), fee }
}

/** Ties a credit to the transfer that came back by it. Refuses ending_not_possible. */
export async function tieReturn(
  writer: Writer,
  line: OpenLine,
  transfer: StoredTransfer,
  { bearer, note }: { bearer: ReturnFeeBearer; note: string },
): Promise<Result<null>> {
  const posted = returnPostings(line, transfer, bearer)
  if (!posted) return refuse({ refusal: 'ending_not_possible', ending: 'transfer_returned' })
  const { postings, fee } = posted
  const isPayout = transfer.payoutId !== null
  const bookedOn = await bookingDay(writer, line.bookedOn)
  const entryId = newEntryId(writer)
  await postEntries(writer, [
    {
      id: entryId,
      kind: isPayout ? 'payout_returned' : 'refund_returned',
      bookedOn,
      receiptId: line.receiptId,
      orderId: null,
      reverses: null,
      postings,
    },
  ])
  await endLine(writer, { line, ending: 'transfer_returned', amount: line.remaining, entryId, transferId: transfer.id, note })
  await markReturned(writer, transfer.id, line.receiptId, [line.description, line.name, line.edi].filter((text) => text !== '').join(' '))
  const back = { entryId, on: bookedOn, fee, bearer }
  await (isPayout ? bringPayoutBack(writer, transfer, back) : bringRefundBack(writer, transfer))
  await appendAudit(writer, {
    stream: 'refunds',
    action: isPayout ? 'payout_returned' : 'refund_returned',
    subject: `transfer:${transfer.id}`,
    detail: { run: transfer.runName, amount: transfer.amount, fee, bearer, receiptId: line.receiptId },
  })
  return done(null)
}

const ORDERS_MOST = 1_000_000

/** The merchant is owed the money again, by an item that names the payout it was in. */
async function bringPayoutBack(
  writer: Writer,
  { payoutId, merchantId, amount, runName }: StoredTransfer,
  { entryId, on, fee, bearer }: { entryId: EntryId; on: BusinessDate; fee: Yen; bearer: ReturnFeeBearer },
): Promise<void> {
  if (payoutId === null || merchantId === null) throw new Error('a payout is paid to a merchant')
  const item = { merchantId, payoutId, entryId, note: runName }
  await insertPayableItem(writer, { ...item, kind: 'returned_payout', amount, payableOn: on })
  if (fee > 0 && bearer === 'merchant') await insertReceivableItem(writer, { ...item, kind: 'return_fee', amount: fee, owedOn: on })
  await setPayoutState(writer, payoutId, 'returned')
  const paid = await ordersOfPayout(writer, payoutId, ['settled'], [0, 0], ORDERS_MOST)
  await stepPaid(writer, paid, () => ['payout_returned'], { payoutId })
  await setPayoutDay(
    writer,
    paid.map(({ orderId }) => orderId),
    null,
  )
}

/** The refund waits for another account; its money is on its way until then. */
async function bringRefundBack(writer: Writer, { refundId }: StoredTransfer): Promise<void> {
  const refund = refundId === null ? null : await refundById(writer, refundId)
  if (!refund) throw new Error('a transfer is of a payout or of a refund')
  await changeRefunds(writer, [refund.id], { state: 'returned' })
  if (refund.kind !== 'order' || refund.orderId === null) return
  const stepped = await stepOrder(writer, {
    orderId: refund.orderId,
    kind: 'refund_returned',
    amount: refund.amount,
    detail: { refundId: refund.id },
  })
  if (!stepped.ok) throw new Error(`refund ${refund.id} came back, but its order refuses: ${stepped.refusal.refusal}`)
}

/** Who bears the bank's fee for a payout that came back, by contract. */
export async function returnFeeBearer(reader: Reader, transfer: StoredTransfer): Promise<ReturnFeeBearer> {
  const merchant = transfer.merchantId === null ? null : await merchantById(reader, transfer.merchantId)
  return merchant?.payoutContract.returnFeeBearer ?? 'agent'
}
