import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { directDebitFiles } from '../../../../src/main/gateways/direct-debit/direct-debit'
import { type DebitFileError, DebitResultCode } from '../../../../src/preload/contract/direct-debit'
import { PositiveYen } from '../../../../src/preload/contract/money'
import { anyBatch, batchOf, debit } from './made-debits'

/* 預金口座振替, type 91: written, read, and everything that can be wrong with a file. */

const { writeDebits, readDebits, writeDebitResults } = directDebitFiles
const bytesOf = (batch: Parameters<typeof writeDebits>[0], separator: 'crlf' | 'none' = 'crlf') => {
  const written = writeDebits(batch, separator)
  if (!written.ok) throw new Error(JSON.stringify(written.problems))
  return written.bytes
}
const BATCH = batchOf(debit(), debit({ amount: PositiveYen.parse(1_200), customerNumber: '43'.padStart(20, '0'), newCode: '0' }))
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const bytes = (latin1: string) => Uint8Array.from(Buffer.from(latin1, 'latin1'))

describe('a request', () => {
  it('stands byte by byte as the sheet has it', () => {
    const [head = '', first = '', , trailer = '', end = ''] = text(bytesOf(BATCH)).split('\r\n')
    expect([head, first, trailer, end].map(({ length }) => length)).toEqual([120, 120, 120, 120])
    expect(head.slice(0, 14)).toBe('19100123456789')
    expect(head.slice(54, 62)).toBe('11270009')
    expect(head.slice(77, 80)).toBe('015')
    expect(head.slice(95)).toBe(`27654321${' '.repeat(17)}`)
    expect(first.slice(0, 5)).toBe('20005')
    expect(first.slice(20, 23)).toBe('041')
    expect(first.slice(38, 50)).toBe('    10012345')
    expect(first.slice(80)).toBe(`0000003000${'1'}${'42'.padStart(20, '0')}0${' '.repeat(8)}`)
    expect(trailer).toBe(`8000002000000004200${'0'.repeat(36)}${' '.repeat(65)}`)
    expect(end).toBe(`9${' '.repeat(119)}`)
  })

  it('leaves the account of the collector blank where its bank does', () => {
    const batch = { ...BATCH, collector: { ...BATCH.collector, account: null } }
    expect(text(bytesOf(batch)).slice(95, 120)).toBe(' '.repeat(25))
  })

  it.each([
    ['an account that is not digits', { account: { bankCode: '5', branchCode: '041', accountType: '1', accountNumber: '1' } }, 'account'],
    ['small kana in a name', { holderKana: 'ｷｬﾉﾝ' }, 'holder_name'],
    ['no name', { holderKana: '' }, 'holder_name'],
    ['a name above 30 bytes', { holderKana: 'ｱ'.repeat(31) }, 'holder_name'],
    ['a bank name above 15 bytes', { bankName: 'ｱ'.repeat(16) }, 'bank_name'],
    ['a customer number of other than twenty digits', { customerNumber: '42' }, 'customer_number'],
  ] as const)('is not written with %s', (_what, own, field) => {
    expect(writeDebits(batchOf(debit(own)), 'crlf')).toMatchObject({ ok: false, problems: [{ debit: 1, field }] })
  })

  it('is not written without a line', () => {
    expect(writeDebits(batchOf(), 'crlf')).toMatchObject({ ok: false, problems: [{ debit: 0, field: 'count' }] })
  })

  it('reads back the same, whatever is in it', () => {
    fc.assert(
      fc.property(anyBatch, fc.constantFrom('crlf', 'none'), (batch, separator) => {
        const read = readDebits(bytesOf(batch, separator), 'request')
        if (!read.ok) throw new Error(JSON.stringify(read.errors))
        expect(read.lines.map(({ record: _, code: __, ...line }) => line)).toEqual(batch.debits)
        expect(read.head).toMatchObject({ code: batch.collector.code, debitOn: batch.debitOn.slice(5).replace('-', '') })
      }),
    )
  })
})

