import iconv from 'iconv-lite'
import { describe, expect, it, test } from 'vitest'
import { noticeFiles } from '../../../../src/main/gateways/column-profile/column-profile'
import { holdsCardNumber } from '../../../../src/main/settlement/card-number'
import { ColumnProfile } from '../../../../src/preload/contract/column-profile'
import { HEADER, NOTICE, PROFILE, sorted } from './made-notices'

const fileOf = (...rows: string[]) => iconv.encode([HEADER.join(','), ...rows, ''].join('\r\n'), 'cp932')
const read = (bytes: Uint8Array, profile = PROFILE) => sorted(noticeFiles.readNotices(bytes, profile, holdsCardNumber))

describe('a file read by its mapping', () => {
  it('gives every row with its meaning and its own bytes', () => {
    const { notices, errors } = read(
      fileOf(
        '444413758703,10000000016,集金済,"12,000",330,2026/11/18,2026/11/30,①㈱髙',
        '',
        '512547514334,,返品,￥700円,,2026/11/9 10:15,,',
        '405548424886,A-57,変更,700,0,2026/11/18,,',
      ),
    )
    expect(errors).toEqual([])
    expect(notices.map(({ raw, ...notice }) => [notice, iconv.decode(Buffer.from(raw), 'cp932')])).toEqual([
      [{ ...NOTICE, record: 2 }, '444413758703,10000000016,集金済,"12,000",330,2026/11/18,2026/11/30,①㈱髙'],
      [
        {
          ...{ record: 4, kind: 'refused_at_door', transactionId: '512547514334', reference: '', trackingNumber: '512547514334' },
          ...{ amount: 700, fee: null, paidOn: '2026-11-09', transferOn: null },
        },
        '512547514334,,返品,￥700円,,2026/11/9 10:15,,',
      ],
      expect.arrayContaining([expect.objectContaining({ record: 5, kind: 'other', reference: 'A-57', fee: 0 })]),
    ])
  })

  it('without a column of events tells of payments that are certain', () => {
    const profile = ColumnProfile.parse({ ...PROFILE, words: [], columns: { ...PROFILE.columns, event: null } })
    expect(read(fileOf('1,2,何か,700,,2026/11/18,,'), profile).notices).toMatchObject([{ kind: 'confirmed' }])
  })

  test.each([
    ['1,2,集金済,700,,2026/11/18,', 3, '', 'wrong_columns', '7'],
    ['1,"2,集金済,700,,2026/11/18,,', 3, '', 'wrong_columns', ''],
    [',2,集金済,700,,2026/11/18,,', 3, '伝票番号', 'missing', ''],
    ['1,2,済,700,,2026/11/18,,', 3, '状況', 'kind_unknown', '済'],
    ['1,2,,700,,2026/11/18,,', 3, '状況', 'missing', ''],
    ['1,2,集金済,,,2026/11/18,,', 3, '代金', 'missing', ''],
    ['1,2,集金済,-700,,2026/11/18,,', 3, '代金', 'not_a_number', '-700'],
    ['1,2,集金済,"1,2000",,2026/11/18,,', 3, '代金', 'not_a_number', '1,2000'],
    ['1,2,集金済,0,,2026/11/18,,', 3, '代金', 'amount_zero', '0'],
    ['1,2,集金済,700,x,2026/11/18,,', 3, '手数料', 'not_a_number', 'x'],
    ['1,2,集金済,700,,2026/02/30,,', 3, '集金日', 'not_a_date', '2026/02/30'],
    ['1,2,集金済,700,,2026-11-18,,', 3, '集金日', 'not_a_date', '2026-11-18'],
    ['1,2,集金済,700,,2026/11/18 23:30Z,,', 3, '集金日', 'not_a_date', '2026/11/18 23:30Z'],
    ['1,2,集金済,700,,2026/11/18,2026/13/01,', 3, '振込予定日', 'not_a_date', '2026/13/01'],
    ['1 1,2,集金済,700,,2026/11/18,,', 3, '伝票番号', 'illegal_character', '1 1'],
    ['1,二,集金済,700,,2026/11/18,,', 3, 'お客様管理番号', 'illegal_character', '二'],
    ['1,2,集金済,700,,2026/11/18,,カード 4111 1111 1111 1111', 3, '備考', 'card_number', ''],
    ['4111111111111111,2,済,x,,2026/11/18,,', 3, '伝票番号', 'card_number', ''],
  ])('%s is wrong', (row, record, field, code, found) => {
    const { notices, errors } = read(fileOf('1,2,集金済,700,,2026/11/18,,', row, '3,2,集金済,700,,2026/11/18,,'))
    expect(errors).toContainEqual({ record, field, code, found })
    // Reading goes on behind a row that is wrong.
    expect(notices.map(({ transactionId }) => transactionId)).toEqual(['1', '3'])
  })

  it('tells everything that is wrong at once', () => {
    const { errors } = read(fileOf(',,済,x,x,x,x,', '1,2'))
    expect(errors.map(({ record, field, code }) => `${record} ${field} ${code}`)).toEqual([
      ...['2 状況 kind_unknown', '2 代金 not_a_number', '2 手数料 not_a_number', '2 集金日 not_a_date', '2 振込予定日 not_a_date'],
      ...['2 伝票番号 missing', '2 お客様管理番号 missing', '3  wrong_columns'],
    ])
  })

  it('of another encoding than the mapping names is not guessed at', () => {
    const bytes = Buffer.from([HEADER.join(','), '1,2,集金済,700,,2026/11/18,,'].join('\n'), 'utf8')
    expect(read(bytes, { ...PROFILE, encoding: 'utf-8' }).notices).toHaveLength(1)
    expect(read(bytes)).toMatchObject({ notices: [], errors: [{ record: 1, code: 'encoding_not_supported' }] })
    const mixed = Buffer.concat([fileOf(), Buffer.from('1,2,'), Buffer.from([0x81]), Buffer.from(',700,,2026/11/18,,\r\n')])
    expect(read(mixed).errors).toMatchObject([{ record: 2, field: '状況', code: 'encoding_not_supported', found: '' }])
  })

  it('keeps signs and kanji whose last byte passes for a space elsewhere', () => {
    const cell = '(返品/アイテム'
    const profile = { ...PROFILE, words: [{ word: cell, event: 'confirmed' as const }] }
    expect(read(fileOf(`1,2, ${cell}\t,700,,2026/11/18,,`), profile).notices).toHaveLength(1)
    const utf8 = Buffer.from(`${HEADER.join(',')}\n1,2, ${cell}\t,700,,2026/11/18,,`, 'utf8')
    expect(read(utf8, { ...profile, encoding: 'utf-8' }).notices).toHaveLength(1)
  })

  it('without a row is none', () => {
    expect(read(Buffer.from('\r\n'))).toMatchObject({ notices: [], errors: [{ code: 'missing_header' }] })
  })
})

