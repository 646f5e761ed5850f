import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareTransfers } from '../../../../src/main/gateways/bank-transfer/compare'
import { readZengin21 } from '../../../../src/main/gateways/bank-transfer/read-zengin-21'
import { writeZengin21 } from '../../../../src/main/gateways/bank-transfer/write-zengin-21'
import { PositiveYen } from '../../../../src/preload/contract/money'
import type { Transfer, TransferBatch, TransferProblem, Zengin21Profile } from '../../../../src/preload/contract/transfers'
import { anyBatch, batch, collected, crlf, none, originator, transfer } from './made-transfers'

function written(what: TransferBatch, profile: Zengin21Profile = none): Uint8Array {
  const file = writeZengin21(what, profile)
  if (!file.ok) throw new Error(JSON.stringify(file.problems))
  return file.bytes
}

/** Pieces of a record as the standard lists them: 1-based first column, bytes in hexadecimal, and for the reader what they say. */
type Piece = [column: number, hex: string, says: string]
const hex = (text: string) => Buffer.from(text, 'latin1').toString('hex')
const spaces = (count: number) => '20'.repeat(count)

/** One EDI transfer and one without, in every byte. The kana are written out: ﾀ C0, ﾞ DE, ｲ B2 … (JIS X 0201). */
const golden: Piece[][] = [
  [
    [1, hex('1'), 'データ区分'],
    [2, hex('21'), '種別コード'],
    [4, hex('0'), 'コード区分'],
    [5, hex('0123456789'), '振込依頼人コード'],
    [15, `c0deb2bab320b7deddbab3${spaces(29)}`, '振込依頼人名 ﾀﾞｲｺｳ ｷﾞﾝｺｳ'],
    [55, hex('1130'), '取組日'],
    [59, hex('0001'), '仕向銀行番号'],
    [63, `d0bddece${spaces(11)}`, '仕向銀行名 ﾐｽﾞﾎ'],
    [78, hex('002'), '仕向支店番号'],
    [81, `ceddc3dd${spaces(11)}`, '仕向支店名 ﾎﾝﾃﾝ'],
    [96, hex('1'), '預金種目'],
    [97, hex('0034567'), '口座番号'],
    [104, spaces(17), 'ダミー'],
  ],
  [
    [1, hex('2'), 'データ区分'],
    [2, hex('0005'), '被仕向銀行番号'],
    [6, `d0c2cbdebc${hex('UFJ')}${spaces(7)}`, '被仕向銀行名 ﾐﾂﾋﾞｼUFJ'],
    [21, hex('010'), '被仕向支店番号'],
    [24, `b7deddbbde${spaces(10)}`, '被仕向支店名 ｷﾞﾝｻﾞ'],
    [39, hex('0000'), '手形交換所番号'],
    [43, hex('2'), '預金種目'],
    [44, hex('7654321'), '口座番号'],
    [51, `b629bbb8d720bdc4b1${spaces(21)}`, '受取人名 ｶ)ｻｸﾗ ｽﾄｱ'],
    [81, hex('0001234567'), '振込金額'],
    [91, hex('1'), '新規コード'],
    [92, `beb2bbdd2d312f5ca2a6a3${spaces(9)}`, 'EDI情報 ｾｲｻﾝ-1/¥｢ｦ｣'],
    [112, hex('7'), '振込指定区分'],
    [113, hex('Y'), '識別表示'],
    [114, spaces(7), 'ダミー'],
  ],
  [
    [1, hex('2'), 'データ区分'],
    [2, hex('9900'), '被仕向銀行番号'],
    [6, spaces(15), '被仕向銀行名'],
    [21, hex('018'), '被仕向支店番号'],
    [24, spaces(15), '被仕向支店名'],
    [39, hex('0000'), '手形交換所番号'],
    [43, hex('1'), '預金種目'],
    [44, hex('0000001'), '口座番号'],
    [51, `d4cfc0de20c0dbb3${spaces(22)}`, '受取人名 ﾔﾏﾀﾞ ﾀﾛｳ'],
    [81, hex('9999999999'), '振込金額'],
    [91, hex('0'), '新規コード'],
    [92, hex('0000000000'), '顧客コード1'],
    [102, hex('0000000000'), '顧客コード2'],
    [112, hex('7'), '振込指定区分'],
    [113, spaces(1), '識別表示'],
    [114, spaces(7), 'ダミー'],
  ],
  [
    [1, hex('8'), 'データ区分'],
    [2, hex('000002'), '合計件数'],
    [8, hex('010001234566'), '合計金額'],
    [20, spaces(101), 'ダミー'],
  ],
  [
    [1, hex('9'), 'データ区分'],
    [2, spaces(119), 'ダミー'],
  ],
]
const goldenBatch = batch([
  transfer(),
  transfer({
    account: { bankCode: '9900', branchCode: '018', accountType: '1', accountNumber: '0000001' },
    bankName: '',
    branchName: '',
    holderKana: 'ﾔﾏﾀﾞ ﾀﾛｳ',
    amount: PositiveYen.parse(9_999_999_999),
    newCode: '0',
    edi: '',
  }),
])

