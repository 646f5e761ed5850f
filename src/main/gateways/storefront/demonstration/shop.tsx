import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { MailAddress } from '../../../../preload/contract/merchants'
import { yen } from '../../../../preload/contract/money'
import { languageOf } from '../language'
import { Button, Buttons, LinkButton } from '../pages/parts/buttons'
import { Facts } from '../pages/parts/facts'
import { FaultList, type FieldFault, Form, RadioCards, TextField } from '../pages/parts/fields'
import { NoticeBox, StatusMark } from '../pages/parts/notice-box'
import { Amount, Day, yenText } from '../pages/parts/written'
import { type Visitor, visitorOf } from '../pages/visitor'
import type { MerchantProgram, ReadOrder } from './merchant-program'
import { orderPath, SHOP } from './paths'

/* The demonstration's shop: something to buy, and how the order stands as the shop's program reads it. */
export interface Shop {
  /** The merchant's. */
  readonly name: string
  readonly program: MerchantProgram
  readonly address: () => string
}

const PRICES = { bookmark: yen(1_650), notebook: yen(3_300), lamp: yen(12_800) }
const ITEMS = z.enum(['bookmark', 'notebook', 'lamp'])
const KANA = /^[\p{Script=Hiragana}\p{Script=Katakana}ーｰﾞﾟ・･\s]+$/u

const Bought = z.object({
  goods: ITEMS,
  name: z.string().trim().min(1).max(100),
  kana: z.string().trim().max(100).regex(KANA),
  email: MailAddress,
})
/** What was typed, whatever it is; `number` tells one form from another, so that one sent twice is one order. */
const Typed = z.object({
  goods: z.string().max(20).default(''),
  name: z.string().max(200).default(''),
  kana: z.string().max(200).default(''),
  email: z.string().max(300).default(''),
  number: z.string().regex(/^DEMO-[0-9A-F]{10}$/),
})
type Typed = z.infer<typeof Typed>
const OrderNumber = z.object({ orderNumber: Typed.shape.number })

const newForm = (): Typed => ({
  goods: 'notebook',
  name: '青葉 みどり',
  kana: 'アオバ ミドリ',
  email: 'midori@example.com',
  number: `DEMO-${randomBytes(5).toString('hex').toUpperCase()}`,
})

interface Sent {
  readonly faults: readonly FieldFault[]
  /** The code under which the API refused. */
  readonly refused: string | null
}

export function shopPages(server: FastifyInstance, shop: Shop): void {
  const visitorTo = (request: FastifyRequest, reply: FastifyReply) => visitorOf(request, reply, languageOf(request))
  server.get(SHOP, (request, reply) => showShelf(visitorTo(request, reply), shop, newForm(), { faults: [], refused: null }))

  server.post(SHOP, async (request, reply) => {
    const visitor = visitorTo(request, reply)
    const typed = Typed.safeParse(request.body)
    if (!typed.success) return visitor.problem({ kind: 'request' }, 400)
    const bought = Bought.safeParse(typed.data)
    if (!bought.success) return showShelf(visitor, shop, typed.data, { faults: faultsOf(visitor, bought.error), refused: null })
    const ordered = await shop.program.order(orderOf(visitor, shop, bought.data, typed.data.number))
    if (!ordered.ok) return showShelf(visitor, shop, typed.data, { faults: [], refused: ordered.code })
    await reply.redirect(visitor.to(ordered.value), 303)
  })

  server.get(`${SHOP}/orders/:orderNumber`, async (request, reply) => {
    const visitor = visitorTo(request, reply)
    const asked = OrderNumber.safeParse(request.params)
    if (!asked.success) return visitor.problem({ kind: 'missing' }, 404)
    const { orderNumber } = asked.data
    const [order, link] = [await shop.program.read(orderNumber), await shop.program.paymentLink(orderNumber)]
    if (!order.ok && order.code === 'not_found') return visitor.problem({ kind: 'missing' }, 404)
    return order.ok ? showOrder(visitor, shop, order.value, link.ok ? link.value : null) : showFailure(visitor, shop, order.code)
  })
}

function faultsOf({ words }: Visitor, error: z.ZodError): FieldFault[] {
  const { fault } = words.demonstration.shop
  const names = new Set(error.issues.map(({ path: [name] }) => String(name)))
  return Object.entries(fault).flatMap(([name, text]) => (names.has(name) ? [{ name, text }] : []))
}

