import { describe, expect, it } from 'vitest'
import { understand } from '../../../src/main/settlement/replies'
import type { Said } from '../../../src/preload/contract/mails'

describe('what a payer writes', () => {
  const plain: [text: string, said: Said][] = [
    ['届きました', 'received'],
    ['商品が届きました。ありがとうございました。', 'received'],
    ['お世話になっております。\n本日、商品を受け取りました。\n問題ありません。', 'received'],
    ['無事に到着いたしました', 'received'],
    ['受領しました。', 'received'],
    ['ご連絡ありがとうございます。届きました。', 'received'],
    ['　ご注文の商品を受け取りました　', 'received'],
    ['All goods have arrived.', 'received'],
    ['Received', 'received'],
    ['I have received the goods. Thank you.', 'received'],
    ['Hello,\nthe parcel has arrived safely.\nBest regards\nTaro', 'received'],
    ['We got it, no problem.', 'received'],
    ['返品希望：サイズが合いません', 'return_wanted'],
    ['返品を希望します。色が写真と違いました。', 'return_wanted'],
    ['サイズが合わないため返品をお願いします。', 'return_wanted'],
    ['開けたら壊れていました。返品したいです。', 'return_wanted'],
    ['I would like to return it. It does not fit.', 'return_wanted'],
    ['Return wanted: the colour is wrong', 'return_wanted'],
    ['It is too small, so I want to return it.', 'return_wanted'],
    ['届いていません', 'not_arrived'],
    ['まだ商品が届いていません。', 'not_arrived'],
    ['商品がまだ届きません', 'not_arrived'],
    ['未着です', 'not_arrived'],
    ['Not arrived', 'not_arrived'],
    ['I have not received the goods yet.', 'not_arrived'],
    ["It hasn't arrived.", 'not_arrived'],
    ['Nothing has come so far', 'not_arrived'],
  ]
  it.each(plain)('%j means %s', (text, said) => {
    expect(understand(text, 'payer')?.said).toBe(said)
  })

  const doubtful = [
    '',
    'はい',
    'OK',
    'ありがとうございます',
    '届きましたか？',
    '届きましたら連絡します',
    '届いたら連絡します',
    '届きましたが、壊れていました',
    '届いた商品が壊れていました。',
    '商品は届きました。しかし一部が足りません。',
    '届きましたけれど箱がつぶれていました',
    '届きました。別の品は届いていません。',
    '届いていないわけではありません',
    '届いていない場合はどうすればよいですか',
    '届いていませんでしたが、今日届きました',
    'メールを受け取りました',
    '入金のお知らせを受領しました。',
    '届くと思います',
    '明日届く予定です',
    '返品は希望しません',
    '返品できますか',
    '返品したいのですが、どうすればよいですか？',
    '返品するつもりはありません',
    'もし壊れていたら返品します',
    '届きました。返品を希望します。',
    '返品を希望しますというわけではありません',
    '返品希望でしたが取り消します。届きました。',
    'Have you received my payment?',
    'I received your mail.',
    'We will tell you when it has arrived',
    'If it has not arrived by Friday I want to return it',
    'It arrived but it is broken',
    'I received only part of it',
    'I do not want to return it',
    'I never said I want to return it',
    'I received it and want to return it',
    'Not received yesterday, but received today',
    'I think it has arrived',
    'It should have arrived',
    'Please refund me',
    '返品用の箱を受け取りました',
    '代わりの書類が届きました',
    'I received a letter from you',
    'The invoice has arrived',
    'The apples have not arrived',
    '受注します',
    `届きました${'。'.repeat(1000)}`,
  ]
  it.each(doubtful)('%j is for a person', (text) => {
    expect(understand(text, 'payer')).toBeNull()
  })

  it('keeps the reason in the payer’s own words', () => {
    expect(understand('返品希望：\nサイズが　合いません', 'payer')).toEqual({
      said: 'return_wanted',
      reason: '返品希望: サイズが 合いません'.replace(':', '：'),
    })
    expect(understand('届きました', 'payer')).toEqual({ said: 'received', reason: '' })
  })
})

describe('what a merchant writes', () => {
  const plain: [text: string, said: Said][] = [
    ['受注します', 'accepted'],
    ['受注いたします。よろしくお願いいたします。', 'accepted'],
    ['ご注文を承りました。', 'accepted'],
    ['お引き受けします', 'accepted'],
    ['We accept', 'accepted'],
    ['We accept the order.', 'accepted'],
    ['受注できません：在庫がありません', 'refused'],
    ['在庫切れのため受注できません。', 'refused'],
    ['申し訳ありません。お引き受けできません。', 'refused'],
    ['今回は辞退いたします', 'refused'],
    ['We cannot accept: out of stock', 'refused'],
    ['We must decline the order.', 'refused'],
    ['返品を受け取りました', 'goods_returned'],
    ['返品商品が届きました。', 'goods_returned'],
    ['The goods are back', 'goods_returned'],
    ['We have received the return.', 'goods_returned'],
  ]
  it.each(plain)('%j means %s', (text, said) => {
    expect(understand(text, 'merchant')?.said).toBe(said)
  })

  const doubtful = [
    '在庫があれば受注します',
    '受注できますか',
    '受注しないわけではありません',
    '受注しますが、発送は来月です',
    'We accept if the payer pays at once',
    'We would accept',
    'We do not refuse',
    '返品を受け取りましたが、壊れていました',
    '返品の連絡を受け取りました',
    '返品はまだ届いていません',
    'The goods are not back',
    'The return was received damaged',
    '届きました',
    '返品には応じられません',
    '発送済みです。追跡番号は 1234 です。',
  ]
  it.each(doubtful)('%j is for a person', (text) => {
    expect(understand(text, 'merchant')).toBeNull()
  })
})
