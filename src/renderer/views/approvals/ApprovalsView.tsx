import { Button, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { Approval } from '../../../preload/contract/approvals'
import { useAct, useCall, useMay } from '../../api'
import { KeyHint } from '../../parts/KeyHint'
import { useKeys } from '../../parts/keys'
import { Page } from '../../parts/Page'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { ApprovalCard } from './ApprovalCard'
import styles from './approvals.module.css'
import { BatchApproval } from './BatchApproval'
import { isDecidable } from './batch'

/**
 * 承認: what others have asked for, one card per case. A approves and X rejects the card in front, B all that are chosen;
 * what one may not decide says why.
 */
export function ApprovalsView() {
  const { t } = useWords()
  const [open, setOpen] = useState(true)
  const mayApprove = useMay('approve')
  const asked = useCall('approvals.list', { open })
  const approvals = asked.data?.approvals ?? []
  const deciding = useDeciding(approvals)
  const { front, place, goTo } = deciding
  const batch = useBatch(approvals)
  useKeys([
    { keys: 'ArrowDown', label: t('approvals.keyNext'), run: () => goTo(place + 1) },
    { keys: 'ArrowUp', label: t('approvals.keyPrevious'), run: () => goTo(place - 1) },
    { keys: 'a', label: t('approvals.keyApprove'), run: () => front && deciding.decide(front, 'approved', '') },
    { keys: 'x', label: t('approvals.keyReject'), run: () => front && deciding.startReject(front) },
    { keys: 'Space', label: t('approvals.keyChoose'), run: () => front && batch.toggle(front) },
    { keys: 'b', label: t('approvals.keyBatch'), run: batch.begin },
  ])
  return (
    <Page
      actions={
        <>
          {open && mayApprove ? (
            <Button disabled={batch.chosen.length === 0} onClick={batch.begin} size="xs" variant="default">
              {t('approvals.batch.act', { count: batch.chosen.length })} <KeyHint keys="b" />
            </Button>
          ) : null}
          <SegmentedControl
            data={[
              { value: 'open', label: t('approvals.open') },
              { value: 'decided', label: t('approvals.decided') },
            ]}
            onChange={(value) => setOpen(value === 'open')}
            size="xs"
            value={open ? 'open' : 'decided'}
          />
        </>
      }
      counted={asked.data ? t('parts.rows', { count: approvals.length }) : null}
      title={t('approvals.title')}
    >
      <RefusalText error={asked.error} title={t('parts.errorTitle')} />
      {asked.data && approvals.length === 0 ? (
        <p className={styles.empty}>{open ? t('approvals.emptyOpen') : t('approvals.emptyDecided')}</p>
      ) : null}
      {batch.hinting ? (
        <p className={styles.hint} role="status">
          {t('approvals.batch.none')}
        </p>
      ) : null}
      <div className={styles.cards}>
        {approvals.map((approval, index) => (
          <ApprovalCard
            approval={approval}
            busy={deciding.busy}
            chosen={batch.chosen.includes(approval)}
            error={deciding.errorOf(approval)}
            front={index === place}
            key={approval.id}
            rejecting={deciding.rejecting === approval.id}
            onApprove={() => deciding.decide(approval, 'approved', '')}
            onBack={() => deciding.stopReject()}
            onChoose={() => batch.toggle(approval)}
            onFocus={() => goTo(index)}
            onReject={(reason) => deciding.decide(approval, 'rejected', reason)}
            onStartReject={() => deciding.startReject(approval)}
          />
        ))}
      </div>
      {batch.running ? <BatchApproval approvals={batch.running} onClose={batch.end} /> : null}
    </Page>
  )
}

/** Which card is in front, which is being rejected, and the deciding itself. The digest of what was shown goes with every decision. */
function useDeciding(approvals: readonly Approval[]) {
  const act = useAct('approvals.decide')
  const [place, setPlace] = useState(0)
  const [rejecting, setRejecting] = useState<Approval['id'] | null>(null)
  const decidable = (approval: Approval) => approval.decision === null && approval.mayDecide && !act.isPending
  const last = Math.max(approvals.length - 1, 0)
  return {
    place: Math.min(place, last),
    front: approvals[Math.min(place, last)] ?? null,
    busy: act.isPending,
    rejecting,
    goTo: (next: number) => setPlace(Math.min(Math.max(next, 0), last)),
    startReject: (approval: Approval) => decidable(approval) && setRejecting(approval.id),
    stopReject: () => setRejecting(null),
    errorOf: (approval: Approval) => (act.variables?.id === approval.id ? act.error : null),
    decide: (approval: Approval, decision: 'approved' | 'rejected', reason: string) => {
      if (!decidable(approval)) return
      act.mutate({ id: approval.id, digest: approval.digest, decision, reason }, { onSuccess: () => setRejecting(null) })
    },
  }
}

/** Which cases are chosen to be approved together, by what was shown of them; and the deciding itself. */
function useBatch(approvals: readonly Approval[]) {
  const [digests, setDigests] = useState<ReadonlySet<string>>(new Set())
  const [running, setRunning] = useState<readonly Approval[] | null>(null)
  const [hinting, setHinting] = useState(false)
  const chosen = approvals.filter((approval) => isDecidable(approval) && digests.has(approval.digest))
  return {
    chosen,
    running,
    /** Somebody asked for it and had chosen nothing. */
    hinting: hinting && chosen.length === 0,
    toggle: (approval: Approval) => {
      if (!isDecidable(approval)) return
      const next = new Set(digests)
      if (!next.delete(approval.digest)) next.add(approval.digest)
      setDigests(next)
    },
    begin: () => {
      setHinting(chosen.length === 0)
      if (chosen.length > 0) setRunning(chosen)
    },
    end: () => {
      setRunning(null)
      setDigests(new Set())
    },
  }
}
