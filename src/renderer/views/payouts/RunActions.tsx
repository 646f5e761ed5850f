import { Button, Group, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { formatYen } from '../../../preload/contract/money'
import type { PayoutRun, RunState } from '../../../preload/contract/payouts'
import { download, useAct, useMay } from '../../api'
import { AskReason } from '../../parts/AskReason'
import { Confirm } from '../../parts/Confirm'
import { RefusalText } from '../../parts/RefusalText'
import { useWords, type Words } from '../../words'
import type { RunDetail } from './PayoutRunView'
import styles from './payouts.module.css'

type Act = 'submit' | 'giveUp' | 'handOver' | 'endQuarantine'
const ENDED: readonly RunState[] = ['confirmed', 'given_up']

/** What comes next with a run, in one sentence, and the acts of whoever is at the desk. */
export function RunActions({ detail }: { detail: RunDetail }) {
  const { run } = detail
  const { t } = useWords()
  const [asking, setAsking] = useState<Act | null>(null)
  const acts = useActs(run)
  const close = () => setAsking(null)
  return (
    <div className={styles.next} data-done={ENDED.includes(run.state) || undefined} role="status">
      <div>
        <p>{nextSentence(detail, t)}</p>
        {run.state === 'draft' || run.state === 'submitted' ? <p className={styles.dimmed}>{t('payouts.whoAgrees')}</p> : null}
      </div>
      <Group gap="xs">
        {run.state === 'submitted' || (run.state === 'quarantined' && run.approvalId) ? (
          <Link href="/approvals">{t('frame.approvals')}</Link>
        ) : null}
        {acts.map((act) => (
          <Button
            color={act === 'giveUp' ? 'red' : undefined}
            key={act}
            onClick={() => setAsking(act)}
            size="xs"
            variant={act === 'giveUp' ? 'outline' : 'filled'}
          >
            {t(`payouts.${act}`)}
          </Button>
        ))}
        <FileCopy run={run} />
      </Group>
      {asking === 'submit' ? <Submit onClose={close} run={run} /> : null}
      {asking === 'giveUp' ? <GiveUp onClose={close} run={run} /> : null}
      {asking === 'handOver' ? <HandOver onClose={close} run={run} /> : null}
      {asking === 'endQuarantine' ? <EndQuarantine onClose={close} run={run} /> : null}
    </div>
  )
}

function nextSentence({ run, facts }: RunDetail, t: Words): string {
  if (run.kind === 'refunds' && (run.state === 'submitted' || run.state === 'given_up')) return t(`payouts.nextOfRefunds.${run.state}`)
  if (run.state !== 'approved' || run.posted) return t(`payouts.next.${run.state}`)
  const { postedLines, lines } = facts.figures
  return t('payouts.next.posting', { done: postedLines.toLocaleString('ja-JP'), total: lines.toLocaleString('ja-JP') })
}

/** What this person may do with the run as it stands. */
function useActs(run: PayoutRun): Act[] {
  const mayPrepare = useMay('prepare_payouts')
  const mayApprove = useMay('approve')
  const mayGiveUp = useMay('give_up_payouts')
  const acts: Act[] = []
  if (mayPrepare && run.state === 'draft') acts.push('submit')
  if (mayPrepare && (run.state === 'handing_over' || (run.state === 'approved' && run.posted))) acts.push('handOver')
  if (mayPrepare && run.state === 'quarantined') acts.push('endQuarantine')
  // A submitted one is rejected by its approver first.
  if ((mayGiveUp && run.state === 'draft') || (mayApprove && run.state === 'approved')) acts.push('giveUp')
  return acts
}

interface Asked {
  run: PayoutRun
  onClose: () => void
}

function Submit({ run, onClose }: Asked) {
  const { t } = useWords()
  const act = useAct('payouts.submit')
  return (
    <Confirm
      act={t('payouts.submit')}
      busy={act.isPending}
      error={act.error}
      onAct={() => act.mutate({ id: run.id, version: run.version }, { onSuccess: onClose })}
      onClose={onClose}
      opened
      title={t('payouts.submitTitle')}
    >
      <p>{t('payouts.submitText')}</p>
      <p className={styles.dimmed}>{t('payouts.whoAgrees')}</p>
    </Confirm>
  )
}

function GiveUp({ run, onClose }: Asked) {
  const { t } = useWords()
  const act = useAct('payouts.giveUp')
  return (
    <AskReason
      act={t('payouts.giveUp')}
      busy={act.isPending}
      error={act.error}
      label={t('payouts.reason')}
      onAct={(reason) => act.mutate({ id: run.id, version: run.version, reason }, { onSuccess: onClose })}
      onClose={onClose}
      takesAway
      text={t(run.kind === 'refunds' ? 'payouts.giveUpRefundsText' : 'payouts.giveUpText')}
      title={t('payouts.giveUpTitle', { name: run.name })}
    />
  )
}

function HandOver({ run, onClose }: Asked) {
  const { t } = useWords()
  const act = useAct('payouts.handOver')
  const handOver = async () => {
    const handed = await act.mutateAsync({ id: run.id, version: run.version })
    if (handed.ticket !== null) await download(handed.ticket, handed.fileName)
    onClose()
  }
  return (
    <Confirm
      act={t('payouts.handOver')}
      busy={act.isPending}
      error={act.error}
      onAct={() => void handOver().catch(() => undefined)}
      onClose={onClose}
      opened
      title={t('payouts.handOverTitle')}
    >
      <p>
        {t('payouts.handOverText', {
          file: run.fileName ?? '',
          transfers: run.transfers.toLocaleString('ja-JP'),
          total: formatYen(run.total),
        })}
      </p>
      <p className={styles.dimmed}>{t('payouts.handOverDownload')}</p>
    </Confirm>
  )
}

const LEAST_NOTE = 10
const MOST_NOTE = 500

function EndQuarantine({ run, onClose }: Asked) {
  const { t } = useWords()
  const act = useAct('payouts.endQuarantine')
  const [delivered, setDelivered] = useState(true)
  return (
    <AskReason
      act={t('payouts.endQuarantine')}
      busy={act.isPending}
      error={act.error}
      label={t('payouts.note')}
      least={LEAST_NOTE}
      most={MOST_NOTE}
      onAct={(note) => act.mutate({ id: run.id, version: run.version, delivered, note }, { onSuccess: onClose })}
      onClose={onClose}
      text={t('payouts.endQuarantineText')}
      title={t('payouts.endQuarantineTitle')}
    >
      <SegmentedControl
        aria-label={t('payouts.endQuarantineTitle')}
        data={[
          { value: 'yes', label: t('payouts.delivered') },
          { value: 'no', label: t('payouts.notDelivered') },
        ]}
        onChange={(value) => setDelivered(value === 'yes')}
        size="xs"
        value={delivered ? 'yes' : 'no'}
      />
    </AskReason>
  )
}

const HAS_LEFT: readonly RunState[] = ['handed_over', 'confirmed']

/** A copy of the file the bank has, to be looked at. */
function FileCopy({ run }: { run: PayoutRun }) {
  const { t } = useWords()
  const mayPrepare = useMay('prepare_payouts')
  const act = useAct('payouts.file')
  if (!mayPrepare || !HAS_LEFT.includes(run.state)) return null
  const save = async () => {
    const { ticket, fileName } = await act.mutateAsync({ id: run.id })
    await download(ticket, fileName)
  }
  return (
    <>
      <Button loading={act.isPending} onClick={() => void save().catch(() => undefined)} size="xs" variant="default">
        {t('payouts.look')}
      </Button>
      <RefusalText error={act.error} />
    </>
  )
}
