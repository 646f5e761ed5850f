import { Group, SegmentedControl } from '@mantine/core'
import type { ReactNode } from 'react'
import { type ApplicationRow, ApplicationState } from '../../../preload/contract/applications'
import type { ApplicationId } from '../../../preload/contract/ids'
import { usePages } from '../../api'
import { InstantText } from '../../parts/DateText'
import { Queue } from '../../parts/Queue'
import { useQueueKeys } from '../../parts/queue-keys'
import { RefusalText } from '../../parts/RefusalText'
import { usePageFigures } from '../../parts/status'
import { NothingOpen, Workbench } from '../../parts/Workbench'
import { useWords } from '../../words'
import styles from './applications.module.css'
import { ThisApplication } from './ThisApplication'

const ROW_PX = 46
const elementOf = ({ id }: Pick<ApplicationRow, 'id'>) => `application-${id}`

export interface ApplicationListProps {
  state: ApplicationState
  openId: ApplicationId | null
  set: (changes: Readonly<Record<string, string | null>>) => void
  tab: ReactNode
}

/** Left the applications in one state, oldest first; right the one that is open. */
export function ApplicationList({ state, openId, set, tab }: ApplicationListProps) {
  const { t } = useWords()
  const pages = usePages('applications.list', (cursor) => ({ state, cursor }))
  const goTo = (row: ApplicationRow) => set({ application: String(row.id) })
  const words = { next: 'applications.keyNext', previous: 'applications.keyPrevious' } as const
  const open = useQueueKeys(pages.rows, (row) => row.id === openId, goTo, words)
  usePageFigures(pages)
  const isEmptyOfNew = !pages.pending && state === 'received'
  return (
    <>
      <Group gap="xs" mb="xs">
        {tab}
        <SegmentedControl
          aria-label={t('applications.queue')}
          data={ApplicationState.options.map((one) => ({ value: one, label: t(`applications.state.${one}`) }))}
          onChange={(next) => set({ state: next, application: null })}
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
            label={t('applications.queue')}
            open={goTo}
            pages={pages}
            rowHeight={ROW_PX}
            rows={pages.rows}
          >
            {(row) => (
              <>
                <span className={styles.cut} title={row.name}>
                  {row.name}
                </span>
                <span>{row.number}</span>
                <span className={styles.cut}>{row.email}</span>
                <InstantText at={row.receivedAt} />
              </>
            )}
          </Queue>
        }
      >
        {open ? <ThisApplication id={open.id} key={open.id} /> : null}
        {!open && pages.pending ? <NothingOpen title={t('parts.loading')} /> : null}
        {!open && isEmptyOfNew ? <NothingOpen text={t('applications.emptyText')} title={t('applications.empty')} /> : null}
        {!open && !pages.pending && state !== 'received' ? <NothingOpen title={t('applications.noneFound')} /> : null}
      </Workbench>
    </>
  )
}
