import type { Party } from '../../preload/contract/collection'
import type { ExpectedTransfer } from '../../preload/contract/collections'
import type { BusinessDate } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import { CollectionSettlementId, type ReceiptId } from '../../preload/contract/ids'
import { type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import { moneyLimits } from '../ledger/agent-settings'
import { appendAudit } from '../ledger/audit'
import { openDeductions } from '../ledger/claim-deductions'
import { ordersOfSettlement, settleClaims, settledDays } from '../ledger/claims'
import { likelyDeposits, type OpenClaims, openClaims } from '../ledger/collection-lists'
import { endLine, openLine } from '../ledger/endings'
import { newEntryId, postEntries } from '../ledger/journal'
import type { Reader, Writer } from '../ledger/ledger'
import { orderStates } from '../ledger/posting'
import { collectionSettled } from '../settlement/collection-entries'
import { type CollectorTransfer, NO_CONTRACT, type OwedOn, transfersOf } from '../settlement/collector-transfers'
import { applyEvent } from '../settlement/tracks'
import { bookingDay } from './booking-days'
import { collectors } from './collectors'
import { takeSteps } from './order-steps'

/*
 * A collector's transfer (s42, s43, s64) comes net of what it keeps and takes back. It is cleared whole against all that the agent owes for that day: fees, tax and
 * stamp duty are named and posted, the receivable is back to zero, and from then on the money of its orders is the bank's to pay out.
 */

/** Deposits of about what is expected: a hundredth more or less. */
const NEAR = 100
const CANDIDATES = 8

interface Owing {
  readonly party: Party
  readonly name: string
  readonly transfers: readonly CollectorTransfer[]
  readonly claims: readonly OpenClaims[]
}

/** What collectors owe, each by the days of its transfers; of one where it is named. */
async function owings(ledger: Reader, of?: Party): Promise<Owing[]> {
  const known = await collectors(ledger)
  const claims = Map.groupBy(await openClaims(ledger, of), ({ party }) => party)
  const deductions = Map.groupBy(await openDeductions(ledger, of), ({ party }) => party)
  const found: Owing[] = []
  for (const party of new Set([...claims.keys(), ...deductions.keys()])) {
    const { name = party, contract = NO_CONTRACT } = known.get(party) ?? {}
    const own = claims.get(party) ?? []
    const days = await daysOf(ledger, party, own, deductions.get(party) ?? [])
    found.push({ party, name, claims: own, transfers: transfersOf(days, contract) })
  }
  return found
}

async function daysOf(
  ledger: Reader,
  party: Party,
  claims: readonly OpenClaims[],
  deductions: readonly { transferOn: BusinessDate; amount: Yen }[],
): Promise<OwedOn[]> {
  const owed = Map.groupBy(claims, ({ transferOn }) => transferOn)
  const back = new Map(deductions.map(({ transferOn, amount }) => [transferOn, amount]))
  const days = [...new Set([...owed.keys(), ...back.keys()])].sort()
  const [first] = days
  const settled = first ? await settledDays(ledger, party, first) : new Set()
  return days.map((transferOn) => ({
    ...{ transferOn, isSettled: settled.has(transferOn) },
    ...{ collections: owed.get(transferOn) ?? [], deductions: back.get(transferOn) ?? ZERO_YEN },
  }))
}

/** The claims that a transfer is for. */
const within = (claims: readonly OpenClaims[], { from, transferOn }: Pick<CollectorTransfer, 'from' | 'transferOn'>) =>
  claims.filter((claim) => claim.transferOn >= from && claim.transferOn <= transferOn)

const countOf = (claims: readonly OpenClaims[]) => claims.reduce((sum, { count }) => sum + count, 0)

/** What agents are expected to transfer, by day and agent, with the deposits that may be it, the exact one first. */
export async function expectedTransfers(ledger: Reader): Promise<ExpectedTransfer[]> {
  const expected: ExpectedTransfer[] = []
  for (const { party, name, transfers, claims } of await owings(ledger)) {
    for (const { from, ...transfer } of transfers) {
      const own = within(claims, { from, transferOn: transfer.transferOn })
      expected.push({
        ...{ party, agentName: name, ...transfer },
        claims: countOf(own),
        unapplied: own.reduce((sum, { unapplied }) => sum + unapplied, 0),
        candidates: await candidatesFor(ledger, transfer.net),
      })
    }
  }
  const place = ({ transferOn, party }: ExpectedTransfer) => `${transferOn} ${party}`
  return expected.sort((a, b) => (place(a) < place(b) ? -1 : 1))
}

async function candidatesFor(ledger: Reader, net: Yen): Promise<ExpectedTransfer['candidates']> {
  if (net <= 0) return []
  const near = await likelyDeposits(ledger, net - net / NEAR, net + net / NEAR, CANDIDATES)
  return near
    .map((deposit) => ({ ...deposit, difference: yen(deposit.remaining - net) }))
    .sort((a, b) => Math.abs(a.difference) - Math.abs(b.difference))
}

export interface SettlementWish {
  readonly party: OpenClaims['party']
  readonly transferOn: BusinessDate
  readonly receiptId: ReceiptId
  readonly version: number
  readonly gross: Yen
  readonly deductions: Yen
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
  const { party, transferOn, receiptId, gross, deductions, fees, tax, stampDuty, reason } = wish
  const [owing] = await owings(writer, party)
  const contract = owing?.transfers.find((transfer) => transfer.transferOn === transferOn)
  if (!owing || contract?.gross !== gross || contract.deductions !== deductions) return refuse({ refusal: 'claims_changed' })
  const line = await openLine(writer, receiptId)
  if (line?.side !== 'credit' || line.held || line.notCustomerMoney !== null) return refuse({ refusal: 'deposit_not_open' })
  if (line.version !== wish.version) return refuse({ refusal: 'changed_meanwhile' })
  const net = yen(gross - deductions - fees - tax - stampDuty)
  if (net !== line.remaining) return refuse({ refusal: 'transfer_differs', expected: net, found: line.remaining })
  const isAsAgreed = fees === contract.fees && tax === contract.tax && stampDuty === contract.stampDuty
  // What one person may not give up alone, no reason makes right: then the contract is wrong, or the deposit is another one.
  const { correctionAlone } = await moneyLimits(writer)
  if (Math.abs(net - contract.net) > correctionAlone) return refuse({ refusal: 'transfer_differs', expected: contract.net, found: net })
  if (!isAsAgreed && reason === '') return refuse({ refusal: 'transfer_differs', expected: contract.net, found: net })
  const id = CollectionSettlementId.parse(writer.newId())
  const entryId = newEntryId(writer)
  const bookedOn = await bookingDay(writer, line.bookedOn)
  const postings = collectionSettled(party, { fees, tax, stampDuty, net })
  await postEntries(writer, [{ id: entryId, kind: 'collection_settled', bookedOn, receiptId, orderId: null, reverses: null, postings }])
  await endLine(writer, { line, ending: 'collection_settled', amount: net, entryId, note: reason })
  const count = countOf(within(owing.claims, contract))
  const figures = { party, transferOn, gross, deductions, fees, tax, stampDuty, net, expected: contract.net, reason }
  await settleClaims(writer, { ...figures, from: contract.from, id, receiptId, claims: count, entryId })
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
