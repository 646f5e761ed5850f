import type { MerchantDays } from '../../../preload/contract/merchants'
import { useWords } from '../../words'
import { Difference } from './Difference'
import { changedDays, dayFields, dayText } from './merchant-days'

/** The days of a contract; where others stand before them, as a difference. */
export function DayFacts({ days, before }: { days: MerchantDays; before?: MerchantDays }) {
  const { t } = useWords()
  const changed = before ? changedDays(before, days) : []
  const rows = dayFields.map((field) => ({
    key: field,
    name: t(`merchants.${field}`),
    after: dayText(days, field, t),
    changed: changed.includes(field),
    ...(before ? { before: dayText(before, field, t) } : {}),
  }))
  return <Difference rows={rows} title={t('merchants.term')} />
}
