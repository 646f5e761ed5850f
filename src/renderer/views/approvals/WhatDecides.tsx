import { Link } from 'wouter'
import type { ApprovalCase, CaseOf } from '../../../preload/contract/approvals'
import { formatDate } from '../../../preload/contract/date'
import { formatYen } from '../../../preload/contract/money'
import { actorName } from '../../parts/actor'
import { Code } from '../../parts/Code'
import { InstantText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { useWords, type Words } from '../../words'
import { JournalLines } from '../clearing/JournalPreview'
import { UndoneOrders } from '../clearing/UndoQuestion'
import { RollBackSums } from '../intake/RollBack'
import { AccountFacts } from '../merchants/AccountFacts'
import { DayFacts } from '../merchants/DayFacts'
import { FeeTable } from '../merchants/FeeTable'
import { daysOf } from '../merchants/merchant-days'
import { contactFacts, type Fact, FactList, termFacts } from '../merchants/TermFacts'
import { collectionFacts } from '../refunds/collection-facts'
import { BothSides } from '../returns/BothSides'
import { Division } from '../returns/Division'
import styles from './approvals.module.css'
import { ClearingRulesFacts } from './ClearingRulesFacts'
import { MappingDifference } from './MappingDifference'
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
    case 'clearing_rules':
      return <ClearingRulesFacts asked={approvalCase} />
    case 'refund':
      return <Refund asked={approvalCase} />
    case 'correction':
      return <Correction asked={approvalCase} />
    case 'clearing_undo':
      return <ClearingUndo asked={approvalCase} />
    case 'roll_back':
      return <RollBack asked={approvalCase} />
    case 'debit_not_made':
      return <NotMade asked={approvalCase} />
    case 'debit_made':
      return <Made asked={approvalCase} />
    case 'column_mapping':
      return <MappingDifference after={approvalCase.after} before={approvalCase.before} />
    case 'claim_replacement':
      return <Replacement asked={approvalCase} />
    case 'day_reopening':
      return <Why text={approvalCase.reason} />
    case 'payout_run':
      return <PayoutRunFacts asked={approvalCase} />
    case 'quarantine':
      return <QuarantineFacts asked={approvalCase} />
  }
}

/** How much goes back to which account, who has agreed already, and why. */
function Refund({ asked }: { asked: CaseOf<'refund'> }) {
  const { t } = useWords()
  return (
    <>
      <p className={styles.none}>
        <Money amount={asked.amount} large unit={t('parts.yen')} />{' '}
        {asked.amount === asked.of ? null : t('approvals.refund.of', { amount: formatYen(asked.of) })}
      </p>
      {asked.holderMatches === false ? <p className={styles.against}>{t('refunds.holderDiffers')}</p> : null}
      {asked.collection?.orderId === null ? <p className={styles.against}>{t('refunds.payerUnknown')}</p> : null}
      {asked.refund === 'after_settlement' ? <p className={styles.against}>{t('refunds.afterSettlement')}</p> : null}
      <WhereTo asked={asked} />
      <FactList facts={refundFacts(asked, t)} />
      <Agreed agreed={asked.agreed} needed={asked.needed} />
      <Why text={asked.why} />
      {asked.orderId === null ? null : (
        <p className={styles.none}>
          <Link href={`/orders/${asked.orderId}`}>
            <Code>{asked.orderNumber}</Code>
          </Link>
        </p>
      )}
    </>
  )
}

function WhereTo({ asked }: { asked: CaseOf<'refund'> }) {
  const { t } = useWords()
  if (asked.account) return <AccountFacts account={asked.account} />
  const { goneAlready } = asked
  return (
    <p className={styles.none}>{goneAlready > 0 ? t('refunds.goneAlready', { amount: formatYen(goneAlready) }) : t('refunds.toCard')}</p>
  )
}

function refundFacts(asked: CaseOf<'refund'>, t: Words): Fact[] {
  return [
    [t('refunds.causeName'), t(`refunds.cause.${asked.cause}`)],
    [t('refunds.kindName'), t(`refunds.kind.${asked.refund}`)],
    ...(asked.collection ? collectionFacts(asked.collection, t) : []),
    ...(asked.merchantName === null ? [] : [[t('refunds.merchant'), asked.merchantName] as const]),
    ...(asked.rest > 0 ? [[t('returns.toMerchant'), formatYen(asked.rest)] as const] : []),
  ]
}

