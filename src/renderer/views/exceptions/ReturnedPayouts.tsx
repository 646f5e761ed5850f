import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { formatDate } from '../../../preload/contract/date'
import type { ReturnedPayout } from '../../../preload/contract/exceptions'
import { useAct, useCall, useMay } from '../../api'
import { AskReason } from '../../parts/AskReason'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { StatusChip } from '../../parts/StatusChip'
import { useWords } from '../../words'
import styles from './exceptions.module.css'

/** Payouts that came back: why, what to do, and whether they are paid again. */
export function ReturnedPayouts() {
  const { t } = useWords()
  const { data, error } = useCall('exceptions.returnedPayouts', {})
  const payouts = data?.payouts ?? []
  return (
    <div className={styles.returned}>
      <RefusalText error={error} title={t('parts.errorTitle')} />
      <p className={styles.dimmed}>{t(data && payouts.length === 0 ? 'exceptions.returnedEmpty' : 'exceptions.returnedText')}</p>
      {payouts.map((payout) => (
        <Returned key={payout.itemId} payout={payout} />
      ))}
    </div>
  )
}

function Returned({ payout }: { payout: ReturnedPayout }) {
  const { t } = useWords()
  const mayClear = useMay('clear')
  const [asking, setAsking] = useState(false)
  const act = useAct('exceptions.payAgain')
  return (
    <article className={styles.card}>
      <div className={styles.head}>
        <Money amount={payout.amount} large unit={t('parts.yen')} />
        <Link href={`/merchants/${payout.merchantId}`}>{payout.merchantName}</Link>
        <span>{payout.runName}</span>
        <span className={styles.dimmed}>{t('exceptions.returnedOn', { day: formatDate(payout.returnedOn), days: payout.days })}</span>
      </div>
      <p>
        {t(`exceptions.returnCause.${payout.cause}`)} {payout.words} · {t(`exceptions.returnFix.${payout.cause}`)}
      </p>
      <StatusChip tone={payout.account === 'waiting' ? 'wait' : 'done'}>{t(`exceptions.accountState.${payout.account}`)}</StatusChip>
      {mayClear && payout.account === 'waiting' ? (
        <Button onClick={() => setAsking(true)} size="xs" variant="default">
          {t('exceptions.payAgain')}
        </Button>
      ) : null}
      {asking ? (
        <AskReason
          act={t('exceptions.payAgain')}
          busy={act.isPending}
          error={act.error}
          label={t('exceptions.reason')}
          most={500}
          onAct={(reason) => act.mutate({ itemId: payout.itemId, reason }, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
          text={t('exceptions.payAgainText')}
          title={t('exceptions.payAgainTitle', { merchant: payout.merchantName })}
        />
      ) : null}
    </article>
  )
}
