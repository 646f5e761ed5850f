import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Link, useParams } from 'wouter'
import { OrderId } from '../../../preload/contract/ids'
import type { OrderDetail } from '../../../preload/contract/orders'
import { useCall, useMay } from '../../api'
import { Code } from '../../parts/Code'
import { DateText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { Page } from '../../parts/Page'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { CancelOrder } from './CancelOrder'
import { OrderAllocations, OrderJournal } from './OrderMoney'
import { OrderNote } from './OrderNote'
import { OrderStatusChip } from './OrderStatusChip'
import { OrderTimeline } from './OrderTimeline'
import styles from './orders.module.css'

/** One order: what it is, every event with its proof, the money it was given, and the books. */
export function OrderView() {
  const { id } = useParams<{ id: string }>()
  const named = OrderId.safeParse(Number(id))
  const { t } = useWords()
  return named.success ? <OrderOf id={named.data} key={named.data} /> : <Page title={t('orders.title')}>{t('orders.unknown')}</Page>
}

function OrderOf({ id }: { id: OrderId }) {
  const { t } = useWords()
  const { data: order, error } = useCall('orders.get', { id })
  return (
    <Page
      actions={
        <Button component={Link} href="/orders" size="xs" variant="default">
          {t('orders.toList')}
        </Button>
      }
      counted={order ? <OrderStatusChip status={order.status} /> : null}
      title={order ? t('orders.one', { number: order.orderNumber }) : t('orders.title')}
    >
      <RefusalText error={error} title={t('parts.errorTitle')} />
      {order ? <OrderBody order={order} /> : null}
    </Page>
  )
}

const CANCELLABLE: readonly OrderDetail['tracks']['payment'][] = ['awaiting_method', 'unpaid']

function OrderBody({ order }: { order: OrderDetail }) {
  const { t } = useWords()
  const mayClear = useMay('clear')
  const [cancelling, setCancelling] = useState(false)
  return (
    <div className={styles.columns}>
      <section className={styles.section}>
        <Money amount={order.amount} large unit={t('parts.yen')} />
        <OrderFacts order={order} />
        <OrderNote key={order.version} mayChange={mayClear} order={order} />
        {mayClear && CANCELLABLE.includes(order.tracks.payment) ? (
          <Button color="red" onClick={() => setCancelling(true)} size="xs" variant="outline">
            {t('orders.cancel')}
          </Button>
        ) : null}
        <CancelOrder onClose={() => setCancelling(false)} opened={cancelling} order={order} />
      </section>
      <section className={styles.section}>
        <h2>{t('orders.timeline')}</h2>
        <OrderTimeline events={order.timeline} />
      </section>
      <section className={styles.section}>
        <h2>{t('orders.allocations')}</h2>
        <OrderAllocations order={order} />
      </section>
      <section className={styles.section}>
        <h2>{t('orders.journal')}</h2>
        <OrderJournal order={order} />
      </section>
    </div>
  )
}

function OrderFacts({ order }: { order: OrderDetail }) {
  const { t } = useWords()
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('orders.paidAmount'), <Money amount={order.paidAmount} key="paid" unit={t('parts.yen')} />],
    [
      t('orders.merchantName'),
      <Link href={`/merchants/${order.merchantId}`} key="merchant">
        {order.merchantName}
      </Link>,
    ],
    [t('orders.goods'), order.goods],
    [t('orders.payerName'), `${order.payerName} ${order.payerKana}`],
    [t('orders.payerEmail'), order.payerEmail || '–'],
    [t('orders.method'), order.method === null ? '–' : t(`nouns.paymentMethod.${order.method}`)],
    [t('orders.virtualAccount'), order.virtualAccount === null ? '–' : <Code key="account">{order.virtualAccount}</Code>],
    [t('orders.receivedOn'), <DateText date={order.receivedOn} key="received" />],
    [t('orders.dueOn'), <DateText date={order.dueOn} key="due" />],
    [t('orders.paidOn'), <DateText date={order.paidOn} key="paidOn" />],
    [t('orders.payoutOn'), <DateText date={order.payoutOn} key="payout" />],
    [t('orders.protection'), t(`nouns.protection.${order.protection}`)],
    [t('orders.importedFile'), order.importedFile ?? '–'],
  ]
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
