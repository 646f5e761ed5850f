import type { ReactNode } from 'react'
import type { DepositDetail, DepositRow } from '../../../preload/contract/clearing'
import { formatYen } from '../../../preload/contract/money'
import { useCall } from '../../api'
import { actorName } from '../../parts/actor'
import { Code } from '../../parts/Code'
import { DateText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import { Comments } from '../deposits/Comments'
import { DepositFacts } from '../deposits/DepositFacts'
import { LevelName } from '../deposits/LevelName'
import { NameSteps } from '../deposits/NameSteps'
import styles from './clearing.module.css'

/** The deposit on the desk: everything the bank has told about it, and what became of it so far. */
export function ThisDeposit({ row, seat }: { row: DepositRow; seat?: ReactNode }) {
  const { t } = useWords()
  const asked = useCall('deposits.get', { id: row.id })
  const detail = asked.data?.id === row.id ? asked.data : null
  const living = detail?.allocations.filter((allocation) => !allocation.undone) ?? []
  return (
    <div className={styles.facts}>
      {seat}
      <Money amount={row.remaining} unit={t('parts.yen')} large />
      {row.remaining === row.amount ? null : (
        <div className={styles.dimmed}>{t('clearing.ofWhole', { amount: formatYen(row.amount) })}</div>
      )}
      <p className={styles.name}>{row.remitterName || '–'}</p>
      {detail ? <NameSteps normal={detail.normalName} steps={detail.nameSteps} /> : null}
      <DepositFacts detail={detail} row={row} />
      <Comments id={row.id} note={row.note} />
      {detail ? <EarlierClearings earlier={detail.earlier} /> : null}
      {living.length === 0 ? null : <h3 className={styles.heading}>{t('clearing.allocated')}</h3>}
      {living.map((allocation) => (
        <p className={styles.allocated} key={allocation.id}>
          <Code>{allocation.orderNumber}</Code> <Money amount={allocation.amount} unit={t('parts.yen')} /> {actorName(allocation.by)}
        </p>
      ))}
    </div>
  )
}

/** What this name paid before: why the program thinks of a payer, and what a person would remember. */
function EarlierClearings({ earlier }: Pick<DepositDetail, 'earlier'>) {
  const { t } = useWords()
  if (earlier.length === 0) return null
  return (
    <>
      <h3 className={styles.heading}>{t('clearing.earlier')}</h3>
      <ul aria-label={t('clearing.earlier')} className={styles.earlier}>
        {earlier.map(({ receiptId, bookedOn, amount, isSameBranch, orderNumber, merchantName, payerName, level, by }) => (
          <li key={`${receiptId} ${orderNumber}`}>
            <span className={styles.candidateTop}>
              <DateText date={bookedOn} /> <Code>{orderNumber}</Code>
              <span className={styles.summand}>
                <Money amount={amount} unit={t('parts.yen')} />
              </span>
            </span>
            <span className={styles.line} title={`${payerName} · ${merchantName}`}>
              {payerName} · {merchantName}
            </span>
            <span className={styles.dimmed}>
              <LevelName level={level} /> · {actorName(by)}
              {isSameBranch ? null : ` · ${t('clearing.otherBranch')}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
