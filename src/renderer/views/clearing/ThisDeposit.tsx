import type { DepositRow } from '../../../preload/contract/clearing'
import { formatYen } from '../../../preload/contract/money'
import { useCall } from '../../api'
import { actorName } from '../../parts/actor'
import { Code } from '../../parts/Code'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import { DepositFacts } from '../deposits/DepositFacts'
import { NameSteps } from '../deposits/NameSteps'
import styles from './clearing.module.css'

/** The deposit on the desk: everything the bank has told about it, and what became of it so far. */
export function ThisDeposit({ row }: { row: DepositRow }) {
  const { t } = useWords()
  const asked = useCall('deposits.get', { id: row.id })
  const detail = asked.data?.id === row.id ? asked.data : null
  const living = detail?.allocations.filter((allocation) => !allocation.undone) ?? []
  return (
    <div className={styles.facts}>
      <Money amount={row.remaining} unit={t('parts.yen')} large />
      {row.remaining === row.amount ? null : (
        <div className={styles.dimmed}>{t('clearing.ofWhole', { amount: formatYen(row.amount) })}</div>
      )}
      <p className={styles.name}>{row.remitterName || '–'}</p>
      {detail ? <NameSteps normal={detail.normalName} steps={detail.nameSteps} /> : null}
      <DepositFacts detail={detail} row={row} />
      {living.length === 0 ? null : <h3 className={styles.heading}>{t('clearing.allocated')}</h3>}
      {living.map((allocation) => (
        <p className={styles.allocated} key={allocation.id}>
          <Code>{allocation.orderNumber}</Code> <Money amount={allocation.amount} unit={t('parts.yen')} /> {actorName(allocation.by)}
        </p>
      ))}
    </div>
  )
}
