import type { Ref } from 'react'
import type { DepositRow } from '../../../preload/contract/clearing'
import type { ReceiptId } from '../../../preload/contract/ids'
import type { Pages } from '../../api'
import { DateText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { Queue } from '../../parts/Queue'
import { useWords } from '../../words'
import styles from './clearing.module.css'

const ROW_PX = 44
const elementOf = ({ id }: { id: ReceiptId }) => `deposit-${id}`

export interface DepositQueueProps {
  pages: Pages<DepositRow>
  /** The queue as the desk has it: what has just been cleared is gone already. */
  rows: readonly DepositRow[]
  at: ReceiptId | null
  /** Cleared together, where there are several. */
  marked: readonly ReceiptId[]
  open: (receiptId: ReceiptId) => void
  listRef: Ref<HTMLDivElement>
}

/** The deposits that wait for a person. */
export function DepositQueue({ pages, rows, at, marked, open, listRef }: DepositQueueProps) {
  const { t } = useWords()
  return (
    <Queue
      at={at === null ? null : elementOf({ id: at })}
      idOf={elementOf}
      label={t('clearing.queue')}
      listRef={listRef}
      open={({ id }) => open(id)}
      pages={pages}
      rowHeight={ROW_PX}
      rows={rows}
    >
      {(row) => <QueueRow isMarked={marked.includes(row.id)} row={row} />}
    </Queue>
  )
}

function QueueRow({ row, isMarked }: { row: DepositRow; isMarked: boolean }) {
  const { t } = useWords()
  return (
    <>
      <span className={styles.depositDate}>
        <DateText date={row.bookedOn} />
      </span>
      <span className={styles.depositAmount}>
        <Money amount={row.remaining} />
      </span>
      <span className={styles.depositName} title={row.remitterName}>
        {row.remitterName || row.description || '–'}
      </span>
      <span className={styles.depositState}>
        {[
          isMarked && t('clearing.marked'),
          row.state !== 'waiting' && t(`nouns.depositState.${row.state}`),
          row.note !== '' && t('clearing.hasNote'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </>
  )
}
