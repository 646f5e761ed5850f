import type { FastifyInstance } from 'fastify'
import type { AwaitingOrder } from '../../../counter'
import { type Column, Table } from '../parts/table'
import { Amount, Day } from '../parts/written'
import { orderPath } from './orders'
import { entered, type PortalOptions, type PortalVisitor } from './session'

/* What waits for the merchant: orders to accept (s82), and returns to answer (s73). Each is answered at its order. */

export function awaitingPages(server: FastifyInstance, options: PortalOptions): void {
  server.get('/portal/accept', async (request, reply) => {
    const visitor = await entered(request, reply, options)
    if (!visitor) return
    const { toAccept } = await options.portal.awaiting(visitor.person.merchantId)
    return listPage(visitor, visitor.words.portal.accept, toAccept, [])
  })

  server.get('/portal/returns', async (request, reply) => {
    const visitor = await entered(request, reply, options)
    if (!visitor) return
    const { toAnswer } = await options.portal.awaiting(visitor.person.merchantId)
    const { nouns, portal } = visitor.words
    const own: Column<AwaitingOrder>[] = [
      { head: portal.returns.kind, cell: ({ protection }) => nouns.protection[protection] },
      { head: portal.returns.reason, cell: ({ reason }) => (reason ? <span className="written">{reason}</span> : null) },
    ]
    return listPage(visitor, portal.returns, toAnswer, own)
  })
}

function listPage(
  visitor: PortalVisitor,
  { title, lead, none }: { title: string; lead: string; none: string },
  waiting: readonly AwaitingOrder[],
  own: readonly Column<AwaitingOrder>[],
): Promise<void> {
  const { words, language } = visitor
  const { orders, accept } = words.portal
  const columns: Column<AwaitingOrder>[] = [
    { head: orders.number, cell: ({ orderNumber }) => <span className="code">{orderNumber}</span> },
    { head: accept.answerBy, cell: ({ answerBy }) => (answerBy ? <Day date={answerBy} /> : null) },
    ...own,
    { head: orders.receivedOn, cell: ({ receivedOn }) => <Day date={receivedOn} /> },
    { head: orders.goods, cell: ({ goods }) => goods },
    { head: orders.amount, number: true, cell: ({ amount }) => <Amount language={language} amount={amount} /> },
    {
      head: accept.answer,
      cell: ({ orderNumber }) => (
        <a href={visitor.to(orderPath(orderNumber))}>
          {accept.answer}
          <span className="unseen"> {orderNumber}</span>
        </a>
      ),
    },
  ]
  const children = (
    <section className="sheet">
      <p>{lead}</p>
      {waiting.length === 0 ? (
        <p>{none}</p>
      ) : (
        <Table caption={title} columns={columns} rows={waiting} keyOf={({ orderNumber }) => orderNumber} stacks />
      )}
    </section>
  )
  return visitor.page({ title, broad: true, children })
}
