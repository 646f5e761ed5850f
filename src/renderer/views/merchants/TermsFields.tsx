import { Checkbox, Group, Select, TextInput } from '@mantine/core'
import { AccountId } from '../../../preload/contract/ids'
import { PayoutCycle } from '../../../preload/contract/merchants'
import { useCall } from '../../api'
import { useWords } from '../../words'
import { type MerchantDraft, NO_RANGE, type RangeDraft } from './merchant-draft'
import styles from './merchants.module.css'

export interface TermsFieldsProps {
  draft: MerchantDraft
  onChange: (draft: MerchantDraft) => void
  errorOf: (path: string) => string | undefined
}

type TextField = 'name' | 'nameKana' | 'consignorCode' | 'tNumber'

/** Who the merchant is. */
export function NameFields({ draft, onChange, errorOf }: TermsFieldsProps) {
  const { t } = useWords()
  const text = (field: TextField, required: boolean, description?: string) => (
    <TextInput
      description={description}
      error={errorOf(field)}
      label={t(`merchants.${field}`)}
      maxLength={100}
      onChange={(event) => onChange({ ...draft, [field]: event.currentTarget.value })}
      size="xs"
      value={draft[field]}
      withAsterisk={required}
    />
  )
  return (
    <>
      {text('name', true)}
      {text('nameKana', false)}
      {text('consignorCode', true, t('merchants.consignorHint'))}
      {text('tNumber', false, t('merchants.tNumberHint'))}
    </>
  )
}

const DAYS = Array.from({ length: 31 }, (_, index) => String(index + 1))
const MONTHS = ['0', '1', '2', '3'] as const
const RULES = PayoutCycle.shape.holidayRule.options

/** When the merchant is paid, and what its payers may wish. */
export function CycleFields({ draft, onChange }: Omit<TermsFieldsProps, 'errorOf'>) {
  const { t } = useWords()
  const cycle = draft.payoutCycle
  const change = (changes: Partial<PayoutCycle>) => onChange({ ...draft, payoutCycle: { ...cycle, ...changes } })
  const days = DAYS.map((day) => ({ value: day, label: day === '31' ? t('merchants.endOfMonth') : t('merchants.dayOfMonth', { day }) }))
  const day = (field: 'closingDay' | 'payDay') => (
    <Select
      allowDeselect={false}
      data={days}
      label={t(`merchants.${field}`)}
      onChange={(value) => value && change({ [field]: Number(value) })}
      size="xs"
      value={String(cycle[field])}
      w={120}
    />
  )
  return (
    <>
      <Group gap="xs">
        {day('closingDay')}
        <Select
          allowDeselect={false}
          data={MONTHS.map((months) => ({ value: months, label: t(`merchants.monthOf.${months}`) }))}
          label={t('merchants.monthOffset')}
          onChange={(value) => value && change({ monthOffset: Number(value) })}
          size="xs"
          value={String(cycle.monthOffset)}
          w={130}
        />
        {day('payDay')}
        <Select
          allowDeselect={false}
          data={RULES.map((rule) => ({ value: rule, label: t(`merchants.holiday.${rule}`) }))}
          label={t('merchants.holidayRule')}
          onChange={(value) => {
            const rule = RULES.find((one) => one === value)
            if (rule) change({ holidayRule: rule })
          }}
          size="xs"
          value={cycle.holidayRule}
          w={200}
        />
      </Group>
      <Checkbox
        checked={draft.acceptanceRequired}
        description={t('merchants.acceptanceHint')}
        label={t('merchants.acceptanceRequired')}
        onChange={(event) => onChange({ ...draft, acceptanceRequired: event.currentTarget.checked })}
        size="xs"
      />
    </>
  )
}

/** The virtual accounts of the merchant's orders: at which of the agent's accounts, which branch, from which number to which. */
export function RangeFields({ draft, onChange, errorOf }: TermsFieldsProps) {
  const { t } = useWords()
  const accounts = useCall('accounts.list', {}).data?.accounts ?? []
  const range = draft.range ?? NO_RANGE
  const change = (changes: Partial<RangeDraft>) => onChange({ ...draft, range: { ...range, ...changes } })
  const digits = (field: 'branchCode' | 'first' | 'last', length: number) => (
    <TextInput
      error={errorOf(`virtualRange.${field}`)}
      inputMode="numeric"
      label={t(`merchants.range.${field}`)}
      maxLength={length}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
      size="xs"
      value={range[field]}
      w={120}
    />
  )
  return (
    <>
      <Checkbox
        checked={draft.range !== null}
        label={t('merchants.rangeUsed')}
        onChange={(event) => onChange({ ...draft, range: event.currentTarget.checked ? NO_RANGE : null })}
        size="xs"
      />
      {draft.range === null ? null : (
        <>
          {accounts.length === 0 ? <p className={styles.dimmed}>{t('merchants.noAccounts')}</p> : null}
          <Select
            data={accounts.map((one) => ({ value: String(one.id), label: `${one.bankName} ${one.branchName} ${one.accountNumber}` }))}
            error={errorOf('virtualRange.accountId')}
            label={t('merchants.range.account')}
            onChange={(id) => {
              const account = accounts.find((one) => String(one.id) === id)
              change({ accountId: account ? AccountId.parse(account.id) : null, branchCode: account?.branchCode ?? '' })
            }}
            size="xs"
            value={range.accountId === null ? null : String(range.accountId)}
          />
          <Group gap="xs">
            {digits('branchCode', 3)}
            {digits('first', 7)}
            {digits('last', 7)}
          </Group>
        </>
      )}
    </>
  )
}
