import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { MerchantDetail } from '../../../preload/contract/merchants'
import { useMay } from '../../api'
import { actorName } from '../../parts/actor'
import { InstantText } from '../../parts/DateText'
import { useWords } from '../../words'
import { DayFacts } from './DayFacts'
import { daysOf } from './merchant-days'
import styles from './merchants.module.css'
import { StageDays } from './StageDays'

/** The days of the contract, those that wait for approval beside them; or the way to stage others. */
export function DaysPanel({ merchant }: { merchant: MerchantDetail }) {
  const { t } = useWords()
  const mayPrepare = useMay('prepare_merchants')
  const [staging, setStaging] = useState(false)
  const { stagedDays: staged } = merchant
  if (staging && !staged) return <StageDays merchant={merchant} onEnd={() => setStaging(false)} />
  return (
    <>
      {staged ? (
        <div className={styles.staged}>
          <p>
            {t('merchants.daysStagedBy', { name: actorName(staged.madeBy) })} <InstantText at={staged.madeAt} /> ·{' '}
            <Link href="/approvals">{t('merchants.toApprovals')}</Link>
          </p>
          <DayFacts before={daysOf(merchant)} days={staged.days} />
        </div>
      ) : (
        <DayFacts days={daysOf(merchant)} />
      )}
      {mayPrepare && merchant.state === 'active' && !staged ? (
        <Button onClick={() => setStaging(true)} size="xs" variant="default">
          {t('merchants.stageDays')}
        </Button>
      ) : null}
    </>
  )
}
