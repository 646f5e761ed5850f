import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import type { ClearingRules } from '../../../preload/contract/clearing-rules'
import { addDays, type BusinessDate, businessDate } from '../../../preload/contract/date'
import type { JobId } from '../../../preload/contract/ids'
import { Refused, useAct, useCall, useJob } from '../../api'
import { DateField } from '../../parts/DateField'
import { JobProgress } from '../../parts/JobProgress'
import { RefusalText } from '../../parts/RefusalText'
import form from '../../parts/settings-form.module.css'
import { useWords } from '../../words'
import { jobEnd } from '../exports/job-end'
import { isSame } from './clearing-draft'
import styles from './rules.module.css'
import { TrialDifferences } from './TrialDifferences'
import { TrialFacts } from './TrialFacts'

export interface TryRulesProps {
  /** As they stand in the form; null while they do not fit. */
  rules: ClearingRules | null
  /** Those that were tried last. */
  tried: ClearingRules | null
  onTried: (jobId: JobId, rules: ClearingRules) => void
}

/** The month before the one that this day lies in. */
export function lastMonth(today: BusinessDate): { from: BusinessDate; to: BusinessDate } {
  const to = addDays(businessDate(`${today.slice(0, 7)}-01`), -1)
  return { from: businessDate(`${to.slice(0, 7)}-01`), to }
}

/** Tries the rules in the form on the deposits of a period, and says in words what that can know. */
export function TryRules(props: TryRulesProps) {
  const { data } = useCall('home.figures', { days: 1 })
  return data ? <Trying {...props} first={lastMonth(data.today)} /> : null
}

function Trying({ rules, tried, onTried, first }: TryRulesProps & { first: { from: BusinessDate; to: BusinessDate } }) {
  const { t } = useWords()
  const [period, setPeriod] = useState(first)
  const start = useAct('rules.try')
  const job = useJob(start.data?.jobId ?? null)
  const { result, error } = jobEnd(job)
  const trial = result?.kind === 'rules_trial' ? result.trial : null
  const cancelled = error instanceof Refused && error.refusal.refusal === 'cancelled'
  const running = start.isPending || job.state?.state === 'running'
  const begin = () => {
    if (rules) start.mutate({ ...period, rules }, { onSuccess: ({ jobId }) => onTried(jobId, rules) })
  }
  return (
    <fieldset className={form.fields}>
      <legend>{t('rules.trial')}</legend>
      <p className={styles.dimmed}>{t('rules.trialText')}</p>
      <Group align="end" gap="sm">
        <DateField
          label={t('rules.trialFrom')}
          onChange={(from) => from && setPeriod({ ...period, from })}
          size="xs"
          value={period.from}
          w={140}
        />
        <DateField label={t('rules.trialTo')} onChange={(to) => to && setPeriod({ ...period, to })} size="xs" value={period.to} w={140} />
        <Button disabled={rules === null} loading={running} onClick={begin} size="xs" variant="default">
          {t('rules.tryIt')}
        </Button>
      </Group>
      <JobProgress onCancel={job.cancel} state={job.state} title={t('rules.trying')} />
      {cancelled ? <p>{t('rules.cancelled')}</p> : <RefusalText error={start.error ?? error} />}
      {trial ? (
        <Stack gap="sm">
          {rules && tried && isSame(rules, tried) ? null : <p role="status">{t('rules.trialOfOther')}</p>}
          <TrialFacts trial={trial.figures} />
          <TrialDifferences trial={trial} />
        </Stack>
      ) : null}
    </fieldset>
  )
}
