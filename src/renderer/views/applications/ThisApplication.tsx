import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ApplicationDetail } from '../../../preload/contract/applications'
import type { ApplicationId } from '../../../preload/contract/ids'
import { useAct, useCall, useMay } from '../../api'
import { actorName } from '../../parts/actor'
import { writeAddress } from '../../parts/address'
import { Code } from '../../parts/Code'
import { InstantText } from '../../parts/DateText'
import { RefusalText } from '../../parts/RefusalText'
import { NothingOpen } from '../../parts/Workbench'
import { useWords } from '../../words'
import { AccountFacts } from '../merchants/AccountFacts'
import { type Fact, FactList } from '../merchants/TermFacts'
import styles from './applications.module.css'
import { DeclineDialog } from './DeclineDialog'

/** One application: all that was said, merchants that are like it, and carrying it on. */
export function ThisApplication({ id }: { id: ApplicationId }) {
  const { t } = useWords()
  const { data, error } = useCall('applications.get', { id })
  const application = data?.id === id ? data : null
  if (!application) return error ? <RefusalText error={error} title={t('parts.errorTitle')} /> : <NothingOpen title={t('parts.loading')} />
  return (
    <div className={styles.one}>
      <header>
        <h2>{application.facts.name}</h2>
        <p className={styles.dimmed}>
          <Code>{application.number}</Code> · <InstantText at={application.receivedAt} />
        </p>
      </header>
      <Alike application={application} />
      <Carry application={application} />
      <FactsOf application={application} />
      <AccountFacts account={application.facts.account} />
    </div>
  )
}

function Alike({ application: { alike } }: { application: ApplicationDetail }) {
  const { t } = useWords()
  if (alike.length === 0) return null
  return (
    <div className={styles.alike}>
      <h3>{t('applications.alike')}</h3>
      <p>{t('applications.alikeText')}</p>
      <ul>
        {alike.map(({ id, name, registrationNumber }) => (
          <li key={id}>
            <Link href={`/merchants/${id}`}>{name}</Link> <Code>{registrationNumber}</Code>
          </li>
        ))}
      </ul>
    </div>
  )
}

function FactsOf({ application: { facts } }: { application: ApplicationDetail }) {
  const { t } = useWords()
  const list: Fact[] = [
    [t('merchants.nameKana'), facts.nameKana],
    [t('applications.representative'), facts.representative],
    [t('merchants.postalAddress'), facts.postalAddress],
    [t('applications.telephone'), facts.telephone],
    [t('merchants.email'), facts.email],
    [t('applications.website'), facts.website || '–'],
    [t('merchants.tNumber'), facts.tNumber === null ? t('parts.none') : <Code key="t">{facts.tNumber}</Code>],
    [t('merchants.methods'), facts.methods.map((method) => t(`nouns.paymentMethod.${method}`)).join(t('frame.roleSeparator'))],
    [t('merchants.noticeBy'), t(`merchants.noticeWays.${facts.noticeBy}`)],
    [t('merchants.contactLanguage'), t(`merchants.languages.${facts.language}`)],
    [t('applications.terms'), facts.termsVersion],
  ]
  return <FactList facts={list} />
}

/** What a clerk does with it, or what became of it. */
function Carry({ application }: { application: ApplicationDetail }) {
  const { t } = useWords()
  const mayPrepare = useMay('prepare_merchants')
  const [declining, setDeclining] = useState(false)
  const decline = useAct('applications.decline')
  const { id, number, version, state } = application
  if (state !== 'received') return <Ended application={application} />
  if (!mayPrepare) return <p className={styles.dimmed}>{t('applications.mayNot')}</p>
  return (
    <Group gap="xs">
      <Button component={Link} href={writeAddress('/merchants/new', { application: id })} size="xs">
        {t('applications.register')}
      </Button>
      <Button color="red" onClick={() => setDeclining(true)} size="xs" variant="outline">
        {t('applications.decline')}
      </Button>
      <DeclineDialog
        act={t('applications.decline')}
        busy={decline.isPending}
        error={decline.error}
        label={t('applications.declineReason')}
        onClose={() => setDeclining(false)}
        onDecline={(reason) => decline.mutate({ id, version, reason }, { onSuccess: () => setDeclining(false) })}
        opened={declining}
        text={t('applications.declineText')}
        title={t('applications.declineTitle', { number })}
      />
    </Group>
  )
}

function Ended({ application: { state, merchantId, reason, handledBy, handledAt } }: { application: ApplicationDetail }) {
  const { t } = useWords()
  return (
    <p>
      {t(`applications.state.${state}`)} {reason}{' '}
      {merchantId === null ? null : <Link href={`/merchants/${merchantId}`}>{t('applications.toMerchant')}</Link>}{' '}
      <span className={styles.dimmed}>
        {handledBy === null ? null : t('applications.handledBy', { name: actorName(handledBy) })} <InstantText at={handledAt} />
      </span>
    </p>
  )
}
