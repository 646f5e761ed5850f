import { Select } from '@mantine/core'
import type { EndingWish } from '../../../preload/contract/exceptions'
import { useWords } from '../../words'

/** Who bears the bank's fee, or what an order is short of. */
export function Bearer({ value, onChange }: { value: EndingWish['bearer']; onChange: (bearer: EndingWish['bearer']) => void }) {
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
