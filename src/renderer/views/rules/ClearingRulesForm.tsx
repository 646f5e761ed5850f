import { Button, Checkbox, Group, NumberInput, Stack } from '@mantine/core'
import { useState } from 'react'
import { AutomaticRule, type ClearingRules } from '../../../preload/contract/clearing-rules'
import type { JobId } from '../../../preload/contract/ids'
import { useAct } from '../../api'
import { RefusalText } from '../../parts/RefusalText'
import form from '../../parts/settings-form.module.css'
import { useWords } from '../../words'
import type { KeptRules } from './ClearingRulesPanel'
import { type ClearingDraft, draftOf, isSame, type NumberField, readClearing } from './clearing-draft'
import { PriceLists } from './PriceLists'
import { TryRules } from './TryRules'

/** Other rules: typed, tried on past deposits, and asked for as a whole. */
export function ClearingRulesForm({ kept, onEnd }: { kept: KeptRules; onEnd: () => void }) {
  const { t } = useWords()
  const [draft, setDraft] = useState(() => draftOf(kept.rules))
  const [asked, setAsked] = useState(false)
  const [trial, setTrial] = useState<{ jobId: JobId; rules: ClearingRules } | null>(null)
  const save = useAct('rules.save')
  const { rules, problems } = readClearing(draft)
  const wrong = (path: string) => asked && problems.includes(path)
  const send = () => {
    setAsked(true)
    const trialJobId = rules && trial && isSame(trial.rules, rules) ? trial.jobId : null
    if (rules) save.mutate({ version: kept.version, rules, trialJobId }, { onSuccess: onEnd })
  }
  return (
    <Stack gap="md">
      <Fields draft={draft} onChange={setDraft} wrong={wrong} />
      <PriceLists lists={draft.lists} onChange={(lists) => setDraft({ ...draft, lists })} wrong={(at) => wrong(`lists.${at}`)} />
      <TryRules onTried={(jobId, tried) => setTrial({ jobId, rules: tried })} rules={rules} tried={trial?.rules ?? null} />
      <RefusalText error={save.error} />
      <Group gap="xs">
        <Button disabled={rules !== null && isSame(rules, kept.rules)} loading={save.isPending} onClick={send} size="xs">
          {t('rules.stage')}
        </Button>
        <Button onClick={onEnd} size="xs" variant="default">
          {t('parts.cancel')}
        </Button>
        {asked && problems.length > 0 ? <p role="alert">{t('parts.formRefused')}</p> : null}
      </Group>
    </Stack>
  )
}

interface FieldsProps {
  draft: ClearingDraft
  onChange: (draft: ClearingDraft) => void
  wrong: (path: string) => boolean
}

const BOUNDS: { readonly [F in NumberField]: readonly [least: number, most: number] } = {
  leastCutName: [4, 24],
  graceDays: [0, 31],
  roundingMost: [0, 9],
}

function Fields({ draft, onChange, wrong }: FieldsProps) {
  const { t } = useWords()
  const number = (field: NumberField, description?: string) => (
    <NumberInput
      allowDecimal={false}
      allowNegative={false}
      description={description}
      error={wrong(field) ? t('parts.fieldInvalid') : undefined}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      key={field}
      label={t(`rules.${field}`)}
      max={BOUNDS[field][1]}
      min={BOUNDS[field][0]}
      onChange={(value) => onChange({ ...draft, [field]: value })}
      size="xs"
      value={draft[field]}
      w={280}
    />
  )
  return (
    <>
      <fieldset className={form.fields}>
        <legend>{t('rules.automatic')}</legend>
        {AutomaticRule.options.map((rule) => (
          <Checkbox
            checked={draft.automatic[rule]}
            key={rule}
            label={t(`rules.rule.${rule}`)}
            onChange={(event) => onChange({ ...draft, automatic: { ...draft.automatic, [rule]: event.currentTarget.checked } })}
            size="xs"
          />
        ))}
      </fieldset>
      <Group align="start" gap="md">
        {number('leastCutName', t('rules.leastCutNameHint'))}
        {number('graceDays', t('rules.graceDaysHint'))}
        {number('roundingMost')}
      </Group>
    </>
  )
}
