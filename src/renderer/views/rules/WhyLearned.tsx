import { useState } from 'react'
import type { Proposal } from '../../../preload/contract/clearing'
import type { OrderId, ReceiptId } from '../../../preload/contract/ids'
import { useCall } from '../../api'
import { actorName } from '../../parts/actor'
import { Code } from '../../parts/Code'
import { DateText } from '../../parts/DateText'
import { useKeys } from '../../parts/keys'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { LevelName } from '../deposits/LevelName'
import styles from './rules.module.css'

/** Beside a proposal that was learned: one key or click shows from which clearings. */
export function WhyLearned({ receiptId, proposal, isActive }: { receiptId: ReceiptId; proposal: Proposal; isActive: boolean }) {
  const { t } = useWords()
  const [shown, setShown] = useState(false)
  const isLearned = proposal.reasons.some(({ code }) => code === 'learned')
  const turn = () => setShown((before) => !before)
  useKeys([{ keys: 'w', label: t('rules.why'), run: turn }], { enabled: isLearned && isActive })
  const [order] = proposal.orders
  if (!isLearned || !order) return null
  return (
    <>
      <button
        aria-expanded={shown}
        className={styles.why}
        onClick={turn}
        onMouseDown={(event) => event.preventDefault()}
        tabIndex={-1}
        type="button"
      >
        {t(shown ? 'rules.hideWhy' : 'rules.why')} {isActive ? <kbd>W</kbd> : null}
      </button>
      {shown ? <Evidence orderId={order.orderId} receiptId={receiptId} /> : null}
    </>
  )
}

function Evidence(asked: { receiptId: ReceiptId; orderId: OrderId }) {
  const { t } = useWords()
  const { data, error } = useCall('rules.learned', asked)
  if (!data) return <RefusalText error={error} />
  const { remitterName, remittingBank, remittingBranch, payerName, times, uses } = data
  return (
    <div className={styles.evidence}>
      <p className={styles.record}>
        {t('rules.learnedFrom', { name: remitterName, bank: remittingBank, branch: remittingBranch, payer: payerName, count: times })}
      </p>
      <ul aria-label={t('rules.why')} className={styles.uses}>
        {uses.map((use) => (
          <li key={`${use.receiptId} ${use.orderNumber}`}>
            <DateText date={use.bookedOn} /> <Code>{use.orderNumber}</Code> <Money amount={use.amount} unit={t('parts.yen')} /> ·{' '}
            <LevelName level={use.level} /> · {actorName(use.by)}
          </li>
        ))}
      </ul>
      <p className={styles.record}>{t('rules.learnedHow')}</p>
    </div>
  )
}
