import { Button, Group, Select, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { formatDate } from '../../../preload/contract/date'
import { Ending, type ExceptionRow } from '../../../preload/contract/exceptions'
import type { OutputOf } from '../../../preload/contract/methods'
import { formatYen, PositiveYen, type Yen } from '../../../preload/contract/money'
import { useAct, useCall } from '../../api'
import { RefusalText } from '../../parts/RefusalText'
import { YenField } from '../../parts/YenField'
import { useWords } from '../../words'
import { JournalLines } from '../clearing/JournalPreview'
import { WhoAgrees } from '../refunds/WhoAgrees'
import { type EndingDraft, firstDraft, isNamed, wishOf } from './ending-draft'
import styles from './exceptions.module.css'

type Detail = OutputOf<'exceptions.get'>

/** Ends an open line: the way, what that way needs to know, and before anything is written the entry and those who must agree. */
export function EndException({ row, detail }: { row: ExceptionRow; detail: Detail }) {
  const { t } = useWords()
  const [draft, setDraft] = useState<EndingDraft>(() => firstDraft(row))
  const change = (changes: Partial<EndingDraft>) => setDraft((before) => ({ ...before, ...changes }))
  const [why, setWhy] = useState('')
  const wish = wishOf(row, draft)
  const preview = useCall('exceptions.preview', wish, { enabled: isNamed(draft) })
  const end = useAct('exceptions.end')
  const found = preview.error || preview.isPlaceholderData || !isNamed(draft) ? null : (preview.data ?? null)
  if (end.data) return <p role="status">{t(end.data.ended ? 'exceptions.ended' : 'exceptions.askedNow')}</p>
  return (
    <Stack gap="xs">
      <Group align="end" gap="sm">
        <Select
          allowDeselect={false}
          data={row.endings.map((ending) => ({ value: ending, label: t(`exceptions.ending.${ending}`) }))}
          label={t('exceptions.choose')}
          onChange={(value) => {
            const ending = Ending.safeParse(value)
            if (ending.success) setDraft({ ...firstDraft(row), ending: ending.data })
          }}
          size="xs"
          value={draft.ending}
          w={280}
        />
        <YenField
          label={t('exceptions.amount')}
          onChange={(amount: Yen | null) => change({ amount: PositiveYen.safeParse(amount).data ?? null })}
          placeholder={formatYen(row.remaining)}
          size="xs"
          value={draft.amount}
          w={150}
        />
      </Group>
      <WhatItNames change={change} detail={detail} draft={draft} />
      <RefusalText error={isNamed(draft) ? preview.error : null} />
      {found ? <WhatHappens found={found} /> : null}
      <Textarea
        autosize
        label={t('exceptions.why')}
        maxLength={500}
        minRows={2}
        onChange={(event) => setWhy(event.currentTarget.value)}
        size="xs"
        value={why}
        withAsterisk
      />
      <RefusalText error={end.error} />
      <Group>
        <Button
          disabled={found === null || why.trim() === ''}
          loading={end.isPending}
          onClick={() => found && end.mutate({ ...wish, version: found.version, why: why.trim() })}
          size="xs"
        >
          {t(found && found.approvers.needed > 0 ? 'exceptions.ask' : 'exceptions.end')}
        </Button>
      </Group>
    </Stack>
  )
}

function WhatHappens({ found }: { found: OutputOf<'exceptions.preview'> }) {
  const { t } = useWords()
  return (
    <div>
      <h2>{t('exceptions.journal')}</h2>
      <JournalLines lines={found.journal} />
      <p className={styles.dimmed}>
        {t('exceptions.bookedAs', { day: formatDate(found.bookedOn) })}{' '}
        {found.remaining > 0 ? t('exceptions.stays', { amount: formatYen(found.remaining) }) : null}
      </p>
      <WhoAgrees approvers={found.approvers} />
    </div>
  )
}

interface Named {
  draft: EndingDraft
  detail: Detail
  change: (changes: Partial<EndingDraft>) => void
}

/** The line, the run or the transfer that this way of ending names. */
function WhatItNames({ draft, detail, change }: Named) {
  const { t } = useWords()
  switch (draft.ending) {
    case 'taken_back':
      return (
        <Choice
          choices={detail.lines.map((line) => ({
            id: line.receiptId,
            label: `${formatDate(line.bookedOn)} ${formatYen(line.remaining)} ${line.name}`,
          }))}
          label={t('exceptions.other')}
          onChange={(otherReceiptId) => change({ otherReceiptId })}
          value={draft.otherReceiptId}
        />
      )
    case 'transfer_seen':
      return (
        <Group gap="sm">
          <Choice
            choices={detail.runs.map((run) => ({ id: run.id, label: `${run.name} ${formatYen(run.total)} ${formatDate(run.payOn)}` }))}
            label={t('exceptions.seenRun')}
            onChange={(runId) => change({ runId, transferId: null })}
            value={draft.runId}
          />
          <Transfers change={change} detail={detail} draft={draft} label={t('exceptions.seenTransfer')} />
        </Group>
      )
    case 'transfer_returned':
      return (
        <Group gap="sm">
          <Transfers change={change} detail={detail} draft={draft} label={t('exceptions.returnedTransfer')} />
          <Bearer change={change} draft={draft} />
        </Group>
      )
    case 'accept_less':
      return <Bearer change={change} draft={draft} />
    default:
      return null
  }
}

function Transfers({ draft, detail, change, label }: Named & { label: string }) {
  return (
    <Choice
      choices={detail.transfers.map((each) => ({
        id: each.id,
        label: `${each.runName} ${each.name} ${formatYen(each.amount)} ${formatDate(each.leftOn)}`,
      }))}
      label={label}
      onChange={(transferId) => change({ transferId, runId: null })}
      value={draft.transferId}
    />
  )
}

function Bearer({ draft, change }: Pick<Named, 'draft' | 'change'>) {
  const { t } = useWords()
  return (
    <Select
      allowDeselect={false}
      data={(['agent', 'merchant'] as const).map((value) => ({ value, label: t(`exceptions.bearers.${value}`) }))}
      label={t('exceptions.bearer')}
      onChange={(value) => change({ bearer: value === 'merchant' ? 'merchant' : 'agent' })}
      size="xs"
      value={draft.bearer}
      w={180}
    />
  )
}

interface ChoiceProps<Id extends number> {
  label: string
  choices: readonly { id: Id; label: string }[]
  value: Id | null
  onChange: (id: Id | null) => void
}

/** One of the things that stand beside a line. */
function Choice<Id extends number>({ label, choices, value, onChange }: ChoiceProps<Id>) {
  const { t } = useWords()
  return (
    <Select
      clearable
      data={choices.map(({ id, label: name }) => ({ value: String(id), label: name }))}
      label={label}
      nothingFoundMessage={t('parts.none')}
      onChange={(chosen) => onChange(choices.find(({ id }) => String(id) === chosen)?.id ?? null)}
      placeholder={choices.length === 0 ? t('parts.none') : ''}
      size="xs"
      value={value === null ? null : String(value)}
      w={360}
    />
  )
}
