import type { Reason } from '../../../preload/contract/clearing'
import { BusinessDate, formatDate } from '../../../preload/contract/date'
import { PaymentMethod } from '../../../preload/contract/merchants'
import { formatYen, parseYen } from '../../../preload/contract/money'
import { PaymentTrack } from '../../../preload/contract/orders'
import { useWords, type Words } from '../../words'
import styles from './deposits.module.css'

const AMOUNTS: readonly Reason['code'][] = ['amount_equal', 'amount_short', 'amount_over', 'fee_deducted', 'rounding']
const DESTINATIONS = ['same_bank', 'other_bank'] as const
const NOT_CUSTOMER_MONEY = ['correction', 'returned', 'uncleared_cheque'] as const

/** The fact behind a reason, as people read it: yen with commas, dates as the bank prints them, names as words. */
function factOf({ code, detail }: Reason, t: Words): string {
  const named = /^(same_bank|other_bank):(\d+)$/.exec(detail)
  const destination = DESTINATIONS.find((one) => one === named?.[1])
  const fee = destination ? parseYen(named?.[2] ?? '') : null
  if (destination && fee !== null) return `${t(`rules.destination.${destination}`)} ${formatYen(fee)} ${t('parts.yen')}`
  const amount = AMOUNTS.includes(code) ? parseYen(detail) : null
  if (amount !== null) return `${formatYen(amount)} ${t('parts.yen')}`
  const date = BusinessDate.safeParse(detail)
  if (date.success) return formatDate(date.data)
  const source = NOT_CUSTOMER_MONEY.find((name) => name === detail)
  if (source) return t(`deposits.notCustomerMoney.${source}`)
  const method = code === 'other_method' ? PaymentMethod.safeParse(detail) : null
  if (method?.success) return t(`nouns.paymentMethod.${method.data}`)
  const payment = PaymentTrack.safeParse(detail)
  return payment.success ? t(`orders.payment.${payment.data}`) : detail
}

/** Facts for and against, those against first; what forbade automatic clearing in bold. */
export function ReasonList({ reasons }: { reasons: readonly Reason[] }) {
  const { t } = useWords()
  const ordered = [...reasons.filter((reason) => !reason.for), ...reasons.filter((reason) => reason.for)]
  return (
    <ul className={styles.reasons}>
      {ordered.map((reason) => (
        <li data-for={reason.for || undefined} data-veto={reason.veto || undefined} key={`${reason.code} ${reason.detail}`}>
          <span aria-hidden="true">{reason.for ? '✓' : '✕'}</span>
          <span className={styles.heard}>{reason.for ? t('clearing.factFor') : t('clearing.factAgainst')}</span>
          {t(`nouns.reason.${reason.code}`)} <span className={styles.fact}>{factOf(reason, t)}</span>
        </li>
      ))}
    </ul>
  )
}
