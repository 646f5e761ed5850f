import type { Approvers } from '../../preload/contract/approvers'
import type { Clock } from '../../preload/contract/clock'
import { type BusinessDate, daysBetween } from '../../preload/contract/date'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import {
  AGES,
  type CorrectionCase,
  type Ending,
  type ExceptionCount,
  type ExceptionRow,
  type ExceptionType,
} from '../../preload/contract/exceptions'
import type { ApprovalId, ReceiptId } from '../../preload/contract/ids'
import { PositiveYen, sumYen } from '../../preload/contract/money'
import { COUNT_CAP, Cursor } from '../../preload/contract/paging'
import type { BankMaster, Gateways } from '../gateways/gateway'
import { moneyLimits } from '../ledger/agent-settings'
import { insertApproval, openApproval, targetId } from '../ledger/approvals'
import { appendAudit } from '../ledger/audit'
import { readCursor, writeCursor } from '../ledger/cursor'
import { type OpenLine, openLine, openLines, openLinesOf } from '../ledger/endings'
import { followUps, NOTHING_FOLLOWED } from '../ledger/exception-follow'
import { type LineSurroundings, ownAccountNames, surroundingsOf } from '../ledger/exceptions'
import type { Ledger, Reader, Writer } from '../ledger/ledger'
import { openReceivablesFrom } from '../ledger/merchant-debts'
import { type RunToSee, runsToSee, type StoredTransfer, transfersOf } from '../ledger/outgoing'
import type { Holidays } from '../settlement/calendar'
import { endingsOf } from '../settlement/exception-entries'
import { byUrgency, creditException, debitException } from '../settlement/exception-types'
import { nameKey } from '../settlement/names'
import { matchOutgoing } from '../settlement/outgoing'
import { matchReturn, returnCauseOf } from '../settlement/returned-transfers'
import { settleSeen } from './confirmation'
import type { Handlers, ParsedInputs, Person } from './context'
import { type Events, publishChanged } from './events'
import { carryOutEnding, draftEnding, type EndingDraft, endingApprovers } from './exception-endings'
import { followException } from './exception-follow'
import { journalLinesOf } from './journal-lines'
import { cardNumberProblem, refusalOf } from './merchant-checks'
import { leftOn, returnCandidates, returnFeeBearer } from './returned-transfers'

/*
 * 例外 at the desk: every line of which something is open, with its type and its age, and how it may be ended. Money is refunded by
 * services/refunds and cleared by services/clearing; everything else ends here.
 */
export interface ExceptionDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly gateways: Pick<Gateways, 'holidays'> & { readonly banks: BankMaster }
}

type ExceptionMethod =
  | 'exceptions.list'
  | 'exceptions.get'
  | 'exceptions.receivables'
  | 'exceptions.preview'
  | 'exceptions.follow'
  | 'exceptions.end'

export function exceptionHandlers(deps: ExceptionDeps): Pick<Handlers, ExceptionMethod> {
  const { ledger, clock, gateways } = deps
  return {
    'exceptions.list': async (_context, { filter, cursor, size }) => {
      const began = clock.monotonicMs()
      const after = cursor === null ? null : readKey(cursor)
      if (cursor !== null && !after) return refuse(notACursor)
      const all = await allExceptions(ledger.reader, clock.today(), gateways.holidays)
      const matching = all.filter((row) => isMeant(row, filter))
      const rest = after === null ? matching : matching.filter((row) => isAfter(row, after))
      const rows = rest.slice(0, size)
      const last = rest.length > size ? rows.at(-1) : undefined
      return done({
        rows,
        next: last ? keyOf(last) : null,
        matching: { count: matching.length, capped: all.length >= COUNT_CAP },
        counts: countsOf(all),
        due: all.filter(({ due }) => due).length,
        elapsedMs: clock.monotonicMs() - began,
      })
    },
    'exceptions.get': async (_context, { receiptId }) => {
      const line = await openLine(ledger.reader, receiptId)
      return line ? done(await besides(ledger.reader, line, clock.today(), gateways.holidays)) : refuse({ refusal: 'deposit_not_open' })
    },
    'exceptions.receivables': receivables(deps),
    'exceptions.preview': async (context, wish) => {
      const drafted = await draftEnding(ledger.reader, wish, clock.today())
      if (!drafted.ok) return drafted
      const { version, amount, remaining, bookedOn, postings, merchantId, merchantName } = drafted.value
      const { afterClose: _, ...approvers } = await endingApprovers(
        ledger.reader,
        drafted.value,
        { limits: await moneyLimits(ledger.reader), holidays: gateways.holidays },
        context.actor,
      )
      return done({ version, amount, remaining, bookedOn, journal: journalLinesOf(postings, merchantName), approvers, merchantId })
    },
    'exceptions.follow': followException(deps),
    'exceptions.end': end(deps),
  }
}

