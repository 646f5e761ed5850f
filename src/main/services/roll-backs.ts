import { setImmediate } from 'node:timers/promises'
import { formatDate } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { ApprovalId, StatementFileId } from '../../preload/contract/ids'
import type { RollBackBar, RollBackCase, RollBackFacts } from '../../preload/contract/intake'
import { insertApproval, openApproval } from '../ledger/approvals'
import { type AuditEvent, appendAudit } from '../ledger/audit'
import { lastClosedDay } from '../ledger/closing'
import type { Ledger, Reader, Writer } from '../ledger/ledger'
import {
  approvalsInTheWay,
  beginRollBack,
  continuedBy,
  dividedInTheWay,
  endingsInTheWay,
  firstDayOf,
  handsOn,
  type InTheWay,
  largestClearings,
  overlapsOf,
  refundsInTheWay,
  runsInTheWay,
  standingsPaid,
  sumsOf,
  toldAgainBy,
} from '../ledger/roll-backs'
import type { StatementFileRowStored } from '../ledger/schema'
import { statementFile } from '../ledger/statement-files'
import { applyEvent } from '../settlement/tracks'
import { hasLeftTheBank } from './clearing-undo'
import type { Deciding, Handlers } from './context'
import { type Events, publishChanged } from './events'
import { cardNumberProblem, refusalOf } from './merchant-checks'

/*
 * 取込の取消: a statement file is taken out of the books again, even after its deposits were cleared. What must be undone first is shown and undone by
 * the same key; what cannot be undone is named and forbids it. A second person agrees, and services/roll-back-run does it in small units of work.
 */
export interface RollBackDeps {
  readonly ledger: Ledger
  readonly events: Events
}

type RollBackMethod = 'intake.rollBackPreview' | 'intake.rollBack'

export function rollBackHandlers({ ledger, events }: RollBackDeps): Pick<Handlers, RollBackMethod> {
  return {
    'intake.rollBackPreview': async (_context, { fileId }) => {
      const { reader } = ledger
      const file = await fileIn(reader, fileId)
      if (!file.ok) return file
      const facts = await factsOf(reader, file.value)
      await setImmediate()
      const bars = await barsOf(reader, file.value)
      return done({
        ...facts,
        overlaps: await overlapsOf(reader, fileId),
        undoes: await largestClearings(reader, fileId, UNDOES_SHOWN),
        bars,
        asked: (await openApproval(reader, 'roll_back', fileId)) !== null,
      })
    },
    'intake.rollBack': async (context, { fileId, why }) => {
      const person = context.user
      if (!person) return refuse({ refusal: 'not_signed_in' })
      const card = refusalOf(cardNumberProblem('why', why))
      if (card) return refuse(card)
      const asked = await ledger.write(context.by, async (writer): Promise<Result<{ approvalId: ApprovalId }>> => {
        const file = await fileIn(writer, fileId)
        if (!file.ok) return file
        if (await openApproval(writer, 'roll_back', fileId)) return refuse({ refusal: 'change_already_staged' })
        const bars = await barsOf(writer, file.value)
        if (bars.length > 0) return refuse({ refusal: 'roll_back_barred', bars: bars.map(({ bar }) => bar) })
        const facts = await factsOf(writer, file.value)
        const hands = [context.actor, file.value.imported_by, ...(await handsOn(writer, fileId))]
        const touchedBy = [...new Set(hands)].filter((actor) => actor.startsWith('user:'))
        const approvalId = await insertApproval(writer, person.id, { kind: 'roll_back', ...facts, askedBy: context.actor, why, touchedBy })
        await appendAudit(writer, {
          stream: 'intake',
          action: 'roll_back_asked',
          subject: `statement_file:${fileId}`,
          detail: { approvalId, ...facts, why },
        })
        return done({ approvalId })
      })
      if (asked.ok) publishChanged(events, 'approvals', 'deposits', 'audit')
      return asked
    },
  }
}

const UNDOES_SHOWN = 50

/** Refuses not_found, file_rolled_back. */
async function fileIn(reader: Reader, fileId: StatementFileId): Promise<Result<StatementFileRowStored>> {
  const file = await statementFile(reader, fileId)
  if (!file || file.state === 'staging' || file.state === 'given_up') return refuse({ refusal: 'not_found', what: 'statement_file' })
  if (file.state === 'rolling_back' || file.state === 'rolled_back') return refuse({ refusal: 'file_rolled_back' })
  return done(file)
}

