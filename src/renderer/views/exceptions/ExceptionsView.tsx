import { Button, SegmentedControl, Select } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { formatDate } from '../../../preload/contract/date'
import { type ExceptionRow, ExceptionType } from '../../../preload/contract/exceptions'
import type { InputOf } from '../../../preload/contract/methods'
import { useCall, useMay, usePages } from '../../api'
import { useAddress } from '../../parts/address'
import { Money } from '../../parts/Money'
import { Page } from '../../parts/Page'
import { Queue } from '../../parts/Queue'
import { useQueueKeys } from '../../parts/queue-keys'
import { RefusalText } from '../../parts/RefusalText'
import { StatusChip } from '../../parts/StatusChip'
import { usePageFigures } from '../../parts/status'
import { NothingOpen, Workbench } from '../../parts/Workbench'
import { useWords } from '../../words'
import { Ages } from './Ages'
import styles from './exceptions.module.css'
import { Receivables } from './Receivables'
import { ReturnedPayouts } from './ReturnedPayouts'
import { SheetIn } from './SheetIn'
import { SheetOut } from './SheetOut'
import { ShortOrders } from './ShortOrders'
import { ThisException } from './ThisException'

const TABS = ['lines', 'short', 'receivables', 'returned'] as const

/** 例外: what nobody could explain yet, with its age and its ending; orders that are short, what merchants owe, payouts that came back. */
export function ExceptionsView() {
  const { t } = useWords()
  const { values, set } = useAddress()
  const tab = TABS.find((each) => each === values.tab) ?? 'lines'
  const tabs = (
    <SegmentedControl
      aria-label={t('exceptions.title')}
      data={TABS.map((value) => ({ value, label: t(`exceptions.tab.${value}`) }))}
      onChange={(value) => set({ tab: value === 'lines' ? null : value, line: null })}
      size="xs"
      value={tab}
    />
  )
  if (tab === 'lines') return <Lines tabs={tabs} />
  if (tab === 'short') return <ShortOrders tabs={tabs} />
  if (tab === 'receivables') return <Receivables tabs={tabs} />
  return (
    <Page filters={tabs} title={t('exceptions.title')}>
      <ReturnedPayouts />
    </Page>
  )
}

const ROW_PX = 62
/** In the address, where otherwise a type stands: what waits to be given back. */
const CANDIDATES = 'refund_candidate'
const elementOf = ({ receiptId }: Pick<ExceptionRow, 'receiptId'>) => `line-${receiptId}`

function Lines({ tabs }: { tabs: ReactNode }) {
  const { t } = useWords()
  const { values, set } = useAddress()
  const type = ExceptionType.optional().catch(undefined).parse(values.type)
  const due = values.due === 'true'
  const refundCandidate = values.type === CANDIDATES
  const filter = { ...(refundCandidate ? { refundCandidate } : type ? { type } : {}), ...(due ? { due } : {}) }
  const pages = usePages('exceptions.list', (cursor) => ({ filter, cursor }))
  const all = useCall('exceptions.list', { filter: {}, cursor: null }).data
  const counts = all?.counts ?? []
  const goTo = (row: ExceptionRow) => set({ line: String(row.receiptId) })
  const isOpen = (row: ExceptionRow) => String(row.receiptId) === values.line
  const open = useQueueKeys(pages.rows, isOpen, goTo, { next: 'exceptions.keyNext', previous: 'exceptions.keyPrevious' })
  usePageFigures(pages)
  return (
    <Page
      actions={<Sheets filter={filter} />}
      counted={pages.matching ? t('exceptions.counted', { count: pages.matching.count }) : null}
      fill
      filters={
        <>
          {tabs}
          <Select
            aria-label={t('exceptions.typeName')}
            clearable
            data={[
              ...counts.map((each) => ({ value: each.type, label: `${t(`exceptions.type.${each.type}`)} ${each.count}` })),
              { value: CANDIDATES, label: t('clearing.refundCandidate') },
            ]}
            onChange={(value) => set({ type: value, line: null })}
            placeholder={t('exceptions.all')}
            size="xs"
            value={refundCandidate ? CANDIDATES : (type ?? null)}
            w={220}
          />
          <Button
            aria-pressed={due}
            onClick={() => set({ due: due ? null : 'true', line: null })}
            size="xs"
            variant={due ? 'light' : 'default'}
          >
            {t('exceptions.dueToday', { count: all?.due ?? 0 })}
          </Button>
          <Ages counts={counts.filter((each) => type === undefined || each.type === type)} />
        </>
      }
      title={t('exceptions.title')}
    >
      <RefusalText error={pages.error} title={t('parts.errorTitle')} />
      <Workbench
        queue={
          <Queue
            at={open && elementOf(open)}
            idOf={elementOf}
            label={t('exceptions.queue')}
            open={goTo}
            pages={pages}
            rowHeight={ROW_PX}
            rows={pages.rows}
          >
            {(row) => <QueueRow row={row} />}
          </Queue>
        }
      >
        {open ? (
          <ThisException key={`${open.receiptId} ${open.version}`} row={open} />
        ) : (
          <Nothing filtered={type !== undefined || due || refundCandidate} pending={pages.pending} />
        )}
      </Workbench>
    </Page>
  )
}

/** Out to Excel, and back. */
function Sheets({ filter }: { filter: NonNullable<InputOf<'exceptions.exportSheet'>['filter']> }) {
  const { t } = useWords()
  const [mayExport, mayClear] = [useMay('export'), useMay('clear')]
  const [taking, setTaking] = useState(false)
  return (
    <>
      {mayExport ? <SheetOut filter={filter} /> : null}
      {mayClear ? (
        <Button onClick={() => setTaking(true)} size="xs" variant="default">
          {t('exceptions.sheetIn')}
        </Button>
      ) : null}
      {taking ? <SheetIn close={() => setTaking(false)} /> : null}
    </>
  )
}

function QueueRow({ row }: { row: ExceptionRow }) {
  const { t } = useWords()
  return (
    <>
      <span>
        <StatusChip tone={row.side === 'credit' ? 'wait' : 'going'}>{t(`exceptions.type.${row.type}`)}</StatusChip>
      </span>
      <Money amount={row.remaining} unit={t('parts.yen')} />
      <span className={styles.cut} title={row.name}>
        {row.name || row.description || '–'}
      </span>
      <span className={styles.cut}>{formatDate(row.bookedOn)}</span>
      <span className={styles.cut}>{row.description}</span>
      <span className={styles.waits}>
        {row.asked
          ? t('exceptions.asked')
          : row.due
            ? t('exceptions.due')
            : row.refundCandidate
              ? t('clearing.refundCandidate')
              : t('exceptions.days', { count: row.days })}
      </span>
    </>
  )
}

function Nothing({ pending, filtered }: { pending: boolean; filtered: boolean }) {
  const { t } = useWords()
  if (pending) return <NothingOpen title={t('parts.loading')} />
  return filtered ? (
    <NothingOpen title={t('exceptions.noneFound')} />
  ) : (
    <NothingOpen text={t('exceptions.emptyText')} title={t('exceptions.empty')} />
  )
}
