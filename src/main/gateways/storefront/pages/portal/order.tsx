import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { dateInJapan } from '../../../../../preload/contract/date'
import type { Refusal, Result } from '../../../../../preload/contract/errors'
import { yen } from '../../../../../preload/contract/money'
import type { GoodsLine, ShopEvent, ShopOrder } from '../../../../../preload/contract/shop'
import type { Counter } from '../../../counter'
import { RefusalNotice, statusOf } from '../links/visit'
import { Button, Buttons } from '../parts/buttons'
import { type Fact, Facts } from '../parts/facts'
import { FaultList, type FieldFault, RadioCards, TextArea } from '../parts/fields'
import { NoticeBox, StatusMark } from '../parts/notice-box'
import { Table } from '../parts/table'
import { Amount, Day } from '../parts/written'
import { CardSheet, cardFacts } from './card-sheet'
import { OwnForm } from './frame'
import { orderPath } from './orders'
import { bringsBack, entered, type PortalOptions, type PortalVisitor } from './session'

/* One order of a merchant: what is known of it, what happened, and what the merchant may answer now. */

type Detail = ShopOrder & { events: ShopEvent[] }
type Answer = 'accept' | 'refuse' | 'goods_returned' | 'contested'

const REASON_MAX = 500
const NOTE_MAX = 200
/** No order has a longer number: such a one does not exist. */
const Params = z.object({ number: z.string().max(200).catch('') })
const AnswerForm = z.object({
  answer: z.enum(['accept', 'refuse', 'goods_returned', 'contested']).optional(),
  reason: z.string().trim().max(REASON_MAX).default(''),
})
const NoteForm = z.object({ note: z.string().default('') })
const CaptureForm = z.object({ shipped: z.literal('yes').optional() })
const CancelForm = z.object({ cancelReason: z.string().trim().max(REASON_MAX).default('') })
const saidNames = ['accept', 'refuse', 'goods_returned', 'contested', 'noted', 'capture', 'cancel'] as const
const Said = z.object({ said: z.enum(saidNames).nullable().catch(null) })

interface Shown {
  readonly faults?: readonly FieldFault[]
  readonly refusal?: Refusal | null
  readonly typed?: {
    readonly answer?: string | undefined
    readonly reason?: string
    readonly note?: string
    readonly cancelReason?: string
  }
  readonly said?: (typeof saidNames)[number] | null
}

