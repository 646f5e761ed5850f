import { useVirtualizer } from '@tanstack/react-virtual'
import { type Ref, useEffect, useRef } from 'react'
import type { DepositRow } from '../../../preload/contract/clearing'
import type { ReceiptId } from '../../../preload/contract/ids'
import type { Pages } from '../../api'
import { DateText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import styles from './clearing.module.css'

const ROW_PX = 44
const NEAR_END = 20

export interface DepositQueueProps {
  pages: Pages<DepositRow>
  /** The queue as the desk has it: what has just been cleared is gone already. */
  rows: readonly DepositRow[]
  at: ReceiptId | null
  open: (receiptId: ReceiptId) => void
  listRef: Ref<HTMLDivElement>
}

/** The deposits that wait for a person, as many as there may be; the one that is open stays in sight. */
export function DepositQueue({ pages, rows, at, open, listRef }: DepositQueueProps) {
  const { t } = useWords()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => ROW_PX, overscan: 10 })
  const place = rows.findIndex((row) => row.id === at)
  const last = virtual.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (place >= 0) virtual.scrollToIndex(place, { align: 'auto' })
  }, [place, virtual])
  useEffect(() => {
    if (pages.more && !pages.fetching && Math.max(last, place) > rows.length - NEAR_END) pages.fetchMore()
  }, [pages, last, place, rows.length])
  return (
    <div className={styles.scroller} ref={scroller}>
      <div
        aria-activedescendant={at === null ? undefined : `deposit-${at}`}
        aria-label={t('clearing.queue')}
        className={styles.queue}
        ref={listRef}
        role="listbox"
        style={{ height: virtual.getTotalSize() }}
        tabIndex={0}
      >
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          return row ? <QueueRow key={row.id} row={row} chosen={row.id === at} top={start} open={open} /> : null
        })}
      </div>
    </div>
  )
}

function QueueRow({ row, chosen, top, open }: { row: DepositRow; chosen: boolean; top: number; open: (id: ReceiptId) => void }) {
  const { t } = useWords()
  return (
    <div
      aria-selected={chosen}
      className={styles.deposit}
      id={`deposit-${row.id}`}
      onMouseDown={() => open(row.id)}
      role="option"
      style={{ transform: `translateY(${top}px)`, height: ROW_PX }}
      tabIndex={-1}
    >
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
        {[row.state !== 'waiting' && t(`nouns.depositState.${row.state}`), row.note !== '' && t('clearing.hasNote')]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </div>
  )
}
