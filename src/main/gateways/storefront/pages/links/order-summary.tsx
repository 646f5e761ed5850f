import { dateInJapan } from '../../../../../preload/contract/date'
import type { Language } from '../../../../../preload/contract/merchants'
import { yen } from '../../../../../preload/contract/money'
import type { GoodsLine } from '../../../../../preload/contract/shop'
import type { LinkedOrder } from '../../../counter'
import type { StorefrontWords } from '../../words'
import { type Fact, Facts } from '../parts/facts'
import { Table } from '../parts/table'
import { Amount, Day } from '../parts/written'
import type { Visit } from './visit'

type Reader = 'payer' | 'merchant'

/** Under the title: whose order, which, how much. The rest of it stands beside, or below on a telephone. */
export function OrderLead({ visit, linked, reader }: { visit: Visit; linked: LinkedOrder; reader: Reader }) {
  const { words, language } = visit
  const { order, merchantName, payerName } = linked
  return (
    <p className="lead">
      <span>{reader === 'payer' ? merchantName : payerName}</span>
      <span>
        {words.order.number} <span className="code">{order.orderNumber}</span>
      </span>
      <strong>
        <Amount language={language} amount={order.amount} />
      </strong>
    </p>
  )
}

/** The order beside what is asked of it: whose, which, what, how much. */
export function OrderSummary({ visit, linked, reader }: { visit: Visit; linked: LinkedOrder; reader: Reader }) {
  const { words, language } = visit
  const { order } = linked
  return (
    <aside className="sheet beside" aria-label={words.order.title[reader]}>
      <h2>{words.order.title[reader]}</h2>
      <Facts facts={factsOf(linked, reader, words, language)} />
      {order.lines.length > 0 ? <Goods lines={order.lines} words={words} language={language} /> : null}
    </aside>
  )
}

function factsOf({ order, merchantName, payerName }: LinkedOrder, reader: Reader, words: StorefrontWords, language: Language): Fact[] {
  const named = words.order
  const amount = (value: typeof order.paidAmount) => <Amount language={language} amount={value} />
  const isPartly = order.paidAmount > 0 && order.paidAmount < order.amount
  return [
    reader === 'payer' ? { label: named.shop, value: merchantName } : { label: named.payer, value: payerName },
    { label: named.number, value: <span className="code">{order.orderNumber}</span> },
    { label: named.receivedOn, value: <Day date={order.receivedOn} /> },
    ...(order.lines.length === 0 ? [{ label: named.goods, value: order.goods }] : []),
    ...(reader === 'merchant' ? [{ label: named.status, value: words.nouns.status[order.status] }] : []),
    { label: named.amount[reader], value: amount(order.amount), total: true },
    ...(isPartly
      ? [
          { label: named.paid, value: amount(order.paidAmount) },
          { label: named.rest, value: amount(yen(order.amount - order.paidAmount)), total: true },
        ]
      : []),
  ]
}

function Goods({ lines, words, language }: { lines: readonly GoodsLine[]; words: StorefrontWords; language: Language }) {
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

/** What merchant and payer said of the order so far, each in its own words. */
export function SaidSoFar({ visit: { words }, linked: { said } }: { visit: Visit; linked: LinkedOrder }) {
  if (said.length === 0) return null
  return (
    <section className="sheet">
      <h2>{words.order.saidTitle}</h2>
      <ol className="said">
        {said.map(({ at, kind, reason }) => (
          <li key={`${at} ${kind}`}>
            <Day date={dateInJapan(at)} />
            <div>
              <p>{words.said[kind]}</p>
              {reason === '' ? null : <blockquote className="written">{reason}</blockquote>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
