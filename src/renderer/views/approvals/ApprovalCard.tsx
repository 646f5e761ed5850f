import { Button, Checkbox, Group, TextInput } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Approval } from '../../../preload/contract/approvals'
import { actorName } from '../../parts/actor'
import { InstantText } from '../../parts/DateText'
import { KeyHint } from '../../parts/KeyHint'
import { RefusalText } from '../../parts/RefusalText'
import { StatusChip } from '../../parts/StatusChip'
import { useWords } from '../../words'
import styles from './approvals.module.css'
import { headOf, isDecidable } from './batch'
import { WhatDecides } from './WhatDecides'

export interface ApprovalCardProps {
  approval: Approval
  /** A and X are about this card. */
  front: boolean
  rejecting: boolean
  busy: boolean
  error: Error | null
  /** Is among those that are approved together. */
  chosen: boolean
  onChoose: () => void
  onFocus: () => void
  onApprove: () => void
  onStartReject: () => void
  onReject: (reason: string) => void
  onBack: () => void
}

/** One case: whose it is, what decides, who asked, and the decision or the reason why it is not this person's. */
export function ApprovalCard(props: ApprovalCardProps) {
  const { approval, front, error, chosen, onChoose, onFocus } = props
  const { t } = useWords()
  const card = useRef<HTMLElement>(null)
  useEffect(() => {
    // What a person is just pressing stays under the pointer.
    if (front && !card.current?.contains(document.activeElement)) card.current?.scrollIntoView({ block: 'nearest' })
  }, [front])
  return (
    <article aria-current={front} className={styles.card} data-greyed={!approval.mayDecide || undefined} onFocus={onFocus} ref={card}>
      <header className={styles.head}>
        <h2>{headOf(approval.case) ?? t('approvals.agent')}</h2>
        <span>{t(`approvals.kind.${approval.case.kind}`)}</span>
        <span className={styles.maker}>
          {t('approvals.madeBy', { name: actorName(approval.madeBy) })} <InstantText at={approval.madeAt} />
        </span>
        {isDecidable(approval) ? (
          <Checkbox checked={chosen} className={styles.choose} label={t('approvals.batch.choose')} onChange={onChoose} size="xs" />
        ) : null}
      </header>
      <WhatDecides approvalCase={approval.case} />
      <RefusalText error={error} />
      {approval.decision === null ? <Deciding {...props} /> : <Decided approval={approval} />}
    </article>
  )
}

function Decided({ approval }: { approval: Approval }) {
  const { t } = useWords()
  return (
    <p className={styles.decided}>
      <StatusChip tone={approval.decision === 'approved' ? 'done' : 'wrong'}>
        {t(`approvals.${approval.decision ?? 'rejected'}`)}
      </StatusChip>{' '}
      {actorName(approval.decidedBy ?? '')} <InstantText at={approval.decidedAt} /> {approval.reason}
    </p>
  )
}

const WHY_NOT = ['second_person_required', 'not_permitted', 'already_decided', 'changed_meanwhile'] as const

function Deciding({ approval, busy, front, rejecting, onApprove, onStartReject, onReject, onBack }: ApprovalCardProps) {
  const { t } = useWords()
  const why = WHY_NOT.find((name) => name === approval.whyNot)
  if (!approval.mayDecide) return <p className={styles.whyNot}>{t(why ? `approvals.whyNot.${why}` : 'approvals.whyNot.other')}</p>
  if (rejecting) return <RejectReason busy={busy} onBack={onBack} onReject={onReject} />
  return (
    <Group gap="xs">
      <Button loading={busy && front} onClick={onApprove} size="xs">
        {t('approvals.approve')} {front ? <KeyHint keys="a" /> : null}
      </Button>
      <Button disabled={busy} onClick={onStartReject} size="xs" variant="default">
        {t('approvals.reject')} {front ? <KeyHint keys="x" /> : null}
      </Button>
    </Group>
  )
}

const takeFocus = (input: HTMLInputElement | null) => input?.focus()

function RejectReason({ busy, onReject, onBack }: { busy: boolean; onReject: (reason: string) => void; onBack: () => void }) {
  const { t } = useWords()
  const [reason, setReason] = useState('')
  const given = reason.trim() !== ''
  const keyed = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
    event.preventDefault()
    if (event.key === 'Escape') onBack()
    else if (given) onReject(reason.trim())
  }
  return (
    <Group align="end" gap="xs">
      <TextInput
        className={styles.reason}
        label={t('approvals.reason')}
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={keyed}
        ref={takeFocus}
        size="xs"
        value={reason}
        withAsterisk
      />
      <Button color="red" disabled={!given} loading={busy} onClick={() => onReject(reason.trim())} size="xs">
        {t('approvals.reject')}
      </Button>
      <Button onClick={onBack} size="xs" variant="default">
        {t('parts.cancel')}
      </Button>
    </Group>
  )
}