describe('a file of transfers, byte by byte', () => {
  const bytes = written(goldenBatch)
  const fields = golden.flatMap((pieces, record) => pieces.map((piece): [number, ...Piece] => [record + 1, ...piece]))
  it.each(fields)('record %i, column %i is %s: %s', (record, column, expected) => {
    const start = (record - 1) * 120 + column - 1
    expect(Buffer.from(bytes.subarray(start, start + expected.length / 2)).toString('hex')).toBe(expected)
  })

  it('is spelled out above without a gap', () => {
    const all = golden.map((pieces) => pieces.map(([, bytesOf]) => bytesOf).join(''))
    expect(all.map((record) => record.length)).toEqual(golden.map(() => 240))
    expect(Buffer.from(bytes).toString('hex')).toBe(all.join(''))
    const columns = (pieces: Piece[]) => pieces.map(([, bytesOf], at) => [at, bytesOf.length / 2] as const)
    const begins = (pieces: Piece[]) =>
      columns(pieces).map(([at]) =>
        columns(pieces)
          .slice(0, at)
          .reduce((sum, [, length]) => sum + length, 1),
      )
    expect(golden.map((pieces) => pieces.map(([column]) => column))).toEqual(golden.map(begins))
  })

  it('has CRLF behind every record where the bank wants it', () => {
    const separated = golden.map((pieces) => `${pieces.map(([, bytesOf]) => bytesOf).join('')}0d0a`).join('')
    expect(Buffer.from(written(goldenBatch, crlf)).toString('hex')).toBe(separated)
  })

  it('can say that nobody is paid', () => {
    expect(Buffer.from(written(batch([]))).toString('latin1')).toContain('8000000000000000000')
  })

  it.each(['8', ' '] as const)('writes 振込指定区分 "%s" as the bank wants it', (transferClass) => {
    expect(String.fromCharCode(written(goldenBatch, { ...none, transferClass })[120 + 111] ?? 0)).toBe(transferClass)
  })
})

describe('what is written', () => {
  it('is read again as it was, for any legal batch, by a reader that shares nothing with the writer', () => {
    fc.assert(
      fc.property(anyBatch, fc.constantFrom(crlf, none), (any, profile) => {
        const bytes = written(any, profile)
        expect(compareTransfers(bytes, any, profile)).toEqual([])
        const { heads, transfers, faults } = collected(readZengin21(bytes))
        expect(faults).toEqual([])
        expect(heads).toMatchObject([
          { ...any.originator.account, code: any.originator.code, name: any.originator.name, payOn: any.payOn.slice(5) },
        ])
        expect(transfers).toMatchObject(any.transfers.map(({ account, ...rest }) => ({ ...account, ...rest })))
      }),
      { numRuns: 500 },
    )
  })

  it('is the same bytes for the same batch', () => {
    expect(written(goldenBatch)).toEqual(written(structuredClone(goldenBatch)))
  })
})

