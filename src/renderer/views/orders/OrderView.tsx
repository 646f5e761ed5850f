import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link, useParams } from 'wouter'
import { OrderId } from '../../../preload/contract/ids'
import type { OrderDetail } from '../../../preload/contract/orders'
import { useCall, useMay } from '../../api'
import { Money } from '../../parts/Money'
import { Page } from '../../parts/Page'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { AcceptLess } from '../exceptions/AcceptLess'
import { AskForRefund } from '../refunds/AskForRefund'
import { CancelOrder } from './CancelOrder'
import { GoodsLines } from './GoodsLines'
import { OrderFacts } from './OrderFacts'
import { OrderAllocations, OrderJournal } from './OrderMoney'
import { OrderNote } from './OrderNote'
import { OrderNotices } from './OrderNotices'
import { OrderProtection } from './OrderProtection'
import { OrderSlips } from './OrderSlips'
import { OrderStatusChip } from './OrderStatusChip'
import { OrderTimeline } from './OrderTimeline'
import styles from './orders.module.css'
import { PaymentLink } from './PaymentLink'

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

const REFUNDABLE: readonly OrderDetail['status'][] = ['partially_paid', 'paid', 'settled']

function OrderBody({ order }: { order: OrderDetail }) {
  const { t } = useWords()
  const mayClear = useMay('clear')
  const mayTell = useMay('tell')
  const [cancelling, setCancelling] = useState(false)
  return (
    <div className={styles.columns}>
      <section className={styles.section}>
        <Money amount={order.amount} large unit={t('parts.yen')} />
        <OrderFacts order={order} />
        <OrderNote key={order.version} mayChange={mayClear} order={order} />
        {mayTell ? <PaymentLink order={order} /> : null}
        {mayClear && CANCELLABLE.includes(order.tracks.payment) ? (
          <Button color="red" onClick={() => setCancelling(true)} size="xs" variant="outline">
            {t('orders.cancel')}
          </Button>
        ) : null}
        {REFUNDABLE.includes(order.status) ? <AskForRefund cause="merchant_wish" target={{ of: 'order', orderId: order.id }} /> : null}
        {order.tracks.payment === 'partially_paid' ? <AcceptLess order={order} /> : null}
        <CancelOrder onClose={() => setCancelling(false)} opened={cancelling} order={order} />
      </section>
      {order.shop ? (
        <section className={styles.section}>
          <h2>{t('orders.lines')}</h2>
          <GoodsLines lines={order.shop.lines} />
        </section>
      ) : null}
      <OrderSlips order={order} />
      <section className={styles.section}>
        <h2>{t('returns.box')}</h2>
        <OrderProtection order={order} />
      </section>
      <section className={styles.section}>
        <h2>{t('orders.notices')}</h2>
        <OrderNotices orderId={order.id} />
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
