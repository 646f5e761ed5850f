import { useEffect } from 'react'
import type { Candidate, Proposal } from '../../../preload/contract/clearing'
import type { OrderId, ReceiptId } from '../../../preload/contract/ids'
import { sumYen, type Yen } from '../../../preload/contract/money'
import { leadingFact } from '../../../preload/contract/rules'
import { useCall } from '../../api'
import { Code } from '../../parts/Code'
import { DateText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import { ReasonList } from '../deposits/ReasonList'
import { OrderStatusChip } from '../orders/OrderStatusChip'
import { RuleRecordText } from '../rules/RuleRecordText'
import { WhyLearned } from '../rules/WhyLearned'
import styles from './clearing.module.css'
import { type DeskEvent, nameOf } from './clearing-desk'
import { PartAmount } from './PartAmount'
import type { Part } from './selection'

/** Asks the core what this deposit may pay, and lays it on the desk. */
export function useProposals(receiptId: ReceiptId, search: string, send: (event: DeskEvent) => void) {
  const asked = useCall('clearing.candidates', { receiptId, search })
  const { data, isPlaceholderData } = asked
  useEffect(() => {
    if (data && !isPlaceholderData) send({ type: 'proposals', receiptId, proposals: data.proposals })
  }, [data, isPlaceholderData, receiptId, send])
  return asked
}

export interface ProposalListProps {
  receiptId: ReceiptId
  proposals: readonly Proposal[]
  cursor: number | null
  /** Taken into a split by Space. */
  pinned: readonly Part[]
  selection: readonly Part[]
  highlight: (index: number) => void
  change: (orderId: OrderId, amount: Yen | null) => void
  /** Back from the box of an amount to the desk. */
  leave: () => void
}

/** What the deposit may pay, ranked: orders, and sums of orders as equations; each with what speaks against it first, then what speaks for it. */
export function ProposalList({ receiptId, proposals, cursor, pinned, selection, highlight, change, leave }: ProposalListProps) {
  const { t } = useWords()
  const active = cursor === null ? undefined : proposals[cursor]
  return (
    <ol aria-label={t('clearing.candidates')} className={styles.candidates}>
      {proposals.map((proposal, index) => (
        <li
          aria-current={proposal === active}
          className={styles.candidate}
          data-pinned={proposal.orders.every(({ orderId }) => pinned.some((part) => part.orderId === orderId)) || undefined}
          key={nameOf(proposal)}
        >
          <button className={styles.candidateHead} onClick={() => highlight(index)} onMouseDown={keepFocus} tabIndex={-1} type="button">
            <span className={styles.digit}>{index < 9 ? index + 1 : ''}</span>
            {proposal.orders.length > 1 ? (
              <Equation orders={proposal.orders} />
            ) : (
              proposal.orders.map((order) => <CandidateFacts candidate={order} key={order.orderId} />)
            )}
          </button>
          <div className={styles.indent}>
            <ReasonList reasons={proposal.reasons} />
            <RuleRecordText fact={leadingFact(proposal.reasons)} level="0" />
            <WhyLearned isActive={proposal === active} proposal={proposal} receiptId={receiptId} />
          </div>
          {proposal.orders.map(({ orderId, orderNumber }) => (
            <PartAmount
              change={change}
              key={orderId}
              leave={leave}
              of={proposal.orders.length > 1 ? orderNumber : null}
              part={selection.find((part) => part.orderId === orderId)}
            />
          ))}
        </li>
      ))}
    </ol>
  )
}

/** The keyboard stays with the queue when a candidate is clicked. */
function keepFocus(event: React.MouseEvent) {
  event.preventDefault()
}

/** 30,000 = A57 + A58: a row an order, so that the figures stand under one another. */
function Equation({ orders }: { orders: readonly Candidate[] }) {
  const { t } = useWords()
  const [first] = orders
  return (
    <span className={styles.candidateFacts}>
      <span className={styles.candidateTop}>
        <strong>{t('clearing.sumOf', { count: orders.length })}</strong>
        <span className={styles.candidateOpen}>
          = <Money amount={sumYen(orders.map(({ open }) => open))} unit={t('parts.yen')} />
        </span>
      </span>
      {orders.map(({ orderId, orderNumber, status, open, dueOn }, index) => (
        <span className={styles.candidateTop} key={orderId}>
          <span aria-hidden="true" className={styles.sign}>
            {index === 0 ? '' : '+'}
          </span>
          <Code>{orderNumber}</Code>
          <OrderStatusChip status={status} />
          <span className={styles.dimmed}>
            {t('orders.dueOn')} <DateText date={dueOn} />
          </span>
          <span className={styles.summand}>
            <Money amount={open} unit={t('parts.yen')} />
          </span>
        </span>
      ))}
      {first ? (
        <>
          <span className={styles.line} title={`${first.payerName} ${first.payerKana}`}>
            {first.payerName} <span className={styles.dimmed}>{first.payerKana}</span>
          </span>
          <span className={styles.line} title={merchantsOf(orders)}>
            {merchantsOf(orders)}
          </span>
        </>
      ) : null}
    </span>
  )
}

const merchantsOf = (orders: readonly Candidate[]): string => [...new Set(orders.map(({ merchantName }) => merchantName))].join(' · ')

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
