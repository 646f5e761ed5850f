import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { CardPaymentDetail, CardTrouble } from '../../../preload/contract/cards'
import type { InputOf } from '../../../preload/contract/methods'
import { formatYen } from '../../../preload/contract/money'
import { useAct, useMay } from '../../api'
import { AskReason } from '../../parts/AskReason'
import { useWords } from '../../words'
import { AskForRefund } from '../refunds/AskForRefund'
import styles from './cards.module.css'

type Ending = InputOf<'card.end'>['ending']

/** How each trouble may be ended besides by a refund. */
const WAYS: Readonly<Record<CardTrouble, readonly Ending[]>> = {
  captured_unasked: ['assigned'],
  refunded_unasked: [],
  act_refused: ['asked_again', 'noted'],
  amount_differs: ['noted'],
  // It is decided again whenever its company is asked.
  chargeback_waits: [],
}

/** What a clerk may do about a payment that must be looked after: it goes back, pays its order, is asked again, or is noted. */
export function CardEndings({ payment }: { payment: CardPaymentDetail }) {
  const { t } = useWords()
  const mayClear = useMay('clear')
  const end = useAct('card.end')
  const [asking, setAsking] = useState<Ending | null>(null)
  const { trouble, id, version, unownedRefundId } = payment
  if (trouble === null) return null
  const close = () => {
    setAsking(null)
    end.reset()
  }
  const facts = { amount: formatYen(payment.isUnowned ? payment.captured : payment.amount), number: payment.orderNumber }
  return (
    <section aria-label={t('cards.endings')} className={styles.deeds}>
      {unownedRefundId === null ? (
        <Group gap="xs">
          <GoesBack payment={payment} />
          {(mayClear ? WAYS[trouble] : [])
            .filter((way) => way !== 'assigned' || payment.left === payment.captured)
            .map((way) => (
              <Button key={way} onClick={() => setAsking(way)} size="xs" variant="default">
                {t(`cards.endingAct.${way}`)}
              </Button>
            ))}
        </Group>
      ) : (
        <p>
          {t('cards.refundAsked')} <Link href={`/refunds/${unownedRefundId}`}>{t('refunds.look')}</Link>
        </p>
      )}
      {asking ? (
        <AskReason
          act={t(`cards.endingAct.${asking}`)}
          busy={end.isPending}
          error={end.error}
          label={t('cards.reason')}
          onAct={(note) => end.mutate({ id, version, ending: asking, note }, { onSuccess: close })}
          onClose={close}
          text={t(`cards.endingText.${asking}`, facts)}
          title={t(`cards.endingAct.${asking}`)}
        />
      ) : null}
    </section>
  )
}

/** What belongs to no order goes back whole; what has gone back already is written down as a refund of its order. */
function GoesBack({ payment: { id, orderId, trouble, isUnowned } }: { payment: CardPaymentDetail }) {
  if (trouble !== 'captured_unasked' && trouble !== 'refunded_unasked') return null
  return <AskForRefund target={isUnowned ? { of: 'card', paymentId: id } : { of: 'order', orderId }} />
}
