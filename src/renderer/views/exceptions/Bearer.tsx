import { Select } from '@mantine/core'
import type { TransferFeeBearer } from '../../../preload/contract/transfer-fees'
import { useWords } from '../../words'

/** Who bears the bank's fee, or what an order is short of. */
export function Bearer({ value, onChange }: { value: TransferFeeBearer; onChange: (bearer: TransferFeeBearer) => void }) {
  const { t } = useWords()
  return (
    <Select
      allowDeselect={false}
      data={(['agent', 'merchant'] as const).map((each) => ({ value: each, label: t(`exceptions.bearers.${each}`) }))}
      label={t('exceptions.bearer')}
      onChange={(chosen) => onChange(chosen === 'merchant' ? 'merchant' : 'agent')}
      size="xs"
      value={value}
      w={180}
    />
  )
}