export function orderPages(server: FastifyInstance, options: PortalOptions, orders: Counter['orders']): void {
  const read = (visitor: PortalVisitor, request: FastifyRequest) =>
    orders.read(visitor.person.merchantId, Params.parse(request.params).number)

  /** Shows the order as it stands; one that is not this merchant's does not exist. */
  async function show(visitor: PortalVisitor, request: FastifyRequest, shown: Shown, status = 200): Promise<void> {
    const found = await read(visitor, request)
    return found.ok ? orderPage(visitor, found.value, shown, status) : visitor.problem({ kind: 'missing' }, 404)
  }

  server.get('/portal/orders/:number', async (request, reply) => {
    const visitor = await entered(request, reply, options)
    if (visitor) await show(visitor, request, { said: Said.parse(request.query).said })
  })

  server.post('/portal/orders/:number/answer', async (request, reply) => {
    const visitor = await entered(request, reply, options)
    if (!visitor) return
    if (!bringsBack(request, visitor.person.formToken)) return visitor.problem({ kind: 'stale' }, 403)
    const sent = AnswerForm.safeParse(request.body)
    if (!sent.success) return visitor.problem({ kind: 'request' }, 400)
    const { number } = Params.parse(request.params)
    const { answer, reason } = sent.data
    const fault = answerFault(visitor, answer, reason)
    if (fault || !answer) return show(visitor, request, { faults: fault ? [fault] : [], typed: sent.data }, 422)
    const answered = await act(orders, visitor, number, answer, reason.replaceAll('\r\n', '\n'))
    if (answered.ok) return visitor.go(`${orderPath(number)}?said=${answer}`)
    return show(visitor, request, { refusal: answered.refusal, typed: sent.data }, statusOf(answered.refusal.refusal))
  })

  server.post('/portal/orders/:number/note', async (request, reply) => {
    const visitor = await entered(request, reply, options)
    if (!visitor) return
    if (!bringsBack(request, visitor.person.formToken)) return visitor.problem({ kind: 'stale' }, 403)
    const sent = NoteForm.safeParse(request.body)
    if (!sent.success) return visitor.problem({ kind: 'request' }, 400)
    const { number } = Params.parse(request.params)
    const { note } = sent.data
    const kept = await options.portal.note(visitor.person, number, note)
    if (kept.ok) return visitor.go(`${orderPath(number)}?said=noted`)
    return show(visitor, request, noteRefused(visitor, kept.refusal, note), statusOf(kept.refusal.refusal))
  })

  /** Somebody signed in whose form brought the token back, and for which order; null: it has been answered. */
  async function sender(request: FastifyRequest, reply: FastifyReply): Promise<{ visitor: PortalVisitor; number: string } | null> {
    const visitor = await entered(request, reply, options)
    if (!visitor) return null
    if (bringsBack(request, visitor.person.formToken)) return { visitor, number: Params.parse(request.params).number }
    await visitor.problem({ kind: 'stale' }, 403)
    return null
  }

  server.post('/portal/orders/:number/capture', async (request, reply) => {
    const from = await sender(request, reply)
    if (!from) return
    const { visitor, number } = from
    const sent = CaptureForm.safeParse(request.body)
    if (!sent.success) return visitor.problem({ kind: 'request' }, 400)
    if (!sent.data.shipped)
      return show(visitor, request, { faults: [{ name: 'shipped', text: visitor.words.portal.card.shippedMissing }] }, 422)
    const captured = await orders.capture(visitor.person, number)
    if (captured.ok) return visitor.go(`${orderPath(number)}?said=capture`)
    return show(visitor, request, { refusal: captured.refusal }, statusOf(captured.refusal.refusal))
  })

  server.post('/portal/orders/:number/cancel', async (request, reply) => {
    const from = await sender(request, reply)
    if (!from) return
    const { visitor, number } = from
    const sent = CancelForm.safeParse(request.body)
    if (!sent.success) return visitor.problem({ kind: 'request' }, 400)
    const { cancelReason } = sent.data
    const missing = { name: 'cancelReason', text: visitor.words.portal.card.cancelMissing }
    if (cancelReason === '') return show(visitor, request, { faults: [missing] }, 422)
    const cancelled = await orders.cancel(visitor.person, number, cancelReason.replaceAll('\r\n', '\n'))
    if (cancelled.ok) return visitor.go(`${orderPath(number)}?said=cancel`)
    return show(visitor, request, { refusal: cancelled.refusal, typed: { cancelReason } }, statusOf(cancelled.refusal.refusal))
  })
}

function noteRefused({ words }: PortalVisitor, refusal: Refusal, note: string): Shown {
  const isLong = refusal.refusal === 'invalid_input' && refusal.problems.some(({ message }) => message === 'too_long')
  return isLong ? { faults: [{ name: 'note', text: words.portal.order.noteTooLong }], typed: { note } } : { refusal, typed: { note } }
}

function act(
  orders: Counter['orders'],
  { person }: PortalVisitor,
  number: string,
  answer: Answer,
  reason: string,
): Promise<Result<ShopOrder>> {
  if (answer === 'accept') return orders.accept(person, number)
  return answer === 'refuse' ? orders.refuse(person, number, reason) : orders.answerReturn(person, number, answer, reason)
}