describe('a result', () => {
  const RESULT = writeDebitResults(BATCH, ['0', '1'], 'crlf')

  it('tells what became of each, and of all', () => {
    const read = readDebits(RESULT, 'result')
    expect(read).toMatchObject({
      ok: true,
      head: { code: '0123456789', debitOn: '1127', bankCode: '0009', branchCode: '015' },
      totals: { count: 2, amount: 4_200, paidCount: 1, paidAmount: 3_000, failedCount: 1, failedAmount: 1_200 },
    })
    expect(read.ok && read.lines.map(({ record, code, amount }) => [record, code, amount])).toEqual([
      [2, '0', 3_000],
      [3, '1', 1_200],
    ])
  })

  it.each(DebitResultCode.options)('knows code %s', (code) => {
    const read = readDebits(writeDebitResults(BATCH, ['0', code], 'none'), 'result')
    expect(read.ok && read.lines[1]?.code).toBe(code)
  })

  it.each([
    ['CRLF', '\r\n'],
    ['LF', '\n'],
    ['CR', '\r'],
    ['nothing', ''],
  ])('is read with %s behind its records, and without the spaces that fill them', (_what, mark) => {
    const lines = text(RESULT).split('\r\n').slice(0, 5)
    const stripped = mark === '' ? lines.join('') : lines.map((line) => line.trimEnd()).join(mark)
    expect(readDebits(bytes(`${stripped}\x1a`), 'result').ok).toBe(true)
  })

  const damaged = (change: (lines: string[]) => void): DebitFileError[] => {
    const lines = text(RESULT).split('\r\n').slice(0, 5)
    change(lines)
    const read = readDebits(bytes(lines.join('\r\n')), 'result')
    return read.ok ? [] : [...read.errors]
  }
  const put = (lines: string[], at: number, offset: number, what: string) => {
    const line = lines[at] ?? ''
    lines[at] = line.slice(0, offset) + what + line.slice(offset + what.length)
  }

  it.each<[string, (lines: string[]) => void, Partial<DebitFileError>[]]>([
    ['a code nobody knows', (lines) => put(lines, 2, 111, '7'), [{ record: 3, field: '振替結果コード', code: 'code_unknown', found: '7' }]],
    [
      'letters for an amount',
      (lines) => put(lines, 1, 80, 'X'),
      [{ record: 2, field: '引落金額', code: 'not_a_number' }, { code: 'amount_zero' }],
    ],
    ['a day there is not', (lines) => put(lines, 0, 54, '1332'), [{ record: 1, field: '引落日', code: 'not_a_date', found: '1332' }]],
    [
      'another sum',
      (lines) => put(lines, 3, 7, '000000009999'),
      [{ record: 4, field: '合計金額', code: 'amount_differs', found: '9999', expected: '4200' }],
    ],
    [
      'another count of those debited',
      (lines) => put(lines, 3, 19, '000002'),
      [{ record: 4, field: '振替済件数', code: 'count_differs', found: '2', expected: '1' }],
    ],
    [
      'another sum of those not debited',
      (lines) => put(lines, 3, 43, '000000000000'),
      [{ record: 4, field: '振替不能金額', code: 'amount_differs', found: '0', expected: '1200' }],
    ],
    [
      'a record too many behind the trailer',
      (lines) => lines.splice(4, 0, lines[1] ?? ''),
      [
        { record: 5, code: 'record_order', expected: '9' },
        { record: 6, code: 'record_order' },
      ],
    ],
    ['no trailer', (lines) => lines.splice(3, 2), [{ code: 'missing_trailer' }]],
    ['no end', (lines) => lines.splice(4, 1), [{ code: 'missing_end' }]],
    [
      'a record that is too long',
      (lines) => {
        lines[1] += 'X'
      },
      [{ record: 2, code: 'wrong_length', found: '121' }],
    ],
    ['a byte that is no character', (lines) => put(lines, 1, 50, '\x80'), [{ record: 2, code: 'illegal_character', found: '0x80' }]],
    [
      'an account of no known type',
      (lines) => put(lines, 1, 42, '4'),
      [{ record: 2, field: '預金種目', code: 'code_unknown', found: '4' }],
    ],
  ])('is refused for %s', (_what, change, errors) => {
    expect(damaged(change)).toMatchObject(errors)
  })

  it('tells all faults at once', () => {
    const errors = damaged((lines) => {
      put(lines, 1, 42, '4')
      put(lines, 2, 111, 'Q')
    })
    expect(errors.map(({ record, code }) => `${record} ${code}`)).toEqual(['2 code_unknown', '3 code_unknown'])
  })

  it('is none where nobody has told a result yet', () => {
    expect(readDebits(bytesOf(BATCH), 'result')).toMatchObject({
      ok: false,
      errors: [{ record: 4, field: '振替済件数', code: 'not_a_result' }],
    })
  })

  it.each([
    ['another type', '1210000000000'],
    ['nothing', ''],
    ['EBCDIC', '\xf1\xf9\xf1'],
  ])('is refused where it is %s', (_what, found) => {
    expect(readDebits(bytes(found), 'result')).toMatchObject({ ok: false, errors: [{ record: 1, code: 'format_unknown' }] })
  })

  it('is refused where it was re-encoded as UTF-8', () => {
    const read = readDebits(Buffer.from(`\uFEFF${text(RESULT)}`, 'utf8'), 'result')
    expect(read).toMatchObject({ ok: false, errors: [{ code: 'encoding_not_supported' }] })
  })

  it('never throws, however it was damaged', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: RESULT.length - 1 }), fc.nat({ max: 255 })), { maxLength: 12 }),
        fc.nat({ max: RESULT.length }),
        fc.boolean(),
        (changes, length, cut) => {
          const copy = Uint8Array.from(RESULT)
          for (const [at, byte] of changes) copy[at] = byte
          const read = readDebits(cut ? copy.subarray(0, length) : copy, 'result')
          expect(read.ok || read.total > 0).toBe(true)
        },
      ),
    )
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (any) => void readDebits(any, 'result')))
  })
})
