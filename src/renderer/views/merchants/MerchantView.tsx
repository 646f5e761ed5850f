import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link, useParams } from 'wouter'
import { MerchantId } from '../../../preload/contract/ids'
import type { MerchantDetail } from '../../../preload/contract/merchants'
import { useCall, useMay } from '../../api'
import { actorName } from '../../parts/actor'
import { writeAddress } from '../../parts/address'
import { Code } from '../../parts/Code'
import { InstantText } from '../../parts/DateText'
import { Page } from '../../parts/Page'
import { RefusalText } from '../../parts/RefusalText'
import { StatusChip } from '../../parts/StatusChip'
import { useWords } from '../../words'
import { AccountFacts } from './AccountFacts'
import { ApiKeys } from './ApiKeys'
import { ChargesPanel } from './ChargesPanel'
import { ContactsPanel } from './ContactsPanel'
import { DaysPanel } from './DaysPanel'
import { HoldPayouts } from './HoldPayouts'
import { MerchantStateChip } from './MerchantStateChip'
import styles from './merchants.module.css'
import { PortalPanel } from './PortalPanel'
import { StageAccount } from './StageAccount'
import { type Fact, FactList, termFacts } from './TermFacts'

/** One merchant: its terms, its account, and the account that waits for approval beside it. */
export function MerchantView() {
  const { id } = useParams<{ id: string }>()
  const named = MerchantId.safeParse(Number(id))
  const { t } = useWords()
  return named.success ? (
    <MerchantOf id={named.data} key={named.data} />
  ) : (
    <Page title={t('merchants.title')}>{t('merchants.unknown')}</Page>
  )
}

function MerchantOf({ id }: { id: MerchantId }) {
  const { t } = useWords()
  const { data: merchant, error } = useCall('merchants.get', { id })
  return (
    <Page
      actions={
        <>
          <Button component={Link} href={writeAddress('/orders', { merchant: id })} size="xs" variant="default">
            {t('merchants.toOrders')}
          </Button>
          <Button component={Link} href="/merchants" size="xs" variant="default">
            {t('merchants.toList')}
          </Button>
        </>
      }
      counted={
        merchant ? (
          <>
            <MerchantStateChip state={merchant.state} />{' '}
            {merchant.payoutHold === null ? null : <StatusChip tone="wrong">{t('merchants.held')}</StatusChip>}
          </>
        ) : null
      }
      title={merchant?.name ?? t('merchants.title')}
    >
      <RefusalText error={error} title={t('parts.errorTitle')} />
      {merchant ? <MerchantBody merchant={merchant} /> : null}
    </Page>
  )
}

function MerchantBody({ merchant }: { merchant: MerchantDetail }) {
  const { t } = useWords()
  return (
    <div className={styles.columns}>
      <section className={styles.section}>
        <h2>{t('merchants.sectionName')}</h2>
        <TermsList merchant={merchant} />
      </section>
      <section className={styles.section}>
        <h2>{t('merchants.sectionAccount')}</h2>
        <AccountFacts account={merchant.account} />
        <Staged merchant={merchant} />
        <HoldPayouts merchant={merchant} />
      </section>
      <ChargesPanel merchant={merchant} />
      <section className={styles.section}>
        <h2>{t('merchants.sectionDays')}</h2>
        <DaysPanel merchant={merchant} />
      </section>
      <section className={styles.section}>
        <h2>{t('merchants.sectionContacts')}</h2>
        <ContactsPanel merchant={merchant} />
      </section>
      <section className={styles.section}>
        <h2>{t('merchants.sectionPortal')}</h2>
        <PortalPanel merchant={merchant} />
      </section>
      <section className={styles.section}>
        <h2>{t('merchants.sectionKeys')}</h2>
        <ApiKeys isActive={merchant.state === 'active'} merchantId={merchant.id} />
      </section>
    </div>
  )
}

/** The account that waits for approval, as a difference; or the way to stage one. */
function Staged({ merchant }: { merchant: MerchantDetail }) {
  const { t } = useWords()
  const mayPrepare = useMay('prepare_merchants')
  const [staging, setStaging] = useState(false)
  const staged = merchant.stagedAccount
  if (staged) {
    return (
      <div className={styles.staged}>
        <p>
          {t('merchants.stagedBy', { name: actorName(staged.madeBy) })} <InstantText at={staged.madeAt} /> ·{' '}
          <Link href="/approvals">{t('merchants.toApprovals')}</Link>
        </p>
        <AccountFacts account={staged.account} before={merchant.account} />
      </div>
    )
  }
  if (!mayPrepare || merchant.state !== 'active') return null
  if (staging) return <StageAccount merchant={merchant} onEnd={() => setStaging(false)} />
  return (
    <Button onClick={() => setStaging(true)} size="xs" variant="default">
      {t('merchants.stage')}
    </Button>
  )
}

function TermsList({ merchant }: { merchant: MerchantDetail }) {
  const { t } = useWords()
  const facts: Fact[] = [
    [t('merchants.registrationNumber'), <Code key="number">{merchant.registrationNumber}</Code>],
    ...termFacts(merchant, t),
    [t('merchants.registeredAt'), <InstantText at={merchant.registeredAt} key="at" />],
  ]
  return <FactList facts={facts} />
}
