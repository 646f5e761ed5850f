import { Button, Group, Stack, Text } from '@mantine/core'
import { formatDate } from '../../../preload/contract/date'
import { useAct, useJob } from '../../api'
import { Dialog } from '../../parts/Dialog'
import { JobProgress } from '../../parts/JobProgress'
import { useWords } from '../../words'
import { jobEnd } from '../exports/job-end'
import { SaveFile } from '../exports/SaveFile'
import { JobRefusal } from './JobRefusal'
import type { OfClosing } from './PackStatements'
import styles from './statements.module.css'

/** The paper run: statements of merchants that are told by letter as one PDF to print, each behind its address. */
export function PrintStatements({ closingOn, rows, onClose }: OfClosing) {
  const { t } = useWords()
  const start = useAct('statements.paper')
  const job = useJob(start.data?.jobId ?? null)
  const { result, error } = jobEnd(job)
  const paper = result?.kind === 'statement_paper' ? result.paper : null
  const running = start.isPending || job.state?.state === 'running'
  const posted = rows.filter(({ none, byPost }) => none === null && byPost).length
  return (
    <Dialog onClose={onClose} opened title={t('statements.paperTitle', { day: formatDate(closingOn) })}>
      <Stack gap="sm">
        <Text size="sm">{posted === 0 ? t('statements.paperNone') : t('statements.paperText', { count: posted })}</Text>
        <JobProgress onCancel={job.cancel} state={job.state} title={t('statements.printing')} />
        <JobRefusal error={start.error ?? error} />
        {paper ? (
          <SaveFile file={paper} key={paper.ticket} onClose={onClose}>
            <p role="status">{t('statements.printed', { letters: paper.letters, pages: paper.pages })}</p>
            {paper.withoutAddress.length > 0 ? (
              <p className={styles.wrong} role="alert">
                {t('statements.withoutAddress', { merchants: paper.withoutAddress.join(t('frame.roleSeparator')) })}
              </p>
            ) : null}
          </SaveFile>
        ) : (
          <Group gap="xs" justify="flex-end">
            <Button onClick={onClose} variant="default">
              {t('parts.cancel')}
            </Button>
            <Button data-autofocus disabled={posted === 0} loading={running} onClick={() => start.mutate({ closingOn })}>
              {t('statements.start')}
            </Button>
          </Group>
        )}
      </Stack>
    </Dialog>
  )
}
