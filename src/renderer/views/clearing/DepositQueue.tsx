import type { Ref } from 'react'
import type { DepositRow } from '../../../preload/contract/clearing'
import type { Holding } from '../../../preload/contract/desk'
import type { ReceiptId } from '../../../preload/contract/ids'
import { type Pages, useSession } from '../../api'
import { actorName } from '../../parts/actor'
import { DateText, formatTime } from '../../parts/DateText'
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
  /** Who is on which deposit. */
  holdings: ReadonlyMap<ReceiptId, Holding>
}

/** The deposits that wait for a person. */
export function DepositQueue({ pages, rows, at, marked, open, listRef, holdings }: DepositQueueProps) {
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
      {(row) => <QueueRow holding={holdings.get(row.id)} isMarked={marked.includes(row.id)} row={row} />}
    </Queue>
  )
}

function QueueRow({ row, holding, isMarked }: { row: DepositRow; holding: Holding | undefined; isMarked: boolean }) {
  const { t } = useWords()
  const me = useSession()?.user?.name
  const { assignment } = row
  const whose = assignment && (assignment.to !== me || !assignment.accepted)
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
          holding && !holding.mine && t('desk.inHands', { name: actorName(holding.by), time: formatTime(holding.since) }),
          row.state !== 'waiting' && t(`nouns.depositState.${row.state}`),
          whose && (assignment.to === me ? t('desk.handedToMe') : t('desk.assignedTo', { name: assignment.to })),
          row.note !== '' && t('clearing.hasNote'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </>
  )
}