/** What merchants owe, the oldest first. */
function receivables({ ledger, clock }: ExceptionDeps): Handlers['exceptions.receivables'] {
  return async (_context, { cursor, size }) => {
    const began = clock.monotonicMs()
    const [after] = cursor === null ? [0] : (readCursor(cursor) ?? [])
    if (typeof after !== 'number') return refuse(notACursor)
    const found = await openReceivablesFrom(ledger.reader, after, size + 1)
    const rows = found
      .slice(0, size)
      .map((row) => ({ ...row, open: PositiveYen.parse(row.open), asked: row.asked === 1, days: daysBetween(row.owedOn, clock.today()) }))
    const last = found.length > size ? rows.at(-1) : undefined
    const next = last ? writeCursor([last.id]) : null
    return done({ rows, next, matching: { count: rows.length, capped: next !== null }, elapsedMs: clock.monotonicMs() - began })
  }
}

const notACursor: Refusal = { refusal: 'invalid_input', problems: [{ path: 'cursor', message: 'not a cursor of this list' }] }

/** Whether a filter means this row. */
export function isMeant(row: ExceptionRow, { type, side, due, refundCandidate }: ParsedInputs['exceptions.list']['filter']): boolean {
  return (
    (type ?? row.type) === row.type &&
    (side ?? row.side) === row.side &&
    (due ?? row.due) === row.due &&
    (refundCandidate ?? row.refundCandidate) === row.refundCandidate
  )
}

/** What is open, classified: what is due first, then both sides in the order of their days, up to the cap of a count. */
export async function allExceptions(reader: Reader, today: BusinessDate, holidays: Holidays): Promise<ExceptionRow[]> {
  const lines = [...(await openLines(reader, 'credit', null, COUNT_CAP)), ...(await openLines(reader, 'debit', null, COUNT_CAP))]
  const rows = await classify(reader, lines, today, holidays)
  return rows.sort((one, other) => (isAfter(one, placeOf(other)) ? 1 : -1))
}

interface Around {
  surroundings: ReadonlyMap<ReceiptId, LineSurroundings>
  ownNames: readonly string[]
  runs: readonly RunToSee[]
  waiting: readonly StoredTransfer[]
  left: ReadonlyMap<number, readonly (StoredTransfer & { leftOn: BusinessDate })[]>
  holidays: Holidays
}

async function lookAround(reader: Reader, lines: readonly OpenLine[], holidays: Holidays): Promise<Around> {
  const amountsOf = (side: OpenLine['side']) => lines.filter((line) => line.side === side).map(({ remaining }) => remaining)
  const left = await transfersOf(reader, ['handed_over', 'presumed_paid', 'confirmed'], amountsOf('credit'))
  return {
    surroundings: await surroundingsOf(reader, lines),
    ownNames: (await ownAccountNames(reader)).map(nameKey).filter((name) => name !== ''),
    runs: await runsToSee(reader, amountsOf('debit')),
    waiting: await transfersOf(reader, ['handed_over'], amountsOf('debit')),
    left: Map.groupBy(
      left.map((transfer) => ({ ...transfer, leftOn: leftOn(transfer) })),
      ({ amount }): number => amount,
    ),
    holidays,
  }
}

/** Those of these lines that are open, classified. */
export async function exceptionsOf(
  reader: Reader,
  ids: readonly ReceiptId[],
  today: BusinessDate,
  holidays: Holidays,
): Promise<ExceptionRow[]> {
  const lines: OpenLine[] = []
  for (const id of ids) {
    const line = await openLine(reader, id)
    if (line) lines.push(line)
  }
  return classify(reader, lines, today, holidays)
}

