import { Select } from '@mantine/core'
import { MerchantId } from '../../../preload/contract/ids'
import { useCall } from '../../api'
import { useWords } from '../../words'

export interface MerchantSelectProps {
  value: MerchantId | null
  onChange: (id: MerchantId | null) => void
  label?: string
  /** Only merchants that are active: those that may be given orders. */
  activeOnly?: boolean
  width?: number
  /** What an empty choice stands for. */
  placeholder?: string
}

/** Chooses a merchant by name, kana or number; empty stands for all of them. */
export function MerchantSelect({ value, onChange, label, activeOnly, width, placeholder }: MerchantSelectProps) {
  const { t } = useWords()
  const { data } = useCall('merchants.list', {})
  const rows = (data?.rows ?? []).filter((row) => !activeOnly || row.state === 'active')
  return (
    <Select
      aria-label={label ? undefined : t('merchants.merchant')}
      clearable
      data={rows.map((row) => ({ value: String(row.id), label: row.name }))}
      label={label}
      nothingFoundMessage={t('merchants.noneFound')}
      onChange={(chosen) => onChange(chosen === null ? null : MerchantId.parse(Number(chosen)))}
      placeholder={placeholder ?? t('merchants.merchant')}
      searchable
      size="xs"
      value={value === null ? null : String(value)}
      w={width ?? 200}
    />
  )
}
