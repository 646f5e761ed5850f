import { about, toMerchant, toPayer } from './ja-card'
import { type CardSayings, dayJa, facts, link, text, where, yenJa } from './wording'

/* デビットカードについての通知。与信の代わりに、口座の残高を確認する。 */

export const debitCardToMerchantJa: CardSayings<'merchant'> = {
  authorized: (order) => ({
    subject: toMerchant(order, 'デビットカードの残高確認のお知らせ'),
    parts: [
      text(
        order.isCapturedAtOnce
          ? '購入者のデビットカードの残高を確認し、口座からの引き落としを依頼しています。売上が確定しましたら、あらためてお知らせします。売上確定のご依頼は必要ありません。'
          : '購入者のデビットカードの残高を確認しました。商品またはサービスをご提供のうえ、売上確定をご依頼ください。',
      ),
      about(order, 'merchant'),
      ...where(order.isProtected, text('購入者は返金希望をお申し出です。売上確定後の代金は、お受け取りの確認まで当方でお預かりします。')),
    ],
  }),
  declined: (order) => ({
    subject: toMerchant(order, 'デビットカードの残高確認ができなかったお知らせ'),
    parts: [
      text(
        '購入者のデビットカードは、残高の不足などによりご利用になれませんでした。購入者には、ほかの支払方法をお選びいただくようお知らせしました。商品のご提供はお控えください。',
      ),
      about(order, 'merchant'),
    ],
  }),
  authorization_ending: (order) => ({
    subject: toMerchant(order, '残高確認の期限の予告'),
    parts: [
      text('次のご注文のデビットカードの残高確認の期限が近づいています。期限を過ぎますと、売上確定はできません。'),
      about(order, 'merchant'),
      facts(['売上確定の期限', order.until && dayJa(order.until)]),
    ],
  }),
  authorization_expired: (order) => ({
    subject: toMerchant(order, '残高確認の期限切れのお知らせ'),
    parts: [
      text(
        '次のご注文は、売上確定のないままデビットカードの残高確認の期限を過ぎました。購入者には、支払方法をあらためてお選びいただくようお知らせしました。商品のご提供はお控えください。',
      ),
      about(order, 'merchant'),
    ],
  }),
  captured: (order) => ({
    subject: toMerchant(order, '売上確定のお知らせ'),
    parts: [text('次のご注文のデビットカード払いの売上が確定しました。'), about(order, 'merchant')],
  }),
  capture_failed: (order) => ({
    subject: toMerchant(order, '売上確定ができなかったお知らせ'),
    parts: [
      text(
        '次のご注文のデビットカードの引き落としが受け付けられず、売上を確定できませんでした。もう一度ご依頼いただくか、当方へご連絡ください。',
      ),
      about(order, 'merchant'),
    ],
  }),
  charged_back: (order) => ({
    subject: toMerchant(order, 'チャージバックのお知らせ'),
    parts: [
      text(
        'デビットカード会員の申し出により、次のご注文の代金が取り戻されました。精算の対象から外すか、次回の精算から差し引きます。異議がおありの場合は、証拠を当方へお送りください。',
      ),
      about(order, 'merchant'),
      facts(['取り戻された額', order.eventAmount === null ? null : yenJa(order.eventAmount)]),
    ],
  }),
}

export const debitCardToPayerJa: CardSayings<'payer'> = {
  authorized: (order) => ({
    subject: toPayer(order, 'デビットカードご利用の確認'),
    parts: [
      text(
        `お客様のデビットカードの残高を確認し、${order.merchantName}にお知らせしました。代金は、${order.isCapturedAtOnce ? 'まもなく' : '商品の発送後に'}口座から引き落とされます。`,
      ),
      about(order, 'payer'),
    ],
  }),
  declined: (order) => ({
    subject: toPayer(order, 'デビットカードがご利用になれませんでした'),
    parts: [
      text('残高の不足などにより、このご注文にお客様のデビットカードはご利用になれませんでした。ほかのお支払い方法をお選びください。'),
      about(order, 'payer'),
      ...link('次のページでお選びください。', order.link),
    ],
  }),
  authorization_expired: (order) => ({
    subject: toPayer(order, 'お支払い方法を選び直してください'),
    parts: [
      text('代金の引き落としの前に、デビットカードの残高確認の期限が過ぎました。お手数ですが、お支払い方法をあらためてお選びください。'),
      about(order, 'payer'),
      ...link('次のページでお選びください。', order.link),
    ],
  }),
}
