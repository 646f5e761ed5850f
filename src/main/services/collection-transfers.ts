import type { ExpectedTransfer } from '../../preload/contract/collections'
import type { BusinessDate } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import { CollectionSettlementId, type ReceiptId } from '../../preload/contract/ids'
import { PositiveYen, type Yen, yen } from '../../preload/contract/money'
import { moneyLimits } from '../ledger/agent-settings'
import { appendAudit } from '../ledger/audit'
import { ordersOfSettlement, settleClaims } from '../ledger/claims'
import { likelyDeposits, type OpenClaims, openClaims } from '../ledger/collection-lists'
import { endLine, openLine } from '../ledger/endings'
import { newEntryId, postEntries } from '../ledger/journal'
import type { Reader, Writer } from '../ledger/ledger'
import { orderStates } from '../ledger/posting'
import { collectionSettled, expectedTransfer, type TransferFigures } from '../settlement/collection-entries'
import { applyEvent } from '../settlement/tracks'
import { bookingDay } from './booking-days'
import { takeSteps } from './order-steps'
import { type SettledAgent, settledAgent } from './store-agent'

/*
 * An agent's transfer (s42, s43) comes net of what it keeps. It is cleared whole against all that the agent owes for that day: fees, tax and
 * stamp duty are named and posted, the receivable is back to zero, and from then on the money of its orders is the bank's to pay out.
 */

/** Deposits of about what is expected: a hundredth more or less. */
const NEAR = 100
const CANDIDATES = 8

const NO_CONTRACT = { fees: [], taxRounding: 'down' } as const

const figuresOf = (claims: readonly OpenClaims[], agent: SettledAgent | null, transferOn: BusinessDate): TransferFigures =>
  expectedTransfer(claims, agent ?? NO_CONTRACT, transferOn)

/** What agents are expected to transfer, by agent and day, with the deposits that may be it, the exact one first. */
export async function expectedTransfers(ledger: Reader): Promise<ExpectedTransfer[]> {
  const agent = await settledAgent(ledger)
  const days = Map.groupBy(await openClaims(ledger), ({ party, transferOn }) => `${transferOn} ${party}`)
  const expected: ExpectedTransfer[] = []
  for (const [, claims] of [...days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [first] = claims
    if (!first) continue
    const { party, transferOn } = first
    const own = agent?.party === party ? agent : null
    const { gross, ...figures } = figuresOf(claims, own, transferOn)
    const near = await likelyDeposits(ledger, figures.net - figures.net / NEAR, figures.net + figures.net / NEAR, CANDIDATES)
    expected.push({
      ...{ party, agentName: own?.name ?? party, transferOn, ...figures, gross: PositiveYen.parse(gross) },
      claims: claims.reduce((sum, { count }) => sum + count, 0),
      unapplied: claims.reduce((sum, { unapplied }) => sum + unapplied, 0),
      candidates: near
        .map((deposit) => ({ ...deposit, difference: yen(deposit.remaining - figures.net) }))
        .sort((a, b) => Math.abs(a.difference) - Math.abs(b.difference)),
    })
  }
  return expected
}

export interface SettlementWish {
  readonly party: OpenClaims['party']
  readonly transferOn: BusinessDate
  readonly receiptId: ReceiptId
  readonly version: number
  readonly gross: Yen
  readonly fees: Yen
  readonly tax: Yen
  readonly stampDuty: Yen
  readonly reason: string
}

/**
 * Clears a transfer as it was shown. Refuses claims_changed (the agent owes something else by now), deposit_not_open, changed_meanwhile,
 * transfer_differs (the deposit is not gross less what was kept; or that is not what the contract says and no reason is given, or is more
 * than one person may correct alone).
 */
export async function settleTransfer(
  writer: Writer,
  wish: SettlementWish,
): Promise<Result<{ id: CollectionSettlementId; released: number }>> {
  const { party, transferOn, receiptId, gross, fees, tax, stampDuty, reason } = wish
  const claims = await openClaims(writer, { party, transferOn })
  const agent = await settledAgent(writer)
  const contract = figuresOf(claims, agent?.party === party ? agent : null, transferOn)
  if (claims.length === 0 || contract.gross !== gross) return refuse({ refusal: 'claims_changed' })
  const line = await openLine(writer, receiptId)
  if (line?.side !== 'credit' || line.held || line.notCustomerMoney !== null) return refuse({ refusal: 'deposit_not_open' })
  if (line.version !== wish.version) return refuse({ refusal: 'changed_meanwhile' })
  const net = yen(gross - fees - tax - stampDuty)
  if (net !== line.remaining) return refuse({ refusal: 'transfer_differs', expected: net, found: line.remaining })
  const isAsAgreed = fees === contract.fees && tax === contract.tax && stampDuty === contract.stampDuty
  // What one person may not give up alone, no reason makes right: then the contract is wrong, or the deposit is another one.
  const { correctionAlone } = await moneyLimits(writer)
  if (Math.abs(net - contract.net) > correctionAlone) return refuse({ refusal: 'transfer_differs', expected: contract.net, found: net })
  if (!isAsAgreed && reason === '') return refuse({ refusal: 'transfer_differs', expected: contract.net, found: net })
  const id = CollectionSettlementId.parse(writer.newId())
  const entryId = newEntryId(writer)
  const bookedOn = await bookingDay(writer, line.bookedOn)
  const postings = collectionSettled(party, { gross, fees, tax, stampDuty, net })
  await postEntries(writer, [{ id: entryId, kind: 'collection_settled', bookedOn, receiptId, orderId: null, reverses: null, postings }])
  await endLine(writer, { line, ending: 'collection_settled', amount: net, entryId, note: reason })
  const count = claims.reduce((sum, claim) => sum + claim.count, 0)
  const figures = { party, transferOn, gross, fees, tax, stampDuty, net, expected: contract.net, reason }
  await settleClaims(writer, { ...figures, id, receiptId, claims: count, entryId })
  const released = await fund(writer, id, bookedOn)
  await appendAudit(writer, {
    ...{ stream: 'collections', action: 'settled', subject: `collection_settlement:${id}` },
    detail: { ...figures, claims: count, receiptId, released },
  })
  return done({ id, released })
}

const AT_ONCE = 2_000

/** The money of these orders has come: who waited for it may be paid. Tells how many may be now that could not before. */
async function fund(writer: Writer, id: CollectionSettlementId, fundedOn: BusinessDate): Promise<number> {
  let released = 0
  for (let after = 0; ; ) {
    const ids = await ordersOfSettlement(writer, id, after, AT_ONCE)
    const last = ids.at(-1)
    if (last === undefined) return released
    after = last
    const changes = []
    const events = []
    for (const order of (await orderStates(writer, ids)).values()) {
      const step = applyEvent(order.tracks, { kind: 'funded' })
      // An order that nothing of is left to pay, such as one that was given back.
      if (!step.ok) continue
      if (order.tracks.disbursement === 'none' && step.tracks.disbursement === 'releasable') released += 1
      const { id: orderId, paidAmount, paidOn } = order
      changes.push({ id: orderId, paidAmount, paidOn, tracks: step.tracks, releasableOn: fundedOn })
      events.push({ orderId, kind: 'funded', amount: paidAmount, receiptId: null, allocationId: null, detail: { settlement: id } })
    }
    await takeSteps(writer, changes, events)
  }
}