describe('what cannot be written is told, and never cut or changed', () => {
  const changed = (changes: Partial<Transfer>) => batch([transfer(), transfer(changes)])
  const many = (count: number, amount: number) =>
    batch(Array.from({ length: count }, () => transfer({ amount: PositiveYen.parse(amount) })))
  const account = transfer().account
  const cases: [what: string, batch: TransferBatch, problem: Partial<TransferProblem>][] = [
    ['kanji', changed({ holderKana: '山ｶﾞ' }), { transfer: 2, field: 'holder_name', code: 'not_allowed', position: 1, found: '山' }],
    ['ｰ in a name', changed({ holderKana: 'ｻｰﾋﾞｽ' }), { field: 'holder_name', code: 'not_allowed', position: 2 }],
    ['small kana', changed({ holderKana: 'ｼｬ' }), { field: 'holder_name', code: 'not_allowed', position: 2 }],
    ['a name that was cut off before its mark', changed({ holderKana: 'ﾞｱ' }), { field: 'holder_name', code: 'dangling_mark', position: 1 }],
    ['a name of 31 bytes', changed({ holderKana: 'ｱ'.repeat(31) }), { field: 'holder_name', code: 'too_long', position: 31 }],
    ['a name of 16 letters and 15 marks', changed({ holderKana: `${'ｶﾞ'.repeat(15)}ｱ` }), { code: 'too_long', position: 31 }],
    ['no name', changed({ holderKana: '' }), { field: 'holder_name', code: 'empty', position: 1 }],
    ['a space before a name', changed({ holderKana: ' ｱ' }), { field: 'holder_name', code: 'outer_space', position: 1 }],
    ['a space behind a name', changed({ holderKana: 'ｱ ' }), { field: 'holder_name', code: 'outer_space', position: 2 }],
    ['a space in the name of a bank', changed({ bankName: 'ｱ ｲ' }), { field: 'bank_name', code: 'not_allowed', position: 2 }],
    ['a long name of a branch', changed({ branchName: 'A'.repeat(16) }), { field: 'branch_name', code: 'too_long', position: 16 }],
    ['a comma in EDI information', changed({ edi: 'A,B' }), { field: 'edi', code: 'not_allowed', position: 2 }],
    ['EDI information of 21 bytes', changed({ edi: 'A'.repeat(21) }), { field: 'edi', code: 'too_long', position: 21 }],
    ['a line end', changed({ edi: 'A\nB' }), { field: 'edi', code: 'not_allowed', position: 2 }],
    ['a bank of three digits', changed({ account: { ...account, bankCode: '001' } }), { field: 'account', code: 'not_digits' }],
    [
      'an account of eight digits',
      changed({ account: { ...account, accountNumber: '12345678' } }),
      { field: 'account', code: 'not_digits' },
    ],
    [
      'eleven digits of yen',
      changed({ amount: PositiveYen.parse(10_000_000_000) }),
      { transfer: 2, field: 'amount', code: 'out_of_range' },
    ],
    ['more than a billion times a thousand in all', many(101, 9_999_999_999), { transfer: 0, field: 'total', code: 'out_of_range' }],
    [
      'an originator without a code',
      { ...batch(), originator: { ...originator, code: '' } },
      { transfer: 0, field: 'originator_code', code: 'not_digits' },
    ],
    [
      'an originator without a name',
      { ...batch(), originator: { ...originator, name: '' } },
      { transfer: 0, field: 'originator_name', code: 'empty' },
    ],
    [
      'an originator who pays from savings',
      { ...batch(), originator: { ...originator, account: { ...originator.account, accountType: '4' } } },
      { transfer: 0, field: 'account', code: 'out_of_range', found: '4' },
    ],
  ]
  it.each(cases)('%s', (_, unwritable, problem) => {
    expect(writeZengin21(unwritable, crlf)).toMatchObject({ ok: false, total: 1, problems: [problem] })
  })

  it('a million transfers', () => {
    const one = transfer({ amount: PositiveYen.parse(1) })
    const file = writeZengin21(batch(Array.from({ length: 1_000_000 }, () => one)), none)
    expect(file).toMatchObject({ ok: false, total: 1, problems: [{ transfer: 0, field: 'count', code: 'too_many', found: '1000000' }] })
  })

  it('a hundred of very many problems, and how many there are', () => {
    const file = writeZengin21(batch(Array.from({ length: 300 }, () => transfer({ holderKana: '山' }))), none)
    expect(file).toMatchObject({ ok: false, total: 300 })
    expect(file.ok || file.problems).toHaveLength(100)
  })
})
