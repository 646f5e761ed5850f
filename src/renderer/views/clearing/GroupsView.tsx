import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ClearingGroup, GroupsFound } from '../../../preload/contract/clearing-groups'
import type { JobId } from '../../../preload/contract/ids'
import { formatYen } from '../../../preload/contract/money'
import { useAct, useJob, useMay } from '../../api'
import { JobProgress } from '../../parts/JobProgress'
import { Page } from '../../parts/Page'
import { useQueueKeys } from '../../parts/queue-keys'
import { RefusalText } from '../../parts/RefusalText'
import { NothingOpen, Workbench } from '../../parts/Workbench'
import { useWords } from '../../words'
import { jobEnd } from '../exports/job-end'
import styles from './clearing.module.css'
import { GroupPane } from './GroupPane'
import { ModeSwitch } from './ModeSwitch'

/**
 * 一括消込: deposits that wait for the same cause. Left the causes, right a sample of the one that is open; nothing is found or cleared unless
 * somebody asks for it.
 */
export function GroupsView() {
  const { t } = useWords()
  const may = useMay('clear')
  const [jobId, setJobId] = useState<JobId | null>(null)
  const find = useAct('clearing.groups')
  const job = useJob(jobId)
  const { result, error } = jobEnd(job)
  const found = result?.kind === 'group' ? result.groups : null
  const running = find.isPending || job.state?.state === 'running'
  const start = () => find.mutate({}, { onSuccess: (started) => setJobId(started.jobId) })
  const count = found?.groups.reduce((sum, group) => sum + group.count, 0) ?? 0
  return (
    <Page
      actions={
        <>
          <ModeSwitch />
          {may ? (
            <Button loading={running} onClick={start} size="xs" variant={found ? 'default' : 'filled'}>
              {t(found ? 'clearing.groups.findAgain' : 'clearing.groups.find')}
            </Button>
          ) : null}
        </>
      }
      counted={found ? t('clearing.groups.counted', { groups: found.groups.length, count }) : null}
      fill
      title={t('clearing.title')}
    >
      <div className={styles.grouped}>
        <JobProgress onCancel={job.cancel} state={job.state} title={t('clearing.groups.finding')} />
        <RefusalText error={find.error ?? error} />
        {found ? <Found found={found} key={jobId} /> : <p className={styles.dimmed}>{running ? null : t('clearing.groups.intro')}</p>}
      </div>
    </Page>
  )
}

function Found({ found }: { found: GroupsFound }) {
  const { t } = useWords()
  const [at, setAt] = useState<string | null>(null)
  const open = useQueueKeys(
    found.groups,
    ({ key }) => key === at,
    ({ key }) => setAt(key),
    { next: 'clearing.groups.keyNext', previous: 'clearing.groups.keyPrevious' },
  )
  return (
    <>
      <p className={styles.dimmed}>
        {t(found.capped ? 'clearing.groups.capped' : 'clearing.groups.examined', { examined: found.examined })}{' '}
        {t('clearing.groups.alone', { count: found.alone })}
      </p>
      <Workbench
        queue={
          <ul aria-label={t('clearing.groups.list')} className={styles.causes}>
            {found.groups.map((group) => (
              <li key={group.key}>
                <button aria-current={group === open} onClick={() => setAt(group.key)} type="button">
                  <CauseWords group={group} />
                  <span className={styles.dimmed}>{t('clearing.groups.total', { count: group.count, total: formatYen(group.total) })}</span>
                </button>
              </li>
            ))}
          </ul>
        }
      >
        {open ? <GroupPane group={open} key={open.key} /> : <NothingOpen title={t('clearing.groups.none')} />}
      </Workbench>
    </>
  )
}

/** What all of a group have in common, in words. */
export function CauseWords({ group }: { group: ClearingGroup }) {
  const { t } = useWords()
  const words = group.cause.map(({ code, detail }) => {
    const word = t(`nouns.reason.${code}`)
    return detail === '' ? word : `${word} ${formatYen(group.difference)} ${t('parts.yen')}`
  })
  return <strong>{words.join(' · ')}</strong>
}
