import type { CollectionException } from '../../../preload/contract/collections'
import { formatDate } from '../../../preload/contract/date'
import { usePages } from '../../api'
import { useAddress } from '../../parts/address'
import { Money } from '../../parts/Money'
import { Queue } from '../../parts/Queue'
import { useQueueKeys } from '../../parts/queue-keys'
import { RefusalText } from '../../parts/RefusalText'
import { StatusChip } from '../../parts/StatusChip'
import { usePageFigures } from '../../parts/status'
import { NothingOpen, Workbench } from '../../parts/Workbench'
import { useWords } from '../../words'
import styles from './collections.module.css'
import { ThisCollection } from './ThisCollection'

const ROW_PX = 62
const elementOf = ({ lineId }: Pick<CollectionException, 'lineId'>) => `collection-${lineId}`

/** 例外: what no line of a result file could pay by itself, the oldest first, and how the one that is open may end. */
export function CollectionExceptions() {
  const { t } = useWords()
  const { values, set } = useAddress()
  const pages = usePages('collections.exceptions', (cursor) => ({ cursor }))
  const goTo = (row: CollectionException) => set({ line: String(row.lineId) })
  const isOpen = (row: CollectionException) => String(row.lineId) === values.line
  const open = useQueueKeys(pages.rows, isOpen, goTo, { next: 'collections.keyNext', previous: 'collections.keyPrevious' })
  usePageFigures(pages)
  return (
    <>
      <RefusalText error={pages.error} title={t('parts.errorTitle')} />
      <Workbench
        queue={
          <Queue
            at={open && elementOf(open)}
            idOf={elementOf}
            label={t('collections.queue')}
            open={goTo}
            pages={pages}
            rowHeight={ROW_PX}
            rows={pages.rows}
          >
            {(row) => <QueueRow row={row} />}
          </Queue>
        }
      >
        {open ? <ThisCollection key={open.lineId} row={open} /> : <Nothing pending={pages.pending} />}
      </Workbench>
    </>
  )
}

function Nothing({ pending }: { pending: boolean }) {
  const { t } = useWords()
  if (pending) return <NothingOpen title={t('parts.loading')} />
  return <NothingOpen text={t('collections.emptyText')} title={t('collections.empty')} />
}

function QueueRow({ row }: { row: CollectionException }) {
  const { t } = useWords()
  return (
    <>
      <span>
        <StatusChip tone={row.holdsMoney ? 'wait' : 'going'}>{t(`nouns.collectionOutcome.${row.outcome}`)}</StatusChip>
      </span>
      <Money amount={row.amount} unit={t('parts.yen')} />
      <span className={styles.cut} title={row.order?.payerName}>
        {row.order?.payerName ?? row.slipNumber}
      </span>
      <span className={styles.cut}>{formatDate(row.paidOn)}</span>
      <span className={styles.cut} title={row.order?.merchantName}>
        {row.order?.merchantName ?? row.chainName}
      </span>
      <span className={styles.waits}>{t('collections.days', { count: row.days })}</span>
    </>
  )
}
