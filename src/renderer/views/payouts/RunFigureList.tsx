import type { ReactNode } from 'react'
import { formatYen } from '../../../preload/contract/money'
import type { RunFigures } from '../../../preload/contract/payouts'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import styles from './payouts.module.css'

const TAKEN = ['fees', 'tax', 'transferFee', 'offsets', 'remainder'] as const
const NOT_PAID = ['carriedOver', 'held', 'sentBack'] as const

/** What a run comes to: from gross to net, and what stays with the bank. */
export function RunFigureList({ figures }: { figures: RunFigures }) {
  const { t } = useWords()
  const yen = t('parts.yen')
  return (
    <dl className={styles.figures}>
      <Figure name={t('payouts.figures.net')}>
        <Money amount={figures.net} large unit={yen} />
      </Figure>
      <Figure name={t('payouts.figures.payouts')}>{figures.payouts.toLocaleString('ja-JP')}</Figure>
      <Figure name={t('payouts.figures.orders')}>{figures.orders.toLocaleString('ja-JP')}</Figure>
      <Figure name={t('payouts.figures.gross')}>
        <Money amount={figures.gross} unit={yen} />
      </Figure>
      {TAKEN.map((name) => (
        <Figure key={name} name={t(`payouts.figures.${name}`)}>
          {figures[name] === 0 ? null : '− '}
          <Money amount={figures[name]} unit={yen} />
        </Figure>
      ))}
      {NOT_PAID.filter((name) => figures[name].count > 0).map((name) => (
        <Figure key={name} name={t(`payouts.figures.${name}`)}>
          {t('payouts.figures.of', { count: figures[name].count, amount: formatYen(figures[name].amount) })}
        </Figure>
      ))}
    </dl>
  )
}

export function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
