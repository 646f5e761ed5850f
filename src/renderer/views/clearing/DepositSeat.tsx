import type { DepositRow } from '../../../preload/contract/clearing'
import type { Holding, TakenOver } from '../../../preload/contract/desk'
import { actorName } from '../../parts/actor'
import { formatInstant, formatTime } from '../../parts/DateText'
import { useWords } from '../../words'
import styles from './clearing.module.css'

export interface DepositSeatProps {
  row: DepositRow
  holding: Holding | null
  takenOver: TakenOver | null
}

/** Who else is on this deposit, and whose it is; and whoever had it learns who took it over. */
export function DepositSeat({ row, holding, takenOver }: DepositSeatProps) {
  const { t } = useWords()
  const { assignment } = row
  const taken = takenOver?.receiptId === row.id ? takenOver : null
  return (
    <div aria-live="polite">
      {taken ? <p className={styles.question}>{t('desk.takenOver', { name: actorName(taken.by), time: formatTime(taken.at) })}</p> : null}
      {holding && !holding.mine && !taken ? (
        <p className={styles.question}>{t('desk.heldBy', { name: actorName(holding.by), time: formatTime(holding.since) })}</p>
      ) : null}
      {assignment ? (
        <p className={styles.dimmed}>
          {t(assignment.accepted ? 'desk.assigned' : 'desk.handedOver', {
            to: assignment.to,
            by: actorName(assignment.by),
            at: formatInstant(assignment.at),
          })}
        </p>
      ) : null}
    </div>
  )
}