async function classify(reader: Reader, lines: readonly OpenLine[], today: BusinessDate, holidays: Holidays): Promise<ExceptionRow[]> {
  const around = await lookAround(reader, lines, holidays)
  const followed = await followUps(
    reader,
    lines.map(({ receiptId }) => receiptId),
  )
  return lines.map((line) => {
    const type = typeOf(line, around)
    const { receiptId, side, accountId, bookedOn, amount, remaining, name, description, held, refundCandidate, version } = line
    const { nextOn, attempts, thought } = followed.get(receiptId) ?? NOTHING_FOLLOWED
    return {
      ...{ receiptId, side, type, accountId, bookedOn, name, description, held, refundCandidate, version, nextOn, attempts },
      note: thought ?? line.note,
      due: nextOn !== null && nextOn <= today,
      days: daysBetween(bookedOn, today),
      amount: PositiveYen.parse(amount),
      remaining: PositiveYen.parse(remaining),
      endings: endingsFor(type, side),
      asked: around.surroundings.get(receiptId)?.asked ?? false,
    }
  })
}

const textsOf = ({ name, description, edi }: OpenLine) => [name, description, edi]

function typeOf(line: OpenLine, around: Around): ExceptionType {
  if (line.side === 'debit') {
    const own = nameKey(line.name)
    const match = matchOutgoing(
      { ...line, amount: line.remaining, texts: textsOf(line) },
      { runs: around.runs, transfers: around.waiting },
      around.holidays,
    )
    return debitException({ ...line, isOwnName: own !== '' && around.ownNames.includes(own), mayBeTransfer: match.what !== 'none' })
  }
  const beside = around.surroundings.get(line.receiptId)
  const left = around.left.get(line.amount) ?? []
  const saysReturned = line.notCustomerMoney === 'returned'
  return creditException({
    ...line,
    isPartlyAllocated: beside?.isAllocated ?? false,
    order: beside?.payment && beside.orderAmount !== null ? { payment: beside.payment, amount: beside.orderAmount } : null,
    mayBeReturned: matchReturn({ ...line, saysReturned, texts: textsOf(line) }, left, around.holidays).what !== 'none',
  })
}

/** The likeliest first. */
const likely: Partial<Record<ExceptionType, Ending>> = {
  returned: 'transfer_returned',
  bank_correction: 'taken_back',
  interest: 'interest',
  bank_fee: 'bank_fee',
  own_transfer: 'own_transfer',
  taken_back: 'taken_back',
  transfer_unsure: 'transfer_seen',
}

function endingsFor(type: ExceptionType, side: OpenLine['side']): Ending[] {
  const first = likely[type]
  const all: Ending[] = [
    ...endingsOf(side),
    ...(side === 'debit' ? (['transfer_seen'] as const) : (['transfer_returned', 'debt_paid'] as const)),
  ]
  return first ? [first, ...all.filter((ending) => ending !== first)] : all
}

function countsOf(rows: readonly ExceptionRow[]): ExceptionCount[] {
  return byUrgency.flatMap((type) => {
    const own = rows.filter((row) => row.type === type)
    const [first] = own
    if (!first) return []
    const older = AGES.map((age) => own.filter(({ days }) => days >= age).length)
    const byAge = [own.length, ...older].map((count, at) => count - (older[at] ?? 0))
    return [{ type, count: own.length, remaining: sumYen(own.map(({ remaining }) => remaining)), byAge, oldest: first.bookedOn }]
  })
}

/** Where a row stands: what is due first, then by its day, then by its identity. */
interface Place {
  due: boolean
  bookedOn: string
  receiptId: number
}

const placeOf = ({ due, bookedOn, receiptId }: ExceptionRow): Place => ({ due, bookedOn, receiptId })
const keyOf = ({ due, bookedOn, receiptId }: ExceptionRow) => Cursor.parse(`${due ? 0 : 1}.${bookedOn}.${receiptId}`)

function readKey(cursor: Cursor): Place | null {
  const [, later, bookedOn, id] = /^([01])\.(\d{4}-\d{2}-\d{2})\.(\d{1,16})$/.exec(cursor) ?? []
  return bookedOn && id ? { due: later === '0', bookedOn, receiptId: Number(id) } : null
}

function isAfter(row: ExceptionRow, { due, bookedOn, receiptId }: Place): boolean {
  if (row.due !== due) return due
  return row.bookedOn === bookedOn ? row.receiptId > receiptId : row.bookedOn > bookedOn
}

const LIKE_LINES_MOST = 20
const LIKE_TRANSFERS_MOST = 50
const DEBTS_MOST = 50

