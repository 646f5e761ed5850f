import { SegmentedControl } from '@mantine/core'
import { formatDate } from '../../../preload/contract/date'
import { Dispute, type ProtectionRow } from '../../../preload/contract/protection'
import { usePages } from '../../api'
import { useAddress } from '../../parts/address'
import { Money } from '../../parts/Money'
import { Page } from '../../parts/Page'
import { Queue } from '../../parts/Queue'
import { useQueueKeys } from '../../parts/queue-keys'
import { RefusalText } from '../../parts/RefusalText'
import { usePageFigures } from '../../parts/status'
import { NothingOpen, Workbench } from '../../parts/Workbench'
import { useWords } from '../../words'
import { MerchantSelect } from '../merchants/MerchantSelect'
import { DisputeChip } from './DisputeChip'
import styles from './returns.module.css'
import { returnsFilterOf } from './returns-filter'
import { ThisCase } from './ThisCase'

const ROW_PX = 62
const elementOf = ({ orderId }: Pick<ProtectionRow, 'orderId'>) => `case-${orderId}`

/** 返品・未着: the workbench of disputes. Left the orders that wait, right the one that is open with both sides and what comes next. */
export function ReturnsView() {
  const { t } = useWords()
  const { values, set } = useAddress()
  const { filter, orderId } = returnsFilterOf(values)
  const pages = usePages('protection.list', (cursor) => ({ filter, cursor }))
  const { rows } = pages
  const goTo = (row: ProtectionRow) => set({ order: String(row.orderId) })
  const open = useQueueKeys(rows, (row) => row.orderId === orderId, goTo, { next: 'returns.keyNext', previous: 'returns.keyPrevious' })
  usePageFigures(pages)
  return (
    <Page
      counted={pages.matching ? t('returns.counted', { count: pages.matching.count }) : null}
      fill
      filters={
        <>
          <SegmentedControl
            aria-label={t('orders.protection')}
            data={[
              { value: '', label: t('returns.all') },
              ...Dispute.options.map((state) => ({ value: state, label: t(`nouns.protection.${state}`) })),
            ]}
            onChange={(state) => set({ state, order: null })}
            size="xs"
            value={filter.protection ?? ''}
          />
          <MerchantSelect
            onChange={(id) => set({ merchant: id === null ? null : String(id), order: null })}
            value={filter.merchantId ?? null}
          />
        </>
      }
      title={t('returns.title')}
    >
      <RefusalText error={pages.error} title={t('parts.errorTitle')} />
      <Workbench
        queue={
          <Queue
            at={open && elementOf(open)}
            idOf={elementOf}
            label={t('returns.queue')}
            open={goTo}
            pages={pages}
            rowHeight={ROW_PX}
            rows={rows}
          >
            {(row) => <QueueRow row={row} />}
          </Queue>
        }
      >
        {open ? <ThisCase key={open.orderId} row={open} /> : <Nothing filtered={Object.keys(filter).length > 0} pending={pages.pending} />}
      </Workbench>
    </Page>
  )
}

function QueueRow({ row }: { row: ProtectionRow }) {
  const { t } = useWords()
  return (
    <>
      <span>
        <DisputeChip protection={row.protection} />
      </span>
      <Money amount={row.paidAmount} unit={t('parts.yen')} />
      <span className={styles.cut} title={row.merchantName}>
        {row.merchantName}
      </span>
      <span className={styles.cut}>{row.orderNumber}</span>
      <span className={styles.cut}>{row.payerName}</span>
      <span className={styles.waits}>
        {row.proposed ? t('returns.proposed') : row.answerBy ? t('returns.answerBy', { day: formatDate(row.answerBy) }) : null}
      </span>
    </>
  )
}

function Nothing({ pending, filtered }: { pending: boolean; filtered: boolean }) {
  const { t } = useWords()
  if (pending) return <NothingOpen title={t('parts.loading')} />
  return filtered ? (
    <NothingOpen title={t('returns.noneFound')} />
  ) : (
    <NothingOpen text={t('returns.emptyText')} title={t('returns.empty')} />
  )
}