/** Where two must agree: who has agreed already. */
function Agreed({ agreed, needed }: { agreed: CaseOf<'refund'>['agreed']; needed: number }) {
  const { t } = useWords()
  if (needed < 2) return null
  const names = agreed.map(({ by }) => actorName(by)).join(t('frame.roleSeparator'))
  return (
    <p className={styles.none}>
      {t('refunds.agreed', { count: agreed.length, needed })} {names}
    </p>
  )
}

/** How an exception ends, and what it posts. */
function Correction({ asked }: { asked: CaseOf<'correction'> }) {
  const { t } = useWords()
  return (
    <>
      <p className={styles.none}>
        <Money amount={asked.amount} large unit={t('parts.yen')} /> {t(`exceptions.ending.${asked.wish.ending}`)}
      </p>
      {asked.afterClose ? <p className={styles.against}>{t('approvals.afterClose')}</p> : null}
      <p className={styles.none}>{t('approvals.openSince', { day: formatDate(asked.openSince) })}</p>
      <JournalLines lines={asked.journal} />
      <Agreed agreed={asked.agreed} needed={asked.needed} />
      <Why text={asked.why} />
    </>
  )
}

/** Which clearings are undone, what becomes of each order and of the deposit, and what that posts. */
function ClearingUndo({ asked }: { asked: CaseOf<'clearing_undo'> }) {
  const { t } = useWords()
  return (
    <>
      <p className={styles.none}>
        <Money amount={asked.amount} large unit={t('parts.yen')} />{' '}
        {[...new Set(asked.links.map(({ merchantName }) => merchantName))].join(' · ')}
      </p>
      {asked.afterClose ? <p className={styles.against}>{t('approvals.afterClose')}</p> : null}
      <p className={styles.none}>{t('approvals.undo', { day: formatDate(asked.bookedOn), days: asked.days })}</p>
      <UndoneOrders links={asked.links} />
      <p className={styles.none}>{t('clearing.undoLeaves', { remaining: formatYen(asked.remaining) })}</p>
      <JournalLines lines={asked.journal} />
      <Agreed agreed={asked.agreed} needed={asked.needed} />
      {asked.why === '' ? null : <Why text={asked.why} />}
    </>
  )
}

/** Which file is taken out of the books, and what is undone for that. */
function RollBack({ asked }: { asked: CaseOf<'roll_back'> }) {
  return (
    <>
      <p className={styles.none}>
        <Code>{asked.fileName}</Code> {actorName(asked.importedBy)} <InstantText at={asked.importedAt} />
      </p>
      <RollBackSums facts={asked} />
      <Why text={asked.why} />
    </>
  )
}

/** What a collector told first and then, which order is unpaid by it, and what that posts. */
function Replacement({ asked }: { asked: CaseOf<'claim_replacement'> }) {
  const { t } = useWords()
  const payment = ({ amount, paidOn }: typeof asked.before) =>
    t('approvals.toldPayment', { amount: formatYen(amount), day: formatDate(paidOn) })
  return (
    <>
      <FactList
        facts={[
          [t('approvals.toldFirst'), payment(asked.before)],
          [t('approvals.toldThen'), payment(asked.after)],
        ]}
      />
      {asked.orderNumber === null ? null : <p className={styles.against}>{t('approvals.orderUnpaid', { order: asked.orderNumber })}</p>}
      {asked.paysNumber === null ? null : <p className={styles.against}>{t('approvals.orderPaid', { order: asked.paysNumber })}</p>}
      <JournalLines lines={asked.journal} />
      <Why text={asked.why} />
    </>
  )
}

/** Debits that count as not made: how many, of which day, and how a clerk has learned it. */
function NotMade({ asked }: { asked: CaseOf<'debit_not_made'> }) {
  const { t } = useWords()
  return (
    <>
      <p className={styles.none}>
        <Money amount={asked.total} large unit={t('parts.yen')} /> {asked.orderNumber === null ? null : <Code>{asked.orderNumber}</Code>}
      </p>
      <p className={styles.against}>{t('approvals.notMade', { count: asked.lines, day: formatDate(asked.debitOn) })}</p>
      <p className={styles.none}>{asked.fileName}</p>
      <Why text={asked.why} />
    </>
  )
}

/** What was debited after all: whether its order is paid by it, and how a clerk has learned it. */
function Made({ asked }: { asked: CaseOf<'debit_made'> }) {
  const { t } = useWords()
  return (
    <>
      <p className={styles.none}>
        <Money amount={asked.amount} large unit={t('parts.yen')} /> <Code>{asked.orderNumber}</Code>
      </p>
      <p className={styles.against}>{t(asked.pays ? 'approvals.madePays' : 'approvals.madeNobodys', { day: formatDate(asked.debitOn) })}</p>
      <p className={styles.none}>{asked.fileName}</p>
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
