import type { CaseOf } from '../../../preload/contract/approvals'
import { formatDate } from '../../../preload/contract/date'
import { formatYen, type Yen } from '../../../preload/contract/money'
import { Code } from '../../parts/Code'
import { useWords } from '../../words'
import { FactList } from '../merchants/TermFacts'
import styles from './approvals.module.css'

/** What decides about a run of payouts: its totals beside the last, and whoever stands out. */
export function PayoutRunFacts({ asked }: { asked: CaseOf<'payout_run'> }) {
  const { t } = useWords()
  const { facts } = asked
  const last = facts.last
  const lists = (['accountChanged', 'firstPayout', 'outliers', 'held', 'sentBack'] as const).filter((name) => facts[name].length > 0)
  return (
    <>
      <FactList
        facts={[
          [t('approvals.run.payOn'), formatDate(asked.payOn)],
          [t('approvals.run.total'), formatYen(asked.total)],
          [t('approvals.run.transfers'), String(asked.transfers)],
          ...(last ? [[t('approvals.run.last'), `${last.name} · ${formatYen(last.total)} · ${last.transfers}`] as const] : []),
          [t('approvals.run.file'), asked.fileName],
        ]}
      />
      <p className={styles.none}>
        {t('approvals.run.digest')} <Code>{asked.digest}</Code>
      </p>
      {lists.map((name) => (
        <Standing key={name} more={facts.more[name]} rows={facts[name]} title={t(`approvals.run.${name}`)} />
      ))}
    </>
  )
}

interface StandingProps {
  title: string
  rows: readonly { payoutId: number; merchantName: string; amount: Yen }[]
  more: number
}

function Standing({ title, rows, more }: StandingProps) {
  return (
    <div className={styles.why}>
      <h3>{title}</h3>
      <ul>
        {rows.map(({ payoutId, merchantName, amount }) => (
          <li key={payoutId}>
            {merchantName} {formatYen(amount)}
          </li>
        ))}
      </ul>
      {more > 0 ? <p>+ {more}</p> : null}
    </div>
  )
}

/** What a person has found out about a file in quarantine. */
export function QuarantineFacts({ asked }: { asked: CaseOf<'quarantine'> }) {
  const { t } = useWords()
  return (
    <>
      <FactList
        facts={[
          [t('approvals.run.payOn'), formatDate(asked.payOn)],
          [t('approvals.run.total'), formatYen(asked.total)],
          [t('approvals.run.file'), asked.fileName],
        ]}
      />
      <div className={styles.why}>
        <h3>{t(asked.delivered ? 'approvals.run.delivered' : 'approvals.run.notDelivered')}</h3>
        <p>{asked.note}</p>
      </div>
    </>
  )
}