/** What a person chooses among: runs and transfers it may be, lines of the other side that it may take back, and debts it may pay. */
async function besides(reader: Reader, line: OpenLine, today: BusinessDate, holidays: Holidays) {
  const [row] = await classify(reader, [line], today, holidays)
  if (!row) throw new Error('an open line is an exception')
  const isDebit = line.side === 'debit'
  const runs = isDebit ? await runsToSee(reader, [line.remaining]) : []
  const transfers = isDebit
    ? await transfersOf(reader, ['handed_over'], [line.remaining])
    : await returnCandidates(reader, line, LIKE_TRANSFERS_MOST)
  const lines = await openLinesOf(reader, isDebit ? 'credit' : 'debit', line.amount, LIKE_LINES_MOST)
  const debts = isDebit ? [] : await openReceivablesFrom(reader, 0, DEBTS_MOST)
  return {
    ...row,
    debts: debts.map(({ id: receivableId, merchantName, owedOn, open }) => ({ receivableId, merchantName, owedOn, open })),
    cause: returnCauseOf(textsOf(line)),
    runs: runs.filter(({ seenSingly }) => seenSingly === 0).map(({ id, name, total, payOn }) => ({ id, name, total, payOn })),
    transfers: await Promise.all(
      transfers.map(async (transfer) => {
        const { id, runName, name, amount } = transfer
        return { id, runName, name, amount, leftOn: leftOn(transfer), bearer: await returnFeeBearer(reader, transfer) }
      }),
    ),
    lines: lines
      .filter(({ accountId }) => accountId === line.accountId)
      .map(({ receiptId, bookedOn, amount, remaining, name }) => ({ receiptId, bookedOn, amount, remaining, name })),
  }
}

/**
 * Ends an exception, or asks those who must agree. Refuses not_signed_in, invalid_input (a card number), what draftEnding refuses,
 * changed_meanwhile, change_already_staged.
 */
function end({ ledger, clock, events, gateways }: ExceptionDeps): Handlers['exceptions.end'] {
  return async (context, { version, why, ...wish }) => {
    const person = context.user
    if (!person) return refuse({ refusal: 'not_signed_in' })
    const card = refusalOf(cardNumberProblem('why', why))
    if (card) return refuse(card)
    const ended = await ledger.write(context.by, async (writer) => {
      const drafted = await draftEnding(writer, wish, clock.today())
      if (!drafted.ok) return drafted
      if (drafted.value.version !== version) return refuse({ refusal: 'changed_meanwhile' })
      if (await openApproval(writer, 'correction', targetId(wish.target))) return refuse({ refusal: 'change_already_staged' })
      const rules = { limits: await moneyLimits(writer), holidays: gateways.holidays }
      const approvers = await endingApprovers(writer, drafted.value, rules, `user:${person.name}`)
      return endOrAsk(writer, person, drafted.value, { why, approvers })
    })
    if (!ended.ok) return ended
    // The orders of a payout follow in small units of work; what is cut off, a later round goes on with.
    if (ended.value.ended && wish.ending === 'transfer_seen') await settleSeen({ ledger, by: context.by })
    publishChanged(events, 'exceptions', 'approvals', 'deposits', 'clearing', 'orders', 'refunds', 'audit')
    return ended
  }
}

/** Ends it where nobody else must agree, or asks. Refuses not_signed_in where there is nobody who could ask, and what carryOutEnding refuses. */
export async function endOrAsk(
  writer: Writer,
  person: Person | null,
  draft: EndingDraft,
  { why, approvers }: { why: string; approvers: Approvers & { afterClose: boolean } },
): Promise<Result<{ ended: boolean; approvalId: ApprovalId | null }>> {
  if (approvers.needed === 0) {
    const carried = await carryOutEnding(writer, draft, { why, approvalId: null })
    return carried.ok ? done({ ended: true, approvalId: null }) : carried
  }
  if (!person) return refuse({ refusal: 'not_signed_in' })
  const asked: CorrectionCase = {
    kind: 'correction',
    wish: draft.wish,
    amount: draft.amount,
    what: draft.what,
    openSince: draft.openSince,
    merchantId: draft.merchantId,
    journal: journalLinesOf(draft.postings, draft.merchantName),
    afterClose: approvers.afterClose,
    why,
    touchedBy: approvers.barred,
    needed: approvers.needed,
    agreed: [],
  }
  const approvalId = await insertApproval(writer, person.id, asked)
  await appendAudit(writer, {
    stream: 'refunds',
    action: 'correction_asked',
    subject: `approval:${approvalId}`,
    detail: { ending: draft.wish.ending, amount: draft.amount, target: draft.wish.target, why },
  })
  return done({ ended: false, approvalId })
}
