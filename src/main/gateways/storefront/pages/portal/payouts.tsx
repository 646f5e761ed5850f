import type { FastifyInstance } from 'fastify'
import type { DuePayouts, MerchantPayout } from '../../../counter'
import { StatusMark, type Tone } from '../parts/notice-box'
import { Table } from '../parts/table'
import { Amount, Day } from '../parts/written'
import { orderPath } from './orders'
import { entered, type PortalOptions, type PortalVisitor } from './session'

/* What was paid to the merchant, and what is due to it, by day, with the orders it is made of. */

export function payoutPages(server: FastifyInstance, options: PortalOptions): void {
  server.get('/portal/payouts', async (request, reply) => {
    const visitor = await entered(request, reply, options)
    if (!visitor) return
    const { merchantId } = visitor.person
    await payoutsPage(visitor, await options.portal.payouts(merchantId), await options.portal.due(merchantId))
  })
}

type DueDay = DuePayouts['days'][number]
type DueLine = DuePayouts['lines'][number]

/** Where a payout of the portal is. */
export const payoutPath = (number: string): string => `/portal/payouts/${encodeURIComponent(number)}`

export const standingTones: Record<MerchantPayout['standing'], Tone | 'quiet'> = {
  on_its_way: 'information',
  paid: 'done',
  returned: 'wrong',
  carried_over: 'quiet',
  held: 'warning',
  nothing_sent: 'quiet',
}

function payoutsPage(visitor: PortalVisitor, made: readonly MerchantPayout[], due: DuePayouts): Promise<void> {
  const { portal } = visitor.words
  const say = portal.payouts
  const children = (
    <>
      {made.length === 0 ? null : (
        <section className="sheet">
          <h2>{say.made}</h2>
          <Made visitor={visitor} made={made} />
        </section>
      )}
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

function Made({ visitor, made }: { visitor: PortalVisitor; made: readonly MerchantPayout[] }) {
  const { words, language } = visitor
  const say = words.portal.payouts
  return (
    <Table
      caption={say.made}
      rows={made}
      keyOf={({ number }) => number}
      stacks
      columns={[
        {
          head: say.number,
          cell: ({ number }) => (
            <a className="code" href={visitor.to(payoutPath(number))}>
              {number}
            </a>
          ),
        },
        { head: say.closing, cell: ({ closingOn }) => <Day date={closingOn} /> },
        { head: say.day, cell: ({ payOn }) => <Day date={payOn} /> },
        { head: say.standing, cell: ({ standing }) => <StatusMark tone={standingTones[standing]}>{say.standings[standing]}</StatusMark> },
        { head: say.gross, number: true, cell: ({ gross }) => <Amount language={language} amount={gross} /> },
        { head: say.charges, number: true, cell: ({ charges }) => <Amount language={language} amount={charges} /> },
        { head: say.net, number: true, cell: ({ net }) => <Amount language={language} amount={net} /> },
      ]}
    />
  )
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