/** An answer must be chosen; to say no needs a reason. */
function answerFault({ words }: PortalVisitor, answer: Answer | undefined, reason: string): FieldFault | null {
  if (!answer) return { name: 'answer', text: words.accept.answerMissing }
  if (reason !== '') return null
  if (answer === 'refuse') return { name: 'reason', text: words.accept.reasonMissing }
  return answer === 'contested' ? { name: 'reason', text: words.returned.reasonMissing } : null
}

function orderPage(visitor: PortalVisitor, order: Detail, shown: Shown, status: number): Promise<void> {
  const { words } = visitor
  const say = words.portal.order
  const { said = null, refusal = null, faults = [] } = shown
  const children = (
    <>
      <p className="screen-only">
        <a href={visitor.to('/portal/orders')}>{say.back}</a>
      </p>
      {said ? <NoticeBox tone="done" title={say.said[said]} /> : null}
      <RefusalNotice words={words} refusal={refusal} />
      <div className="pair">
        <aside className="sheet beside" aria-label={say.facts}>
          <h2>{say.facts}</h2>
          <Facts facts={factsOf(visitor, order)} />
          {order.lines.length > 0 ? <Goods visitor={visitor} lines={order.lines} /> : null}
        </aside>
        <div className="stack">
          <AnswerSheet visitor={visitor} order={order} shown={shown} />
          <CardSheet visitor={visitor} order={order} faults={faults} reason={shown.typed?.cancelReason ?? ''} reasonMax={REASON_MAX} />
          <NoteSheet visitor={visitor} order={order} faults={faults} note={shown.typed?.note ?? order.note} />
          <Timeline visitor={visitor} events={order.events} />
        </div>
      </div>
    </>
  )
  return visitor.page({ title: say.title(order.orderNumber), faulty: faults.length > 0, broad: true, children }, status)
}

function factsOf({ words, language }: PortalVisitor, order: Detail): Fact[] {
  const { nouns, portal } = words
  const [list, say] = [portal.orders, portal.order]
  const day = (label: string, date: ShopOrder['paidOn']): Fact[] => (date ? [{ label, value: <Day date={date} /> }] : [])
  return [
    { label: list.status, value: <StatusMark tone={portal.tones[order.status]}>{nouns.status[order.status]}</StatusMark> },
    { label: list.amount, value: <Amount language={language} amount={order.amount} />, total: true },
    ...(order.paidAmount > 0 ? [{ label: say.paid, value: <Amount language={language} amount={order.paidAmount} /> }] : []),
    { label: list.goods, value: order.goods },
    { label: say.payer, value: order.payerName },
    ...(order.method ? [{ label: list.method, value: nouns.method[order.method] }] : []),
    ...cardFacts({ words }, order),
    { label: say.protection, value: nouns.protection[order.tracks.protection] },
    ...day(list.receivedOn, order.receivedOn),
    ...day(say.dueOn, order.dueOn),
    ...day(list.paidOn, order.paidOn),
    ...day(say.protectedUntil, order.protectedUntil),
    ...day(list.payoutOn, order.payoutOn),
  ]
}

function Goods({ visitor: { words, language }, lines }: { visitor: PortalVisitor; lines: readonly GoodsLine[] }) {
  const named = words.order
  return (
    <Table
      caption={named.lines}
      rows={lines}
      keyOf={(_line, at) => at}
      columns={[
        { head: named.goods, cell: ({ name }) => name },
        { head: named.quantity, number: true, cell: ({ quantity }) => quantity.toLocaleString('ja-JP') },
        {
          head: named.price,
          number: true,
          cell: ({ quantity, unitPrice }) => <Amount language={language} amount={yen(quantity * unitPrice)} />,
        },
      ]}
    />
  )
}

interface Asking {
  readonly title: string
  readonly lead: ReactNode
  readonly question: string
  readonly answers: readonly { readonly value: Answer; readonly title: string; readonly text: string }[]
  readonly reason: string
  readonly reasonHint: string
  readonly send: string
  readonly notBinding: string
}