/** The order as the shop's program registers it (s3). */
function orderOf(visitor: Visitor, shop: Shop, { goods, name, kana, email }: z.infer<typeof Bought>, orderNumber: string) {
  const price = PRICES[goods]
  return {
    orderNumber,
    goods: [{ name: visitor.words.demonstration.shop.names[goods], quantity: 1, unitPrice: price }],
    amount: price,
    payer: { name, kana, email },
    language: visitor.language,
    returnUrl: `${shop.address()}${visitor.to(orderPath(orderNumber))}`,
  }
}

function showShelf(visitor: Visitor, shop: Shop, typed: Typed, { faults, refused }: Sent): Promise<void> {
  const { words, language } = visitor
  const say = words.demonstration.shop
  const field = { words, faults, required: true }
  const status = refused !== null ? 502 : faults.length > 0 ? 422 : 200
  const content = (
    <>
      <p className="lead">{say.lead}</p>
      <FaultList faults={faults} words={words} />
      <Failure visitor={visitor} code={refused} />
      <section className="sheet">
        <Form action={visitor.to(SHOP)}>
          <RadioCards
            {...field}
            name="goods"
            label={say.goods}
            value={typed.goods}
            options={ITEMS.options.map((item) => ({
              value: item,
              title: say.names[item],
              facts: [{ label: say.price, value: yenText(language, PRICES[item]) }],
            }))}
          />
          <h2>{say.buyer}</h2>
          <TextField {...field} name="name" label={say.name} value={typed.name} autoComplete="off" maxLength={100} />
          <TextField {...field} name="kana" label={say.kana} hint={say.kanaHint} value={typed.kana} autoComplete="off" maxLength={100} />
          <TextField {...field} name="email" label={say.email} hint={say.emailHint} value={typed.email} type="email" autoComplete="off" />
          <Buttons>
            <Button>{say.order}</Button>
          </Buttons>
          <input type="hidden" name="number" value={typed.number} />
        </Form>
      </section>
    </>
  )
  return visitor.page({ title: say.title, owner: say.owner(shop.name), faulty: status !== 200, children: content }, status)
}

function Failure({ visitor: { words }, code }: { visitor: Visitor; code: string | null }) {
  const { failed } = words.demonstration.shop
  return code === null ? null : (
    <NoticeBox tone="wrong" title={failed.title}>
      <p>{failed.text(code)}</p>
    </NoticeBox>
  )
}

function showFailure(visitor: Visitor, shop: Shop, code: string): Promise<void> {
  const say = visitor.words.demonstration.shop
  return visitor.page({ title: say.orderTitle, owner: say.owner(shop.name), children: <Failure visitor={visitor} code={code} /> }, 502)
}

function showOrder(visitor: Visitor, shop: Shop, order: ReadOrder, paymentUrl: string | null): Promise<void> {
  const { words, language } = visitor
  const say = words.demonstration.shop
  const named = words.order
  const content = (
    <section className="sheet">
      <p>{say.orderText}</p>
      <Facts
        facts={[
          {
            label: named.status,
            value: <StatusMark tone={words.portal.tones[order.status]}>{words.nouns.status[order.status]}</StatusMark>,
          },
          { label: named.number, value: <span className="code">{order.orderNumber}</span> },
          { label: named.goods, value: order.goods },
          { label: named.amount.payer, value: <Amount language={language} amount={order.amount} />, total: true },
          { label: named.paid, value: <Amount language={language} amount={order.paidAmount} /> },
          ...(order.dueOn ? [{ label: words.pay.dueOn, value: <Day date={order.dueOn} /> }] : []),
        ]}
      />
      <Buttons>
        {paymentUrl === null ? null : (
          <LinkButton kind="primary" href={visitor.to(paymentUrl)}>
            {say.toPayment}
          </LinkButton>
        )}
        <LinkButton href={visitor.to(orderPath(order.orderNumber))}>{say.reload}</LinkButton>
        <LinkButton href={visitor.to(SHOP)}>{say.again}</LinkButton>
      </Buttons>
    </section>
  )
  return visitor.page({ title: say.orderTitle, owner: say.owner(shop.name), children: content })
}
