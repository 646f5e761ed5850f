import type { BusinessDate } from '../../preload/contract/date'
import type { DebitOutcome, DebitPreview, DebitResult } from '../../preload/contract/debits'
import type { DebitResultCode, ReadDebit, ReadDebits } from '../../preload/contract/direct-debit'
import { done, type Result, refuse } from '../../preload/contract/errors'
import { ClaimId, type DebitLineId, DebitResultFileId, type DebitResultLineId } from '../../preload/contract/ids'
import { PositiveYen, type Yen, yen } from '../../preload/contract/money'
import { openApproval } from '../ledger/approvals'
import { appendAudit } from '../ledger/audit'
import { lastClosedDay } from '../ledger/closing'
import { insertClaims, type NewClaim } from '../ledger/collection-posting'
import {
  debitsOfDay,
  endBySequel,
  endWaitingDebit,
  insertResultFile,
  type KnownDebit,
  lastDebitDay,
  type NewResultLine,
  resolveDebits,
  sameDebitResult,
  waitingDebit,
} from '../ledger/debit-results'
import { type EntryDraft, newEntryId, postEntries } from '../ledger/journal'
import type { Reader, Writer } from '../ledger/ledger'
import { type EventDraft, type OrderChange, orderStates } from '../ledger/posting'
import { collected } from '../settlement/collection-entries'
import { bookableOn } from '../settlement/day-close'
import { decideDebit } from '../settlement/debit-results'
import { isProtected, type OrderStep } from '../settlement/steps'
import { applyEvent } from '../settlement/tracks'
import { postpone, sendToChoose } from './debit-orders'
import { nextDebitDay, type SettledDebit, settledDebit } from './direct-debit-terms'
import { takeSteps } from './order-steps'
import type { Days } from './payment-terms'

/*
 * Result files of direct debit come in, whole or not at all: what was debited is owed by the collector and pays its order, what was not is
 * debited once more or chosen for anew, and what cannot be placed waits for a person.
 */

/** A result file that was read without a fault, its lines each beside the debit it tells of. */
export interface PlacedResult {
  readonly debit: SettledDebit
  readonly debitOn: BusinessDate
  readonly total: Yen
  readonly lines: readonly PlacedLine[]
}

interface PlacedLine {
  readonly read: ReadDebit
  readonly known: KnownDebit | null
  readonly outcome: DebitOutcome
}

/**
 * Finds what a result file tells of. Refuses direct_debit_not_settled, debit_result_has_errors, debit_result_foreign (another collector's, or
 * of a day on which nothing was asked for).
 */
export async function placeResult(ledger: Reader, read: ReadDebits, today: BusinessDate): Promise<Result<PlacedResult>> {
  const debit = await settledDebit(ledger)
  if (!debit) return refuse({ refusal: 'direct_debit_not_settled' })
  if (!read.ok) return refuse({ refusal: 'debit_result_has_errors', errors: [...read.errors], total: read.total })
  const { code, debitOn: monthDay } = read.head
  const debitOn = await lastDebitDay(ledger, { collectorCode: code, monthDay, through: today })
  if (debitOn === null) return refuse({ refusal: 'debit_result_foreign', code, debitOn: monthDay })
  const known = await debitsOfDay(
    ledger,
    debitOn,
    read.lines.map(({ customerNumber }) => customerNumber),
  )
  const finder = new Finder(known)
  const lines = read.lines.map((line) => {
    const found = finder.take(line)
    return { read: line, known: found, outcome: decideDebit(line.code, found, debit.retries) }
  })
  return done({ debit, debitOn, total: read.totals.amount, lines })
}

const accountText = ({ bankCode, branchCode, accountType, accountNumber }: ReadDebit['account']) =>
  `${bankCode}-${branchCode}-${accountType}-${accountNumber}`
const keyOf = (customerNumber: string, account: string, amount: number) => `${customerNumber} ${account} ${amount}`

