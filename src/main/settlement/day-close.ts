import type { CloseCondition } from '../../preload/contract/closing'
import { addDays, type BusinessDate, laterOf } from '../../preload/contract/date'
import { type Yen, yen } from '../../preload/contract/money'
import { type Holidays, onOrBefore } from './calendar'
import type { NumberGap } from './statement-continuity'

/* 日締め: what must hold before a day is closed, and on which day something may still be booked. */

/** How one own account stands at the end of the day. */
export interface AccountAtClose {
  readonly name: string
  readonly ledger: Yen
  /** By the bank: the last balance it told through that day, and what its lines moved since. Null: it sends notices, which tell of none. */
  readonly bank: Yen | null
  readonly openedOn: BusinessDate
  readonly statementThrough: BusinessDate | null
  /** Days before that for which no statement is in, and the money that is missing; null where no balance tells, and nobody knows. */
  readonly holes: readonly { readonly from: BusinessDate; readonly to: BusinessDate; readonly difference: Yen | null }[]
  /** Numbers that the bank's counting of its statements leaves out. */
  readonly numberGaps: readonly NumberGap[]
}

/** What a day is closed on. */
export interface DayFacts {
  readonly day: BusinessDate
  readonly today: BusinessDate
  readonly accounts: readonly AccountAtClose[]
  /** Statement files of which lines wait to be posted, by name. */
  readonly unposted: readonly string[]
  readonly suspense: { readonly balance: Yen; readonly open: Yen }
  readonly outgoing: { readonly balance: Yen; readonly open: Yen }
  /** Debits less credits over all accounts. */
  readonly trialBalance: Yen
  /** Runs that are half posted, on their way out, or of which nobody knows. */
  readonly unsettledRuns: readonly string[]
}

type Against = CloseCondition['against']

/**
 * Every condition by name, with what stands against it. Today may be closed: the bank's desk closes it in the evening, on the statement
 * through today that `statements_in` asks for; what is still booked today stands on the day after (bookableOn), which the screen says.
 */
export function closeConditions(facts: DayFacts, holidays: Holidays): CloseCondition[] {
  const { day, today, accounts } = facts
  // No bank tells of a day on which it was closed.
  const wanted = onOrBefore(day, holidays)
  const open = accounts.filter(({ openedOn }) => openedOn <= day)
  const condition = (name: CloseCondition['name'], against: Against): CloseCondition => ({ name, holds: against.length === 0, against })
  const amounts = (what: string, one: Yen, other: Yen): Against => (one === other ? [] : [{ what, amount: difference(one, other) }])
  return [
    condition('day_is_over', day > today ? [{ what: day, amount: null }] : []),
    condition(
      'statements_in',
      open
        .filter(({ statementThrough }) => statementThrough === null || statementThrough < wanted)
        .map(({ name }) => ({ what: name, amount: null })),
    ),
    condition(
      'statements_posted',
      facts.unposted.map((what) => ({ what, amount: null })),
    ),
    condition(
      'no_hole',
      open.flatMap(({ name, holes }) =>
        holes.filter(({ from }) => from <= day).map(({ from, to, difference: amount }) => ({ what: `${name} ${from} – ${to}`, amount })),
      ),
    ),
    condition(
      'no_number_missing',
      open.flatMap(({ name, numberGaps }) =>
        // What is missing may tell of the last day before it as well as of any after.
        numberGaps.filter(({ after }) => after <= day).map(({ last, found }) => ({ what: `${name} ${last} – ${found}`, amount: null })),
      ),
    ),
    condition(
      'balance_equals_bank',
      open.flatMap(({ name, ledger, bank }) => (bank === null ? [] : amounts(name, ledger, bank))),
    ),
    condition('suspense_explained', amounts('suspense', facts.suspense.balance, facts.suspense.open)),
    condition('outgoing_explained', amounts('unexplained_outgoing', facts.outgoing.balance, facts.outgoing.open)),
    condition('trial_balance_zero', facts.trialBalance === 0 ? [] : [{ what: 'trial_balance', amount: facts.trialBalance }]),
    condition(
      'runs_settled',
      facts.unsettledRuns.map((what) => ({ what, amount: null })),
    ),
  ]
}

const difference = (one: Yen, other: Yen): Yen => yen(one - other)

/** The first day on which something may be booked that should stand on this one. */
export function bookableOn(wanted: BusinessDate, lastClosed: BusinessDate | null): BusinessDate {
  return lastClosed === null ? wanted : laterOf(wanted, addDays(lastClosed, 1))
}
