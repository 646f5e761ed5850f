import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { statementSheets } from '../../../../src/main/gateways/column-profile/statement-sheet'
import { BankColumns } from '../../../../src/preload/contract/bank-columns'
import { businessDate } from '../../../../src/preload/contract/date'
import { RecordError } from '../../../../src/preload/contract/statement'
import { cpuMs, mutated, seeded } from '../../../support/mutations'
import { SHEET_COLUMNS, SHEET_HEADER, SHEET_ROWS, sheet } from '../../../support/sheets'
import { places, sorted } from '../bank/made-statements'

const account = { bankCode: '0005', branchCode: '101', accountType: '1' as const, accountNumber: '1234567' }
const importedOn = businessDate('2026-11-26')
const read = (bytes: Uint8Array, columns = SHEET_COLUMNS) => sorted(statementSheets.readSheet(bytes, { account, columns, importedOn }))
const [first = '', second = ''] = SHEET_ROWS

describe('a CSV of the bank, by its saved columns', () => {
  it('is read as head, lines in the order of booking, and foot', () => {
    const { heads, lines, feet, errors } = read(sheet(SHEET_ROWS))
    expect(errors).toEqual([])
    expect(heads).toMatchObject([
      { format: 'bank-csv', account, from: '2026-11-20', to: '2026-11-24', createdOn: importedOn, opening: 1_000 },
    ])
    expect(lines.map(({ raw, ...line }) => [line, iconv.decode(Buffer.from(raw), 'cp932')])).toMatchObject([
      [
        {
          ...{ record: 2, direction: 'credit', bookedOn: '2026-11-20', valueOn: '2026-11-20', amount: 12_000, remitterCode: '1010000001' },
          ...{ remitterName: 'ヤマダ　タロウ①', description: '振込', edi: 'ORDER-1' },
        },
        first,
      ],
      [{ record: 3, direction: 'debit', bookedOn: '2026-11-24', valueOn: '2026-11-25', amount: 3_000, remitterCode: null }, second],
    ])
    expect(feet).toMatchObject([{ closing: 10_000 }])
  })

  it('may stand newest first, and says the same', () => {
    const columns = { ...SHEET_COLUMNS, order: 'newest_first' as const }
    const { heads, lines, feet, errors } = read(sheet([second, first]), columns)
    expect(errors).toEqual([])
    expect([heads[0]?.opening, feet[0]?.closing, lines.map(({ amount }) => amount)]).toEqual([1_000, 10_000, [12_000, 3_000]])
  })

  it('without a column of balances tells none', () => {
    const columns = { ...SHEET_COLUMNS, columns: { ...SHEET_COLUMNS.columns, balance: null } }
    const { heads, feet } = read(sheet(SHEET_ROWS), columns)
    expect([heads[0]?.opening, feet[0]?.closing]).toEqual([null, null])
  })

  it.each<[where: string, row: string, why: string | null]>([
    ['its description', '2026/11/20,,,500,1500,組戻,ヤマダ,,', 'returned'],
    ['its name', '2026/11/20,,,500,1500,振込,ﾌﾘｺﾐﾍﾝｷﾔｸ ヤマダ,,', 'returned'],
    ['its remarks', '2026/11/20,,,500,1500,振込,ヤマダ,,資金返却', 'returned'],
    ['nothing of it', '2026/11/20,,,500,1500,振込,ヤマダ,,', null],
    ['money out', '2026/11/20,,500,,500,組戻,ヤマダ,,', null],
  ])('is money that came back where the bank says so in %s', (_, row, why) => {
    expect(read(sheet([row])).lines).toMatchObject([{ notCustomerMoney: why }])
  })

  it('may be overdrawn', () => {
    expect(read(sheet(['2026/11/20,,"5,000",,-4000,x,,,'])).feet).toMatchObject([{ closing: -4_000 }])
  })

  it.each<[string, string[], string[]]>([
    ['a column too many', [`${first},x`], ['wrong_columns@2']],
    ['no day', [first.replace('2026/11/20', '2026/11/31')], ['not_a_date@2:1']],
    ['an amount that is none', [first.replace('"12,000"', '12.5')], ['not_a_number@2:4']],
    ['an amount with a sign', [first.replace('"12,000"', '-12')], ['not_a_number@2:4']],
    ['neither in nor out', ['2026/11/20,,,,1000,x,,,'], ['amount_zero@2:4']],
    ['in and out at once', ['2026/11/20,,1,1,1000,x,,,'], ['direction_unknown@2:3']],
    ['a row without its balance', [first.replace('"13,000"', '')], ['not_a_number@2:5']],
    ['a balance that does not follow', [first, second.replace('"10,000"', '"10,001"')], ['balance_mismatch@3:5']],
    ['no row', [], ['missing_element@1']],
  ])('%s is told with its row and column', (_, rows, expected) => {
    const { heads, lines, errors } = read(sheet(rows))
    expect(places(errors)).toEqual(expected)
    expect([heads, lines]).toEqual([[], []])
    for (const error of errors) expect(RecordError.parse(error)).toEqual(error)
  })

  it('in another encoding than the pinned one is not guessed at', () => {
    const columns = { ...SHEET_COLUMNS, encoding: 'utf-8' as const }
    expect(new Set(read(sheet(SHEET_ROWS), columns).errors.map(({ code }) => code))).toEqual(new Set(['encoding_not_supported']))
  })
})

