import { describe, expect, it } from 'vitest'
import { type AccountAtClose, bookableOn, closeConditions, type DayFacts } from '../../../src/main/settlement/day-close'
import { businessDate } from '../../../src/preload/contract/date'
import { yen } from '../../../src/preload/contract/money'

const day = businessDate
const holidays = new Set(['2026-11-23'])
const account = (own: Partial<AccountAtClose> = {}): AccountAtClose => ({
  name: 'みずほ銀行 1234567',
  ledger: yen(1_000),
  bank: yen(1_000),
  openedOn: day('2026-11-01'),
  statementThrough: day('2026-11-20'),
  holes: [],
  numberGaps: [],
  ...own,
})
const facts = (own: Partial<DayFacts> = {}): DayFacts => ({
  day: day('2026-11-20'),
  today: day('2026-11-20'),
  accounts: [account()],
  unposted: [],
  suspense: { balance: yen(500), open: yen(500) },
  outgoing: { balance: yen(770), open: yen(770) },
  trialBalance: yen(0),
  unsettledRuns: [],
  ...own,
})
const failing = (own: Partial<DayFacts>) => closeConditions(facts(own), holidays).filter(({ holds }) => !holds)

describe('a day may be closed', () => {
  it('when all agrees', () => expect(failing({})).toEqual([]))
  it('over a weekend and a holiday, with the statement of the last business day', () =>
    expect(failing({ day: day('2026-11-23'), today: day('2026-11-24') })).toEqual([]))
  it('without an account that was opened later', () =>
    expect(failing({ accounts: [account(), account({ openedOn: day('2026-11-21'), statementThrough: null })] })).toEqual([]))

  it('with a number left out behind a later day', () =>
    expect(failing({ accounts: [account({ numberGaps: [{ after: day('2026-11-24'), last: '7', found: '9' }] })] })).toEqual([]))

  it('with a hole that begins later', () =>
    expect(failing({ accounts: [account({ holes: [{ from: day('2026-11-21'), to: day('2026-11-22'), difference: null }] })] })).toEqual([]))

  const cases: [name: string, own: Partial<DayFacts>, against: object][] = [
    ['day_is_over', { day: day('2026-11-21') }, { what: '2026-11-21', amount: null }],
    ['statements_in', { accounts: [account({ statementThrough: day('2026-11-19') })] }, { what: 'みずほ銀行 1234567' }],
    ['statements_in', { accounts: [account({ statementThrough: null })] }, { what: 'みずほ銀行 1234567' }],
    ['statements_posted', { unposted: ['20261120.txt'] }, { what: '20261120.txt' }],
    [
      'no_hole',
      { accounts: [account({ holes: [{ from: day('2026-11-10'), to: day('2026-11-11'), difference: yen(300) }] })] },
      { what: 'みずほ銀行 1234567 2026-11-10 – 2026-11-11', amount: 300 },
    ],
    [
      'no_hole',
      { accounts: [account({ holes: [{ from: day('2026-11-10'), to: day('2026-11-11'), difference: null }] })] },
      { what: 'みずほ銀行 1234567 2026-11-10 – 2026-11-11', amount: null },
    ],
    [
      'no_number_missing',
      { accounts: [account({ numberGaps: [{ after: day('2026-11-20'), last: '7', found: '9' }] })] },
      { what: 'みずほ銀行 1234567 7 – 9', amount: null },
    ],
    ['balance_equals_bank', { accounts: [account({ bank: yen(1_100) })] }, { what: 'みずほ銀行 1234567', amount: -100 }],
    ['suspense_explained', { suspense: { balance: yen(500), open: yen(400) } }, { what: 'suspense', amount: 100 }],
    ['outgoing_explained', { outgoing: { balance: yen(770), open: yen(0) } }, { amount: 770 }],
    ['trial_balance_zero', { trialBalance: yen(1) }, { amount: 1 }],
    ['runs_settled', { unsettledRuns: ['P20261120-1'] }, { what: 'P20261120-1' }],
  ]
  it.each(cases)('not without %s', (name, own, against) => expect(failing(own)).toMatchObject([{ name, against: [against] }]))
})

it.each([
  ['2026-11-20', null, '2026-11-20'],
  ['2026-11-20', '2026-11-19', '2026-11-20'],
  ['2026-11-20', '2026-11-20', '2026-11-21'],
  ['2026-11-18', '2026-11-20', '2026-11-21'],
])('what should stand on %s with %s closed is booked on %s', (wanted, closed, on) =>
  expect(bookableOn(day(wanted), closed === null ? null : day(closed))).toBe(on),
)
