import { MerchantDays, type MerchantTerms } from '../../../preload/contract/merchants'
import type { Words } from '../../words'

/** The days of a contract in the order people compare them. */
export const dayFields = [
  'paymentDays',
  'acceptanceDays',
  'protectionWindowDays',
  'reminderDays',
  'returnAnswerDays',
  'shipmentRestartsWindow',
] as const satisfies readonly (keyof MerchantDays)[]
export type DayField = (typeof dayFields)[number]
export type NumberOfDays = Exclude<DayField, 'shipmentRestartsWindow'>

/** All days of a merchant's contract. */
export const daysOf = ({ deadlines, protectionWindowDays }: Pick<MerchantTerms, 'deadlines' | 'protectionWindowDays'>): MerchantDays =>
  MerchantDays.parse({ ...deadlines, protectionWindowDays })

/** One term as people read it. */
export function dayText(days: MerchantDays, field: DayField, t: Words): string {
  if (field === 'shipmentRestartsWindow') return t(days.shipmentRestartsWindow ? 'parts.yes' : 'parts.no')
  if (field === 'reminderDays')
    return days.reminderDays === 0 ? t('merchants.noReminder') : t('merchants.daysBefore', { count: days.reminderDays })
  return t('merchants.days', { count: days[field] })
}

/** Which terms differ between two. */
export function changedDays(before: MerchantDays, after: MerchantDays): readonly DayField[] {
  return dayFields.filter((field) => before[field] !== after[field])
}

/** Days as they stand in a form, read by the contract: the days, or which fields do not fit. */
export function readDays(draft: { readonly [F in DayField]: number | string | boolean }): {
  days: MerchantDays | null
  problems: readonly string[]
} {
  const read = MerchantDays.safeParse(draft)
  const problems = read.success ? [] : read.error.issues.map((issue) => issue.path.join('.'))
  return { days: read.success ? read.data : null, problems: [...new Set(problems)] }
}
