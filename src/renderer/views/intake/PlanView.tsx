import { Alert, Table } from '@mantine/core'
import type { ReactNode } from 'react'
import type { PlannedStatement, StatementPlan } from '../../../preload/contract/intake'
import { formatYen, type Yen } from '../../../preload/contract/money'
import { actorName } from '../../parts/actor'
import { Code } from '../../parts/Code'
import { DateText, formatInstant } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import { LevelName } from '../deposits/LevelName'
import styles from './intake.module.css'

/** What the file will do, before anything is stored: account by account, then what will clear by itself and what will wait. */
export function PlanView({ plan }: { plan: StatementPlan }) {
  const { t } = useWords()
  return (
    <div className={styles.plan}>
      <p>
        <strong>{plan.fileName}</strong> {t(`nouns.statementFormat.${plan.format}`)}{' '}
        <span className={styles.dimmed}>SHA-256 {plan.sha256.slice(0, 16)}</span>
      </p>
      <p className={styles.dimmed}>{t('intake.planNote')}</p>
      {plan.alreadyImported ? (
        <Alert color="amber" variant="light">
          {t('intake.alreadyImported', {
            file: plan.alreadyImported.fileName,
            name: actorName(plan.alreadyImported.importedBy),
            at: formatInstant(plan.alreadyImported.importedAt),
          })}
        </Alert>
      ) : null}
      <div className={styles.cards}>
        {plan.statements.map((statement) => (
          <StatementCard
            key={`${statement.account.bankCode}${statement.account.branchCode}${statement.account.accountNumber}${statement.from}`}
            statement={statement}
          />
        ))}
      </div>
      {plan.deposits.length > 0 ? (
        <p className={styles.warned}>
          {t('intake.deposits', { accounts: plan.deposits.map(({ account }) => account.accountNumber).join(', ') })}
        </p>
      ) : null}
      <PlanTotals plan={plan} />
    </div>
  )
}

function StatementCard({ statement }: { statement: PlannedStatement }) {
  const { t } = useWords()
  const { account, gap } = statement
  return (
    <section className={styles.card}>
      <h2>
        {statement.bankName} {statement.branchName}
      </h2>
      <p>
        {t(`nouns.accountType.${account.accountType}`)} <Code>{account.accountNumber}</Code> {statement.accountName}
      </p>
      <p>
        <DateText date={statement.from} /> – <DateText date={statement.to} /> · {t('intake.lines', { count: statement.lines })}
        {statement.layout ? ` · ${t('intake.layout', { layout: t(`nouns.statementLayout.${statement.layout}`) })}` : null}
      </p>
      <dl className={styles.balances}>
        <Balance amount={statement.opening} name={t('intake.opening')} />
        <Balance amount={statement.closing} name={t('intake.closing')} />
      </dl>
      {statement.duplicates > 0 ? <p className={styles.warned}>{t('intake.duplicates', { count: statement.duplicates })}</p> : null}
      {statement.rolledBack.map(({ fileId, fileName, lines, askedBy, agreedBy, at, why }) => (
        <p className={styles.warned} key={fileId}>
          {t('intake.rollBack.again', {
            file: fileName,
            count: lines,
            fate: t('intake.rollBack.fate', { at: formatInstant(at), asked: actorName(askedBy), agreed: actorName(agreedBy), why }),
          })}
        </p>
      ))}
      {statement.earlierFiles.map((file) => (
        <p className={styles.dimmed} key={`${file.fileName} ${file.importedAt}`}>
          {t('intake.earlierFile', {
            file: file.fileName,
            name: actorName(file.importedBy),
            at: formatInstant(file.importedAt),
            count: file.lines,
          })}
        </p>
      ))}
      <Pending pending={statement.pending} />
      {statement.numberGap ? <p className={styles.warned}>{t('intake.numberGap', statement.numberGap)}</p> : null}
      <ReadDates dates={statement.readDates} />
      {gap ? (
        <p className={styles.warned}>
          {t('intake.gap')} <DateText date={gap.from} /> – <DateText date={gap.to} /> ·{' '}
          {gap.difference === null ? t('intake.gapUnknown') : t('intake.gapMoney', { amount: formatYen(gap.difference) })}
        </p>
      ) : null}
    </section>
  )
}

/** What the bank tells of but has not booked; nothing where there is none. */
function Pending({ pending: { credits, debits } }: Pick<PlannedStatement, 'pending'>) {
  const { t } = useWords()
  if (credits.count + debits.count === 0) return null
  const figures = {
    creditCount: credits.count,
    credits: formatYen(credits.amount),
    debitCount: debits.count,
    debits: formatYen(debits.amount),
  }
  return (
    <p className={styles.warned}>
      {t('intake.pending')}: {t('intake.pendingSum', figures)}
    </p>
  )
}

/** Each six-digit date of the file, and which rule made which day of it. */
function ReadDates({ dates }: { dates: PlannedStatement['readDates'] }) {
  const { t } = useWords()
  if (dates.length === 0) return null
  return (
    <details className={styles.dimmed}>
      <summary>{t('intake.readDates')}</summary>
      {dates.map(({ written, date, rule }) => (
        <div key={`${written} ${date}`}>{`${written} → ${date} (${t(`nouns.dateRule.${rule}`)})`}</div>
      ))}
    </details>
  )
}

function Balance({ name, amount }: { name: string; amount: Yen | null }) {
  const { t } = useWords()
  return (
    <div>
      <dt>{name}</dt>
      <dd>{amount === null ? t('intake.notTold') : <Money amount={amount} unit={t('parts.yen')} />}</dd>
    </div>
  )
}

/** Lines in and out, then the deposits: by which level they will clear, how many will wait. */
function PlanTotals({ plan }: { plan: StatementPlan }) {
  const { t } = useWords()
  return (
    <Table className={styles.totals} verticalSpacing={3} w="auto" withRowBorders={false}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th />
          <Table.Th className={styles.figure}>{t('intake.count')}</Table.Th>
          <Table.Th className={styles.figure}>{t('parts.yen')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        <TotalRow {...plan.credits} name={t('intake.credits')} />
        {plan.willClear.map(({ level, ...tally }) => (
          <TotalRow inner key={level} name={<Level level={level} />} {...tally} />
        ))}
        <TotalRow {...plan.waiting} inner name={t('intake.waiting')} />
        <TotalRow {...plan.debits} name={t('intake.debits')} />
        <TotalRow amount={null} count={plan.stored} name={t('intake.stored')} />
        {plan.duplicates > 0 ? <TotalRow amount={null} count={plan.duplicates} name={t('intake.notAgain')} /> : null}
      </Table.Tbody>
    </Table>
  )
}

interface TotalRowProps {
  name: ReactNode
  count: number
  /** Null where a sum would say nothing. */
  amount: Yen | null
  /** Part of the row above. */
  inner?: boolean
}

function TotalRow({ name, count, amount, inner }: TotalRowProps) {
  return (
    <Table.Tr data-inner={inner || undefined}>
      <Table.Th scope="row">{name}</Table.Th>
      <Table.Td className={styles.figure}>{count.toLocaleString('ja-JP')}</Table.Td>
      <Table.Td className={styles.figure}>{amount === null ? null : <Money amount={amount} />}</Table.Td>
    </Table.Tr>
  )
}

function Level({ level }: { level: number }) {
  const { t } = useWords()
  return (
    <>
      {t('intake.willClear')}: <LevelName level={String(level)} />
    </>
  )
}
