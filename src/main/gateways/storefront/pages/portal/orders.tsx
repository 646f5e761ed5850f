import type { FastifyInstance } from 'fastify'
import type { ShopOrder } from '../../../../../preload/contract/shop'
import type { Counter, OrderList } from '../../../counter'
import { NoticeBox, StatusMark } from '../parts/notice-box'
import { type Column, Table } from '../parts/table'
import { Amount, Day } from '../parts/written'
import { FILE_TYPES, sendFile } from '../send-file'
import { FilterForm, filterQuery, filterText, type OrderFilter, readFilter } from './filter'
import { entered, type PortalOptions, type PortalVisitor } from './session'

/* The consolidated list over all methods (the publication's figure 10), and the same list as a file. */

const PAGE_ROWS = 50
/** Each file reads the whole list. */
export const FILES_A_MINUTE = 10

export function orderListPages(server: FastifyInstance, options: PortalOptions, orders: Counter['orders']): void {
  server.get('/portal/orders', async (request, reply) => {
    const visitor = await entered(request, reply, options)
    if (!visitor) return
    const filter = readFilter(request.query, visitor.words)
    const { merchantId } = visitor.person
    const found = await orders.list(merchantId, { ...filter.question, cursor: filter.typed.cursor, size: PAGE_ROWS })
    return found.ok ? listPage(visitor, filter, found.value, false) : visitor.problem({ kind: 'request' }, 400)
  })

  for (const format of ['xlsx', 'csv'] as const) {
    server.get(
      `/portal/orders.${format}`,
      { config: { rateLimit: { max: FILES_A_MINUTE, timeWindow: 60_000 } } },
      async (request, reply) => {
        const visitor = await entered(request, reply, options)
        if (!visitor) return
        const filter = readFilter(request.query, visitor.words)
        const file = await options.portal.orderFile(visitor.person, filter.question, { format, language: visitor.language })
        if (file.ok) return sendFile(reply, file.value, FILE_TYPES[format])
        if (file.refusal.refusal !== 'another_job_running') return visitor.problem({ kind: 'busy' }, 503)
        const found = await orders.list(visitor.person.merchantId, { ...filter.question, cursor: null, size: PAGE_ROWS })
        return found.ok ? listPage(visitor, filter, found.value, true) : visitor.problem({ kind: 'request' }, 400)
      },
    )
  }
}

/** Where an order of the portal is. */
export const orderPath = (orderNumber: string): string => `/portal/orders/${encodeURIComponent(orderNumber)}`

function listPage(visitor: PortalVisitor, filter: OrderFilter, { orders, next, matching }: OrderList, busy: boolean): Promise<void> {
  const { words } = visitor
  const say = words.portal.orders
  const query = filterQuery(filter)
  const children = (
    <section className="sheet">
      {busy ? (
        <NoticeBox tone="warning" title={say.busy.title}>
          <p>{say.busy.text}</p>
        </NoticeBox>
      ) : null}
      <FilterForm visitor={visitor} filter={filter} />
      <div className="list-head">
        <p role="status">
          {say.count(matching.count, matching.capped)} <span className="paper-only">{filterText(filter, words)}</span>
        </p>
        <p className="screen-only">
          <a href={visitor.to(`/portal/orders.xlsx${query}`)}>{say.excel}</a>{' '}
          <a href={visitor.to(`/portal/orders.csv${query}`)}>{say.csv}</a>
        </p>
      </div>
      {orders.length === 0 ? <p>{say.none}</p> : <OrderTable visitor={visitor} orders={orders} />}
      <div className="pager screen-only">
        {filter.typed.cursor ? <a href={visitor.to(`/portal/orders${query}`)}>{say.first}</a> : null}
        {next ? <a href={visitor.to(`/portal/orders${filterQuery(filter, next)}`)}>{say.next}</a> : null}
      </div>
    </section>
  )
  return visitor.page({ title: say.title, broad: true, children })
}

function OrderTable({ visitor, orders }: { visitor: PortalVisitor; orders: readonly ShopOrder[] }) {
  const { words, language } = visitor
  const { nouns, portal } = words
  const say = portal.orders
  const day = (date: ShopOrder['paidOn']) => (date ? <Day date={date} /> : null)
  const columns: Column<ShopOrder>[] = [
    { head: say.number, cell: ({ orderNumber }) => <span className="code">{orderNumber}</span> },
    { head: say.receivedOn, cell: ({ receivedOn }) => <Day date={receivedOn} /> },
    { head: say.goods, cell: ({ goods }) => goods },
    { head: say.method, cell: ({ method }) => method && nouns.method[method] },
    { head: say.status, cell: ({ status }) => <StatusMark tone={portal.tones[status]}>{nouns.status[status]}</StatusMark> },
    { head: say.amount, number: true, cell: ({ amount }) => <Amount language={language} amount={amount} /> },
    { head: say.paidOn, cell: ({ paidOn }) => day(paidOn) },
    { head: say.payoutOn, cell: ({ payoutOn }) => day(payoutOn) },
    { head: say.note, cell: ({ note }) => note || null },
    {
      head: say.detail,
      cell: ({ orderNumber }) => (
        <a href={visitor.to(orderPath(orderNumber))}>
          {say.detail}
          <span className="unseen"> {orderNumber}</span>
        </a>
      ),
    },
  ]
  return <Table caption={say.title} columns={columns} rows={orders} keyOf={({ orderNumber }) => orderNumber} stacks />
}
