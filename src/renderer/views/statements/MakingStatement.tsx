import { Refused } from '../../api'
import { JobProgress } from '../../parts/JobProgress'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import styles from './statements.module.css'
import type { StatementFile } from './useStatementFile'

/** What has become of the statement that was asked for last. */
export function MakingStatement({ file: { merchant, job, saved, error } }: { file: StatementFile }) {
  const { t } = useWords()
  if (job.state === null && error === null) return null
  const cancelled = error instanceof Refused && error.refusal.refusal === 'cancelled'
  const name = saved ? { file: saved.fileName } : null
  return (
    <div className={styles.making}>
      <JobProgress onCancel={job.cancel} state={job.state} title={`${t('statements.making')} (${merchant})`} />
      {cancelled ? <p role="status">{t('exports.cancelled')}</p> : <RefusalText error={error} />}
      {name && error === null && job.state?.state === 'done' ? (
        <p role="status">{t(saved?.done ? 'statements.saved' : 'statements.notSaved', name)}</p>
      ) : null}
    </div>
  )
}
