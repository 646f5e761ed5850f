import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Home } from '../../../preload/contract/audit'
import { useMay } from '../../api'
import { writeAddress } from '../../parts/address'
import { formatInstant } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import styles from './home.module.css'
import { Panel } from './Panel'

const figures = new Intl.NumberFormat('ja-JP')

/** A figure with its name; it opens to its lines where it has any. */
function Figure({ name, href, waits, children }: { name: string; href?: string | undefined; waits?: boolean; children: ReactNode }) {
  const inside = (
    <>
      <span className={styles.figureName}>{name}</span>
      <span className={styles.figure} data-waits={waits || undefined}>
        {children}
      </span>
    </>
  )
  return href === undefined ? (
    <div className={styles.card}>{inside}</div>
  ) : (
    <Link href={href} className={styles.card}>
      {inside}
    </Link>
  )
}

/** How many deposits were cleared by themselves, by hand, and how many wait. */
export function ClearingCards({ home }: { home: Home }) {
  const { t } = useWords()
  const { deposits } = home
  const mayClear = useMay('clear')
  const cleared = writeAddress('/deposits', { state: 'cleared' })
  return (
    <Panel title={t('home.deposits')} wide>
      <div className={styles.cards}>
        <Figure name={t('home.clearedByItself')} href={cleared}>
          {figures.format(deposits.clearedByItself)}
        </Figure>
        <Figure name={t('home.clearedByHand')} href={cleared}>
          {figures.format(deposits.clearedByHand)}
        </Figure>
        <Figure
          name={t('home.stillWaiting')}
          href={mayClear ? '/clearing' : writeAddress('/deposits', { open: true })}
          waits={deposits.waiting > 0}
        >
          {figures.format(deposits.waiting)}
        </Figure>
        <Figure name={t('home.held')} href={writeAddress('/deposits', { state: 'held' })}>
          {figures.format(deposits.held)}
        </Figure>
        <Figure name={t('home.waitingAmount')} href={writeAddress('/deposits', { open: true })} waits={deposits.waitingAmount > 0}>
          <Money amount={deposits.waitingAmount} unit={t('parts.yen')} />
        </Figure>
      </div>
    </Panel>
  )
}

/** Balances that must be explained, approvals that wait, and when the ledger was last verified. */
export function LedgerCards({ home }: { home: Home }) {
  const { t } = useWords()
  const mayDecide = useMay('approve')
  const mayVerify = useMay('audit')
  const verified = home.lastVerified
  const said = verified && t(verified.ok ? 'home.verifiedOk' : 'home.verifiedBroken', { time: formatInstant(verified.at) })
  return (
    <Panel title={t('home.ledger')} wide>
      <div className={styles.cards}>
        <Figure name={t('home.suspense')} href={writeAddress('/deposits', { open: true })}>
          <Money amount={home.suspense} unit={t('parts.yen')} />
        </Figure>
        <Figure name={t('home.unexplainedOutgoing')}>
          <Money amount={home.unexplainedOutgoing} unit={t('parts.yen')} />
        </Figure>
        <Figure name={t('home.merchantPayable')} href="/merchants">
          <Money amount={home.merchantPayable} unit={t('parts.yen')} />
        </Figure>
        <Figure name={t('home.heldForPayers')} href={writeAddress('/orders', { protected: true })}>
          <Money amount={home.heldForPayers} unit={t('parts.yen')} />
        </Figure>
        <Figure name={t('home.approvals')} href={mayDecide ? '/approvals' : undefined} waits={home.approvalsWaiting > 0}>
          {figures.format(home.approvalsWaiting)}
        </Figure>
        <Figure name={t('home.verify')} href={mayVerify ? '/settings' : undefined}>
          <span className={styles.verified} data-wrong={verified?.ok === false || undefined}>
            {said ?? t('home.neverVerified')}
          </span>
        </Figure>
      </div>
    </Panel>
  )
}
