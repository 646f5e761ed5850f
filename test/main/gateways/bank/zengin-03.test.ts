import { describe, expect, it } from 'vitest'
import { writeZengin03 } from '../../../../src/main/gateways/bank/write-zengin-03'
import { readZengin03 } from '../../../../src/main/gateways/bank/zengin-03'
import type { Field } from '../../../../src/main/gateways/bank/zengin-fields'
import { data, end, header, trailer } from '../../../../src/main/gateways/bank/zengin-fields'
import { businessDate } from '../../../../src/preload/contract/date'
import { yen } from '../../../../src/preload/contract/money'
import type { LineToWrite } from './made-statements'
import { credit, debit, era, head, joined, places, recordsOf, sorted, statement, western, withField, zengin } from './made-statements'

const read = (bytes: Uint8Array, profile = era) => sorted(readZengin03(bytes, profile))
const HEADER = 1
const CREDIT = 2
const TRAILER = 4
const END = 5

describe('a statement of type 03', () => {
  it('is read as head, lines and foot', () => {
    const bytes = zengin()
    const { heads, lines, feet, errors } = read(bytes)
    expect(errors).toEqual([])
    expect(heads).toEqual([{ ...head, format: 'zengin-03', record: 1, sequenceNumber: null, layout: '2-1' }])
    expect(lines).toEqual([
      { ...credit, record: 2, raw: bytes.subarray(200, 400) },
      { ...debit, record: 3, raw: bytes.subarray(400, 600) },
    ])
    expect(feet).toEqual([
      {
        record: 4,
        closing: 109_000,
        readDates: [
          { written: 'R08.11.21', date: '2026-11-21', rule: 'reiwa' },
          { written: 'R08.11.01', date: '2026-11-01', rule: 'reiwa' },
          { written: 'R08.11.20', date: '2026-11-20', rule: 'reiwa' },
        ],
      },
    ])
  })

  it('is the same from any separator, stripped, with a DOS end of file, and re-encoded', () => {
    const plain = read(zengin())
    const texts = recordsOf(zengin()).map((record) => Buffer.from(record).toString('latin1'))
    const crlf = writeZengin03([statement], 'crlf')
    const utf8 = new TextEncoder().encode(new TextDecoder('shift_jis').decode(crlf))
    const variants = [
      crlf,
      joined(texts.join('\n')),
      joined(texts.join('\r')),
      joined(texts.map((text) => text.trimEnd()).join('\r\n')),
      joined(crlf, '\u001a'),
      utf8,
      joined(Uint8Array.of(0xef, 0xbb, 0xbf), utf8),
    ]
    for (const variant of variants) expect(read(variant)).toEqual(plain)
  })

  it('holds several accounts, and one account twice', () => {
    const { heads, feet, errors } = read(writeZengin03([statement, statement, { ...statement, lines: [], closing: head.opening }], 'crlf'))
    expect(errors).toEqual([])
    expect(heads.map(({ record }) => record)).toEqual([1, 5, 9])
    expect(feet.map(({ record, closing }) => [record, closing])).toEqual([
      [4, 109_000],
      [8, 109_000],
      [10, 100_000],
    ])
  })

  it('may be written in the western calendar', () => {
    expect(read(writeZengin03([statement], 'none', 'western'), western).heads[0]?.createdOn).toBe('2026-11-21')
  })

  it('may leave out both balances, or have them negative', () => {
    const silent = { ...statement, head: { ...head, opening: null }, closing: null }
    expect(read(writeZengin03([silent], 'none')).feet).toMatchObject([{ record: 4, closing: null }])
    const overdrawn = { ...statement, head: { ...head, opening: yen(-10_000) }, closing: yen(-1_000) }
    const { heads, feet, errors } = read(writeZengin03([overdrawn], 'none'))
    expect([heads[0]?.opening, feet[0]?.closing, errors]).toEqual([-10_000, -1_000, []])
  })
})

describe('a deposit (layout ②-2)', () => {
  it.each(['5', '6', '7'] as const)('of type %s is read with its movement and its description, and no remitter', (accountType) => {
    const deposit = { ...head, account: { ...head.account, accountType } }
    const bytes = writeZengin03([{ head: deposit, lines: [credit, debit], closing: yen(109_000) }, statement], 'crlf')
    const { heads, lines, feet, errors } = read(bytes)
    expect(errors).toEqual([])
    expect(heads.map(({ layout }) => layout)).toEqual(['2-2', '2-1'])
    const untold = { remitterCode: null, remitterName: '', remittingBank: '', remittingBranch: '', edi: '' }
    expect(lines.slice(0, 2)).toMatchObject([
      { ...credit, ...untold },
      { ...debit, ...untold },
    ])
    expect(feet[0]?.closing).toBe(109_000)
  })
})

