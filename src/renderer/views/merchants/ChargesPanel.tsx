import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { BusinessDate } from '../../../preload/contract/date'
import type { MerchantDetail } from '../../../preload/contract/merchants'
import { useCall, useMay, useSession } from '../../api'
import { actorName } from '../../parts/actor'
import { InstantText } from '../../parts/DateText'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { ChargesDifference } from '../approvals/MoneyFacts'
import { contractTerms } from './charge-terms'
import { FeeTable } from './FeeTable'
import styles from './merchants.module.css'
import { StageCharges } from './StageCharges'
import { FactList } from './TermFacts'

/** What a merchant is charged and who bears what, those that wait for approval beside it; or the way to ask for others. */
export function ChargesPanel({ merchant }: { merchant: MerchantDetail }) {
  const { t } = useWords()
  const { data, error } = useCall('merchants.charges', { id: merchant.id })
  const mayPrepare = useMay('prepare_merchants')
  const today = BusinessDate.safeParse(useSession()?.today)
  const [staging, setStaging] = useState(false)
  const open = staging && data !== undefined && !data.staged && today.success
  return (
    <section className={styles.section} data-wide={open || undefined}>
      <h2>{t('merchants.sectionFees')}</h2>
      <RefusalText error={error} title={t('parts.errorTitle')} />
      {data?.staged ? (
        <div className={styles.staged}>
          <p>
            {t('charges.stagedBy', { name: actorName(data.staged.madeBy) })} <InstantText at={data.staged.madeAt} /> ·{' '}
            <Link href="/approvals">{t('merchants.toApprovals')}</Link>
          </p>
          <ChargesDifference after={data.staged.charges} before={data.charges} />
        </div>
      ) : null}
      {open ? (
        <StageCharges
          charges={data.charges}
          methods={merchant.methods}
          onEnd={() => setStaging(false)}
          seen={{ id: merchant.id, version: data.version }}
          today={today.data}
        />
      ) : (
        <>
          {data && data.charges.fees.length === 0 ? <p className={styles.dimmed}>{t('approvals.noFees')}</p> : null}
          {data && !data.staged && data.charges.fees.length > 0 ? <FeeTable fees={data.charges.fees} /> : null}
          {data && !data.staged ? <FactList facts={contractTerms(data.charges, t).map(([, name, text]) => [name, text] as const)} /> : null}
        </>
      )}
      {mayPrepare && merchant.state === 'active' && data && !data.staged && !staging ? (
        <Button mt="xs" onClick={() => setStaging(true)} size="xs" variant="default">
          {t('charges.change')}
        </Button>
      ) : null}
    </section>
  )
}