describe('which mapping reads a file', () => {
  const mapping = { columns: SHEET_COLUMNS }
  const other = { columns: { ...SHEET_COLUMNS, header: ['A', 'B', 'C'], columns: { ...SHEET_COLUMNS.columns } } }
  it('the one with its header, cell by cell', () => {
    expect(statementSheets.recogniseSheet(sheet(SHEET_ROWS), [other, mapping])).toEqual({ mapping })
  })
  it('none where a column moved or has another name: old and new are told', () => {
    const header = SHEET_HEADER.with(2, '入金金額').with(3, 'お支払金額')
    const found = statementSheets.recogniseSheet(sheet(SHEET_ROWS, { header }), [other, mapping])
    const changes = found && 'changed' in found ? found.changed.filter(({ change }) => change !== 'same') : []
    expect(changes.map(({ was, is, change }) => [was, is, change])).toEqual([
      ['出金金額', null, 'missing'],
      ['入金金額', '入金金額', 'moved'],
      [null, 'お支払金額', 'new'],
    ])
  })
  it('none for a file that is kin to none', () => {
    expect(statementSheets.recogniseSheet(sheet([], { header: ['注文番号', '金額'] }), [mapping])).toBeNull()
    expect(statementSheets.recogniseSheet(sheet(SHEET_ROWS, { encoding: 'utf8' }), [mapping])).toBeNull()
    expect(statementSheets.recogniseSheet(new Uint8Array(), [mapping])).toBeNull()
  })
})

it('a mapping names columns that are there, each once', () => {
  const wrong = BankColumns.safeParse({ ...SHEET_COLUMNS, columns: { ...SHEET_COLUMNS.columns, debit: 3, edi: 9 } })
  expect(wrong.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)).toEqual([
    'columns.debit column_twice',
    'columns.edi no_such_column',
  ])
})

/** So many damaged files; a long run by `FUZZ_RUNS=1000000`. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 400)
it(
  'a damaged file is read to its end or told to be wrong, never thrown at anybody, and never slowly',
  () => {
    const random = seeded(20_261_120)
    let slowestMs = 0
    for (let run = 0; run < RUNS; run++) {
      const bytes = mutated(sheet([...SHEET_ROWS, first]), random)
      const started = cpuMs()
      statementSheets.recogniseSheet(bytes, [{ columns: SHEET_COLUMNS }])
      const { heads, feet, lines, errors } = read(bytes)
      slowestMs = Math.max(slowestMs, cpuMs() - started)
      const isWhole = errors.length > 0 ? lines.length === 0 : heads.length === 1 && feet.length === 1
      if (!isWhole || !lines.every(({ amount }) => Number.isSafeInteger(amount) && amount > 0)) expect(run).toBe('read right')
    }
    expect(slowestMs).toBeLessThan(1_000)
  },
  30_000 + RUNS * 10,
)
