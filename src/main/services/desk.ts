import { done, type Result, refuse } from '../../preload/contract/errors'
import type { ReceiptId } from '../../preload/contract/ids'
import { isPermitted } from '../../preload/contract/permissions'
import { appendAudit, appendAudits } from '../ledger/audit'
import { type Assignable, acceptDeposit, assignable, assignDeposits } from '../ledger/deposit-assignees'
import { commentsOn, insertComments } from '../ledger/deposit-comments'
import { listedDeposit } from '../ledger/deposit-list'
import type { Ledger, Writer } from '../ledger/ledger'
import { listUsers, userById } from '../ledger/users'
import type { Context, Handlers, ParsedInputs, Person } from './context'
import type { DeskSeats } from './desk-seats'
import { type Events, publishChanged } from './events'
import { cardNumberProblem, refusalOf } from './merchant-checks'

/*
 * What people at several clearing desks tell one another: who is on a deposit, whose it is, what they thought of it. At the end of a shift one
 * hands what is theirs to another, with the last thought; the other accepts by opening.
 */
export interface DeskDeps {
  readonly ledger: Ledger
  readonly events: Events
  readonly seats: DeskSeats
}

type DeskHandlers = Pick<
  Handlers,
  'desk.open' | 'desk.holdings' | 'desk.takeOver' | 'desk.colleagues' | 'desk.assign' | 'deposits.comments' | 'deposits.comment'
>

export function deskHandlers(deps: DeskDeps): DeskHandlers {
  const { ledger, events, seats } = deps
  return {
    'desk.open': async (context, { receiptId }) => {
      const holding = await seats.open(context, receiptId)
      if (receiptId !== null && (await accept(ledger, context, receiptId))) publishChanged(events, 'deposits')
      return done({ holding })
    },
    'desk.holdings': async (context) => done({ holdings: await seats.holdings(context), takenOver: seats.takenOverFrom(context.seat) }),
    'desk.takeOver': takeOver(deps),
    'desk.colleagues': async () => {
      const people = (await listUsers(ledger.reader)).filter(clears)
      return done({ people: people.map(({ id, name, displayName }) => ({ id, name, displayName })) })
    },
    'desk.assign': async (context, input) => {
      const receiver = `user:${(await userById(ledger.reader, input.to))?.name}`
      const held = await seats.refusal(context, input.receiptIds, receiver)
      if (held) return refuse(held)
      const assigned = await ledger.write(context.by, (writer) => assign(writer, context, input))
      if (!assigned.ok) return assigned
      seats.give(input.receiptIds, receiver)
      publishChanged(events, 'deposits')
      return assigned
    },
    'deposits.comments': async (_context, { id }) => done({ comments: await commentsOn(ledger.reader, id) }),
    'deposits.comment': async (context, { id, text }) => {
      const card = refusalOf(cardNumberProblem('text', text))
      if (card) return refuse(card)
      const commented = await ledger.write(context.by, async (writer) => {
        if (!(await listedDeposit(writer, id))) return refuse({ refusal: 'not_found', what: 'deposit' })
        return done({ commentId: await comment(writer, id, text) })
      })
      if (commented.ok) publishChanged(events, 'deposits')
      return commented
    },
  }
}

const clears = (user: { roles: Parameters<typeof isPermitted>[1]; disabled: boolean }) => !user.disabled && isPermitted('clear', user.roles)

/** Adds a thought about one deposit, with its audit record. */
export async function comment(writer: Writer, receiptId: ReceiptId, text: string) {
  const [id] = await insertComments(writer, [receiptId], text)
  if (id === undefined) throw new Error('The comment just stored has no identity')
  await appendAudit(writer, { stream: 'clearing', action: 'commented', subject: `receipt:${receiptId}`, detail: { commentId: id, text } })
  return id
}

/** Whoever opens what was handed to them has accepted it; tells whether anything changed. */
async function accept(ledger: Ledger, context: Context, receiptId: ReceiptId): Promise<boolean> {
  const waits = ({ assignee, accepted }: Assignable) => assignee === context.user?.id && !accepted
  if (!context.user || !(await assignable(ledger.reader, [receiptId])).some(waits)) return false
  const accepted = await ledger.write(context.by, async (writer) => {
    if (!(await assignable(writer, [receiptId])).some(waits)) return done(false)
    await acceptDeposit(writer, receiptId)
    await appendAudit(writer, { stream: 'clearing', action: 'accepted', subject: `receipt:${receiptId}` })
    return done(true)
  })
  return accepted.ok && accepted.value
}

function takeOver({ ledger, seats }: DeskDeps): Handlers['desk.takeOver'] {
  return async (context, { receiptId }) => {
    if (!context.user) return refuse({ refusal: 'not_signed_in' })
    if ((await assignable(ledger.reader, [receiptId])).length === 0) return refuse({ refusal: 'deposit_not_open' })
    const taken = await seats.takeOver(context, receiptId)
    const { former } = taken
    if (former === null) return done(taken)
    return ledger.write(context.by, async (writer) => {
      await appendAudit(writer, { stream: 'clearing', action: 'taken_over', subject: `receipt:${receiptId}`, detail: { from: former } })
      return done(taken)
    })
  }
}

/** All of them or none, each with its own record: what was the giver's is handed over, everything else is assigned. */
async function assign(
  writer: Writer,
  context: Context,
  { receiptIds, to, thought }: ParsedInputs['desk.assign'],
): Promise<Result<{ assigned: number }>> {
  const card = refusalOf(cardNumberProblem('thought', thought))
  if (card) return refuse(card)
  const colleague = await userById(writer, to)
  if (!colleague || !clears(colleague)) return refuse({ refusal: 'not_found', what: 'user' })
  const ids = [...new Set(receiptIds)]
  const before = await assignable(writer, ids)
  if (before.length < ids.length) return refuse({ refusal: 'deposit_not_open' })
  await assignDeposits(writer, ids, { to, accepted: to === context.user?.id })
  if (thought !== '') await insertComments(writer, ids, thought)
  await appendAudits(
    writer,
    'clearing',
    before.map((item) => ({
      by: writer.by,
      action: item.assignee !== null && item.assignee === context.user?.id ? 'handed_over' : 'assigned',
      subject: `receipt:${item.receiptId}`,
      detail: { from: item.to, to: colleague.name, thought },
    })),
  )
  return done({ assigned: ids.length })
}

/** What a person sets aside is theirs, unless it is somebody's already. */
export async function keepForOneself(writer: Writer, receiptId: ReceiptId, person: Person): Promise<void> {
  const [item] = await assignable(writer, [receiptId])
  if (item?.assignee !== null) return
  await assignDeposits(writer, [receiptId], { to: person.id, accepted: true })
  const detail = { from: null, to: person.name, thought: '' }
  await appendAudit(writer, { stream: 'clearing', action: 'assigned', subject: `receipt:${receiptId}`, detail })
}
