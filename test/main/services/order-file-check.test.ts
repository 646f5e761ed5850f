import { describe, expect, it } from 'vitest'
import type { OrderSheet } from '../../../src/main/gateways/gateway'
import { checkOrderFile, ROWS_MAX } from '../../../src/main/services/order-file-check'
import { HEADER, orderRow } from '../../support/order-files'

function sheetOf(header: readonly string[], rows: readonly (readonly string[])[]): OrderSheet {
  return { sha256: '', encoding: 'UTF-8', header: { row: 1, cells: header }, rows: rows.map((cells, at) => ({ row: at + 2, cells })) }
}

const check = (rows: readonly (readonly string[])[], header: readonly string[] = HEADER) => checkOrderFile(sheetOf(header, rows))

describe('a row of an order file', () => {
  it('becomes an order; without a due date it is due after 14 days, without a wish it is not protected', async () => {
    expect(await check([orderRow('A-1')])).toEqual({
      errors: [],
      rows: [
        {
          row: 2,
          orderNumber: 'A-1',
          receivedOn: '2026-11-10',
          goods: 'りんごジュース 12本',
          amount: 12_000,
          payerName: '山田 太郎',
          payerKana: 'ﾔﾏﾀﾞ ﾀﾛｳ',
          email: '',
          dueOn: '2026-11-24',
          protection: false,
          note: '',
        },
      ],
    })
  })

  it('may have its columns in English and in any order, and lack the optional ones', async () => {
    const header = ['payer_kana', 'AMOUNT', ' goods ', 'order_number', 'payer_name', 'Received_On']
    const { rows, errors } = await check([['ヤマダ', '５００円', '本', 'B1', '山田', '20261110']], header)
    expect({ rows, errors }).toMatchObject({
      errors: [],
      rows: [{ orderNumber: 'B1', amount: 500, receivedOn: '2026-11-10', dueOn: '2026-11-24' }],
    })
  })

  it.each([
    ['はい', true],
    ['いいえ', false],
    ['1', true],
    ['0', false],
    ['YES', true],
    ['no', false],
    ['', false],
  ])('says %j to protection', async (said, protection) => {
    expect((await check([orderRow('A', { 8: said })])).rows).toMatchObject([{ protection }])
  })

  const faults: [name: string, at: number, text: string, told: { code: string; column: string; expected?: string; found?: string }][] = [
    ['no order number', 0, '', { column: '注文番号', code: 'missing' }],
    ['no received date', 1, '', { column: '受注日', code: 'missing' }],
    ['no goods', 2, '', { column: '商品', code: 'missing' }],
    ['no amount', 3, '', { column: '金額', code: 'missing' }],
    ['no payer', 4, '', { column: '購入者名', code: 'missing' }],
    ['no kana', 5, '', { column: '購入者カナ', code: 'missing' }],
    ['a day that is none', 1, '2026/02/30', { column: '受注日', code: 'not_a_date', found: '2026/02/30', expected: '2026-11-20' }],
    ['a due day that is none', 7, 'あした', { column: '支払期限', code: 'not_a_date' }],
    ['a due day before the order', 7, '2026/11/09', { column: '支払期限', code: 'due_before_received', expected: '2026-11-10' }],
    ['an amount that is none', 3, '12,000.5', { column: '金額', code: 'not_an_amount', expected: '12000' }],
    ['an amount of nothing', 3, '0', { column: '金額', code: 'too_small', expected: '1' }],
    ['a negative amount', 3, '-5', { column: '金額', code: 'too_small' }],
    ['an amount no bank transfers', 3, '10,000,000,000', { column: '金額', code: 'too_large', expected: '9999999999' }],
    ['an order number too long', 0, 'A'.repeat(41), { column: '注文番号', code: 'too_long', expected: '40' }],
    ['a note too long', 9, 'あ'.repeat(501), { column: '備考', code: 'too_long', expected: '500' }],
    ['a wish that is no choice', 8, 'たぶん', { column: '返金希望', code: 'not_a_choice', expected: 'はい / いいえ' }],
    ['kana in kanji', 5, '山田', { column: '購入者カナ', code: 'bad_character' }],
    ['kana without a letter', 5, '・・・', { column: '購入者カナ', code: 'bad_character' }],
    ['a line break in a name', 4, '山田\n太郎', { column: '購入者名', code: 'bad_character' }],
    ['a mail address that is none', 6, 'yamada', { column: 'メール', code: 'bad_character' }],
    ['a card number', 9, 'カード 4111-1111-1111-1111', { column: '備考', code: 'card_number', found: '' }],
  ]
  it.each(faults)('is refused for %s', async (_name, at, text, told) => {
    const { rows, errors } = await check([orderRow('A-1', { [at]: text }), orderRow('A-2')])
    expect(errors).toMatchObject([{ row: 2, ...told }])
    expect(rows).toMatchObject([{ orderNumber: 'A-2' }])
  })
})

describe('an order file', () => {
  it('tells every error at once, each by row and column', async () => {
    const { rows, errors } = await check([orderRow('', { 1: 'x', 3: 'y' }), orderRow('A-2'), orderRow('A-2', { 8: '?' }), orderRow('A-2')])
    expect(errors.map(({ row, column, code }) => `${row} ${column} ${code}`)).toEqual([
      '2 注文番号 missing',
      '2 受注日 not_a_date',
      '2 金額 not_an_amount',
      '4 返金希望 not_a_choice',
      '5 注文番号 duplicate_in_file',
    ])
    expect(errors[4]).toMatchObject({ found: 'A-2', expected: '3' })
    expect(rows).toHaveLength(1)
  })

  it('is refused for columns that are missing, unknown or doubled, and for cells without a header', async () => {
    const [, ...withoutNumber] = HEADER
    expect((await check([orderRow('A')], withoutNumber)).errors).toEqual([
      { row: 1, column: '注文番号', code: 'column_missing', found: '', expected: '注文番号' },
    ])
    expect((await check([orderRow('A')], [...HEADER, '色', '金額', ''])).errors.map(({ column, code }) => `${column} ${code}`)).toEqual([
      '色 column_unknown',
      '金額 column_unknown',
    ])
    expect((await check([[...orderRow('A'), '', 'x']])).errors).toEqual([
      { row: 2, column: '', code: 'too_many_cells', found: 'x', expected: '10' },
    ])
  })

  it('has at most a hundred thousand rows', async () => {
    const { rows, errors } = await check(Array.from({ length: ROWS_MAX + 1 }, () => []))
    expect({ rows, errors }).toEqual({
      rows: [],
      errors: [{ row: 1, column: '', code: 'too_large', found: `> ${ROWS_MAX}`, expected: String(ROWS_MAX) }],
    })
  })
})
