import type { CardPaymentRow } from '../../preload/contract/cards'
import type { Clock } from '../../preload/contract/clock'
import { addDays, type BusinessDate } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { CardPaymentId } from '../../preload/contract/ids'
import { appendAudit } from '../ledger/audit'
import { cardPaymentDetail, cardPaymentRow, listCardPayments } from '../ledger/card-lists'
import { type CardPayment, cardPaymentById } from '../ledger/card-payments'
import type { Ledger, Writer } from '../ledger/ledger'
import { authorizedPayment, requestCapture } from './card-captures'
import type { CardDesk } from './card-desk'
import type { Context, Handlers } from './context'
import { type Events, publishChanged } from './events'
import { cardNumberProblem, refusalOf } from './merchant-checks'
import { stepOrder } from './order-steps'

/* Cards at the desk: what is authorised and until when; a clerk captures, lets go or looks, as a merchant has told. */
export interface CardHandlerDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly cards: Pick<CardDesk, 'attend'>
}

type CardMethod = Extract<keyof Handlers, `card.${string}`>

export function cardHandlers(deps: CardHandlerDeps): Pick<Handlers, CardMethod> {
  const { ledger, clock } = deps
  return {
    'card.payments': async (_context, { filter, cursor, size }) => {
      const began = clock.monotonicMs()
      const endOfDay = filter.endsBy === undefined ? null : beginning(addDays(filter.endsBy, 1))
      const page = await listCardPayments(ledger.reader, filter, endOfDay, cursor, size)
      if (!page) return refuse({ refusal: 'invalid_input', problems: [{ path: 'cursor', message: 'not a cursor of this list' }] })
      return done({ ...page, elapsedMs: clock.monotonicMs() - began })
    },
    'card.payment': async (_context, { id }) => {
      const detail = await cardPaymentDetail(ledger.reader, id)
      return detail ? done(detail) : refuse({ refusal: 'not_found', what: 'card_payment' })
    },
    'card.capture': (context, seen) =>
      act(deps, context, seen, async (writer, { orderId, id }) => {
        const asked = await requestCapture(writer, orderId)
        if (asked.ok)
          await appendAudit(writer, { stream: 'orders', action: 'capture_requested', subject: `order:${orderId}`, detail: { payment: id } })
        return asked
      }),
    'card.void': async (context, { reason, ...seen }) => {
      const card = refusalOf(cardNumberProblem('reason', reason))
      return card ? refuse(card) : act(deps, context, seen, (writer, payment) => cancel(writer, payment, reason))
    },
    'card.look': async (_context, { id }) => {
      const payment = await cardPaymentById(ledger.reader, id)
      if (!payment) return refuse({ refusal: 'not_found', what: 'card_payment' })
      return (await deps.cards.attend(id)) ? shown(deps, id) : refuse({ refusal: 'gateway_off', gateway: payment.method })
    },
  }
}

const beginning = (day: BusinessDate): number => Date.parse(`${day}T00:00:00+09:00`)

/** The order of an authorised payment is cancelled; the authorisation is let go with it. Refuses card_not_authorized, authorization_over, order_step_refused. */
async function cancel(writer: Writer, { orderId, id }: CardPayment, reason: string): Promise<Result<unknown>> {
  const payment = await authorizedPayment(writer, orderId)
  if (!payment.ok && payment.refusal.refusal !== 'authorization_over') return payment
  const stepped = await stepOrder(writer, { orderId, kind: 'cancelled', detail: { reason } })
  if (stepped.ok)
    await appendAudit(writer, {
      stream: 'orders',
      action: 'cancelled',
      subject: `order:${orderId}`,
      detail: { payment: id, reason, after: stepped.value.tracks },
    })
  return stepped
}

/** Decides something of a payment as it was seen, and speaks to the company at once; what is not heard stays for the next round. */
async function act(
  deps: CardHandlerDeps,
  context: Context,
  { id, version }: { id: CardPaymentId; version: number },
  work: (writer: Writer, payment: CardPayment) => Promise<Result<unknown>>,
): Promise<Result<CardPaymentRow>> {
  const decided = await deps.ledger.write(context.by, async (writer) => {
    const payment = await cardPaymentById(writer, id)
    if (!payment) return refuse({ refusal: 'not_found', what: 'card_payment' })
    return payment.version === version ? work(writer, payment) : refuse({ refusal: 'changed_meanwhile' })
  })
  if (!decided.ok) return decided
  publishChanged(deps.events, 'cards', 'orders', 'audit')
  await deps.cards.attend(id)
  return shown(deps, id)
}

async function shown({ ledger }: CardHandlerDeps, id: CardPaymentId): Promise<Result<CardPaymentRow>> {
  const row = await cardPaymentRow(ledger.reader, id)
  return row ? done(row) : refuse({ refusal: 'not_found', what: 'card_payment' })
}
