import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { OrderDetail } from '../../../preload/contract/orders'
import { Code } from '../../parts/Code'
import { DateText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { useWords, type Words } from '../../words'
import styles from './orders.module.css'

/** What an order is: whose, from whom, what for, how and until when it is paid, and how it came. */
export function OrderFacts({ order }: { order: OrderDetail }) {
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
    ...(order.shop ? [[t('orders.payerLanguage'), t(`orders.languages.${order.shop.language}`)] as const] : []),
    [t('orders.method'), order.method === null ? '–' : t(`nouns.paymentMethod.${order.method}`)],
    [t('orders.virtualAccount'), order.virtualAccount === null ? '–' : <Code key="account">{order.virtualAccount}</Code>],
    [t('orders.receivedOn'), <DateText date={order.receivedOn} key="received" />],
    [t('orders.dueOn'), <DateText date={order.dueOn} key="due" />],
    [t('orders.paidOn'), <DateText date={order.paidOn} key="paidOn" />],
    [t('orders.payoutOn'), <DateText date={order.payoutOn} key="payout" />],
    [t('orders.origin'), originOf(order, t)],
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

function originOf({ shop, importedFile }: OrderDetail, t: Words): string {
  if (shop) return t('orders.fromShop')
  return importedFile === null ? '–' : t('orders.fromFile', { file: importedFile })
}
