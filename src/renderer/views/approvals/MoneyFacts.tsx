import type { MoneyRules } from '../../../preload/contract/agent'
import type { MerchantCharges } from '../../../preload/contract/charges'
import { formatDate } from '../../../preload/contract/date'
import { formatYen } from '../../../preload/contract/money'
import type { TransferFeeTable } from '../../../preload/contract/transfer-fees'
import { useWords, type Words } from '../../words'
import { Difference } from '../merchants/Difference'
import { FeeTable } from '../merchants/FeeTable'
import styles from './approvals.module.css'

/** Rows of what holds and what is asked for, one term each. */
function rowsOf(before: readonly (readonly [key: string, name: string, text: string])[], after: readonly string[]) {
  return before.map(([key, name, text], at) => ({ key, name, before: text, after: after[at] ?? '', changed: text !== after[at] }))
}

/** Charges of a merchant's contract: its fees before and after, and who bears what. */
export function ChargesDifference({ before, after }: { before: MerchantCharges; after: MerchantCharges }) {
  const { t } = useWords()
  const fees = [
    ['charges.feesBefore', before.fees],
    ['charges.fees', after.fees],
  ] as const
  return (
    <>
      {fees.map(([title, plans]) => (
        <div className={styles.why} key={title}>
          <h3>{t(title)}</h3>
          {plans.length > 0 ? <FeeTable fees={plans} /> : <p className={styles.none}>{t('approvals.noFees')}</p>}
        </div>
      ))}
      <Difference
        rows={rowsOf(
          contractTerms(before, t),
          contractTerms(after, t).map(([, , text]) => text),
        )}
        title={t('charges.term')}
      />
    </>
  )
}

function contractTerms({ payoutContract }: MerchantCharges, t: Words) {
  const { transferFeeBearer, transferFeeConvention, returnFeeBearer, minimum } = payoutContract
  return [
    ['transferFeeBearer', t('charges.transferFeeBearer'), t(`charges.bearer.${transferFeeBearer}`)],
    ['transferFeeConvention', t('charges.transferFeeConvention'), t(`charges.convention.${transferFeeConvention}`)],
    ['returnFeeBearer', t('charges.returnFeeBearer'), t(`charges.bearer.${returnFeeBearer}`)],
    ['minimum', t('charges.minimum'), minimum === null ? t('charges.agentsMinimum') : formatYen(minimum)],
  ] as const
}

/** The rules by which money is counted, as they are and as they shall be. */
export function MoneyRulesDifference({ before, after }: { before: MoneyRules; after: MoneyRules }) {
  const { t } = useWords()
  return (
    <Difference
      rows={rowsOf(
        ruleTerms(before, t),
        ruleTerms(after, t).map(([, , text]) => text),
      )}
      title={t('charges.term')}
    />
  )
}

function ruleTerms({ payouts, limits }: MoneyRules, t: Words) {
  const { rounding, minimum, transferFees } = payouts
  const { refundTwo, correctionAlone, correctionTwo, undoAlone, returnPeriodDays } = limits
  return [
    ['rounding', t('charges.rounding'), t(`charges.roundings.${rounding}`)],
    ['minimumPayout', t('charges.minimumPayout'), formatYen(minimum)],
    [
      'transferFees',
      t('charges.transferFees'),
      transferFees.map((table) => tableText(table, t)).join(' / ') || t('charges.noTransferFees'),
    ],
    ['returnPeriodDays', t('charges.returnPeriodDays'), String(returnPeriodDays)],
    ['refundTwo', t('charges.refundTwo'), formatYen(refundTwo)],
    ['correctionAlone', t('charges.correctionAlone'), formatYen(correctionAlone)],
    ['correctionTwo', t('charges.correctionTwo'), formatYen(correctionTwo)],
    ['undoAlone', t('charges.undoAlone'), formatYen(undoAlone)],
  ] as const
}

/** A price list in one line. */
function tableText({ validFrom, bands }: TransferFeeTable, t: Words): string {
  const destinations = ['same_branch', 'same_bank', 'other_bank'] as const
  const prices = destinations.map((destination) => {
    const steps = bands[destination].map(({ from, fee }) => `${t('charges.from', { amount: formatYen(from) })} ${formatYen(fee)}`)
    return `${t(`charges.destination.${destination}`)}: ${steps.join(', ')}`
  })
  return `${formatDate(validFrom)} ${prices.join('; ')}`
}
