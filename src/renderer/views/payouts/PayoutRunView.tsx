import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link, useParams } from 'wouter'
import { formatDate } from '../../../preload/contract/date'
import { TransferRunId } from '../../../preload/contract/ids'
import type { OutputOf } from '../../../preload/contract/methods'
import { formatYen } from '../../../preload/contract/money'
import { useCall } from '../../api'
import { actorName } from '../../parts/actor'
import { Code } from '../../parts/Code'
import { InstantText } from '../../parts/DateText'
import { Page } from '../../parts/Page'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { RunStandings } from '../approvals/PayoutRunFacts'
import { FactList } from '../merchants/TermFacts'
import styles from './payouts.module.css'
import { RunActions } from './RunActions'
import { RunFigureList } from './RunFigureList'
import { RunMerchants } from './RunMerchants'
import { RunStateChip } from './RunStateChip'

export type RunDetail = OutputOf<'payouts.get'>

/** One run of transfers: what comes next, its figures, the merchants in it, what its approver sees, and its file. */
export function PayoutRunView() {
  const { id } = useParams<{ id: string }>()
  const named = TransferRunId.safeParse(Number(id))
  const { t } = useWords()
  return named.success ? <Run id={named.data} key={named.data} /> : <Page title={t('payouts.title')}>{t('payouts.unknown')}</Page>
}

const POSTING_EVERY_MS = 2_000

function Run({ id }: { id: TransferRunId }) {
  const { t } = useWords()
  const [goesOn, setGoesOn] = useState(false)
  const { data, error } = useCall('payouts.get', { id }, goesOn ? { every: POSTING_EVERY_MS } : {})
  const isPosting = data !== undefined && (data.run.state === 'giving_up' || (data.run.state === 'approved' && !data.run.posted))
  if (isPosting !== goesOn) setGoesOn(isPosting)
  const closing = data?.run.closingOn
  return (
    <Page
      actions={
        <Button component={Link} href={data?.run.kind === 'refunds' ? '/payouts?kind=refunds' : '/payouts'} size="xs" variant="default">
          {t('payouts.toList')}
        </Button>
      }
      counted={data ? <RunStateChip state={data.run.state} /> : null}
      title={data ? data.run.name : t('payouts.title')}
    >
      <RefusalText error={error} title={t('parts.errorTitle')} />
      {data ? (
        <div className={styles.detail}>
          <RunActions detail={data} />
          <FactList
            facts={[
              ...(closing ? [[t('payouts.closingOn'), formatDate(closing)] as const] : []),
              [t('payouts.payOn'), formatDate(data.run.payOn)],
              [t('payouts.account'), <Code key="account">{data.run.account}</Code>],
              [t('payouts.madeBy'), <Who at={data.run.madeAt} by={data.run.madeBy} key="made" />],
              ...(data.run.submittedBy
                ? [[t('payouts.submittedBy'), <Who at={data.run.submittedAt} by={data.run.submittedBy} key="submitted" />] as const]
                : []),
            ]}
          />
          {data.run.kind === 'payouts' ? <OfPayouts detail={data} /> : <OfRefunds detail={data} />}
          <FileFacts detail={data} />
        </div>
      ) : null}
    </Page>
  )
}

function Who({ by, at }: { by: string; at: RunDetail['run']['submittedAt'] }) {
  return (
    <>
      {actorName(by)} <InstantText at={at} />
    </>
  )
}

function OfPayouts({ detail }: { detail: RunDetail }) {
  const { t } = useWords()
  return (
    <>
      <RunFigureList figures={detail.facts.figures} />
      <section className={styles.section}>
        <h2>{t('payouts.merchants')}</h2>
        <RunMerchants run={detail.run} />
      </section>
      <section className={styles.section}>
        <h2>{t('payouts.decides')}</h2>
        <RunStandings facts={detail.facts} />
      </section>
    </>
  )
}

function OfRefunds({ detail: { run } }: { detail: RunDetail }) {
  const { t } = useWords()
  return (
    <section className={styles.section}>
      <FactList
        facts={[
          [t('payouts.transfers'), run.transfers.toLocaleString('ja-JP')],
          [`${t('payouts.total')} (${t('parts.yen')})`, formatYen(run.total)],
        ]}
      />
      <p>
        {t('payouts.refundsIn')} <Link href="/refunds?state=in_run">{t('payouts.toRefunds')}</Link>
      </p>
    </section>
  )
}

/** The exact bytes, and every time they were on their way to the bank. */
function FileFacts({ detail: { run, handOvers } }: { detail: RunDetail }) {
  const { t } = useWords()
  if (run.fileName === null || run.digest === null) return null
  return (
    <section className={styles.section}>
      <h2>{t('payouts.file')}</h2>
      <p>
        <Code>{run.fileName}</Code> {t('payouts.bytes', { count: (run.bytes ?? 0).toLocaleString('ja-JP') })}
      </p>
      <p className={styles.digest}>
        {t('payouts.digest')} <Code>{run.digest}</Code>
      </p>
      {handOvers.length > 0 ? (
        <>
          <h2>{t('payouts.handOvers')}</h2>
          <ul>
            {handOvers.map((each) => (
              <li key={`${each.at} ${each.outcome}`}>
                <InstantText at={each.at} seconds /> {t(`payouts.outcome.${each.outcome}`)} · {t(`payouts.channel.${each.channel}`)}{' '}
                {each.target} {each.detail} · {actorName(each.actor)}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  )
}
