import { Group, Select } from '@mantine/core'
import { useState } from 'react'
import { formatDate } from '../../../preload/contract/date'
import { Ending, type ExceptionRow } from '../../../preload/contract/exceptions'
import type { OutputOf } from '../../../preload/contract/methods'
import { formatYen, PositiveYen, type Yen } from '../../../preload/contract/money'
import { YenField } from '../../parts/YenField'
import { useWords } from '../../words'
import { AskEnding } from './AskEnding'
import { Bearer } from './Bearer'
import { type EndingDraft, firstDraft, isNamed, wishOf } from './ending-draft'

type Detail = OutputOf<'exceptions.get'>

/** Ends an open line: the way, what that way needs to know, and before anything is written the entry and those who must agree. */
export function EndException({ row, detail }: { row: ExceptionRow; detail: Detail }) {
  const { t } = useWords()
  const [draft, setDraft] = useState<EndingDraft>(() => firstDraft(row))
  const change = (changes: Partial<EndingDraft>) => setDraft((before) => ({ ...before, ...changes }))
  return (
    <AskEnding isNamed={isNamed(draft)} wish={wishOf(row, draft)}>
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
    </AskEnding>
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
          <Bearer onChange={(bearer) => change({ bearer })} value={draft.bearer} />
        </Group>
      )
    case 'debt_paid':
      return (
        <Choice
          choices={detail.debts.map(({ receivableId: id, merchantName, owedOn, open }) => ({
            id,
            label: `${merchantName} ${formatYen(open)} ${formatDate(owedOn)}`,
          }))}
          label={t('exceptions.paidDebt')}
          onChange={(receivableId) => change({ receivableId })}
          value={draft.receivableId}
        />
      )
    case 'accept_less':
      return <Bearer onChange={(bearer) => change({ bearer })} value={draft.bearer} />
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
      onChange={(transferId) => {
        // Whom the contract names, until a person says otherwise.
        const { bearer = draft.bearer } = detail.transfers.find(({ id }) => id === transferId) ?? {}
        change({ transferId, runId: null, bearer })
      }}
      value={draft.transferId}
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
