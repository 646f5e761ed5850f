import { formatYen, type Yen } from '../../preload/contract/money'
import styles from './figures.module.css'

/** Whole yen in tabular figures; negative in red and with its sign. The header above carries 円, `unit` adds it where there is none. */
export function Money({ amount, unit, large }: { amount: Yen; unit?: string; large?: boolean }) {
  return (
    <span className={styles.money} data-negative={amount < 0 || undefined} data-large={large || undefined}>
      {formatYen(amount)}
      {unit === undefined ? null : <span className={styles.unit}>{unit}</span>}
    </span>
  )
}