/** What the merchant is asked now; null where nothing is. Goods that never arrived cannot come back. */
function askingOf({ words: { accept, returned } }: PortalVisitor, { tracks, returnReason }: ShopOrder): Asking | null {
  if (tracks.acceptance === 'awaiting') {
    const { options } = accept
    return {
      ...accept,
      lead: <p>{accept.lead}</p>,
      answers: [
        { value: 'accept', ...options.accept },
        { value: 'refuse', ...options.refuse },
      ],
    }
  }
  if (tracks.protection !== 'return_wanted' && tracks.protection !== 'not_arrived') return null
  const isReturn = tracks.protection === 'return_wanted'
  const { options } = returned
  const contested = { value: 'contested' as const, ...options.contested }
  return {
    ...returned,
    title: isReturn ? returned.returnTitle : returned.notArrivedTitle,
    question: isReturn ? returned.returnQuestion : returned.notArrivedQuestion,
    lead: (
      <>
        <h3>{returned.payerSays}</h3>
        <blockquote className="written">{returnReason || returned.noReason}</blockquote>
        <p>{returned.lead}</p>
        <p>{returned.silence}</p>
      </>
    ),
    answers: isReturn ? [{ value: 'goods_returned', ...options.goods_returned }, contested] : [contested],
  }
}

function AnswerSheet({ visitor, order, shown }: { visitor: PortalVisitor; order: Detail; shown: Shown }) {
  const { words, person } = visitor
  const asking = askingOf(visitor, order)
  if (!asking) return null
  const faults = (shown.faults ?? []).filter(({ name }) => name === 'answer' || name === 'reason')
  return (
    <section className="sheet">
      <h2>{asking.title}</h2>
      {asking.lead}
      <OwnForm action={visitor.to(`${orderPath(order.orderNumber)}/answer`)} token={person.formToken}>
        <FaultList faults={faults} words={words} />
        <RadioCards
          words={words}
          name="answer"
          label={asking.question}
          required
          faults={faults}
          value={shown.typed?.answer}
          options={asking.answers}
        />
        <TextArea
          words={words}
          name="reason"
          label={asking.reason}
          hint={asking.reasonHint}
          faults={faults}
          value={shown.typed?.reason ?? ''}
          maxLength={REASON_MAX}
        />
        <p className="dimmed small">{asking.notBinding}</p>
        <Buttons>
          <Button>{asking.send}</Button>
        </Buttons>
      </OwnForm>
    </section>
  )
}

interface NoteProps {
  readonly visitor: PortalVisitor
  readonly order: ShopOrder
  readonly faults: readonly FieldFault[]
  readonly note: string
}

function NoteSheet({ visitor, order, faults, note }: NoteProps) {
  const { words, person } = visitor
  const say = words.portal.order
  return (
    <section className="sheet">
      <h2>{say.note}</h2>
      {note === '' ? null : <p className="written paper-only">{note}</p>}
      <OwnForm action={visitor.to(`${orderPath(order.orderNumber)}/note`)} token={person.formToken}>
        <TextArea words={words} name="note" label={say.note} hint={say.noteHint} faults={faults} value={note} maxLength={NOTE_MAX} />
        <Buttons>
          <Button kind="secondary">{say.keep}</Button>
        </Buttons>
      </OwnForm>
    </section>
  )
}

function Timeline({ visitor: { words, language }, events }: { visitor: PortalVisitor; events: readonly ShopEvent[] }) {
  const { portal } = words
  const told = events.flatMap((event) => {
    const text = portal.events[event.kind]
    return text === undefined ? [] : [{ ...event, text }]
  })
  return (
    <section className="sheet">
      <h2>{portal.order.timeline}</h2>
      <ol className="said">
        {told.map(({ at, kind, text, amount }) => (
          <li key={`${at} ${kind}`}>
            <Day date={dateInJapan(at)} />
            <p>
              {text}
              {amount === null ? null : (
                <>
                  {' '}
                  <Amount language={language} amount={amount} />
                </>
              )}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}
