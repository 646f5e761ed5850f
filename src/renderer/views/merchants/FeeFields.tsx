import { Checkbox, Table, TextInput } from '@mantine/core'
import { PaymentMethod } from '../../../preload/contract/merchants'
import type { Yen } from '../../../preload/contract/money'
import { YenField } from '../../parts/YenField'
import { useWords } from '../../words'
import { type FeeDraft, type MerchantDraft, NO_FEE, withMethods } from './merchant-draft'
import styles from './merchants.module.css'

export interface FeeFieldsProps {
  draft: MerchantDraft
  onChange: (draft: MerchantDraft) => void
  /** The path of a field (`fees.0.fixed`) is wrong. */
  wrong: (path: string) => boolean
}

/** The methods of a merchant, each with its fee plan in one row. */
export function FeeFields({ draft, onChange, wrong }: FeeFieldsProps) {
  const { t } = useWords()
  return (
    <Table className={styles.fees} horizontalSpacing={6} verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('merchants.method')}</Table.Th>
          <Table.Th>{t('merchants.feeFixed')}</Table.Th>
          <Table.Th>{t('merchants.feePercent')}</Table.Th>
          <Table.Th>{t('merchants.feeMinimum')}</Table.Th>
          <Table.Th>{t('merchants.feeMaximum')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {PaymentMethod.options.map((method) => (
          <FeeRow draft={draft} key={method} method={method} onChange={onChange} wrong={wrong} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function FeeRow({ draft, method, onChange, wrong }: FeeFieldsProps & { method: PaymentMethod }) {
  const { t } = useWords()
  const name = t(`nouns.paymentMethod.${method}`)
  const place = draft.methods.indexOf(method)
  const chosen = place >= 0
  const fee = draft.fees[method] ?? NO_FEE
  const change = (changes: Partial<FeeDraft>) => onChange({ ...draft, fees: { ...draft.fees, [method]: { ...fee, ...changes } } })
  const amount = (field: 'fixed' | 'minimum' | 'maximum', title: string) => (
    <Table.Td>
      <YenField
        aria-label={`${name} ${title}`}
        disabled={!chosen}
        error={chosen && wrong(`fees.${place}.${field}`)}
        placeholder={field === 'maximum' ? t('parts.none') : '0'}
        onChange={(value: Yen | null) => change({ [field]: value })}
        size="xs"
        value={fee[field]}
      />
    </Table.Td>
  )
  const toggled = PaymentMethod.options.filter((one) => (one === method ? !chosen : draft.methods.includes(one)))
  return (
    <Table.Tr>
      <Table.Td>
        <Checkbox checked={chosen} label={name} onChange={() => onChange(withMethods(draft, toggled))} size="xs" />
      </Table.Td>
      {amount('fixed', t('merchants.feeFixed'))}
      <Table.Td>
        <TextInput
          aria-label={`${name} ${t('merchants.feePercent')}`}
          disabled={!chosen}
          error={chosen && wrong(`fees.${place}.basisPoints`)}
          inputMode="decimal"
          onChange={(event) => change({ percent: event.currentTarget.value })}
          placeholder="0"
          rightSection="%"
          size="xs"
          value={fee.percent}
        />
      </Table.Td>
      {amount('minimum', t('merchants.feeMinimum'))}
      {amount('maximum', t('merchants.feeMaximum'))}
    </Table.Tr>
  )
}
