import { useState } from 'react'
import type { ExpectedTransfer } from '../../../preload/contract/collections'
import { BusinessDate, formatDate } from '../../../preload/contract/date'
import { useCall, useSession, wholeList } from '../../api'
import { useAddress } from '../../parts/address'
import { DateText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { Queue } from '../../parts/Queue'
import { useQueueKeys } from '../../parts/queue-keys'
import { RefusalText } from '../../parts/RefusalText'
import { StatusChip, type Tone } from '../../parts/StatusChip'
import { usePageFigures } from '../../parts/status'
import { NothingOpen, Workbench } from '../../parts/Workbench'
import { useWords } from '../../words'
import styles from './collections.module.css'
import { ThisTransfer } from './ThisTransfer'
import { standingOf, type TransferStanding } from './transfer-draft'

const ROW_PX = 50
const TONES: Record<TransferStanding, Tone> = { fits: 'going', waits: 'quiet', overdue: 'wait' }
const nameOf = ({ party, transferOn }: Pick<ExpectedTransfer, 'party' | 'transferOn'>) => `${party}-${transferOn}`
const elementOf = (transfer: ExpectedTransfer) => `transfer-${nameOf(transfer)}`

interface Cleared {
  readonly agent: string
  readonly day: string
  readonly count: number
}

/** 振込: what agents are to pay by day, and the one that is open beside the deposit it may have come as. */
export function Transfers() {
  const { t } = useWords()
  const { values, set } = useAddress()
  const asked = useCall('collections.transfers', {})
  const pages = wholeList(asked, asked.data?.transfers ?? [])
  const goTo = (transfer: ExpectedTransfer) => set({ transfer: nameOf(transfer) })
  const isOpen = (transfer: ExpectedTransfer) => nameOf(transfer) === values.transfer
  const words = { next: 'collections.keyNextTransfer', previous: 'collections.keyPreviousTransfer' } as const
  const open = useQueueKeys(pages.rows, isOpen, goTo, words)
  const [cleared, setCleared] = useState<Cleared | null>(null)
  usePageFigures(pages)
  return (
    <>
      <RefusalText error={pages.error} title={t('parts.errorTitle')} />
      <p className={styles.cleared} role="status">
        {cleared ? t('collections.settled', { ...cleared }) : null}
      </p>
      <Workbench
        queue={
          <Queue
            at={open && elementOf(open)}
            idOf={elementOf}
            label={t('collections.transfersQueue')}
            open={goTo}
            pages={pages}
            rowHeight={ROW_PX}
            rows={pages.rows}
          >
            {(transfer) => <QueueRow transfer={transfer} />}
          </Queue>
        }
      >
        {open ? (
          <ThisTransfer
            key={`${elementOf(open)} ${open.gross} ${open.net}`}
            onCleared={(count) => setCleared({ agent: open.agentName, day: formatDate(open.transferOn), count })}
            transfer={open}
          />
        ) : (
          <Nothing pending={pages.pending} />
        )}
      </Workbench>
    </>
  )
}

function Nothing({ pending }: { pending: boolean }) {
  const { t } = useWords()
  if (pending) return <NothingOpen title={t('parts.loading')} />
  return <NothingOpen text={t('collections.transfersEmptyText')} title={t('collections.transfersEmpty')} />
}

function QueueRow({ transfer }: { transfer: ExpectedTransfer }) {
  const { t } = useWords()
  const today = BusinessDate.safeParse(useSession()?.today)
  const standing = standingOf(transfer, today.success ? today.data : null)
  return (
    <>
      <DateText date={transfer.transferOn} />
      <Money amount={transfer.net} unit={t('parts.yen')} />
      <span>
        <StatusChip tone={TONES[standing]}>{t(`collections.${standing}`)}</StatusChip>
      </span>
      <span className={styles.cut} title={transfer.agentName}>
        {transfer.agentName}
      </span>
    </>
  )
}
