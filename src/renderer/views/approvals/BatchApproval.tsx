import { Button, Group, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { Approval } from '../../../preload/contract/approvals'
import { useAct } from '../../api'
import { actorName } from '../../parts/actor'
import { Dialog } from '../../parts/Dialog'
import { Money } from '../../parts/Money'
import { StatusChip, type Tone } from '../../parts/StatusChip'
import { useWords } from '../../words'
import { errorSentence } from '../../words/refused'
import styles from './approvals.module.css'
import { amountOf, approveEach, type BatchResult, type BatchResults, headOf } from './batch'

export interface BatchApprovalProps {
  /** What was chosen, as it was shown: the digest of each goes with its decision. */
  approvals: readonly Approval[]
  onClose: () => void
}

const NOTHING_YET: BatchResults = new Map()

/** Approves what was chosen, one after the other, with a result for each. */
export function BatchApproval({ approvals: chosen, onClose }: BatchApprovalProps) {
  const { t } = useWords()
  // What is decided leaves the list beneath; here it stays with its result.
  const [approvals] = useState(chosen)
  const [results, setResults] = useState(NOTHING_YET)
  const [standing, setStanding] = useState<'asking' | 'approving' | 'done'>('asking')
  const { mutateAsync } = useAct('approvals.decide')
  const start = async () => {
    setStanding('approving')
    await approveEach(approvals, ({ id, digest }) => mutateAsync({ id, digest, decision: 'approved', reason: '' }), setResults)
    setStanding('done')
  }
  const count = [...results.values()].filter(({ result }) => result === 'approved').length
  const rest = approvals.length - count
  return (
    <Dialog
      onClose={() => standing !== 'approving' && onClose()}
      opened
      size="xl"
      title={t('approvals.batch.title', { count: approvals.length })}
    >
      <Stack gap="sm">
        <Text size="sm">{t('approvals.batch.text')}</Text>
        <Cases approvals={approvals} over={standing === 'done'} results={results} />
        <p role="status">
          {standing === 'done' ? t(rest === 0 ? 'approvals.batch.done' : 'approvals.batch.doneSome', { count, rest }) : null}
          {standing === 'approving' ? t('approvals.batch.approving') : null}
        </p>
        <Group gap="xs" justify="flex-end">
          <Button disabled={standing === 'approving'} onClick={onClose} variant="default">
            {t(standing === 'done' ? 'parts.close' : 'parts.cancel')}
          </Button>
          {standing === 'done' ? null : (
            <Button data-autofocus loading={standing === 'approving'} onClick={() => void start()}>
              {t('approvals.batch.approve', { count: approvals.length })}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  )
}

function Cases({ approvals, results, over }: { approvals: readonly Approval[]; results: BatchResults; over: boolean }) {
  const { t } = useWords()
  return (
    <Table className={styles.batch} verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('approvals.batch.case')}</Table.Th>
          <Table.Th>{t('approvals.batch.kind')}</Table.Th>
          <Table.Th className={styles.whole} ta="right">{`${t('approvals.batch.amount')} (${t('parts.yen')})`}</Table.Th>
          <Table.Th>{t('approvals.batch.madeBy')}</Table.Th>
          <Table.Th>{t('approvals.batch.result')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {approvals.map((approval) => {
          const amount = amountOf(approval.case)
          return (
            <Table.Tr key={approval.id}>
              <Table.Td>{headOf(approval.case) ?? t('approvals.agent')}</Table.Td>
              <Table.Td>{t(`approvals.kind.${approval.case.kind}`)}</Table.Td>
              <Table.Td ta="right">{amount === null ? '–' : <Money amount={amount} />}</Table.Td>
              <Table.Td className={styles.whole}>{actorName(approval.madeBy)}</Table.Td>
              <Table.Td>
                <Result over={over} result={results.get(approval.id)} />
              </Table.Td>
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  )
}

const TONES: Record<BatchResult['result'], Tone> = { approved: 'done', refused: 'wrong', unknown: 'wrong' }

function Result({ result, over }: { result: BatchResult | undefined; over: boolean }) {
  const { t, language } = useWords()
  if (!result) return <StatusChip tone="quiet">{t(over ? 'approvals.batch.skipped' : 'approvals.batch.waiting')}</StatusChip>
  return (
    <>
      <StatusChip tone={TONES[result.result]}>{t(`approvals.batch.${result.result}`)}</StatusChip>
      {'error' in result ? <p>{errorSentence(result.error, t, language)}</p> : null}
    </>
  )
}
