import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { CardPaymentDetail, CardPaymentRow } from '../../../preload/contract/cards'
import type { BusinessDate } from '../../../preload/contract/date'
import { formatYen } from '../../../preload/contract/money'
import { useAct, useMay } from '../../api'
import { AskReason } from '../../parts/AskReason'
import { Confirm } from '../../parts/Confirm'
import { RefusalText } from '../../parts/RefusalText'
import { useWords, type Words } from '../../words'
import { type CardDeed, cardName, endOf, isUndecided, standingOf, toldOf } from './card-standing'
import styles from './cards.module.css'

/** What may be done with a payment, and what came of it. Capturing and letting go ask first, and say the amount. */
export function CardDeeds({ payment, today }: { payment: CardPaymentDetail; today: BusinessDate | null }) {
  const { t } = useWords()
  const mayAct = useMay('clear')
  const look = useAct('card.look')
  const [asking, setAsking] = useState<'capture' | 'void' | null>(null)
  const [after, setAfter] = useState<{ deed: CardDeed; row: CardPaymentRow } | null>(null)
  if (!mayAct) return isUndecided(payment) ? <p className={styles.mayNot}>{t('cards.mayNot')}</p> : null
  const isOver = today !== null && endOf(payment, today)?.urgency === 'over'
  const done = (deed: CardDeed) => (row: CardPaymentRow) => {
    setAsking(null)
    setAfter({ deed, row })
  }
  return (
    <section aria-label={t('cards.deeds')} className={styles.deeds}>
      <Group gap="xs">
        {isUndecided(payment) ? (
          <>
            {isOver ? null : (
              <Button onClick={() => setAsking('capture')} size="xs">
                {t('cards.capture')}
              </Button>
            )}
            <Button color="red" onClick={() => setAsking('void')} size="xs" variant="outline">
              {t('cards.void', { yes: t(`cards.yes.${payment.method}`) })}
            </Button>
          </>
        ) : null}
        {payment.companyId === '' ? null : (
          <Button
            loading={look.isPending}
            onClick={() => look.mutate({ id: payment.id }, { onSuccess: done('look') })}
            size="xs"
            variant="default"
          >
            {t('cards.look')}
          </Button>
        )}
      </Group>
      <RefusalText error={look.error} />
      {after ? (
        <p className={styles.told} role="status">
          {t(toldOf(after.deed, after.row), {
            amount: formatYen(payment.amount),
            state: t(standingOf(after.row).word),
            yes: t(`cards.yes.${payment.method}`),
          })}
        </p>
      ) : null}
      {asking === 'capture' ? <Capture done={done('capture')} onClose={() => setAsking(null)} payment={payment} /> : null}
      {asking === 'void' ? <LetGo done={done('void')} onClose={() => setAsking(null)} payment={payment} /> : null}
    </section>
  )
}

interface Asking {
  payment: CardPaymentDetail
  done: (row: CardPaymentRow) => void
  onClose: () => void
}

const factsOf = (payment: CardPaymentDetail, t: Words) => ({
  ...{ amount: formatYen(payment.amount), card: cardName(payment), number: payment.orderNumber, merchant: payment.merchantName },
  yes: t(`cards.yes.${payment.method}`),
})

function Capture({ payment, done, onClose }: Asking) {
  const { t } = useWords()
  const capture = useAct('card.capture')
  return (
    <Confirm
      act={t('cards.captureAct', { amount: formatYen(payment.amount) })}
      busy={capture.isPending}
      error={capture.error}
      onAct={() => capture.mutate({ id: payment.id, version: payment.version }, { onSuccess: done })}
      onClose={onClose}
      opened
      title={t('cards.captureTitle', { number: payment.orderNumber })}
    >
      <p>{t('cards.captureText', factsOf(payment, t))}</p>
      <p className={styles.dimmed}>{t('cards.captureWhen')}</p>
    </Confirm>
  )
}

function LetGo({ payment, done, onClose }: Asking) {
  const { t } = useWords()
  const letGo = useAct('card.void')
  return (
    <AskReason
      act={t('cards.voidAct', factsOf(payment, t))}
      busy={letGo.isPending}
      error={letGo.error}
      label={t('cards.reason')}
      onAct={(reason) => letGo.mutate({ id: payment.id, version: payment.version, reason }, { onSuccess: done })}
      onClose={onClose}
      takesAway
      text={t('cards.voidText', factsOf(payment, t))}
      title={t('cards.voidTitle', factsOf(payment, t))}
    />
  )
}