describe('what a field may hold', () => {
  const cases: [string, number, Field, string, Partial<LineToWrite>][] = [
    ['a value date left out is the booking date', CREDIT, data.valueOn, '000000', { valueOn: businessDate('2026-11-20') }],
    ['a value date of spaces too', CREDIT, data.valueOn, '', { valueOn: businessDate('2026-11-20') }],
    ['取引区分 10', CREDIT, data.transactionType, '10', { kind: 'cash' }],
    ['取引区分 12', CREDIT, data.transactionType, '12', { kind: 'cheque' }],
    ['取引区分 13', CREDIT, data.transactionType, '13', { kind: 'clearing_house' }],
    ['取引区分 14', CREDIT, data.transactionType, '14', { kind: 'book_transfer' }],
    ['取引区分 15', CREDIT, data.transactionType, '15', { kind: 'continuation' }],
    ['取引区分 18', CREDIT, data.transactionType, '18', { kind: 'other' }],
    ['取引区分 19 is never customer money', CREDIT, data.transactionType, '19', { kind: 'correction', notCustomerMoney: 'correction' }],
    ['取引区分 left out', CREDIT, data.transactionType, '', { kind: 'unknown' }],
    ['取引区分 99', CREDIT, data.transactionType, '99', { kind: 'unknown' }],
    ['other banks’ cheques in the amount', CREDIT, data.chequeAmount, '000000000001', { notCustomerMoney: 'uncleared_cheque' }],
    ['cheques left out', CREDIT, data.chequeAmount, '', { notCustomerMoney: null }],
    [
      '組戻し in the description',
      CREDIT,
      data.description,
      '\xb8\xd0\xd3\xc4\xde\xbc',
      { notCustomerMoney: 'returned', description: 'ｸﾐﾓﾄﾞｼ' },
    ],
    ['no remitter code', CREDIT, data.remitterCode, '0000000000', { remitterCode: null }],
    ['a remitter code of spaces', CREDIT, data.remitterCode, '', { remitterCode: null }],
    ['a customer number of seven digits is no code', CREDIT, data.remitterCode, '1234567', { remitterCode: null }],
    ['a 照会番号 of zeros is none', CREDIT, data.inquiryNumber, '00000000', { bankReference: '' }],
    ['a 照会番号 of spaces is none', CREDIT, data.inquiryNumber, '', { bankReference: '' }],
    ['ｰ and a comma are read as they stand', CREDIT, data.remitterName, '\xb0,', { remitterName: 'ｰ,' }],
  ]
  it.each(cases)('%s', (_, record, field, text, expected) => {
    const { lines, errors } = read(withField(zengin(), record, field, text))
    expect(errors).toEqual([])
    expect(lines[0]).toMatchObject(expected)
  })

  it('a debit is no customer money in any case, so nothing is said of it', () => {
    const { lines } = read(withField(zengin(), 3, data.transactionType, '19'))
    expect(lines[1]).toMatchObject({ kind: 'correction', notCustomerMoney: null })
  })

  it('コード区分 may be blank', () => {
    expect(read(withField(zengin(), HEADER, header.characterCode, ' ')).errors).toEqual([])
  })
})