/** Debits by customer number, account and amount. Of several alike, one of which this very result is known comes first, then one of which none is. */
class Finder {
  readonly #known: Map<string, KnownDebit[]>

  constructor(known: readonly KnownDebit[]) {
    this.#known = Map.groupBy(known, ({ customerNumber, account, amount }) => keyOf(customerNumber, account, amount))
  }

  take({ customerNumber, account, amount, code }: ReadDebit): KnownDebit | null {
    const alike = this.#known.get(keyOf(customerNumber, accountText(account), amount)) ?? []
    const at = [
      alike.findIndex(({ result }) => result === code),
      alike.findIndex(({ result }) => result === null),
      alike.length > 0 ? 0 : -1,
    ].find((found) => found >= 0)
    return at === undefined ? null : (alike.splice(at, 1)[0] ?? null)
  }
}

/** What a file would bring. */
export async function previewOf(
  ledger: Reader,
  { debitOn, total, lines }: PlacedResult,
  file: Pick<DebitPreview, 'planId' | 'fileName' | 'sha256'>,
): Promise<DebitPreview> {
  const codes = new Map<DebitResultCode, { count: number; amount: number }>()
  for (const { read } of lines) {
    const tally = codes.get(read.code) ?? { count: 0, amount: 0 }
    codes.set(read.code, { count: tally.count + 1, amount: tally.amount + read.amount })
  }
  return {
    ...file,
    ...{ debitOn, total, lines: lines.length, outcomes: countOutcomes(lines) },
    codes: [...codes].sort().map(([code, { count, amount }]) => ({ code, count, amount: yen(amount) })),
    alreadyImported: await sameDebitResult(ledger, file.sha256),
  }
}

function countOutcomes(lines: readonly Pick<PlacedLine, 'outcome'>[]): DebitResult['outcomes'] {
  const counted = Map.groupBy(lines, ({ outcome }) => outcome)
  return [...counted].map(([outcome, { length: count }]) => ({ outcome, count }))
}

/** Brings a result in, in one unit of work; one whose very bytes are in already changes nothing. Refuses what placeResult refuses. */
export async function bringInResult(
  writer: Writer,
  read: ReadDebits,
  { fileName, sha256 }: { fileName: string; sha256: string },
  days: Days,
): Promise<Result<DebitResult>> {
  const placed = await placeResult(writer, read, days.today)
  if (!placed.ok) return placed
  const { debit, debitOn, total, lines } = placed.value
  const outcomes = countOutcomes(lines)
  if (await sameDebitResult(writer, sha256)) return done({ fileId: null, outcomes: [{ outcome: 'repeated', count: lines.length }] })
  const fileId = DebitResultFileId.parse(writer.newId())
  await insertResultFile(writer, { id: fileId, name: fileName, sha256, debitOn, total }, lines.map(rowOf))
  const of = (outcome: DebitOutcome) =>
    lines.flatMap((line) => (line.outcome === outcome && line.known ? [{ ...line, known: line.known }] : []))
  await resolve(writer, [...of('postponed'), ...of('refused')])
  await payOrders(writer, debit, debitOn, of('paid'))
  const postponed = of('postponed').map(({ known }) => known.orderId)
  await postpone(writer, postponed, { debitOn: nextDebitDay(debit, writer.at, days.holidays, debitOn), why: 'insufficient_funds' })
  const refused = of('refused').map(({ known, read: { code } }) => ({ orderId: known.orderId, why: code }))
  await sendToChoose(writer, refused, days)
  const told = ['paid', 'postponed', 'refused'] as const
  await endBySequel(
    writer,
    told.flatMap(of).map(({ known }) => known.id),
    `file:${fileId}`,
  )
  await appendAudit(writer, {
    stream: 'debits',
    action: 'result_imported',
    subject: `debit_result:${fileId}`,
    detail: { fileName, sha256, debitOn, lines: lines.length, total, outcomes },
  })
  return done({ fileId, outcomes })
}

