import { type CardSayings, dayJa, facts, link, type OrderMaterial, type Part, text, where, yenJa } from './wording'

/* クレジットカードについての通知。 */

export const toMerchant = (order: OrderMaterial, words: string) => `${order.orderNumber} ${words}`
export const toPayer = (order: OrderMaterial, words: string) => `${order.orderNumber} ${words}（${order.merchantName}）`

/** Which order it is, for either of them. */
export function about({ orderNumber, merchantName, goods, amount, payerName }: OrderMaterial, who: 'merchant' | 'payer'): Part {
  return facts(
    ['注文番号', orderNumber],
    who === 'payer' ? ['ご注文先', merchantName] : ['購入者', `${payerName} 様`],
    ['商品', goods],
    ['金額', yenJa(amount)],
  )
}

export const cardToMerchantJa: CardSayings<'merchant'> = {
  authorized: (order) => ({
    subject: toMerchant(order, '与信完了のお知らせ'),
    parts: [
      text(
        order.isCapturedAtOnce
          ? '購入者のカードの与信が完了し、売上確定を依頼しています。確定しましたら、あらためてお知らせします。'
          : '購入者のカードの与信が完了しました。商品またはサービスをご提供のうえ、売上確定をご依頼ください。',
      ),
      about(order, 'merchant'),
      ...where(order.isProtected, text('購入者は返金希望をお申し出です。売上確定後の代金は、お受け取りの確認まで当方でお預かりします。')),
    ],
  }),
  declined: (order) => ({
    subject: toMerchant(order, '与信不可のお知らせ'),
    parts: [
      text(
        '購入者のカードはご利用になれませんでした。購入者には、ほかの支払方法をお選びいただくようお知らせしました。商品のご提供はお控えください。',
      ),
      about(order, 'merchant'),
    ],
  }),
  authorization_ending: (order) => ({
    subject: toMerchant(order, '与信期限の予告'),
    parts: [
      text('次のご注文の与信期限が近づいています。期限を過ぎますと、売上確定はできません。'),
      about(order, 'merchant'),
      facts(['売上確定の期限', order.until && dayJa(order.until)]),
    ],
  }),
  authorization_expired: (order) => ({
    subject: toMerchant(order, '与信期限切れのお知らせ'),
    parts: [
      text(
        '次のご注文は、売上確定のないまま与信期限を過ぎました。購入者には、支払方法をあらためてお選びいただくようお知らせしました。商品のご提供はお控えください。',
      ),
      about(order, 'merchant'),
    ],
  }),
  captured: (order) => ({
    subject: toMerchant(order, '売上確定のお知らせ'),
    parts: [text('次のご注文のカード払いの売上が確定しました。'), about(order, 'merchant')],
  }),
  capture_failed: (order) => ({
    subject: toMerchant(order, '売上確定ができなかったお知らせ'),
    parts: [
      text('次のご注文の売上確定を、カード会社が受け付けませんでした。もう一度ご依頼いただくか、当方へご連絡ください。'),
      about(order, 'merchant'),
    ],
  }),
  charged_back: (order) => ({
    subject: toMerchant(order, 'チャージバックのお知らせ'),
    parts: [
      text(
        'カード会員の申し出により、カード会社が次のご注文の代金を取り戻しました。精算の対象から外すか、次回の精算から差し引きます。異議がおありの場合は、証拠を当方へお送りください。',
      ),
      about(order, 'merchant'),
      facts(['取り戻された額', order.eventAmount === null ? null : yenJa(order.eventAmount)]),
    ],
  }),
}

export const cardToPayerJa: CardSayings<'payer'> = {
  authorized: (order) => ({
    subject: toPayer(order, 'カードご利用の確認'),
    parts: [
      text(
        `このご注文に、お客様のカードがご利用になれることを確認し、${order.merchantName}にお知らせしました。ご請求は、${order.isCapturedAtOnce ? 'まもなく' : '商品の発送後に'}確定します。`,
      ),
      about(order, 'payer'),
    ],
  }),
  declined: (order) => ({
    subject: toPayer(order, 'カードがご利用になれませんでした'),
    parts: [
      text('このご注文に、お客様のカードはご利用になれませんでした。ほかのカード、またはほかのお支払い方法をお選びください。'),
      about(order, 'payer'),
      ...link('次のページでお選びください。', order.link),
    ],
  }),
  authorization_expired: (order) => ({
    subject: toPayer(order, 'お支払い方法を選び直してください'),
    parts: [
      text('ご請求の確定する前に、お客様のカードの与信期限が過ぎました。お手数ですが、お支払い方法をあらためてお選びください。'),
      about(order, 'payer'),
      ...link('次のページでお選びください。', order.link),
    ],
  }),
}
