import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OrderId } from '../../../../../src/preload/contract/ids'
import type { Tracks } from '../../../../../src/preload/contract/orders'
import { openTestStorefront, type TestStorefront } from '../../../../support/counter'
import { auditOf } from '../../../../support/desk'
import { look, send } from '../../../../support/pages'
import { protectedAndPaid } from '../../../../support/storefront-scenes'

/* Pages with one question: accept (s82, s83), receipt (s71, s72), return (s73; 0066). */

let at: TestStorefront
let asking: TestStorefront
beforeAll(async () => {
  at = await openTestStorefront()
  asking = await openTestStorefront({ acceptanceRequired: true })
})
afterAll(async () => {
  await at.cleanup()
  await asking.cleanup()
})

const tracksOf = async ({ ledger }: TestStorefront, id: OrderId): Promise<Tracks> =>
  ledger.reader.db
    .selectFrom('orders')
    .select(['acceptance', 'payment', 'protection', 'disbursement'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
const countOf = async ({ ledger }: TestStorefront, id: OrderId, kind: string) =>
  (await ledger.reader.db.selectFrom('order_events').select('id').where('order_id', '=', id).where('kind', '=', kind).execute()).length

describe('a merchant is asked to accept an order', () => {
  it('sees it with the last day for an answer, and accepts; sent twice it is accepted once', async () => {
    const id = await asking.post()
    const address = asking.link('accept', id)
    const page = await look(address)
    for (const said of ['受注の確認', '山田 太郎', '急須', '2026年11月23日（月）']) expect(page.text).toContain(said)
    const sent = await Promise.all([send(address, { answer: 'accept' }), send(address, { answer: 'accept' })])
    expect(sent.map(({ status }) => status)).toEqual([303, 303])
    expect(await tracksOf(asking, id)).toMatchObject({ acceptance: 'accepted', payment: 'awaiting_method' })
    expect(await countOf(asking, id, 'accepted')).toBe(1)
    expect((await look(address)).text).toContain('この注文は受注済みです')
    expect((await look(asking.link('choose', id))).text).toContain('お支払方法の選択')
  })

  it('refuses it with a reason that the payer reads', async () => {
    const id = await asking.post()
    const address = asking.link('accept', id)
    const bare = await send(address, { answer: 'refuse', reason: ' ' })
    expect(bare.status).toBe(422)
    expect(bare.text).toContain('受けられない理由を入力してください')
    expect(bare.html).toContain('<title>エラー: ')
    await send(address, { answer: 'refuse', reason: '在庫切れのため' })
    expect(await tracksOf(asking, id)).toMatchObject({ acceptance: 'refused', payment: 'cancelled' })
    const payer = await look(asking.link('choose', id))
    expect(payer.text).toContain('注文は成立しませんでした')
    expect(payer.text).toContain('在庫切れのため')
    expect((await look(address)).text).toContain('受注不可と回答済みです')
  })

  it('cannot say the contrary afterwards, and is told so', async () => {
    const id = await asking.post()
    const address = asking.link('accept', id)
    await send(address, { answer: 'accept' })
    const late = await send(address, { answer: 'refuse', reason: 'やはり' })
    expect(late.status).toBe(409)
    expect(late.text).toContain('この操作はできなくなりました')
    expect(late.text).toContain('この注文は受注済みです')
  })

  it('the payer waits meanwhile, and cannot choose', async () => {
    const id = await asking.post()
    const address = asking.link('choose', id)
    expect((await look(address)).text).toContain('ショップの確認を待っています')
    expect((await send(address, { method: 'bank_transfer' })).status).toBe(409)
  })
})

describe('the payer is asked whether the goods came', () => {
  it('received: the money is the merchant’s', async () => {
    const id = await protectedAndPaid(at)
    const address = at.link('receipt', id)
    expect((await look(address)).text).toContain('2026年12月4日（金）')
    expect((await send(address, { answer: 'received' })).status).toBe(303)
    expect((await send(address, { answer: 'received' })).status).toBe(303)
    expect(await tracksOf(at, id)).toMatchObject({ protection: 'received', disbursement: 'releasable' })
    expect(await countOf(at, id, 'receipt_confirmed')).toBe(1)
    expect((await look(address)).text).toContain('到着のご確認ありがとうございました')
    expect(auditOf(at, 'orders')).toContain(`payer:${id} received`)
  })

  it('a return is wanted with a reason, in as many lines as it takes; without one it is asked for', async () => {
    const id = await protectedAndPaid(at)
    const address = at.link('receipt', id)
    const bare = await send(address, { answer: 'return_wanted' })
    expect(bare.status).toBe(422)
    expect(bare.html).toMatch(/value="return_wanted"[^>]*checked|checked[^>]*value="return_wanted"/)
    await send(address, { answer: 'return_wanted', reason: '欠けていました。\r\n箱も傷んでいました。' })
    expect(await tracksOf(at, id)).toMatchObject({ protection: 'return_wanted' })
    const after = await look(address)
    expect(after.text).toContain('返品のご希望を承りました')
    expect(after.text).toContain('2026年11月27日（金）')
    expect(after.html).toContain('欠けていました。\n箱も傷んでいました。')
  })

  const refused: [why: string, fields: Record<string, string>, status: number, says: string][] = [
    ['no answer', {}, 422, 'ご回答を選んでください'],
    ['an answer that is none', { answer: 'perhaps' }, 422, 'ご回答を選んでください'],
    ['a card number', { answer: 'return_wanted', reason: '4111 1111 1111 1111' }, 422, 'カード番号は書かないでください'],
    ['more than fits', { answer: 'return_wanted', reason: 'あ'.repeat(501) }, 400, '読めませんでした'],
  ]
  it.each(refused)('%s changes nothing', async (_why, fields, status, says) => {
    const id = await protectedAndPaid(at)
    const answer = await send(at.link('receipt', id), fields)
    expect(answer.status).toBe(status)
    expect(answer.text).toContain(says)
    expect(await tracksOf(at, id)).toMatchObject({ protection: 'open' })
  })

  it('is not asked before the money came, nor without protection', async () => {
    const id = await at.post()
    const address = at.link('receipt', id)
    expect((await look(address)).text).toContain('返金希望は付いていません')
    expect((await send(address, { answer: 'received' })).status).toBe(409)
  })
})

describe('a merchant is asked about a return', () => {
  const wanted = async (answer: 'return_wanted' | 'not_arrived') => {
    const id = await protectedAndPaid(at)
    await send(at.link('receipt', id), { answer, reason: '色が違います。' })
    return id
  }

  it('confirms that the goods are back; sent twice, once', async () => {
    const id = await wanted('return_wanted')
    const address = at.link('return', id)
    const page = await look(address)
    expect(page.text).toContain('色が違います。')
    expect(page.text).toContain('2026年11月27日（金）')
    const sent = await Promise.all([send(address, { answer: 'goods_returned' }), send(address, { answer: 'goods_returned' })])
    expect(sent.map(({ status }) => status)).toEqual([303, 303])
    expect(await tracksOf(at, id)).toMatchObject({ protection: 'refund_due' })
    expect(await countOf(at, id, 'goods_returned')).toBe(1)
    expect((await look(address)).text).toContain('返品の到着を確認済みです')
    expect((await look(at.link('choose', id))).text).toContain('返金します')
  })

  it('contests with its proof, which the payer reads', async () => {
    const id = await wanted('not_arrived')
    const address = at.link('return', id)
    expect((await look(address)).html).not.toContain('value="goods_returned"')
    expect((await send(address, { answer: 'contested' })).text).toContain('異議の理由と証拠を入力してください')
    expect((await send(address, { answer: 'goods_returned' })).status).toBe(409)
    await send(address, { answer: 'contested', reason: '11月8日に配達済み' })
    expect(await tracksOf(at, id)).toMatchObject({ protection: 'contested' })
    expect((await look(at.link('receipt', id))).text).toContain('11月8日に配達済み')
  })

  it('has nothing to answer where nobody said anything', async () => {
    const id = await protectedAndPaid(at)
    expect((await look(at.link('return', id))).text).toContain('返品・未着の連絡はありません')
  })
})
