import { Link } from 'wouter'
import type { ApprovalCase, CaseOf } from '../../../preload/contract/approvals'
import { Code } from '../../parts/Code'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import { AccountFacts } from '../merchants/AccountFacts'
import { DayFacts } from '../merchants/DayFacts'
import { FeeTable } from '../merchants/FeeTable'
import { daysOf } from '../merchants/merchant-days'
import { contactFacts, FactList, termFacts } from '../merchants/TermFacts'
import { BothSides } from '../returns/BothSides'
import { Division } from '../returns/Division'
import styles from './approvals.module.css'
import { ChargesDifference, MoneyRulesDifference } from './MoneyFacts'
import { PayoutRunFacts, QuarantineFacts } from './PayoutRunFacts'

/** What decides a case, and all that its digest covers. */
export function WhatDecides({ approvalCase }: { approvalCase: ApprovalCase }) {
  switch (approvalCase.kind) {
    case 'merchant_registration':
      return <Registration asked={approvalCase} />
    case 'merchant_account':
      return <AccountFacts account={approvalCase.after} before={approvalCase.before} />
    case 'merchant_terms':
      return <DayFacts before={approvalCase.before} days={approvalCase.after} />
    case 'contested_case':
      return <Contested asked={approvalCase} />
    case 'merchant_charges':
      return <ChargesDifference after={approvalCase.after} before={approvalCase.before} />
    case 'money_rules':
      return <MoneyRulesDifference after={approvalCase.after} before={approvalCase.before} />
    case 'refund':
      return <Refund asked={approvalCase} />
    case 'correction':
      return <Correction asked={approvalCase} />
    case 'day_reopening':
      return <Why text={approvalCase.reason} />
    case 'payout_run':
      return <PayoutRunFacts asked={approvalCase} />
    case 'quarantine':
      return <QuarantineFacts asked={approvalCase} />
  }
}

/** How much goes back to which account, and why. */
function Refund({ asked }: { asked: CaseOf<'refund'> }) {
  return (
    <>
      <p className={styles.none}>
        <Money amount={asked.amount} /> {asked.orderNumber ?? ''} {asked.merchantName ?? ''}
      </p>
      <AccountFacts account={asked.account} />
      <Why text={asked.why} />
    </>
  )
}

/** How an exception ends, and what it posts. */
function Correction({ asked }: { asked: CaseOf<'correction'> }) {
  const { t } = useWords()
  return (
    <>
      <p className={styles.none}>
        {t(`exceptions.ending.${asked.wish.ending}`)} <Money amount={asked.amount} />
      </p>
      <Why text={asked.why} />
    </>
  )
}

function Why({ text }: { text: string }) {
  const { t } = useWords()
  return (
    <div className={styles.why}>
      <h3>{t('returns.why')}</h3>
      <p>{text}</p>
    </div>
  )
}

/** Where the money goes and what the bank keeps of it first, then the rest of what is agreed to. */
function Registration({ asked: { terms, account } }: { asked: CaseOf<'merchant_registration'> }) {
  const { t } = useWords()
  return (
    <>
      <AccountFacts account={account} />
      {terms.fees.length > 0 ? <FeeTable fees={terms.fees} /> : <p className={styles.none}>{t('approvals.noFees')}</p>}
      <FactList facts={termFacts(terms, t)} />
      <DayFacts days={daysOf(terms)} />
      <FactList facts={contactFacts(terms.contacts, t)} />
    </>
  )
}

/** What of the held money is to go where, both sides, and why the clerk proposes it. */
function Contested({ asked }: { asked: CaseOf<'contested_case'> }) {
  return (
    <>
      <Division refunded={asked.refunded} released={asked.released} />
      <p className={styles.none}>
        <Link href={`/orders/${asked.orderId}`}>
          <Code>{asked.orderNumber}</Code>
        </Link>{' '}
        {asked.payerName} · {asked.goods}
      </p>
      <BothSides merchantSaid={asked.merchantSaid} payerSaid={asked.payerSaid} />
      <Why text={asked.why} />
    </>
  )
}
