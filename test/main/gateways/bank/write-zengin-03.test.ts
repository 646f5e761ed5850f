import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readStatement } from '../../../../src/main/gateways/bank/statement'
import type { StatementToWrite } from '../../../../src/main/gateways/bank/write-zengin-03'
import { writeZengin03 } from '../../../../src/main/gateways/bank/write-zengin-03'
import { addDays, businessDate } from '../../../../src/preload/contract/date'
import { PositiveYen, yen } from '../../../../src/preload/contract/money'
import { LineKind } from '../../../../src/preload/contract/statement'
import type { LineToWrite } from './made-statements'
import { credit, era, head, sorted, statement, western } from './made-statements'

const characters = [...'ABCXYZ0189 ()-./ｱｲｳｶﾞﾊﾟﾝﾔﾕﾖｰｦ｢｣,']
const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
const text = (maxLength: number) => fc.string({ unit: fc.constantFrom(...characters), maxLength }).map((each) => each.trimEnd())
const notZero = (zeros: string) => (each: string) => each !== zeros
const day = fc.integer({ min: 0, max: 19 }).map((days) => addDays(businessDate('2026-11-01'), days))

const line: fc.Arbitrary<LineToWrite> = fc
  .record({
    direction: fc.constantFrom('credit' as const, 'debit' as const),
    bookedOn: day,
    valueOn: day,
    amount: fc.integer({ min: 1, max: 99_999_999_999 }).map((amount) => PositiveYen.parse(amount)),
    kind: fc.constantFrom(...LineKind.exclude(['cancellation']).options),
    remitterCode: fc.option(digits(10).filter(notZero('0000000000'))),
    remitterName: text(48),
    remittingBank: text(15),
    remittingBranch: text(15),
    description: text(20),
    edi: text(20),
    bankReference: fc.oneof(fc.constant(''), digits(8).filter(notZero('00000000'))),
  })
  .map((each) => ({ ...each, notCustomerMoney: each.kind === 'correction' && each.direction === 'credit' ? 'correction' : null }))

const written: fc.Arbitrary<StatementToWrite> = fc
  .record({
    accountName: text(40),
    lines: fc.array(line, { maxLength: 12 }),
    opening: fc.option(fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 })),
  })
  .map(({ accountName, lines, opening }) => {
    const change = lines.reduce((sum, each) => sum + (each.direction === 'credit' ? each.amount : -each.amount), 0)
    return {
      head: { ...head, accountName, opening: opening === null ? null : yen(opening) },
      lines,
      closing: opening === null ? null : yen(opening + change),
    }
  })

describe('what is written', () => {
  it('is read again as it was, for any statements', () => {
    fc.assert(
      fc.property(
        fc.array(written, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('crlf', 'none'),
        fc.constantFrom(era, western),
        (statements, separator, profile) => {
          const read = sorted(readStatement(writeZengin03(statements, separator, profile.dates), profile))
          expect(read.errors).toEqual([])
          expect(read.heads.map(({ accountName, opening }) => [accountName, opening])).toEqual(
            statements.map((each) => [each.head.accountName, each.head.opening]),
          )
          expect(read.lines.map(({ record, raw, ...rest }) => rest)).toEqual(statements.flatMap((each) => [...each.lines]))
          expect(read.feet.map(({ closing }) => closing)).toEqual(statements.map(({ closing }) => closing))
        },
      ),
      { numRuns: 200 },
    )
  })

  it('has 200 bytes a record, with CRLF after every one where asked for', () => {
    expect(writeZengin03([statement], 'none')).toHaveLength(5 * 200)
    const bytes = writeZengin03([statement], 'crlf')
    expect(bytes).toHaveLength(5 * 202)
    expect([...bytes.subarray(-2)]).toEqual([0x0d, 0x0a])
  })

  it('marks uncleared cheques by their amount', () => {
    const cheque: LineToWrite = { ...credit, kind: 'cheque', notCustomerMoney: 'uncleared_cheque' }
    const bytes = writeZengin03([{ head: { ...head, opening: null }, lines: [cheque], closing: null }], 'none')
    expect(sorted(readStatement(bytes, era)).lines[0]).toMatchObject(cheque)
  })

  it.each<[string, Partial<LineToWrite>]>([
    ['kanji', { remitterName: '山田' }],
    ['full-width kana', { remitterName: 'ヤマダ' }],
    ['a line end', { description: 'A\nB' }],
    ['a name of 49 characters', { remitterName: 'ｱ'.repeat(49) }],
    ['an amount of 13 digits', { amount: PositiveYen.parse(1_000_000_000_000) }],
    ['a code that is no number', { remitterCode: 'ABC' }],
    ['a date before Heisei', { bookedOn: businessDate('1988-01-01') }],
  ])('never holds %s: it is a fault, not cut or changed', (_, change) => {
    expect(() => writeZengin03([{ ...statement, lines: [{ ...credit, ...change }] }], 'none')).toThrow(RangeError)
  })
})