describe('a fault is told with its record and column, and reading goes on', () => {
  const cases: [string, number, Field, string, string[]][] = [
    ['another type', HEADER, header.businessType, '01', ['record_type_unknown@1:2']],
    ['EBCDIC', HEADER, header.characterCode, '1', ['ebcdic_not_supported@1:4']],
    ['an unknown code', HEADER, header.characterCode, '7', ['code_unknown@1:4']],
    ['no creation date', HEADER, header.createdOn, '', ['not_a_date@1:5']],
    ['a creation date before the period ends', HEADER, header.createdOn, '081119', ['date_out_of_period@1:17']],
    ['a period that ends before it begins', HEADER, header.to, '081031', ['date_out_of_period@1:17']],
    ['a bank code with a letter', HEADER, header.bankCode, '00A5', ['not_a_number@1:23']],
    ['a type nobody has', HEADER, header.accountType, '0', ['unsupported_account_type@1:63']],
    ['an account number of ten digits', HEADER, header.accountNumber, '9991234567', ['account_not_identified@1:64']],
    ['an account number with a space', HEADER, header.accountNumber, '000123456 ', ['not_a_number@1:64']],
    ['an unknown sign', HEADER, header.openingSign, '3', ['code_unknown@1:114']],
    ['an opening balance with a letter', HEADER, header.opening, '0000000000000A', ['not_a_number@1:116']],
    ['an opening balance that does not fit', HEADER, header.opening, '00000000000001', ['balance_mismatch@4:41']],
    ['a booking date before the period', CREDIT, data.bookedOn, '081031', ['date_out_of_period@2:10']],
    ['a booking date after the period', CREDIT, data.bookedOn, '081121', ['date_out_of_period@2:10']],
    ['a booking date in the western calendar', CREDIT, data.bookedOn, '261120', ['date_out_of_period@2:10']],
    ['no booking date', CREDIT, data.bookedOn, '000000', ['not_a_date@2:10']],
    ['a value date that is none', CREDIT, data.valueOn, '081332', ['not_a_date@2:16']],
    ['an unknown direction', CREDIT, data.direction, '3', ['direction_unknown@2:22']],
    ['no direction', CREDIT, data.direction, ' ', ['direction_unknown@2:22']],
    ['an amount with a sign', CREDIT, data.amount, '-00000012000', ['not_a_number@2:25']],
    ['an amount of spaces', CREDIT, data.amount, '', ['not_a_number@2:25']],
    ['an amount of zero', CREDIT, data.amount, '000000000000', ['amount_zero@2:25']],
    ['cheques that are no number', CREDIT, data.chequeAmount, '00000000 000', ['not_a_number@2:37']],
    ['kanji in a name', CREDIT, data.remitterName, '\x8e\x52\x93\x63', ['illegal_character@2:82']],
    ['an amount that was changed', CREDIT, data.amount, '000000012001', ['trailer_sum@4:8', 'balance_mismatch@4:41']],
    [
      'a direction that was changed',
      CREDIT,
      data.direction,
      '2',
      ['trailer_count@4:2', 'trailer_count@4:21', 'trailer_sum@4:8', 'trailer_sum@4:27', 'balance_mismatch@4:41'],
    ],
    ['a wrong number of data records', TRAILER, trailer.dataCount, '0000003', ['trailer_count@4:55']],
    ['a closing balance that does not fit', TRAILER, trailer.closing, '00000000109001', ['balance_mismatch@4:41']],
    ['a closing balance with the wrong sign', TRAILER, trailer.closingSign, '2', ['balance_mismatch@4:41']],
    ['a wrong number of records', END, end.recordCount, '0000000004', ['end_count@5:2']],
    ['a wrong number of accounts', END, end.accountCount, '00002', ['end_count@5:12']],
    ['counts left out', END, end.recordCount, '', ['not_a_number@5:2']],
  ]
  it.each(cases)('%s', (_, record, field, text, expected) => {
    expect(places(read(withField(zengin(), record, field, text)).errors)).toEqual(expected)
  })

  it('says what was found and what was expected', () => {
    expect(read(withField(zengin(), TRAILER, trailer.dataCount, '0000003')).errors).toEqual([
      { record: 4, column: 55, code: 'trailer_count', message: expect.stringMatching(/\.$/), found: '3', expected: '2' },
    ])
  })

  it('tells every fault of a line and of a head at once', () => {
    const line = withField(
      withField(withField(zengin(), CREDIT, data.bookedOn, '08112A'), CREDIT, data.direction, '0'),
      CREDIT,
      data.chequeAmount,
      'X',
    )
    expect(places(read(line).errors)).toEqual(['direction_unknown@2:22', 'not_a_date@2:10', 'not_a_number@2:37'])
    const both = withField(withField(zengin(), HEADER, header.branchCode, 'X'), CREDIT, data.bookedOn, '08112A')
    expect(places(read(both).errors)).toEqual(['not_a_number@1:42', 'not_a_date@2:10'])
  })

  it('yields no line and no foot below a head with a fault', () => {
    const { heads, lines, feet } = read(withField(zengin(), HEADER, header.branchCode, 'X'))
    expect([heads, lines, feet]).toEqual([[], [], []])
  })
})

describe('the order of records', () => {
  const [h, a, b, t, e] = recordsOf(zengin())
  const order = (...records: (Uint8Array | undefined)[]) => joined(...records.filter((record) => record !== undefined))
  it.each([
    ['no trailer before the end', order(h, a, b, e), ['missing_trailer@4:1', 'end_count@4:2']],
    ['no trailer before the next header', order(h, a, b, h, a, b, t, e), ['missing_trailer@4:1', 'end_count@8:2', 'end_count@8:12']],
    ['a line outside an account', order(a, h, a, b, t, e), ['record_order@1:1', 'end_count@6:2']],
    ['a trailer without a header', order(h, a, b, t, t, e), ['record_order@5:1', 'end_count@6:2']],
    ['an end and nothing else', order(e), ['record_order@1:1', 'end_count@1:2', 'end_count@1:12']],
    ['no end', order(h, a, b, t), ['missing_end@5:1']],
    ['cut off', order(h, a), ['missing_trailer@3:1', 'missing_end@3:1']],
    ['something after the end', order(h, a, b, t, e, h, a), ['after_end@6:1']],
    ['a record of no kind', order(h, a, new Uint8Array(200).fill(0x37), b, t, e), ['record_type_unknown@3:1', 'end_count@6:2']],
    ['nothing', new Uint8Array(), ['missing_end@1:1']],
  ])('%s', (_, bytes, expected) => {
    expect(places(read(bytes).errors)).toEqual(expected)
  })

  it('a stripped file keeps its columns', () => {
    const bytes = joined(
      Buffer.from(order(h, a, b, t, e))
        .toString('latin1')
        .replace(/.{200}/gs, (record) => `${record.trimEnd()}\r\n`),
    )
    expect(read(bytes).errors).toEqual([])
  })
})
