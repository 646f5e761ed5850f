import { Link } from 'wouter'
import type { CaseOf } from '../../../preload/contract/approvals'
import { formatDate } from '../../../preload/contract/date'
import type { SettlementAccount } from '../../../preload/contract/merchants'
import { formatYen, type Yen, yen } from '../../../preload/contract/money'
import type { RunFacts } from '../../../preload/contract/payouts'
import { actorName } from '../../parts/actor'
import { Code } from '../../parts/Code'
import { Money } from '../../parts/Money'
import { useWords, type Words } from '../../words'
import { FactList } from '../merchants/TermFacts'
import { RunFigureList } from '../payouts/RunFigureList'
import { reasonText } from '../payouts/RunMerchants'
import styles from './approvals.module.css'

/** What decides about a run of transfers: its totals beside the last, and whoever stands out. */
export function PayoutRunFacts({ asked }: { asked: CaseOf<'payout_run'> }) {
  const { t } = useWords()
  const { facts } = asked
  return (
    <>
      <FactList
        facts={[
          [t('approvals.run.total'), <Money amount={asked.total} key="total" large />],
          [t('approvals.run.transfers'), asked.transfers.toLocaleString('ja-JP')],
          [t('approvals.run.payOn'), formatDate(asked.payOn)],
          ...(facts.last ? [[t('approvals.run.last'), lastText(asked, facts.last, t)] as const] : []),
        ]}
      />
      <RunStandings facts={facts} />
      {facts.figures.payouts > 0 ? <RunFigureList figures={facts.figures} /> : null}
      <p className={styles.none}>
        <Link href={`/payouts/${asked.runId}`}>{t('approvals.run.toRun')}</Link> · {asked.account} · {asked.fileName}{' '}
        {t('payouts.bytes', { count: asked.bytes.toLocaleString('ja-JP') })}
      </p>
      <p className={styles.digest}>
        {t('approvals.run.digest')} <Code>{asked.digest}</Code>
      </p>
    </>
  )
}

/** The last run and how much this one differs from it. */
function lastText({ total }: { total: Yen }, last: NonNullable<RunFacts['last']>, t: Words): string {
  const more = total - last.total
  return t('approvals.run.lastText', {
    name: last.name,
    total: formatYen(last.total),
    transfers: last.transfers.toLocaleString('ja-JP'),
    difference: `${more < 0 ? '−' : '+'}${formatYen(yen(Math.abs(more)))}`,
  })
}

const accountText = ({ bankCode, branchCode, accountNumber, holderKana }: SettlementAccount) =>
  `${bankCode}-${branchCode} ${accountNumber} ${holderKana}`

/** Whoever stands out in a run, and why: changed accounts first. */
export function RunStandings({ facts }: { facts: RunFacts }) {
  const { t } = useWords()
  const { accountChanged, firstPayout, outliers, held, sentBack, paidAgain, heldSince, more } = facts
  const lists = [
    { name: 'heldSince', rows: heldSince.map((row) => ({ ...row, beside: row.reason })) },
    {
      name: 'accountChanged',
      rows: accountChanged.map((row) => ({ ...row, beside: `${accountText(row.before)} → ${accountText(row.after)}` })),
    },
    { name: 'outliers', rows: outliers.map((row) => ({ ...row, beside: t('approvals.run.usual', { amount: formatYen(row.usual) }) })) },
    { name: 'firstPayout', rows: firstPayout.map((row) => ({ ...row, beside: '' })) },
    { name: 'held', rows: held.map((row) => ({ ...row, beside: reasonText(row.reason, t) })) },
    { name: 'sentBack', rows: sentBack.map((row) => ({ ...row, beside: reasonText(row.reason, t) })) },
    {
      name: 'paidAgain',
      rows: paidAgain.map((row) => ({
        ...row,
        beside: [row.runName, row.saidBy && actorName(row.saidBy), row.reason].filter(Boolean).join(' '),
      })),
    },
  ] as const
  const standing = lists.filter(({ rows }) => rows.length > 0)
  if (standing.length === 0) return <p className={styles.none}>{t('approvals.run.nobody')}</p>
  return standing.map(({ name, rows }) => (
    <div className={styles.why} key={name}>
      <h3>{t(`approvals.run.${name}`)}</h3>
      <ul className={styles.standing}>
        {rows.map(({ payoutId, merchantName, amount, beside }) => (
          <li key={`${payoutId} ${beside}`}>
            {merchantName} <Money amount={amount} unit={t('parts.yen')} /> {beside}
          </li>
        ))}
      </ul>
      {more[name] > 0 ? <p>{t('approvals.run.more', { count: more[name] })}</p> : null}
    </div>
  ))
}

/** What a person has found out about a file in quarantine. */
export function QuarantineFacts({ asked }: { asked: CaseOf<'quarantine'> }) {
  const { t } = useWords()
  return (
    <>
      <div className={styles.why}>
        <h3>{t(asked.delivered ? 'approvals.run.delivered' : 'approvals.run.notDelivered')}</h3>
        <p>{asked.note}</p>
      </div>
      <p className={styles.none}>{t(asked.delivered ? 'approvals.run.deliveredMeans' : 'approvals.run.notDeliveredMeans')}</p>
      <FactList
        facts={[
          [t('approvals.run.total'), <Money amount={asked.total} key="total" large />],
          [t('approvals.run.transfers'), asked.transfers.toLocaleString('ja-JP')],
          [t('approvals.run.payOn'), formatDate(asked.payOn)],
          [t('approvals.run.file'), asked.fileName],
        ]}
      />
      <p className={styles.digest}>
        <Link href={`/payouts/${asked.runId}`}>{t('approvals.run.toRun')}</Link> · {t('approvals.run.digest')}{' '}
        <Code>{asked.fileDigest}</Code>
      </p>
    </>
  )
}
