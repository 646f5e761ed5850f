import type { BusinessDate } from '../../preload/contract/date'
import { done, type Refusal, refuse } from '../../preload/contract/errors'
import type { Attempt } from '../../preload/contract/exceptions'
import type { ReceiptId } from '../../preload/contract/ids'
import { appendAudit } from '../ledger/audit'
import { insertComments } from '../ledger/deposit-comments'
import { openLine } from '../ledger/endings'
import { insertAttempt, setNextDate } from '../ledger/exception-follow'
import type { Writer } from '../ledger/ledger'
import type { Handlers } from './context'
import { publishChanged } from './events'
import type { ExceptionDeps } from './exceptions'
import { cardNumberProblem, refusalOf } from './merchant-checks'

/* What people do about a line before it ends: they ask somebody, they write down what they think, they put it off until a day. */

/** What is added about one line; `nextOn` undefined leaves the day as it is. */
export interface Followed {
  readonly attempt: Pick<Attempt, 'asked' | 'way' | 'outcome'> | null
  readonly thought: string
  readonly nextOn?: BusinessDate | null | undefined
}

/** Keeps it, with its audit record. Nothing to keep leaves none. */
export async function keepFollowed(writer: Writer, receiptId: ReceiptId, { attempt, thought, nextOn }: Followed): Promise<void> {
  if (attempt === null && thought === '' && nextOn === undefined) return
  if (attempt) await insertAttempt(writer, receiptId, attempt)
  if (thought !== '') await insertComments(writer, [receiptId], thought)
  if (nextOn !== undefined) await setNextDate(writer, receiptId, nextOn)
  await appendAudit(writer, {
    stream: 'refunds',
    action: 'exception_followed',
    subject: `receipt:${receiptId}`,
    detail: { ...(attempt ? { attempt } : {}), ...(thought === '' ? {} : { thought }), ...(nextOn === undefined ? {} : { nextOn }) },
  })
}

/** Refuses deposit_not_open, invalid_input (a card number, a day that is over). */
export function followException({ ledger, clock, events }: Omit<ExceptionDeps, 'gateways'>): Handlers['exceptions.follow'] {
  return async (context, { receiptId, attempt, thought, nextOn }) => {
    const texts = { thought, asked: attempt?.asked ?? '', outcome: attempt?.outcome ?? '' }
    const card = refusalOf(Object.entries(texts).flatMap(([path, text]) => cardNumberProblem(path, text)))
    if (card) return refuse(card)
    if (nextOn && nextOn < clock.today()) return refuse(dayIsOver)
    const followed = await ledger.write(context.by, async (writer) => {
      if (!(await openLine(writer, receiptId))) return refuse({ refusal: 'deposit_not_open' })
      await keepFollowed(writer, receiptId, { attempt, thought, nextOn })
      return done({})
    })
    if (followed.ok) publishChanged(events, 'exceptions', 'deposits')
    return followed
  }
}

const dayIsOver: Refusal = { refusal: 'invalid_input', problems: [{ path: 'nextOn', message: 'date_passed' }] }
