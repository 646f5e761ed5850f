import type { FastifyInstance } from 'fastify'
import type { DuePayouts } from '../../../counter'
import { Table } from '../parts/table'
import { Amount, Day } from '../parts/written'
import { orderPath } from './orders'
import { entered, type PortalOptions, type PortalVisitor } from './session'

/* What is due to the merchant, by day, with the orders it is made of. Payouts that were made will stand below. */

export function payoutPages(server: FastifyInstance, options: PortalOptions): void {
  server.get('/portal/payouts', async (request, reply) => {
    const visitor = await entered(request, reply, options)
    if (visitor) await payoutsPage(visitor, await options.portal.due(visitor.person.merchantId))
  })
}

type DueDay = DuePayouts['days'][number]
type DueLine = DuePayouts['lines'][number]

function payoutsPage(visitor: PortalVisitor, due: DuePayouts): Promise<void> {
  const { portal } = visitor.words
  const say = portal.payouts
  const children = (
    <>
      <section className="sheet">
        <h2>{say.days}</h2>
        <p>{say.lead}</p>
        {due.days.length === 0 ? <p>{say.none}</p> : <Days visitor={visitor} days={due.days} />}
      </section>
      {due.lines.length === 0 ? null : (
        <section className="sheet">
          <h2>{say.lines}</h2>
          {due.cut ? <p>{say.cut}</p> : null}
          <Lines visitor={visitor} lines={due.lines} />
        </section>
      )}
    </>
  )
  return visitor.page({ title: say.title, broad: true, children })
}

function Days({ visitor: { words, language }, days }: { visitor: PortalVisitor; days: readonly DueDay[] }) {
  const say = words.portal.payouts
  return (
    <Table
      caption={say.days}
      rows={days}
      keyOf={({ payoutOn }) => payoutOn ?? ''}
      columns={[
        { head: say.day, cell: ({ payoutOn }) => (payoutOn ? <Day date={payoutOn} /> : say.undated) },
        { head: say.orders, number: true, cell: ({ orders }) => orders.toLocaleString('ja-JP') },
        { head: say.total, number: true, cell: ({ total }) => <Amount language={language} amount={total} /> },
      ]}
    />
  )
}

function Lines({ visitor, lines }: { visitor: PortalVisitor; lines: readonly DueLine[] }) {
  const { words, language } = visitor
  const { orders, payouts } = words.portal
  return (
    <Table
      caption={payouts.lines}
      rows={lines}
      keyOf={({ orderNumber }) => orderNumber}
      stacks
      columns={[
        {
          head: orders.number,
          cell: ({ orderNumber }) => (
            <a className="code" href={visitor.to(orderPath(orderNumber))}>
              {orderNumber}
            </a>
          ),
        },
        { head: orders.goods, cell: ({ goods }) => goods },
        { head: orders.paidOn, cell: ({ paidOn }) => (paidOn ? <Day date={paidOn} /> : null) },
        { head: payouts.day, cell: ({ payoutOn }) => (payoutOn ? <Day date={payoutOn} /> : payouts.undated) },
        { head: orders.amount, number: true, cell: ({ amount }) => <Amount language={language} amount={amount} /> },
      ]}
    />
  )
}