describe('columns that are not those of the mapping', () => {
  const columns = (...names: string[]) => read(iconv.encode(`${names.join(',')}\r\n1,2,集金済,700,,2026/11/18,,\r\n`, 'cp932'))
  const told = ({ changes }: ReturnType<typeof read>) =>
    changes?.filter(({ change }) => change !== 'same').map(({ was, is, change, from, to }) => `${change} ${was}@${from} ${is}@${to}`)
  const [id = '', reference = '', event = '', amount = '', ...rest] = HEADER

  test.each([
    ['moved', [reference, id, event, amount, ...rest], [`moved ${id}@1 ${id}@2`, `moved ${reference}@2 ${reference}@1`]],
    ['renamed', [id, reference, '状態', amount, ...rest], [`renamed ${event}@3 状態@3`]],
    [
      'taken away',
      [id, reference, amount, ...rest],
      [`missing ${event}@3 null@null`, ...[amount, ...rest].map((name, at) => `moved ${name}@${at + 4} ${name}@${at + 3}`)],
    ],
    ['added', [...HEADER, '新設'], ['new null@null 新設@9']],
    [
      'added before the others',
      ['新設', ...HEADER],
      [...HEADER.map((name, at) => `moved ${name}@${at + 1} ${name}@${at + 2}`), 'new null@null 新設@1'],
    ],
  ])('%s: nothing is read, old stands beside new', (_, names, changes) => {
    const found = columns(...names)
    expect(found).toMatchObject({ notices: [], errors: [] })
    expect(told(found)).toEqual(changes)
  })
})

describe('the head of a file', () => {
  it('is its columns and some rows', () => {
    const rows = Array.from({ length: 8 }, (_, at) => `${at},2,集金済,700,,2026/11/18,,`)
    const head = noticeFiles.readHead(fileOf(...rows), 'shift_jis')
    expect(head?.header).toEqual(HEADER)
    expect(head?.samples).toHaveLength(5)
    expect(head?.samples[0]).toEqual(['0', '2', '集金済', '700', '', '2026/11/18', '', ''])
  })

  it('is none where the encoding is another one, or nothing is there', () => {
    expect(noticeFiles.readHead(fileOf(), 'utf-8')).toBeNull()
    expect(noticeFiles.readHead(Buffer.from(''), 'utf-8')).toBeNull()
    expect(noticeFiles.readHead(Buffer.from('\uFEFF名,b\n1,2', 'utf8'), 'utf-8')).toEqual({ header: ['名', 'b'], samples: [['1', '2']] })
  })
})
