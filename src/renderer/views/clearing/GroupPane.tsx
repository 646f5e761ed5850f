import { Button, Group, Kbd, Table } from '@mantine/core'
import { useState } from 'react'
import type { ClearingGroup, GroupCleared, SampledDeposit } from '../../../preload/contract/clearing-groups'
import type { JobId } from '../../../preload/contract/ids'
import { Refused, useAct, useJob, useMay } from '../../api'
import { Code } from '../../parts/Code'
import { DateText } from '../../parts/DateText'
import { JobProgress } from '../../parts/JobProgress'
import { useKeys } from '../../parts/keys'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { ReasonList } from '../deposits/ReasonList'
import { jobEnd } from '../exports/job-end'
import styles from './clearing.module.css'
import { CauseWords } from './GroupsView'

/** One cause: a sample of its deposits, the key that clears all of them, and what became of each. */
export function GroupPane({ group }: { group: ClearingGroup }) {
  const { t } = useWords()
  const may = useMay('clear')
  const [jobId, setJobId] = useState<JobId | null>(null)
  const clear = useAct('clearing.clearGroup')
  const job = useJob(jobId)
  const { result, error } = jobEnd(job)
  const outcome = result?.kind === 'clear_group' ? result.cleared : null
  const mayClear = may && jobId === null && !clear.isPending
  const { key, seed, members } = group
  const start = (rest: 'leave' | 'settle') => {
    if (mayClear) clear.mutate({ key, seed, members, rest }, { onSuccess: (started) => setJobId(started.jobId) })
  }
  const isEven = group.difference === 0
  useKeys([
    { keys: 'Enter', label: t('clearing.groups.keyClear'), run: () => start('leave') },
    ...(isEven ? [] : [{ keys: 'd', label: t('clearing.groups.keySettle'), run: () => start('settle') }]),
  ])
  return (
    <div className={styles.groupPane}>
      <h2>
        <CauseWords group={group} />
      </h2>
      {outcome ? (
        <Outcome outcome={outcome} />
      ) : (
        <>
          <p className={styles.dimmed}>{t('clearing.groups.sample', { count: group.count, shown: group.sample.length, seed })}</p>
          <Sample sample={group.sample} />
        </>
      )}
      <JobProgress onCancel={job.cancel} state={job.state} title={t('clearing.groups.clearing')} />
      <RefusalText error={clear.error ?? error} />
      {may && jobId === null ? (
        <Group gap="xs">
          <Button loading={clear.isPending} onClick={() => start('leave')} size="xs">
            {t(isEven ? 'clearing.groups.clear' : 'clearing.groups.clearLeaving')}{' '}
            <Kbd className={styles.key} size="xs">
              Enter
            </Kbd>
          </Button>
          {isEven ? null : (
            <Button loading={clear.isPending} onClick={() => start('settle')} size="xs" variant="default">
              {t('clearing.groups.clearSettling')}{' '}
              <Kbd className={styles.key} size="xs">
                D
              </Kbd>
            </Button>
          )}
        </Group>
      ) : null}
    </div>
  )
}

function Sample({ sample }: { sample: readonly SampledDeposit[] }) {
  const { t } = useWords()
  return (
    <div className={styles.sample}>
      <Table verticalSpacing={3}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('clearing.groups.date')}</Table.Th>
            <Table.Th>{t('clearing.groups.payer')}</Table.Th>
            <Table.Th ta="right">{t('clearing.groups.amount')}</Table.Th>
            <Table.Th>{t('clearing.groups.orders')}</Table.Th>
            <Table.Th ta="right">{t('clearing.groups.difference')}</Table.Th>
            <Table.Th>{t('clearing.groups.reasons')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sample.map(({ receiptId, bookedOn, remitterName, remaining, proposal }) => (
            <Table.Tr key={receiptId}>
              <Table.Td>
                <DateText date={bookedOn} />
              </Table.Td>
              <Table.Td>{remitterName || '–'}</Table.Td>
              <Table.Td ta="right">
                <Money amount={remaining} />
              </Table.Td>
              <Table.Td>
                {proposal.orders.map(({ orderId, orderNumber, payerName, open }) => (
                  <div key={orderId}>
                    <Code>{orderNumber}</Code> <Money amount={open} unit={t('parts.yen')} /> {payerName}
                  </div>
                ))}
              </Table.Td>
              <Table.Td ta="right">
                <Money amount={proposal.difference} />
              </Table.Td>
              <Table.Td>
                <ReasonList reasons={proposal.reasons} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function Outcome({ outcome: { cleared, changed, left } }: { outcome: GroupCleared }) {
  const { t } = useWords()
  return (
    <div role="status">
      <p>{t('clearing.groups.done', { cleared: cleared.length, changed: changed.length, left: left.length })}</p>
      <Listed rows={changed} title={t('clearing.groups.changed')} />
      <Listed rows={left} title={t('clearing.groups.left')} />
      <Listed rows={cleared} title={t('clearing.groups.cleared')} />
    </div>
  )
}

type ListedRow = GroupCleared['cleared'][number] & Partial<Pick<GroupCleared['left'][number], 'refusal'>>

function Listed({ title, rows }: { title: string; rows: readonly ListedRow[] }) {
  const { t } = useWords()
  if (rows.length === 0) return null
  return (
    <details open={rows.length <= 20}>
      <summary>{title}</summary>
      <ul className={styles.listed}>
        {rows.map(({ receiptId, bookedOn, remitterName, amount, refusal }) => (
          <li key={receiptId}>
            <DateText date={bookedOn} /> {remitterName || '–'} <Money amount={amount} unit={t('parts.yen')} />
            {refusal ? <RefusalText error={new Refused(refusal)} /> : null}
          </li>
        ))}
      </ul>
    </details>
  )
}
