import { Alert, Button, Stack, Table } from '@mantine/core'
import { useState } from 'react'
import { invariantNames, type VerifyResult } from '../../../preload/contract/audit'
import type { JobId } from '../../../preload/contract/ids'
import { useAct, useJob } from '../../api'
import { JobProgress } from '../../parts/JobProgress'
import { RefusalText } from '../../parts/RefusalText'
import { StatusChip } from '../../parts/StatusChip'
import { useWords, type Words } from '../../words'
import { jobEnd } from '../exports/job-end'
import { Section } from './Section'
import styles from './settings.module.css'

/** Checks every promise of the ledger and tells each by name with how often it is broken. */
export function VerifyLedger() {
  const { t } = useWords()
  const [jobId, setJobId] = useState<JobId | null>(null)
  const verify = useAct('ledger.verify')
  const job = useJob(jobId)
  const end = jobEnd(job)
  const running = jobId !== null && end.result === null && end.error === null
  const action = (
    <Button
      size="xs"
      loading={verify.isPending || running}
      onClick={() => verify.mutate({}, { onSuccess: (started) => setJobId(started.jobId) })}
    >
      {t('settings.verify')}
    </Button>
  )
  return (
    <Section title={t('settings.ledger')} note={t('settings.ledgerText')} anchor="ledger" actions={action}>
      <Stack gap="sm">
        <JobProgress state={job.state} title={t('settings.verifying')} onCancel={job.cancel} />
        <RefusalText error={verify.error ?? end.error} />
        {end.result?.kind === 'verify' ? <Verified result={end.result.verify} /> : null}
      </Stack>
    </Section>
  )
}

function Verified({ result }: { result: VerifyResult }) {
  const { t } = useWords()
  return (
    <>
      <Alert color={result.ok ? 'green' : 'red'} variant="light" role="status">
        {t(result.ok ? 'settings.verifyOk' : 'settings.verifyBroken')}
      </Alert>
      <Table className={styles.table} verticalSpacing={3}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('settings.invariant')}</Table.Th>
            <Table.Th ta="right">{t('settings.violations')}</Table.Th>
            <Table.Th>{t('settings.first')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {result.invariants.map((invariant) => (
            <Table.Tr key={invariant.name}>
              <Table.Td title={invariant.name}>{invariantText(invariant.name, t)}</Table.Td>
              <Table.Td ta="right">
                <StatusChip tone={invariant.violations === 0 ? 'done' : 'wrong'}>{invariant.violations}</StatusChip>
              </Table.Td>
              <Table.Td className={styles.invariant}>{invariant.first ?? ''}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  )
}

/** A promise in words; one that only a newer core knows by its name. */
export function invariantText(name: string, t: Words): string {
  const known = invariantNames.find((one) => one === name)
  return known ? t(`settings.invariants.${known}`) : name
}
