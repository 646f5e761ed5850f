import { Link } from 'wouter'
import type { ExpectedTransfer } from '../../../preload/contract/collections'
import { formatDate } from '../../../preload/contract/date'
import { useMay } from '../../api'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import { ClearTransfer } from './ClearTransfer'
import styles from './collections.module.css'

/** What an agent owes for one day: how much, of how many, and the way to clear it. */
export function ThisTransfer({ transfer, onCleared }: { transfer: ExpectedTransfer; onCleared: (released: number) => void }) {
  const { t } = useWords()
  const mayClear = useMay('clear')
  return (
    <div className={styles.one}>
      <header className={styles.head}>
        <strong>{transfer.agentName}</strong>
        <span>
          {t('collections.transferOn')} {formatDate(transfer.transferOn)}
        </span>
        <span className={styles.dimmed}>{t('collections.claims', { count: transfer.claims })}</span>
      </header>
      <Money amount={transfer.net} large unit={t('parts.yen')} />
      {transfer.unapplied > 0 ? (
        <p className={styles.warned}>
          {t('collections.unapplied', { count: transfer.unapplied })}{' '}
          <Link href="/collections?tab=exceptions">{t('collections.unappliedLink')}</Link>
        </p>
      ) : null}
      <ClearTransfer mayClear={mayClear} onCleared={onCleared} transfer={transfer} />
    </div>
  )
}
