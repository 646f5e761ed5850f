import { dayJa, facts, link, type OrderMaterial, type OrderSayings, type Part, text, yenJa } from './wording'

/* 口座振替についての、利用者 (支払者) と加盟店への通知。 */

const accountTypes: Record<string, string> = { '1': '普通', '2': '当座', '3': '納税準備', '9': 'その他' }

/** The account that is debited, as far as its holder needs it. */
export function debitJa({ instruction }: OrderMaterial): readonly Part[] {
  if (instruction?.method !== 'direct_debit') return []
  const { bankName, branchName, accountType, accountEnding, amount, dueOn } = instruction
  return [
    facts(
      ['引落口座', `${bankName} ${branchName} ${accountTypes[accountType] ?? accountType} ****${accountEnding}`],
      ['引落金額', yenJa(amount)],
      ['引落日', dayJa(dueOn)],
    ),
    text('引落日の前日までに、口座の残高をお確かめください。'),
  ]
}

const about = (order: OrderMaterial, shop: string): Part =>
  facts(['ご注文番号', order.orderNumber], [shop, order.merchantName], ['商品', order.goods], ['金額', yenJa(order.amount)])

export const debitPayerJa: Pick<OrderSayings<'payer'>, 'debit_postponed' | 'debit_refused'> = {
  debit_postponed: (order) => ({
    subject: `${order.orderNumber} あらためて口座から引き落とします（${order.merchantName}）`,
    parts: [
      text('次のご注文の代金を、ご案内した日に口座から引き落とせませんでした。あらためて次の日に引き落とします。残高をお確かめください。'),
      about(order, 'ご注文先'),
      facts(['あらためて引き落とす日', order.dueOn && dayJa(order.dueOn)]),
      ...link('ほかのお支払い方法への変更は、次のページで承ります。', order.link),
    ],
  }),
  debit_refused: (order) => ({
    subject: `${order.orderNumber} お支払い方法をお選び直しください（${order.merchantName}）`,
    parts: [
      text('次のご注文の代金は、口座からの引き落としができませんでした。恐れ入りますが、お支払い方法をもう一度お選びください。'),
      about(order, 'ご注文先'),
      facts(['お選びとお支払いの期限', order.dueOn && dayJa(order.dueOn)]),
      ...link('次のページでお支払い方法をお選びください。', order.link),
    ],
  }),
}

export const debitMerchantJa: Pick<OrderSayings<'merchant'>, 'debit_refused'> = {
  debit_refused: (order) => ({
    subject: `${order.orderNumber} 口座振替不能のお知らせ`,
    parts: [
      text('次のご注文の代金は、購入者の口座からの引き落としができませんでした。購入者には、お支払い方法の選び直しをお願いしています。'),
      facts(['注文番号', order.orderNumber], ['商品', order.goods], ['金額', yenJa(order.amount)], ['購入者', `${order.payerName} 様`]),
    ],
  }),
}
