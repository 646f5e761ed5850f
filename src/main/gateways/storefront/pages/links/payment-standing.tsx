import type { ReactNode } from 'react'
import type { BusinessDate } from '../../../../../preload/contract/date'
import type { OrderStatus, ProtectionTrack } from '../../../../../preload/contract/orders'
import type { Instruction } from '../../../../../preload/contract/shop'
import type { Choice } from '../../../counter'
import { NoticeBox } from '../parts/notice-box'
import { dayText } from '../parts/written'
import { cardStanding } from './card-standing'
import type { Visit } from './visit'

interface Props {
  readonly visit: Visit
  readonly choice: Choice
  readonly stage: 'choosing' | 'at_company' | 'instructed' | 'standing'
}

/** How the payment stands, in plain words: what has happened, and what is to be done. */
export function PaymentStanding({ visit, choice, stage }: Props): ReactNode {
  const { words, language } = visit
  const { pay } = words
  const day = (date: BusinessDate) => dayText(language, date)
  const { order, instruction } = choice
  if (stage === 'instructed' && instruction) {
    const say = dueWords(words, instruction.method)
    const by = (
      <NoticeBox tone="warning" title={say.by(day(instruction.dueOn))}>
        <p>{order.status === 'partially_paid' ? pay.instruction.partly.text : say.byText}</p>
      </NoticeBox>
    )
    if (order.status !== 'partially_paid') return by
    return (
      <>
        <NoticeBox tone="information" title={pay.instruction.partly.title} />
        {by}
      </>
    )
  }
  const card = disputed(words, choice) ? null : cardStanding(visit, choice)
  if (stage === 'choosing' || stage === 'at_company') return card ?? choosing[order.status]?.(pay) ?? null
  return card ?? standing(visit, choice, day)
}

/** Until when to pay, in the words of the method. */
function dueWords({ pay, store, debit, collected }: Visit['words'], method: Instruction['method']) {
  return { ...collected, bank_transfer: pay.instruction, convenience_store: store, direct_debit: debit }[method]
}

type Pay = Visit['words']['pay']

const warned = ({ title, text }: { title: string; text: string }) => (
  <NoticeBox tone="warning" title={title}>
    <p>{text}</p>
  </NoticeBox>
)

const choosing: Partial<Record<OrderStatus, (pay: Pay) => ReactNode>> = {
  expired: (pay) => warned(pay.expired),
  declined: (pay) => warned(pay.declined),
}

function standing({ words }: Visit, choice: Choice, day: (date: BusinessDate) => string): ReactNode {
  const { pay } = words
  const { order, acceptBy, said } = choice
  const refusal = said.findLast(({ kind }) => kind === 'acceptance_refused')?.reason ?? ''
  const inform = ({ title, text }: { title: string; text: string }, more?: ReactNode) => (
    <NoticeBox tone="information" title={title}>
      <p>{text}</p>
      {more}
    </NoticeBox>
  )
  switch (order.status) {
    case 'awaiting_acceptance':
      return inform(pay.awaitingAcceptance, acceptBy ? <p>{pay.awaitingAcceptance.until(day(acceptBy))}</p> : null)
    case 'acceptance_refused':
      return inform(pay.notAccepted, refusal === '' ? null : <p className="written">{pay.reason(refusal)}</p>)
    case 'cancelled':
      return inform(pay.cancelled)
    case 'authorized':
    case 'paid':
    case 'in_payout':
    case 'settled':
      return disputed(words, choice) ?? <Paid pay={pay} choice={choice} day={day} />
    case 'in_refund':
      return inform(pay.inRefund)
    case 'refunded':
      return inform(pay.refunded)
    case 'awaiting_method':
    case 'declined':
    case 'expired':
      return inform(pay.noMethod)
    default:
      return inform(pay.closed)
  }
}

/** Where the payer has said that something is wrong with the goods, that is how things stand. */
function disputed({ receipt }: Visit['words'], { order }: Choice): ReactNode {
  const told: Partial<Record<ProtectionTrack, { title: string; text: string }>> = {
    return_wanted: receipt.returnWanted,
    not_arrived: receipt.notArrived,
    contested: receipt.contested,
    refund_due: receipt.refundDue,
  }
  const text = told[order.tracks.protection]
  return text ? warned(text) : null
}

function Paid({ pay, choice: { order }, day }: { pay: Pay; choice: Choice; day: (date: BusinessDate) => string }) {
  const { paidOn, protectedUntil } = order
  return (
    <NoticeBox tone="done" title={pay.paid.title}>
      {paidOn ? <p>{pay.paid.on(day(paidOn))}</p> : null}
      <p>{pay.paid.text}</p>
      {protectedUntil ? <p>{pay.paid.held(day(protectedUntil))}</p> : null}
    </NoticeBox>
  )
}
