import { done, type Result, refuse } from '../../preload/contract/errors'
import type { StatementLine } from '../../preload/contract/statement'
import { barStaged, isStaging, type StagedCredit, stagedCredits } from '../ledger/staging'
import { correctsByWords, type TakenBackFacts, takenBackBy, takesBack } from '../settlement/taken-back'
import type { Planning, Section } from './intake-planning'
import type { JobResources } from './jobs'

/** A credit that may be taken back further down: it is being decided, or it is staged already. */
type Candidate = TakenBackFacts & ({ readonly line: StatementLine } | { readonly staged: StagedCredit })

/**
 * Lines as they are to be decided: a credit that the same file takes back behind it is no customer's money and waits for a person, as the
 * taking back does, and one that only its words call a correction; one that is staged already gives its order back. Refuses plan_expired.
 */
export async function withoutTakenBack(
  { ledger, by }: JobResources,
  planning: Planning,
  { account }: Section,
  read: readonly StatementLine[],
): Promise<Result<readonly StatementLine[]>> {
  const lines = read.map((line) => (line.notCustomerMoney === null && correctsByWords(line) ? barredLine(line) : line))
  const amounts = new Set(lines.filter(takesBack).map(({ amount }) => amount))
  if (amounts.size === 0) return done(lines)
  const staged = planning.stored > 0 ? await stagedCredits(ledger.reader, planning.id, account.id, [...amounts]) : []
  const barred = barredAmong(
    lines.filter(({ amount }) => amounts.has(amount)),
    staged,
  )
  if (barred.staged.length > 0) {
    const freed = await ledger.write(by, async (writer) => {
      if (!(await isStaging(writer, planning.id))) return refuse({ refusal: 'plan_expired' })
      await barStaged(
        writer,
        barred.staged.map(({ id }) => id),
      )
      return done(null)
    })
    if (!freed.ok) return freed
    for (const { plannedOrderId, plannedLevel, amount } of barred.staged)
      if (plannedOrderId !== null && plannedLevel !== null) planning.clearsNot(plannedOrderId, plannedLevel, amount)
  }
  return done(lines.map((line) => (barred.lines.has(line) ? barredLine(line) : line)))
}

const barredLine = (line: StatementLine): StatementLine => ({ ...line, notCustomerMoney: line.notCustomerMoney ?? 'correction' })

/** What the takings back among these lines bar, each from what stands before it; what is barred once is not taken back again. */
function barredAmong(lines: readonly StatementLine[], staged: readonly StagedCredit[]) {
  const barred = { lines: new Set<StatementLine>(), staged: [] as StagedCredit[] }
  const open = new Map<number, Candidate[]>()
  const among = (amount: number) => open.get(amount) ?? []
  for (const each of staged) open.set(each.amount, [...among(each.amount), { ...each, staged: each }])
  for (const line of lines) {
    if (line.direction === 'credit' && line.notCustomerMoney !== 'correction') {
      const beside = open.get(line.amount)
      if (beside) beside.push({ ...line, line })
      else open.set(line.amount, [{ ...line, line }])
    } else if (takesBack(line)) {
      const found = new Set(takenBackBy(line, among(line.amount)))
      open.set(
        line.amount,
        among(line.amount).filter((each) => !found.has(each)),
      )
      for (const each of found) {
        if ('line' in each) barred.lines.add(each.line)
        else barred.staged.push(each.staged)
      }
    }
  }
  return barred
}
