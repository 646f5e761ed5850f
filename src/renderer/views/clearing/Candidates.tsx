import { useEffect } from 'react'
import type { Candidate } from '../../../preload/contract/clearing'
import type { OrderId, ReceiptId } from '../../../preload/contract/ids'
import type { Yen } from '../../../preload/contract/money'
import { useCall } from '../../api'
import { Code } from '../../parts/Code'
import { DateText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import { ReasonList } from '../deposits/ReasonList'
import { OrderStatusChip } from '../orders/OrderStatusChip'
import styles from './clearing.module.css'
import type { DeskEvent } from './clearing-desk'
import { PartAmount } from './PartAmount'
import type { Part } from './selection'

/** Asks the core for the orders this deposit may pay, and lays them on the desk. */
export function useCandidates(receiptId: ReceiptId, search: string, send: (event: DeskEvent) => void) {
  const asked = useCall('clearing.candidates', { receiptId, search })
  const { data, isPlaceholderData } = asked
  useEffect(() => {
    if (data && !isPlaceholderData) send({ type: 'candidates', receiptId, candidates: data.candidates })
  }, [data, isPlaceholderData, receiptId, send])
  return asked
}

export interface CandidateListProps {
  candidates: readonly Candidate[]
  cursor: number | null
  /** Taken into a split by Space. */
  pinned: readonly Part[]
  selection: readonly Part[]
  highlight: (index: number) => void
  change: (orderId: OrderId, amount: Yen | null) => void
  /** Back from the box of an amount to the desk. */
  leave: () => void
}

/** Orders the deposit may pay, ranked; each with what speaks against it first, then what speaks for it. */
export function CandidateList({ candidates, cursor, pinned, selection, highlight, change, leave }: CandidateListProps) {
  const { t } = useWords()
  const active = cursor === null ? undefined : candidates[cursor]
  return (
    <ol aria-label={t('clearing.candidates')} className={styles.candidates}>
      {candidates.map((candidate, index) => (
        <li
          aria-current={candidate === active}
          className={styles.candidate}
          data-pinned={pinned.some((part) => part.orderId === candidate.orderId) || undefined}
          key={candidate.orderId}
        >
          <button className={styles.candidateHead} onClick={() => highlight(index)} onMouseDown={keepFocus} tabIndex={-1} type="button">
            <span className={styles.digit}>{index < 9 ? index + 1 : ''}</span>
            <CandidateFacts candidate={candidate} />
          </button>
          <div className={styles.indent}>
            <ReasonList reasons={candidate.reasons} />
          </div>
          <PartAmount part={selection.find((part) => part.orderId === candidate.orderId)} change={change} leave={leave} />
        </li>
      ))}
    </ol>
  )
}

/** The keyboard stays with the queue when a candidate is clicked. */
function keepFocus(event: React.MouseEvent) {
  event.preventDefault()
}

function CandidateFacts({ candidate }: { candidate: Candidate }) {
  const { t } = useWords()
  return (
    <span className={styles.candidateFacts}>
      <span className={styles.candidateTop}>
        <Code>{candidate.orderNumber}</Code>
        <OrderStatusChip status={candidate.status} />
        {candidate.protected ? <span className={styles.dimmed}>{t('orders.protected')}</span> : null}
        <span className={styles.candidateOpen}>
          <Money amount={candidate.open} unit={t('parts.yen')} />
        </span>
      </span>
      <span className={styles.line} title={`${candidate.payerName} ${candidate.payerKana}`}>
        {candidate.payerName} <span className={styles.dimmed}>{candidate.payerKana}</span>
      </span>
      <span className={styles.line} title={`${candidate.merchantName} ${candidate.goods}`}>
        {candidate.merchantName} · {candidate.goods}
      </span>
      <span className={styles.dimmed}>
        {t('orders.receivedOn')} <DateText date={candidate.receivedOn} /> · {t('orders.dueOn')} <DateText date={candidate.dueOn} />
      </span>
    </span>
  )
}
