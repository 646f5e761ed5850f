import { SegmentedControl } from '@mantine/core'
import { useAddress } from '../../parts/address'
import { useWords } from '../../words'

/** One deposit at a time, or many that wait for the same cause. */
export function ModeSwitch() {
  const { t } = useWords()
  const { values, set } = useAddress()
  return (
    <SegmentedControl
      aria-label={t('clearing.mode')}
      data={(['one', 'groups'] as const).map((value) => ({ value, label: t(`clearing.modes.${value}`) }))}
      onChange={(value) => set({ mode: value === 'groups' ? value : null })}
      size="xs"
      value={values.mode === 'groups' ? 'groups' : 'one'}
    />
  )
}
