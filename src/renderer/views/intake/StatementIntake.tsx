import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { IntakeResult, StatementPlan } from '../../../preload/contract/intake'
import { useAct, useJob } from '../../api'
import { FileDrop, type OfferedFile } from '../../parts/FileDrop'
import { JobProgress } from '../../parts/JobProgress'
import { useWords } from '../../words'
import { jobEnd } from '../exports/job-end'
import { DemonstrationFiles } from './DemonstrationFiles'
import { IntakeTrouble } from './IntakeTrouble'
import { PlanView } from './PlanView'

/** A statement of the bank: chosen, read, shown as a plan, applied exactly. Accounts Daiko does not know yet are taken in on the way. */
export function StatementIntake() {
  const { t } = useWords()
  const [file, setFile] = useState<OfferedFile | null>(null)
  const planning = useAct('intake.plan')
  const applying = useAct('intake.apply')
  const discarding = useAct('intake.discard')
  const planJob = useJob(planning.data?.jobId ?? null)
  const applyJob = useJob(applying.data?.jobId ?? null)
  const planned = jobEnd(planJob)
  const applied = jobEnd(applyJob)
  const plan = planned.result?.kind === 'plan' ? planned.result.plan : null
  const done = applied.result?.kind === 'intake' ? applied.result.intake : null

  const read = (offered: OfferedFile) => {
    applying.reset()
    setFile(offered)
    planning.mutate({ reference: offered.reference })
  }
  const again = () => {
    setFile(null)
    planning.reset()
    applying.reset()
  }
  const giveUp = (given: StatementPlan) => discarding.mutate({ planId: given.planId }, { onSettled: again })
  const error = planning.error ?? planned.error ?? applying.error ?? applied.error
  if (done && plan) return <Applied again={again} fileName={plan.fileName} result={done} />
  return (
    <Stack gap="md">
      {file === null ? (
        <>
          <FileDrop hint={t('intake.statementHint')} onOffered={(files) => files[0] && read(files[0])} />
          <DemonstrationFiles kind="statement" onChosen={read} />
        </>
      ) : null}
      <JobProgress onCancel={planJob.cancel} state={planJob.state} title={t('intake.planning', { file: file?.name ?? '' })} />
      {plan ? <PlanView plan={plan} /> : null}
      <JobProgress onCancel={applyJob.cancel} state={applyJob.state} title={t('intake.applying')} />
      {error && file ? <IntakeTrouble error={error} reference={file.reference} onAgain={again} onPlanAgain={() => read(file)} /> : null}
      {plan && !error ? (
        <Group gap="xs">
          <Button
            disabled={plan.stored === 0 && plan.alreadyImported !== null}
            loading={applying.isPending || applyJob.state?.state === 'running'}
            onClick={() => applying.mutate({ planId: plan.planId, digest: plan.digest })}
          >
            {t('intake.apply', { count: plan.stored })}
          </Button>
          <Button disabled={applyJob.state?.state === 'running'} onClick={() => giveUp(plan)} variant="default">
            {t('intake.discard')}
          </Button>
        </Group>
      ) : null}
    </Stack>
  )
}

/** What has come of it, and where to go on. */
function Applied({ fileName, result, again }: { fileName: string; result: IntakeResult; again: () => void }) {
  const { t } = useWords()
  return (
    <Stack gap="sm" role="status">
      <p>{t('intake.applied', { file: fileName, stored: result.stored, duplicates: result.duplicates })}</p>
      <p>{t('intake.appliedClearing', { cleared: result.cleared, waiting: result.waiting })}</p>
      <Group gap="xs">
        {result.waiting > 0 ? (
          <Button component={Link} href="/clearing">
            {t('intake.toDesk')}
          </Button>
        ) : null}
        <Button component={Link} href="/deposits" variant="default">
          {t('intake.toDeposits')}
        </Button>
        <Button onClick={again} variant="default">
          {t('intake.another')}
        </Button>
      </Group>
    </Stack>
  )
}
