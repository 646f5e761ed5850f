import { Link } from 'wouter'
import type { CollectionException } from '../../../preload/contract/collections'
import { formatDate } from '../../../preload/contract/date'
import { formatYen } from '../../../preload/contract/money'
import { PaymentTrack } from '../../../preload/contract/orders'
import { useMay } from '../../api'
import { Code } from '../../parts/Code'
import { formatInstant } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { StatusChip } from '../../parts/StatusChip'
import { useWords, type Words } from '../../words'
import { type Fact, FactList } from '../merchants/TermFacts'
import styles from './collections.module.css'
import { EndCollection } from './EndCollection'
import { storyOf } from './stories'

/** One collection that waits: what happened, what the agent tells of it, its order, and how it may end. */
export function ThisCollection({ row }: { row: CollectionException }) {
  const { t } = useWords()
  const story = storyOf(row.outcome)
  return (
    <div className={styles.one}>
      <header className={styles.head}>
        <StatusChip tone={row.holdsMoney ? 'wait' : 'going'}>{t(`nouns.collectionOutcome.${row.outcome}`)}</StatusChip>
        <span>{t(`nouns.collectionKind.${row.kind}`)}</span>
        <span className={styles.dimmed}>{t(row.holdsMoney ? 'collections.heldMoney' : 'collections.noMoney')}</span>
      </header>
      <Money amount={row.amount} large unit={t('parts.yen')} />
      {story ? <p>{t(`collections.story.${story}`)}</p> : null}
      <div className={styles.columns}>
        <FactList facts={tillFacts(row, t)} />
        <OfOrder row={row} />
      </div>
      <section className={styles.next}>
        <h2>{t('collections.endings')}</h2>
        <Ends row={row} />
      </section>
    </div>
  )
}

function Ends({ row }: { row: CollectionException }) {
  const { t } = useWords()
  const mayClear = useMay('clear')
  if (row.refundId !== null) {
    return (
      <p>
        {t('collections.refundAsked')} <Link href={`/refunds/${row.refundId}`}>{t('refunds.look')}</Link>
      </p>
    )
  }
  if (row.contradicts?.isAsked) return <p>{t('collections.replaceAsked')}</p>
  return mayClear ? <EndCollection row={row} /> : <p className={styles.dimmed}>{t('collections.mayNot')}</p>
}

/** `0930` as it is read on a clock. */
const clockOf = (time: string) => `${time.slice(0, 2)}:${time.slice(2)}`

/** When and where it was paid, and the file that told. */
function tillFacts(row: CollectionException, t: Words): Fact[] {
  const time = row.paidAt === null ? t('collections.noTime') : clockOf(row.paidAt)
  return [
    [t('collections.paidOn'), `${formatDate(row.paidOn)} ${time} (${t('collections.days', { count: row.days })})`],
    ...placeFacts(row, t),
    [t('collections.slipNumber'), <Code key="slip">{row.slipNumber}</Code>],
    ...firstFacts(row, t),
    [t('collections.from'), t('collections.broughtInAt', { file: row.fileName, at: formatInstant(row.importedAt) })],
  ]
}

/** What the same payment was owed for before, and which order that pays. */
function firstFacts({ contradicts }: CollectionException, t: Words): Fact[] {
  if (!contradicts) return []
  const { amount, paidOn, fileName, orderId, orderNumber } = contradicts
  const order: Fact[] =
    orderId === null
      ? []
      : [
          [
            t('collections.firstOrder'),
            <Link href={`/orders/${orderId}`} key="first">
              <Code>{orderNumber}</Code>
            </Link>,
          ],
        ]
  return [
    [t('collections.first'), t('collections.firstText', { amount: formatYen(amount), day: formatDate(paidOn), file: fileName })],
    ...order,
  ]
}

/** The till; of others how it was paid, and by which numbers its collector knows it. */
function placeFacts({ method, chainName, storeCode, transactionId, trackingNumber }: CollectionException, t: Words): Fact[] {
  if (transactionId === null) return [[t('collections.store'), t('collections.storeOf', { chain: chainName, code: storeCode })]]
  const parcel: Fact[] = trackingNumber === null ? [] : [[t('collections.trackingNumber'), <Code key="parcel">{trackingNumber}</Code>]]
  return [
    [t('collections.method'), t(`nouns.paymentMethod.${method}`)],
    [t('collections.transactionId'), <Code key="transaction">{transactionId}</Code>],
    ...parcel,
  ]
}

function OfOrder({ row: { order } }: { row: CollectionException }) {
  const { t } = useWords()
  if (order === null) return <p className={styles.dimmed}>{t('collections.orderNone')}</p>
  const payment = PaymentTrack.safeParse(order.payment)
  const yen = t('parts.yen')
  return (
    <FactList
      facts={[
        [
          t('collections.order'),
          <Link href={`/orders/${order.id}`} key="order">
            <Code>{order.orderNumber}</Code>
          </Link>,
        ],
        [t('collections.merchant'), order.merchantName],
        [t('collections.payer'), order.payerName],
        [t('collections.orderAmount'), <Money amount={order.amount} key="amount" unit={yen} />],
        [t('collections.slipAmount'), <Money amount={order.slipAmount} key="slip" unit={yen} />],
        [t('collections.method'), order.method === null ? '–' : t(`nouns.paymentMethod.${order.method}`)],
        [t('collections.payment'), payment.success ? t(`orders.payment.${payment.data}`) : order.payment],
      ]}
    />
  )
}
