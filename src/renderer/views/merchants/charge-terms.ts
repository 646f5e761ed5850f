import type { MerchantCharges } from '../../../preload/contract/charges'
import { formatYen } from '../../../preload/contract/money'
import type { Words } from '../../words'

/** Who bears what of a merchant's payouts, one term each, as people read and compare them. */
export function contractTerms({ payoutContract }: Pick<MerchantCharges, 'payoutContract'>, t: Words) {
  const { transferFeeBearer, transferFeeConvention, returnFeeBearer, differenceBearer, minimum } = payoutContract
  return [
    ['transferFeeBearer', t('charges.transferFeeBearer'), t(`charges.bearer.${transferFeeBearer}`)],
    ['transferFeeConvention', t('charges.transferFeeConvention'), t(`charges.convention.${transferFeeConvention}`)],
    ['returnFeeBearer', t('charges.returnFeeBearer'), t(`charges.bearer.${returnFeeBearer}`)],
    ['differenceBearer', t('charges.differenceBearer'), t(`charges.bearer.${differenceBearer}`)],
    ['minimum', t('charges.minimum'), minimum === null ? t('charges.agentsMinimum') : `${formatYen(minimum)} ${t('parts.yen')}`],
  ] as const
}
