import { Alert, Button } from '@mantine/core'
import { Link } from 'wouter'
import type { CardPaymentDetail, CardTrouble } from '../../../preload/contract/cards'
import { type BusinessDate, formatDate } from '../../../preload/contract/date'
import type { CardPaymentId } from '../../../preload/contract/ids'
import { useCall } from '../../api'
import { Code } from '../../parts/Code'
import { InstantText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords, type Words } from '../../words'
import { type Fact, FactList } from '../merchants/TermFacts'
import { CardDeeds } from './CardDeeds'
import { CardEndings } from './CardEndings'
import { CardStateChip } from './CardStateChip'
import { CardStory } from './CardStory'
import { daysText } from './card-columns'
import { cardName, endOf } from './card-standing'
import styles from './cards.module.css'

export interface CardPanelProps {
  id: CardPaymentId
  today: BusinessDate | null
  open: (id: CardPaymentId) => void
  close: () => void
}

/** One payment beside the list: what it is, what is wrong with it, what may be done, and everything that was asked and told of it. */
export function CardPanel({ id, today, open, close }: CardPanelProps) {
  const { t } = useWords()
  const { data, error } = useCall('card.payment', { id })
  const payment = data?.id === id ? data : null
  return (
    <aside aria-label={t('cards.detail')} className={styles.panel}>
      <div className={styles.panelHead}>
        {payment ? <CardStateChip payment={payment} /> : error ? null : t('parts.loading')}
        <Button onClick={close} size="compact-xs" variant="subtle">
          {t('parts.close')}
        </Button>
      </div>
      <RefusalText error={error} title={t('parts.errorTitle')} />
      {payment ? (
        <>
          <Money amount={payment.amount} large unit={t('parts.yen')} />
          {payment.trouble === null ? null : (
            <Alert color="red" mt={8} title={t(`cards.trouble.${payment.trouble}`)} variant="light">
              {t(storyOf(payment.trouble, payment.isTakenTwice))}
            </Alert>
          )}
          <CardEndings payment={payment} />
          <CardDeeds payment={payment} today={today} />
          <FactList facts={[...payerFacts(payment, today, t), ...companyFacts(payment, t)]} />
          <CardStory open={open} payment={payment} />
        </>
      ) : null}
    </aside>
  )
}

function payerFacts(payment: CardPaymentDetail, today: BusinessDate | null, t: Words): Fact[] {
  const end = today && endOf(payment, today)
  const ends: Fact[] = end
    ? [
        [
          t('cards.ends'),
          <span className={styles.end} data-urgency={end.urgency} key="ends">
            <InstantText at={payment.captureBefore} /> {daysText(end, t)}
          </span>,
        ],
      ]
    : []
  return [
    [t('cards.method'), t(`nouns.paymentMethod.${payment.method}`)],
    [t('cards.card'), cardName(payment)],
    [
      t('cards.order'),
      <Link href={`/orders/${payment.orderId}`} key="order">
        <Code>{payment.orderNumber}</Code>
      </Link>,
    ],
    [t('cards.orderState'), t(`orders.payment.${payment.payment}`)],
    [t('cards.merchant'), payment.merchantName],
    ...ends,
  ]
}

/** How the company knows it, and what it owes of it. */
function companyFacts(payment: CardPaymentDetail, t: Words): Fact[] {
  const { threeDSecure, approvalCode, companyId, captured, refunded, transferOn, claimId } = payment
  const money: Fact[] =
    captured === 0
      ? []
      : [
          [t('cards.captured'), <Money amount={captured} key="captured" unit={t('parts.yen')} />],
          [t('cards.refunded'), <Money amount={refunded} key="refunded" unit={t('parts.yen')} />],
          [
            t('cards.transferOn'),
            <Link href="/collections?tab=transfers" key="transfer">
              {transferOn === null ? t('cards.transferUnknown') : formatDate(transferOn)}
            </Link>,
          ],
          [t('cards.claim'), claimId === null ? t('parts.none') : <Code key="claim">{String(claimId)}</Code>],
        ]
  return [
    ...money,
    [t('cards.threeDSecure'), threeDSecure === null ? '–' : t(`cards.secure.${threeDSecure}`)],
    [t('cards.approvalCode'), <Code key="approval">{approvalCode}</Code>],
    [t('cards.reference'), <Code key="reference">{payment.reference}</Code>],
    [t('cards.companyId'), <Code key="company">{companyId || null}</Code>],
    [t('cards.openedAt'), <InstantText at={payment.openedAt} key="opened" />],
  ]
}

/** What the company has taken twice does not end by itself. */
function storyOf(trouble: CardTrouble, isTakenTwice: boolean) {
  const isMore = isTakenTwice && (trouble === 'chargeback_waits' || trouble === 'refunded_unasked')
  return isMore ? 'cards.takenTwice' : (`cards.troubleStory.${trouble}` as const)
}
