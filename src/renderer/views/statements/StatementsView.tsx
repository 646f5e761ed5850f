import { SegmentedControl } from '@mantine/core'
import { useAddress } from '../../parts/address'
import { useWords } from '../../words'
import { Closing } from './Closing'
import { Documents } from './Documents'

const TABS = ['closings', 'documents'] as const

/** 精算書: the statements of a closing day, and the search through all papers that were kept. */
export function StatementsView() {
  const { t } = useWords()
  const { values, set } = useAddress()
  const tab = TABS.find((each) => each === values.tab) ?? 'closings'
  const tabs = (
    <SegmentedControl
      aria-label={t('statements.title')}
      data={TABS.map((value) => ({ value, label: t(`statements.tab.${value}`) }))}
      onChange={(value) => set({ tab: value === 'closings' ? null : value })}
      size="xs"
      value={tab}
    />
  )
  return tab === 'closings' ? <Closing tabs={tabs} /> : <Documents tabs={tabs} />
}
