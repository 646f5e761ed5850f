import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OrderId } from '../../../../../src/preload/contract/ids'
import { openTestStorefront, type TestStorefront } from '../../../../support/counter'
import { valueIn } from '../../../../support/ledger'
import { look, send } from '../../../../support/pages'
import { protectedAndPaid } from '../../../../support/storefront-scenes'

/* Where the payer is to be refunded (0066): found step by step, shown, confirmed, and only then kept. */

let at: TestStorefront
beforeAll(async () => {
  at = await openTestStorefront()
})
afterAll(() => at.cleanup())

async function refundDue(): Promise<OrderId> {
  const id = await protectedAndPaid(at)
  valueIn(await at.counter.links.answerReceipt(at.link('receipt', id).split('/').at(-1) ?? '', 'return_wanted', '欠け'))
  valueIn(await at.counter.links.answerReturn(at.link('return', id).split('/').at(-1) ?? '', 'goods_returned', ''))
  return id
}

const account = { bankCode: '0005', branchCode: '001', accountType: '1', accountNumber: '１２３-４５６', holderKana: 'やまだ　たろう' }
const kept = (id: OrderId) => at.ledger.reader.db.selectFrom('refund_accounts').selectAll().where('order_id', '=', id).execute()

describe('the account for a refund', () => {
  const steps: [query: string, says: string[]][] = [
    ['', ['金融機関を選んでください']],
    ['?find=みずほ', ['3件見つかりました', 'みずほ銀行', '0001', 'みずほ信託銀行']],
    ['?find=ﾐｽﾞﾎ', ['みずほ銀行']],
    ['?find=0005', ['三菱ＵＦＪ銀行']],
    ['?find=ほしのうみ', ['見つかりませんでした']],
    ['?bank=9876&branch=001', ['この金融機関コードは見つかりません']],
    ['?bank=0005', ['支店を選んでください', '三菱ＵＦＪ銀行 (0005)']],
    ['?bank=0005&find=しんじゅく', ['新宿', '341']],
    ['?bank=0005&branch=999', ['この支店コードは見つかりません']],
    ['?bank=0005&branch=001', ['口座を入力してください', '三菱ＵＦＪ銀行', '本店']],
    ['?bank=9900&branch=018', ['ゆうちょ銀行は、記号・番号ではなく']],
  ]
  it('is found step by step, by name, kana or code, without script', async () => {
    const address = at.link('refund_account', await refundDue())
    for (const [query, says] of steps) {
      const page = await look(address + query)
      expect(page.status).toBe(200)
      for (const said of says) expect(page.text, query).toContain(said)
    }
  })

  it('is shown with its names before it is kept, and kept once', async () => {
    const id = await refundDue()
    const address = at.link('refund_account', id)
    const shown = await send(address, { ...account, step: 'check' })
    expect(shown.status).toBe(200)
    for (const said of ['この口座でよろしいですか', '三菱ＵＦＪ銀行', '本店', '0123456', 'ヤマダ タロウ'])
      expect(shown.text).toContain(said)
    expect(shown.text).not.toContain('名義がご注文者のお名前と違います')
    expect(await kept(id)).toEqual([])
    expect((await send(address, { ...account, step: 'edit' })).html).toContain('value="１２３-４５６"')
    const given = await Promise.all([send(address, { ...account, step: 'give' }), send(address, { ...account, step: 'give' })])
    expect(given.map(({ status }) => status)).toEqual([303, 303])
    expect(await kept(id)).toHaveLength(1)
    const after = await look(address)
    expect(after.text).toContain('返金先口座を承りました')
    expect(after.text).toContain('****456')
    expect(after.text).not.toContain('0123456')
  })

  it('of somebody else is kept only when that is confirmed, and says so', async () => {
    const id = await refundDue()
    const address = at.link('refund_account', id)
    const other = { ...account, holderKana: 'ヤマダ ハナコ' }
    expect((await send(address, { ...other, step: 'check' })).text).toContain('口座名義がご注文者のお名前と違います')
    const unconfirmed = await send(address, { ...other, step: 'give' })
    expect(unconfirmed.status).toBe(422)
    expect(unconfirmed.text).toContain('確認の欄に印を付けてください')
    expect(await kept(id)).toEqual([])
    expect((await send(address, { ...other, step: 'give', difference: 'confirmed' })).status).toBe(303)
    expect(await kept(id)).toMatchObject([{ holder_matches: 0, source: 'link' }])
    expect((await look(address)).text).toContain('お名前と違うことを確認のうえ承っています')
  })

  const wrong: [why: string, own: Record<string, string>, status: number, says: string][] = [
    ['no type', { accountType: '' }, 422, '預金種目を選んでください'],
    ['a number of eight digits', { accountNumber: '12345678' }, 422, '7桁までの数字'],
    ['letters for a number', { accountNumber: '12a' }, 422, '7桁までの数字'],
    ['no holder', { holderKana: '　' }, 422, '口座名義をカナで入力してください'],
    ['a holder in kanji', { holderKana: '山田 太郎' }, 422, '1文字目「山」は使えません'],
    ['a holder too long', { holderKana: 'ア'.repeat(31) }, 422, '半角30文字'],
    ['a bank that is not there', { bankCode: '9876' }, 409, '金融機関が見つかりません'],
    ['a branch that is not there', { branchCode: '999' }, 409, '支店が見つかりません'],
    ['a card number', { holderKana: '4111111111111111' }, 422, 'カード番号は書かないでください'],
    ['no step', { step: 'x' }, 400, '読めませんでした'],
  ]
  it('says what is wrong beside the field, and keeps nothing', async () => {
    const id = await refundDue()
    const address = at.link('refund_account', id)
    for (const [why, own, status, says] of wrong) {
      for (const step of ['check', 'give']) {
        const answer = await send(address, { ...account, step, ...own })
        expect(answer.status, why).toBe(status)
        expect(answer.text, why).toContain(says)
      }
    }
    expect(await kept(id)).toEqual([])
  })

  it('is not taken where no refund is due', async () => {
    const id = await protectedAndPaid(at)
    const address = at.link('refund_account', id)
    expect((await look(address)).text).toContain('返金先口座のお届けは必要ありません')
    expect((await send(address, { ...account, step: 'give' })).status).toBe(409)
    expect(await kept(id)).toEqual([])
  })
})
