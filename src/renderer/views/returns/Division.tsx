import type { Yen } from '../../../preload/contract/money'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import styles from './returns.module.css'

/** What of the held money goes where: the two figures that are decided. A dash where one is open yet. */
export function Division({ released, refunded }: { released: Yen | null; refunded: Yen | null }) {
  const { t } = useWords()
  return (
    <dl className={styles.division}>
      <Share amount={released} name={t('returns.toMerchant')} />
      <Share amount={refunded} name={t('returns.toPayer')} />
    </dl>
  )
}

function Share({ name, amount }: { name: string; amount: Yen | null }) {
  const { t } = useWords()
  return (
    <div>
      <dt>{name}</dt>
      <dd>{amount === null ? '–' : <Money amount={amount} large unit={t('parts.yen')} />}</dd>
    </div>
  )
}
