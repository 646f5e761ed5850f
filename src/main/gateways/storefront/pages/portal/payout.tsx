import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { PayoutDetail } from '../../../counter'
import { Facts } from '../parts/facts'
import { NoticeBox, StatusMark } from '../parts/notice-box'
import { Table } from '../parts/table'
import { Amount, Day } from '../parts/written'
import { FILE_TYPES, sendFile } from '../send-file'
import { FILES_A_MINUTE, orderPath } from './orders'
import { payoutPath, standingTones } from './payouts'
import { entered, type PortalOptions, type PortalVisitor } from './session'

/* One payout with the orders it is made of, and its statement (精算書) to be kept. */

/** No statement has a longer number: such a one does not exist. */
const Params = z.object({ number: z.string().max(100).catch('') })

export function payoutDetailPages(server: FastifyInstance, options: PortalOptions): void {
  const numberIn = (request: FastifyRequest) => Params.parse(request.params).number

  async function show(visitor: PortalVisitor, number: string, busy: boolean): Promise<void> {
    const found = await options.portal.payout(visitor.person.merchantId, number)
    return found.ok ? payoutPage(visitor, found.value, busy) : visitor.problem({ kind: 'missing' }, 404)
  }

  server.get('/portal/payouts/:number', async (request, reply) => {
    const visitor = await entered(request, reply, options)
    if (visitor) await show(visitor, numberIn(request), false)
  })

  for (const format of ['pdf', 'xlsx'] as const) {
    server.get(
      `/portal/payouts/:number/statement.${format}`,
      { config: { rateLimit: { max: FILES_A_MINUTE, timeWindow: 60_000 } } },
      async (request, reply) => {
        const visitor = await entered(request, reply, options)
        if (!visitor) return
        const file = await options.portal.statementFile(visitor.person, numberIn(request), format)
        if (file.ok) return sendFile(reply, file.value, FILE_TYPES[format])
        if (file.refusal.refusal === 'not_found') return visitor.problem({ kind: 'missing' }, 404)
        if (file.refusal.refusal === 'another_job_running') return show(visitor, numberIn(request), true)
        return visitor.problem({ kind: 'busy' }, 503)
      },
    )
  }
}

function payoutPage(visitor: PortalVisitor, payout: PayoutDetail, busy: boolean): Promise<void> {
  const { words, language } = visitor
  const say = words.portal.payouts
  const to = (file: string) => visitor.to(`${payoutPath(payout.number)}/${file}`)
  const children = (
    <>
      <p className="screen-only">
        <a href={visitor.to('/portal/payouts')}>{say.back}</a>
      </p>
      {busy ? (
        <NoticeBox tone="warning" title={words.portal.orders.busy.title}>
          <p>{words.portal.orders.busy.text}</p>
        </NoticeBox>
      ) : null}
      <section className="sheet">
        <h2>{say.statement}</h2>
        <Facts
          facts={[
            { label: say.standing, value: <StatusMark tone={standingTones[payout.standing]}>{say.standings[payout.standing]}</StatusMark> },
            { label: say.net, value: <Amount language={language} amount={payout.net} />, total: true },
            { label: say.gross, value: <Amount language={language} amount={payout.gross} /> },
            { label: say.charges, value: <Amount language={language} amount={payout.charges} /> },
            { label: say.closing, value: <Day date={payout.closingOn} /> },
            { label: say.day, value: <Day date={payout.payOn} /> },
          ]}
        />
        <p className="screen-only">
          <a href={to('statement.pdf')}>{say.pdf}</a> <a href={to('statement.xlsx')}>{say.excel}</a>
        </p>
      </section>
      <section className="sheet">
        <h2>{say.lines}</h2>
        {payout.cut ? <p>{say.cutStatement}</p> : null}
        <Lines visitor={visitor} payout={payout} />
      </section>
    </>
  )
  return visitor.page({ title: say.titleOf(payout.number), broad: true, children })
}

function Lines({ visitor, payout }: { visitor: PortalVisitor; payout: PayoutDetail }) {
  const { words, language } = visitor
  const { orders, payouts } = words.portal
  return (
    <Table
      caption={payouts.lines}
      rows={payout.lines}
      keyOf={({ line }) => line}
      stacks
      columns={[
        { head: payouts.no, number: true, cell: ({ line }) => line },
        {
          head: orders.number,
          cell: ({ orderNumber }) =>
            orderNumber === '' ? null : (
              <a className="code" href={visitor.to(orderPath(orderNumber))}>
                {orderNumber}
              </a>
            ),
        },
        { head: orders.goods, cell: ({ goods }) => goods || null },
        { head: orders.paidOn, cell: ({ paidOn }) => (paidOn ? <Day date={paidOn} /> : null) },
        { head: orders.amount, number: true, cell: ({ amount }) => <Amount language={language} amount={amount} /> },
        { head: payouts.fee, number: true, cell: ({ fee }) => <Amount language={language} amount={fee} /> },
      ]}
    />
  )
}
