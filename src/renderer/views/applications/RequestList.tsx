import { Group, SegmentedControl } from '@mantine/core'
import type { ReactNode } from 'react'
import type { MerchantRequestId } from '../../../preload/contract/ids'
import { type MerchantRequest, MerchantRequestState } from '../../../preload/contract/portal'
import { usePages } from '../../api'
import { InstantText } from '../../parts/DateText'
import { Queue } from '../../parts/Queue'
import { useQueueKeys } from '../../parts/queue-keys'
import { RefusalText } from '../../parts/RefusalText'
import { usePageFigures } from '../../parts/status'
import { NothingOpen, Workbench } from '../../parts/Workbench'
import { useWords } from '../../words'
import styles from './applications.module.css'
import { ThisRequest } from './ThisRequest'

const ROW_PX = 46
const elementOf = ({ id }: Pick<MerchantRequest, 'id'>) => `request-${id}`

export interface RequestListProps {
  state: MerchantRequestState
  openId: MerchantRequestId | null
  set: (changes: Readonly<Record<string, string | null>>) => void
  tab: ReactNode
}

/** Left what merchants wish changed, oldest first; right the wish that is open, as a difference. */
export function RequestList({ state, openId, set, tab }: RequestListProps) {
  const { t } = useWords()
  const pages = usePages('merchants.requests', (cursor) => ({ state, cursor }))
  const goTo = (row: MerchantRequest) => set({ request: String(row.id) })
  const words = { next: 'applications.keyNext', previous: 'applications.keyPrevious' } as const
  const open = useQueueKeys(pages.rows, (row) => row.id === openId, goTo, words)
  usePageFigures(pages)
  return (
    <>
      <Group gap="xs" mb="xs">
        {tab}
        <SegmentedControl
          aria-label={t('applications.requestQueue')}
          data={MerchantRequestState.options.map((one) => ({ value: one, label: t(`applications.requestState.${one}`) }))}
          onChange={(next) => set({ wishes: next, request: null })}
          size="xs"
          value={state}
        />
      </Group>
      <RefusalText error={pages.error} title={t('parts.errorTitle')} />
      <Workbench
        queue={
          <Queue
            at={open && elementOf(open)}
            idOf={elementOf}
            label={t('applications.requestQueue')}
            open={goTo}
            pages={pages}
            rowHeight={ROW_PX}
            rows={pages.rows}
          >
            {(row) => (
              <>
                <span className={styles.cut} title={row.merchantName}>
                  {row.merchantName}
                </span>
                <span>{row.registrationNumber}</span>
                <span className={styles.cut}>{t(`applications.wish.${row.wish.kind}`)}</span>
                <InstantText at={row.madeAt} />
              </>
            )}
          </Queue>
        }
      >
        {open ? <ThisRequest key={open.id} request={open} /> : null}
        {!open && pages.pending ? <NothingOpen title={t('parts.loading')} /> : null}
        {!open && !pages.pending && state === 'waiting' ? (
          <NothingOpen text={t('applications.emptyRequestsText')} title={t('applications.emptyRequests')} />
        ) : null}
        {!open && !pages.pending && state !== 'waiting' ? <NothingOpen title={t('applications.noneFound')} /> : null}
      </Workbench>
    </>
  )
}
