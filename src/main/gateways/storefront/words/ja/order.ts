import type { Said } from '../../../counter'

/** The order beside every page, and what was said of it. */
export const order = {
  title: { payer: 'ご注文の内容', merchant: '注文の内容' },
  shop: 'ショップ',
  number: '注文番号',
  receivedOn: '注文日',
  payer: '購入者',
  goods: '商品',
  quantity: '数量',
  price: '金額',
  amount: { payer: 'お支払金額', merchant: '注文金額' },
  paid: '入金済み',
  rest: '残りの金額',
  method: 'お支払方法',
  protection: '返金希望',
  protected: 'あり',
  unprotected: 'なし',
  status: '状態',
  lines: '商品の明細',
  saidTitle: 'これまでの経過',
}

/** What merchant and payer said, as an entry in a list. */
export const said: Record<Said['kind'], string> = {
  accepted: 'ショップが注文を受けました',
  acceptance_refused: 'ショップが注文を断りました',
  acceptance_lapsed: '期限までに回答がなく、注文は成立しませんでした',
  receipt_confirmed: '購入者が商品の到着を確認しました',
  return_wanted: '購入者が返品を希望しました',
  not_arrived: '購入者が商品の未着を連絡しました',
  goods_returned: 'ショップが返品の到着を確認しました',
  contested: 'ショップが異議を申し立てました',
  merchant_silent: '期限までにショップの回答がありませんでした',
}
