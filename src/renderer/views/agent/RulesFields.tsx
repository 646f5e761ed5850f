import { Button, Group, NumberInput, Select, Stack } from '@mantine/core'
import { PayoutRules } from '../../../preload/contract/payouts'
import form from '../../parts/settings-form.module.css'
import { YenField } from '../../parts/YenField'
import { useWords } from '../../words'
import styles from './agent.module.css'
import { FeeTableFields } from './FeeTableFields'
import { type LimitField, limitFields, NEW_TABLE, type RulesDraft, type TableDraft } from './rules-draft'

export interface RulesFieldsProps {
  draft: RulesDraft
  onChange: (draft: RulesDraft) => void
  /** The field at this path (`minimum`, `tables.0`) does not fit. */
  wrong: (path: string) => boolean
}

const ROUNDINGS = PayoutRules.shape.rounding.unwrap().options

/** Every rule of money as it is typed: rounding and minimum, limits of approval, the bank's price lists. */
export function RulesFields({ draft, onChange, wrong }: RulesFieldsProps) {
  const { t } = useWords()
  const change = (changes: Partial<RulesDraft>) => onChange({ ...draft, ...changes })
  const errorOf = (path: string) => (wrong(path) ? t('parts.fieldInvalid') : undefined)
  const limit = (field: LimitField) => (
    <YenField
      error={errorOf(field)}
      key={field}
      label={t(`agent.${field}`)}
      onChange={(amount) => change({ [field]: amount })}
      size="xs"
      value={draft[field]}
      w={280}
    />
  )
  return (
    <Stack gap="md">
      <Group align="start" gap="md">
        <Select
          data={ROUNDINGS.map((value) => ({ value, label: t(`charges.roundings.${value}`) }))}
          label={t('agent.rounding')}
          onChange={(value) => change({ rounding: ROUNDINGS.find((one) => one === value) ?? draft.rounding })}
          size="xs"
          value={draft.rounding}
          w={160}
        />
        <YenField
          description={t('agent.minimumHint')}
          error={errorOf('minimum')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          label={t('agent.minimum')}
          onChange={(minimum) => change({ minimum })}
          size="xs"
          value={draft.minimum}
          w={260}
        />
        <NumberInput
          allowDecimal={false}
          allowNegative={false}
          description={t('agent.returnPeriodHint')}
          error={errorOf('returnPeriodDays')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          label={t('agent.returnPeriodDays')}
          max={30}
          min={0}
          onChange={(returnPeriodDays) => change({ returnPeriodDays })}
          size="xs"
          value={draft.returnPeriodDays}
          w={280}
        />
      </Group>
      <fieldset className={form.fields}>
        <legend>{t('agent.limits')}</legend>
        <Group align="start" gap="md">
          {limitFields.map(limit)}
          <NumberInput
            allowDecimal={false}
            allowNegative={false}
            error={errorOf('undoAloneDays')}
            label={t('agent.undoAloneDays')}
            max={366}
            min={0}
            onChange={(undoAloneDays) => change({ undoAloneDays })}
            size="xs"
            value={draft.undoAloneDays}
            w={260}
          />
        </Group>
      </fieldset>
      <Tables change={change} draft={draft} wrong={wrong} />
    </Stack>
  )
}

interface TablesProps {
  draft: RulesDraft
  change: (changes: Partial<RulesDraft>) => void
  wrong: RulesFieldsProps['wrong']
}

function Tables({ draft, change, wrong }: TablesProps) {
  const { t } = useWords()
  const { tables } = draft
  const replace = (at: number, table: TableDraft | null) =>
    change({ tables: tables.flatMap((one, index) => (index === at ? (table ? [table] : []) : [one])) })
  return (
    <fieldset className={form.fields}>
      <legend>{t('agent.transferFees')}</legend>
      <p className={styles.dimmed}>{t(tables.length === 0 ? 'agent.noTransferFees' : 'agent.transferFeesHint')}</p>
      {tables.map((table, at) => (
        <FeeTableFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that is typed has no name of its own yet
          key={at}
          onChange={(next) => replace(at, next)}
          others={tables}
          table={table}
          wrong={wrong(`tables.${at}`)}
        />
      ))}
      <Group>
        <Button onClick={() => change({ tables: [...tables, NEW_TABLE] })} size="compact-xs" variant="default">
          {t('agent.addTable')}
        </Button>
      </Group>
    </fieldset>
  )
}