async function factsOf(reader: Reader, file: StatementFileRowStored): Promise<RollBackFacts> {
  const sums = await sumsOf(reader, file.id)
  return {
    ...{ fileId: file.id, fileName: file.name, importedBy: file.imported_by, importedAt: file.imported_at, lines: file.stored },
    credits: { count: sums.credits, amount: sums.creditAmount },
    debits: { count: sums.debits, amount: sums.debitAmount },
    clearings: { count: sums.clearings, amount: sums.cleared },
    orders: sums.orders,
    endings: { count: sums.endings, amount: sums.ended },
  }
}

/** Everything that forbids it, each by name: at the beginning, when it is asked for, and when it is agreed to. */
async function barsOf(reader: Reader, file: StatementFileRowStored): Promise<RollBackBar[]> {
  const { id } = file
  const closed = await lastClosedDay(reader)
  const first = await firstDayOf(reader, id)
  const isClosed = closed !== null && first !== null && first <= closed
  const { paidOut, refused } = await ordersInTheWay(reader, id)
  const divided = await dividedInTheWay(reader, id)
  const found: [RollBackBar['bar'], InTheWay][] = [
    ['being_posted', file.state === 'posted' ? NOTHING : { count: 1, names: [file.name] }],
    ['day_closed', isClosed ? { count: 1, names: [formatDate(closed)] } : NOTHING],
    ['continued_by', await continuedBy(reader, id)],
    ['told_again_by', await toldAgainBy(reader, id)],
    ['paid_out', paidOut],
    ['in_payout_run', await runsInTheWay(reader, id)],
    ['order_step', { count: refused.count + divided.count, names: [...refused.names, ...divided.names] }],
    ['ended_otherwise', await endingsInTheWay(reader, id)],
    ['refund_asked', await refundsInTheWay(reader, id)],
    ['waits_for_approval', await approvalsInTheWay(reader, id)],
  ]
  return found.flatMap(([bar, { count, names }]) => (count === 0 ? [] : [{ bar, count, names: names.slice(0, NAMES_MOST) }]))
}

const NOTHING: InTheWay = { count: 0, names: [] }
const NAMES_MOST = 20

/** Orders whose money has left, and orders that take no step back, among those the file pays. */
async function ordersInTheWay(reader: Reader, fileId: StatementFileId): Promise<{ paidOut: InTheWay; refused: InTheWay }> {
  const standings = await standingsPaid(reader, fileId)
  const told = (of: typeof standings): InTheWay => ({
    count: of.reduce((sum, { count }) => sum + count, 0),
    names: of.map(({ orderNumber }) => orderNumber),
  })
  const paidOut = standings.filter(({ disbursement }) => hasLeftTheBank(disbursement))
  const refused = standings.filter((standing) => {
    const { isWhole, count: _count, orderNumber: _number, ...tracks } = standing
    const kind = isWhole === 1 ? 'allocation_undone_in_full' : 'allocation_undone_in_part'
    return !hasLeftTheBank(tracks.disbursement) && !applyEvent(tracks, { kind }).ok
  })
  return { paidOut: told(paidOut), refused: told(refused) }
}

/** Begins what a second person agreed to. Refuses file_rolled_back, roll_back_barred, changed_meanwhile (it would undo something else by now). */
export async function agreeToRollBack(writer: Writer, agreed: RollBackCase, { approvalId }: Deciding): Promise<Result<AuditEvent>> {
  const file = await fileIn(writer, agreed.fileId)
  if (!file.ok) return file
  const bars = await barsOf(writer, file.value)
  if (bars.length > 0) return refuse({ refusal: 'roll_back_barred', bars: bars.map(({ bar }) => bar) })
  const facts = await factsOf(writer, file.value)
  const isAsAgreed = facts.clearings.amount === agreed.clearings.amount && facts.clearings.count === agreed.clearings.count
  if (!isAsAgreed || facts.endings.amount !== agreed.endings.amount) return refuse({ refusal: 'changed_meanwhile' })
  const { fileId, askedBy, why } = agreed
  if (!(await beginRollBack(writer, { fileId, approvalId, askedBy, why }))) return refuse({ refusal: 'file_rolled_back' })
  return done(told(agreed, 'roll_back_approved'))
}

export async function keepFile(_writer: Writer, refused: RollBackCase): Promise<AuditEvent> {
  return told(refused, 'roll_back_rejected')
}

function told({ fileId, fileName, lines, clearings, endings, why }: RollBackCase, action: string): AuditEvent {
  return { stream: 'intake', action, subject: `statement_file:${fileId}`, detail: { fileName, lines, clearings, endings, why } }
}
