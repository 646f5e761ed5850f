import type { MoneyRules } from '../../../preload/contract/agent'
import { formatDate } from '../../../preload/contract/date'
import { formatYen } from '../../../preload/contract/money'
import type { TransferFeeTable } from '../../../preload/contract/transfer-fees'
import type { Words } from '../../words'
import { destinations } from './rules-draft'

export type Term = readonly [key: string, name: string, text: string]

/** The rules by which money is counted, one term each, as people read and compare them. */
export function ruleTerms({ payouts, limits }: MoneyRules, t: Words): Term[] {
  const { rounding, minimum, transferFees } = payouts
  const { refundTwo, correctionAlone, correctionTwo, undoAlone, undoAloneDays, returnPeriodDays } = limits
  return [
    ['rounding', t('agent.rounding'), t(`charges.roundings.${rounding}`)],
    ['minimumPayout', t('agent.minimum'), `${formatYen(minimum)} ${t('parts.yen')}`],
    ['transferFees', t('agent.transferFees'), transferFees.map((table) => tableText(table, t)).join('\n') || t('agent.noTransferFees')],
    ['returnPeriodDays', t('agent.returnPeriodDays'), String(returnPeriodDays)],
    ['refundTwo', t('agent.refundTwo'), formatYen(refundTwo)],
    ['correctionAlone', t('agent.correctionAlone'), formatYen(correctionAlone)],
    ['correctionTwo', t('agent.correctionTwo'), formatYen(correctionTwo)],
    ['undoAlone', t('agent.undoAlone'), formatYen(undoAlone)],
    ['undoAloneDays', t('agent.undoAloneDays'), String(undoAloneDays)],
  ]
}

/** A price list, one destination a line. */
function tableText({ validFrom, bands }: TransferFeeTable, t: Words): string {
  const prices = destinations.map((destination) => {
    const steps = bands[destination].map(({ from, fee }) => `${t('charges.from', { amount: formatYen(from) })} ${formatYen(fee)}`)
    return `${t(`charges.destination.${destination}`)}: ${steps.join(', ')}`
  })
  return [t('agent.validFromDay', { day: formatDate(validFrom) }), ...prices].join('\n')
}
