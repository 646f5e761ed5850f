import { describe, expect, it } from 'vitest'
import { lineIdentities } from '../../../src/main/services/line-identity'
import { businessDate } from '../../../src/preload/contract/date'
import { PositiveYen } from '../../../src/preload/contract/money'
import type { BankAccount, StatementFormat, StatementLine } from '../../../src/preload/contract/statement'
import { ACCOUNT } from '../../support/statements'

const [MONDAY, TUESDAY] = ['2026-11-16', '2026-11-17']

/** A line as read: what the bank wrote is `raw`, all else is what Daiko has made of it. */
function line(raw: string, own: Partial<Omit<StatementLine, 'bookedOn' | 'raw'>> & { day?: string } = {}): StatementLine {
  const { day = MONDAY, ...rest } = own
  return {
    record: 2,
    direction: 'credit',
    bookedOn: businessDate(day),
    valueOn: businessDate(day),
    amount: PositiveYen.parse(1000),
    kind: 'transfer',
    notCustomerMoney: null,
    remitterCode: null,
    remitterName: 'ﾔﾏﾀﾞ ﾀﾛｳ',
    remittingBank: '',
    remittingBranch: '',
    description: '',
    edi: '',
    bankReference: '',
    ...rest,
    raw: Buffer.from(raw),
  }
}
const NONE_BEFORE = new Map<string, number>()
const identitiesOf = (lines: readonly StatementLine[], account: BankAccount = ACCOUNT, format: StatementFormat = 'zengin-03') =>
  lineIdentities(account, format).of(lines, NONE_BEFORE)
const one = (...args: Parameters<typeof line>) => identitiesOf([line(...args)])[0]

describe('the identity of a line', () => {
  it('counts lines that are equal to the byte, day by day', () => {
    const made = identitiesOf([line('A'), line('B'), line('A'), line('A', { day: TUESDAY }), line('A')])
    expect(made.map((identity) => identity.split('-')[1])).toEqual(['1', '1', '2', '1', '3'])
    expect(new Set(made).size).toBe(5)
  })

  it('is the same in another file, wherever the line stands in it', () => {
    const monday = [line('A'), line('B'), line('A')]
    const tuesday = [line('C', { day: TUESDAY }), line('A', { day: TUESDAY })]
    const whole = identitiesOf([...monday, ...tuesday])
    expect(identitiesOf(tuesday)).toEqual(whole.slice(3))
    expect(identitiesOf([line('A'), line('A'), line('B')]).sort()).toEqual(whole.slice(0, 3).sort())
  })

  it.each<[string, Parameters<typeof line>[1]]>([
    ['record', { record: 99 }],
    ['amount', { amount: PositiveYen.parse(7) }],
    ['direction', { direction: 'debit' }],
    ['kind', { kind: 'cash' }],
    ['value date', { valueOn: businessDate(TUESDAY) }],
    ['remitter’s name', { remitterName: '山田 太郎' }],
    ['virtual account', { remitterCode: '1000000001' }],
    ['text', { description: 'x', edi: 'y', bankReference: 'z' }],
    ['mark that it is no customer’s money', { notCustomerMoney: 'returned' }],
  ])('does not depend on what Daiko read as the %s', (_what, read) => {
    expect(one('A', read)).toBe(one('A'))
  })

  it('depends on every byte the bank wrote, on the day and on the account', () => {
    const others = [
      one('B'),
      one('A '),
      one('A', { day: TUESDAY }),
      ...(['bankCode', 'branchCode', 'accountType', 'accountNumber'] as const).map(
        (field) => identitiesOf([line('A')], { ...ACCOUNT, [field]: field === 'accountType' ? '2' : '999' })[0],
      ),
    ]
    expect(new Set([one('A'), ...others]).size).toBe(1 + others.length)
  })

  it('goes on counting where an earlier statement of the day ended', () => {
    const identities = lineIdentities(ACCOUNT, 'zengin-03')
    const before = new Map([[identities.hashOf(line('A')), 2]])
    const made = [...identities.of([line('A'), line('B')], before), ...identities.of([line('A')], before)]
    expect(made.map((identity) => identity.split('-')[1])).toEqual(['3', '1', '4'])
  })

  it('of an ISO 20022 entry does not depend on how the entry is indented; of a 200-byte record every blank counts', () => {
    const [close, indented] = [line('<Ntry><Amt>1</Amt></Ntry>'), line('<Ntry>\n  <Amt>1</Amt>\n</Ntry>')]
    expect(identitiesOf([close], ACCOUNT, 'camt.053')).toEqual(identitiesOf([indented], ACCOUNT, 'camt.053'))
    expect(identitiesOf([close])).not.toEqual(identitiesOf([indented]))
    expect(identitiesOf([line('<Nm>A B</Nm>')], ACCOUNT, 'camt.053')).not.toEqual(identitiesOf([line('<Nm>AB</Nm>')], ACCOUNT, 'camt.053'))
  })

  it('stays the same in every version of the program', () => {
    expect(one('A')).toBe('20261116a3d249731065c6a8c56c5e9eb928ead9-1')
  })
})
