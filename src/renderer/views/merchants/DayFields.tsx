import { Checkbox, NumberInput, SimpleGrid } from '@mantine/core'
import type { MerchantDays } from '../../../preload/contract/merchants'
import { useWords } from '../../words'
import type { NumberOfDays } from './merchant-days'

/** Days while they are typed: an empty field is no number yet. */
export type DaysDraft = { readonly [F in NumberOfDays]: number | string } & Pick<MerchantDays, 'shipmentRestartsWindow'>

const HINTS = {
  paymentDays: 'merchants.paymentDaysHint',
  acceptanceDays: 'merchants.acceptanceDaysHint',
  protectionWindowDays: 'merchants.protectionHint',
  reminderDays: 'merchants.reminderDaysHint',
  returnAnswerDays: 'merchants.returnAnswerDaysHint',
} as const
const MOST: Record<NumberOfDays, number> = {
  paymentDays: 60,
  acceptanceDays: 30,
  protectionWindowDays: 90,
  reminderDays: 30,
  returnAnswerDays: 60,
}
const FIELDS = ['paymentDays', 'acceptanceDays', 'protectionWindowDays', 'reminderDays', 'returnAnswerDays'] as const

export interface DayFieldsProps {
  days: DaysDraft
  onChange: (days: DaysDraft) => void
  errorOf: (field: NumberOfDays) => string | undefined
}

/** The days people of a contract have for what is asked of them. */
export function DayFields({ days, onChange, errorOf }: DayFieldsProps) {
  const { t } = useWords()
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="xs">
        {FIELDS.map((field) => (
          <NumberInput
            allowDecimal={false}
            allowNegative={false}
            description={t(HINTS[field])}
            error={errorOf(field)}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            key={field}
            label={t(`merchants.${field}`)}
            max={MOST[field]}
            min={field === 'reminderDays' ? 0 : 1}
            onChange={(value) => onChange({ ...days, [field]: value })}
            size="xs"
            value={days[field]}
          />
        ))}
      </SimpleGrid>
      <Checkbox
        checked={days.shipmentRestartsWindow}
        label={t('merchants.shipmentRestartsWindow')}
        onChange={(event) => onChange({ ...days, shipmentRestartsWindow: event.currentTarget.checked })}
        size="xs"
      />
    </>
  )
}