function rowOf({ read, known, outcome }: PlacedLine): NewResultLine {
  const { record, customerNumber, holderKana, amount, code, account } = read
  return { record, debitLineId: known?.id ?? null, customerNumber, account: accountText(account), holderKana, amount, code, outcome }
}

interface Told {
  readonly known: KnownDebit
  readonly read: Pick<ReadDebit, 'code'>
}

async function resolve(writer: Writer, lines: readonly Told[]): Promise<void> {
  await resolveDebits(
    writer,
    lines.map(({ known, read }) => ({ id: known.id, result: read.code, claimId: null })),
  )
}

/** Code 0: the collector owes it gross, and the order is paid; payable at once where its contract says so. */
async function payOrders(writer: Writer, debit: SettledDebit, debitOn: BusinessDate, lines: readonly Told[]): Promise<void> {
  if (lines.length === 0) return
  const orders = await orderStates(
    writer,
    lines.map(({ known }) => known.orderId),
  )
  const bookedOn = bookableOn(debitOn, await lastClosedDay(writer))
  const [entries, claims, changes, events]: [EntryDraft[], NewClaim[], OrderChange[], EventDraft[]] = [[], [], [], []]
  const resolved: { id: DebitLineId; result: DebitResultCode; claimId: ClaimId }[] = []
  for (const { known } of lines) {
    const { orderId, party, amount, transferOn } = known
    const order = orders.get(orderId)
    if (!order) throw new Error(`there is no order ${orderId}`)
    const { tracks, steps } = stepsOf(order.tracks, debit.payableAtConfirmation)
    const entryId = newEntryId(writer)
    const claimId = ClaimId.parse(writer.newId())
    const whose = { merchantId: order.merchantId, isProtected: isProtected(order.tracks.protection) }
    const postings = collected(party, PositiveYen.parse(amount), whose)
    entries.push({ id: entryId, kind: 'collected', bookedOn, receiptId: null, orderId, reverses: null, postings })
    const money = { party, method: 'direct_debit' as const, orderId, lineId: null, amount, needsStamp: false }
    claims.push({ id: claimId, ...money, paidOn: debitOn, transferOn, payable: debit.payableAtConfirmation, entryId })
    resolved.push({ id: known.id, result: '0', claimId })
    changes.push({ id: orderId, paidAmount: amount, paidOn: debitOn, tracks, releasableOn: debitOn })
    for (const kind of steps) events.push({ orderId, kind, amount, receiptId: null, allocationId: null, detail: { debit: known.id } })
  }
  await postEntries(writer, entries)
  await insertClaims(writer, claims)
  // Until its result is known an order stands still.
  await resolveDebits(writer, resolved)
  await takeSteps(writer, changes, events)
}

function stepsOf(before: OrderChange['tracks'], isPayable: boolean): { tracks: OrderChange['tracks']; steps: OrderStep[] } {
  const paid = applyEvent(before, { kind: 'confirmed' })
  if (!paid.ok) throw new Error(`an order in a debit stands ${paid.from}`)
  const due = isPayable ? applyEvent(paid.tracks, { kind: 'became_releasable' }) : null
  return due?.ok ? { tracks: due.tracks, steps: ['confirmed', 'became_releasable'] } : { tracks: paid.tracks, steps: ['confirmed'] }
}

/** Ends a line that waits with a note. Refuses debit_line_not_open, collection_holds_money. */
export async function noteDebit(writer: Writer, id: DebitResultLineId, note: string): Promise<Result<null>> {
  const line = await waitingDebit(writer, id)
  if (!line) return refuse({ refusal: 'debit_line_not_open' })
  if (line.claimId !== null) return refuse({ refusal: 'collection_holds_money' })
  if (await openApproval(writer, 'debit_made', id)) return refuse({ refusal: 'change_already_staged' })
  await endWaitingDebit(writer, id, note)
  await appendAudit(writer, {
    stream: 'debits',
    action: 'line_noted',
    subject: `debit_result_line:${id}`,
    detail: { outcome: line.outcome, code: line.code, orderId: line.orderId, note },
  })
  return done(null)
}
