import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countFound, searchOrderIds, searchPage, sumFound } from '../../../src/main/ledger/order-find'
import { searchOf } from '../../../src/main/ledger/order-search'
import type { MerchantId, OrderId } from '../../../src/preload/contract/ids'
import { addMerchant, addOrders, openTestLedger, type TestLedger } from '../../support/ledger'

let test: TestLedger
let own: MerchantId
let other: MerchantId

beforeAll(async () => {
  test = await openTestLedger()
  own = await addMerchant(test.ledger)
  other = await addMerchant(test.ledger)
  await addOrders(test.ledger, own, [
    { orderNumber: 'A-57', amount: 12_000, payerName: '山田 太郎', payerKana: 'ヤマダ タロウ', goods: 'りんごジュース 12本' },
    { orderNumber: 'A-58', amount: 18_000, payerName: 'キャノン販売', payerKana: 'ｷﾔﾉﾝﾊﾝﾊﾞｲ', goods: 'Tシャツ・白' },
    { orderNumber: 'B20261110-000123', amount: 57, payerName: '佐藤 花子', payerKana: 'さとう はなこ', goods: 'コーヒー豆' },
  ])
  await addOrders(test.ledger, other, [
    { orderNumber: 'A-57', amount: 12_000, payerName: '山田 次郎', payerKana: 'ヤマダ ジロー', goods: '書籍' },
  ])
})
afterAll(() => test.cleanup())

async function found(text: string, merchantId?: MerchantId): Promise<string[]> {
  const search = searchOf(text)
  if (!search) throw new Error('an empty search')
  const page = await searchPage(test.ledger.reader, { filter: merchantId ? { merchantId } : {}, search, after: null, size: 50 })
  return page.rows.map(({ orderNumber, payerName }) => `${orderNumber} ${payerName}`)
}

const YAMADA = 'A-57 山田 太郎'
const JIRO = 'A-57 山田 次郎'
const CANON = 'A-58 キャノン販売'
const SATO = 'B20261110-000123 佐藤 花子'

describe('the search box finds', () => {
  const cases: [typed: string, finds: string[]][] = [
    ['ヤマダ', [JIRO, YAMADA]],
    ['ﾔﾏﾀﾞ', [JIRO, YAMADA]],
    ['やまだ', [JIRO, YAMADA]],
    ['ヤマダタロウ', [YAMADA]],
    ['ﾀﾛｳ ﾔﾏﾀﾞ', [YAMADA]],
    ['ジロ', [JIRO]],
    ['ｼﾞﾛｰ', [JIRO]],
    ['山田', [JIRO, YAMADA]],
    ['山田太', [YAMADA]],
    ['太郎', [YAMADA]],
    ['キャノン', [CANON]],
    ['きやのん', [CANON]],
    ['ｷｬﾉﾝﾊﾝﾊﾞｲ', [CANON]],
    ['サトウ', [SATO]],
    ['a-5', [JIRO, CANON, YAMADA]],
    ['Ａ５８', [CANON]],
    ['B2026', [SATO]],
    ['b20261110', [SATO]],
    ['000123', [SATO]],
    ['りんご', [YAMADA]],
    ['tシャツ', [CANON]],
    ['12,000', [JIRO, YAMADA]],
    ['１２０００円', [JIRO, YAMADA]],
    ['57', [JIRO, SATO, YAMADA]],
    ['山田 書籍', [JIRO]],
    ['山田 コーヒー', []],
    ['---', []],
    ['ヤマモト', []],
    ['"山田" OR *', []],
  ]
  it.each(cases)('%s', async (typed, finds) => {
    expect(await found(typed)).toEqual(finds)
  })

  it('only what one merchant has, where one is given', async () => {
    expect(await found('ヤマダ', own)).toEqual([YAMADA])
    expect(await found('12000', other)).toEqual([JIRO])
  })
})

describe('what a search finds', () => {
  it('is counted and summed', async () => {
    const search = searchOf('57')
    if (!search) throw new Error('an empty search')
    expect(await countFound(test.ledger.reader, {}, search)).toEqual({ count: 3, capped: false })
    expect(await sumFound(test.ledger.reader, {}, search)).toEqual({ rows: 3, total: 24_057 })
    expect(await sumFound(test.ledger.reader, { status: 'paid' }, search)).toEqual({ rows: 0, total: 0 })
  })

  it('can be chosen from by identity', async () => {
    expect(await searchOrderIds(test.ledger.reader, '山田', 1)).toHaveLength(1)
    expect(await searchOrderIds(test.ledger.reader, ' ', 9)).toEqual([])
  })

  it('comes page by page, newest first, each order once: also for a beginning that nearly all have', async () => {
    const merchantId = await addMerchant(test.ledger)
    const ids = await addOrders(
      test.ledger,
      merchantId,
      Array.from({ length: 1_400 }, (_, at) => ({
        orderNumber: `Z2026${String(at).padStart(5, '0')}`,
        amount: at % 3 === 0 ? 777 : 5,
        tracks: { payment: at % 2 ? 'unpaid' : 'cancelled' },
      })),
    )
    for (const [text, fits] of [
      ['Z2026', () => true],
      ['z20260', () => true],
      ['777', (at: number) => at % 3 === 0],
      ['Z2026000', (at: number) => at < 100],
    ] as const) {
      for (const status of [undefined, 'unpaid'] as const) {
        const search = searchOf(text)
        if (!search) throw new Error('an empty search')
        const collected: OrderId[] = []
        let after: OrderId | null = null
        do {
          const page = await searchPage(test.ledger.reader, { filter: { merchantId, ...(status && { status }) }, search, after, size: 60 })
          collected.push(...page.rows.map(({ id }) => id))
          after = page.next
        } while (after)
        expect(collected, `${text} ${status}`).toEqual(ids.filter((_, at) => fits(at) && (!status || at % 2 === 1)).reverse())
      }
    }
  })
})
