import { yen } from '../../../preload/contract/money'
import { cardToMerchantJa } from './ja-card'
import { debitMerchantJa } from './ja-debit'
import { methodJa } from './ja-payer'
import { answers, dayJa, facts, link, type Means, type OrderMaterial, type OrderSayings, type Part, text, where, yenJa } from './wording'

/* 加盟店への通知。 */

const headed = (order: OrderMaterial, words: string) => `${order.orderNumber} ${words}`

function about(order: OrderMaterial): Part {
  return facts(
    ['注文番号', order.orderNumber],
    ['受付日', dayJa(order.receivedOn)],
    ['商品', order.goods],
    ['金額', yenJa(order.amount)],
    ['購入者', `${order.payerName} 様`],
    ['支払方法', methodJa(order)],
    ['返金希望', order.isProtected ? 'あり' : null],
  )
}

/** What a merchant on paper, or one that prefers to call, may do instead. */
const otherwise = ({ isLetter }: Means, what: string) =>
  where(isLetter, text(`${what}は、お電話、ファクシミリまたは書面でもお受けします。`))

const orders: Pick<OrderSayings<'merchant'>, 'acceptance_asked' | 'acceptance_lapsed' | 'method_chosen' | 'expired' | 'cancelled'> = {
  acceptance_asked: (order) => ({
    subject: headed(order, '受注確認のお願い'),
    parts: [
      text('次のご注文が登録されました。在庫等をお確かめのうえ、受注の可否をお知らせください。'),
      about(order),
      ...where(order.until !== null, facts(['ご回答期限', order.until && dayJa(order.until)])),
      text('期限までにご回答がない場合、ご注文は成立しません。'),
      ...link('次のページでご回答ください。', order.link),
      ...link('加盟店ページからもご回答になれます。', order.portal),
      ...answers(
        order,
        'このメールへのご返信でもお受けします。本文には、次のいずれか一つだけをお書きください。',
        '受注します',
        '受注できません：（理由をお書きください）',
      ),
      ...otherwise(order, 'ご回答'),
    ],
  }),
  acceptance_lapsed: (order) => ({
    subject: headed(order, '受注確認期限経過のお知らせ'),
    parts: [text('期限までにご回答がありませんでしたので、次のご注文は成立しませんでした。購入者にもお知らせしました。'), about(order)],
  }),
  method_chosen: (order) => ({
    subject: headed(order, '注文登録のお知らせ'),
    parts: [
      text('次のご注文につき、購入者がお支払い方法をお選びになりました。入金を確認しましたら、あらためてお知らせします。'),
      about(order),
      ...where(order.dueOn !== null, facts(['支払期限', order.dueOn && dayJa(order.dueOn)])),
    ],
  }),
  expired: (order) => ({
    subject: headed(order, '支払期限経過のお知らせ'),
    parts: [text('期限までに入金を確認できませんでしたので、次のご注文のお支払いの受付を終了しました。'), about(order)],
  }),
  cancelled: (order) => ({
    subject: headed(order, '注文取消のお知らせ'),
    parts: [text('次のご注文は取り消されました。'), about(order), facts(['理由', order.reason])],
  }),
}

const money: Pick<OrderSayings<'merchant'>, 'paid' | 'partly_paid' | 'payment_undone' | 'preliminary_withdrawn' | 'released'> = {
  paid: (order) => ({
    subject: headed(order, '入金のお知らせ'),
    parts: [
      text(`${yenJa(order.paidAmount)}の入金を確認しました。商品またはサービスのご提供をお願いいたします。`),
      about(order),
      ...where(
        order.isProtected,
        text(
          `購入者は返金希望をお申し出です。お受け取りの確認まで${order.until ? `（遅くとも${dayJa(order.until)}まで）` : ''}、代金は当方でお預かりします。`,
        ),
      ),
    ],
  }),
  partly_paid: (order) => ({
    subject: headed(order, '一部入金のお知らせ'),
    parts: [
      text(
        `${yenJa(order.eventAmount ?? order.paidAmount)}の入金を確認しましたが、${yenJa(yen(order.amount - order.paidAmount))}不足しています。全額の入金を確認するまで、商品のご提供はお控えください。`,
      ),
      about(order),
    ],
  }),
  payment_undone: (order) => ({
    subject: headed(order, '入金の訂正のお知らせ'),
    parts: [
      text(
        `さきにお知らせした入金を取り消しました。現在の入金額は${yenJa(order.paidAmount)}です。商品をまだご提供でない場合は、あらためてのお知らせまでお待ちください。ご提供済みの場合は、当方へご連絡ください。`,
      ),
      about(order),
    ],
  }),
  preliminary_withdrawn: (order) => ({
    subject: headed(order, '入金速報の取消のお知らせ'),
    parts: [
      text(
        '次のご注文につき、店舗からの入金の速報が取り消されましたので、入金済みの扱いを取りやめました。商品をまだご提供でない場合は、入金のお知らせまでお待ちください。ご提供済みの場合は、当方へご連絡ください。',
      ),
      about(order),
    ],
  }),
  released: (order) => ({
    subject: headed(order, '代金お支払い確定のお知らせ'),
    parts: [
      text(
        order.event === 'receipt_confirmed'
          ? '購入者から商品を受け取ったとの連絡がありましたので、代金を精算の対象としました。'
          : '確認期間が満了しましたので、代金を精算の対象としました。',
      ),
      about(order),
    ],
  }),
}

const disputes: Omit<
  OrderSayings<'merchant'>,
  keyof typeof orders | keyof typeof money | keyof typeof moneyOut | keyof typeof cardToMerchantJa | keyof typeof debitMerchantJa
> = {
  return_wanted: (order) => ({
    subject: headed(order, '返品のお申し出への回答のお願い'),
    parts: [
      text(
        '購入者から返品のお申し出がありました。返品された商品をお受け取りになりましたら、または異議がおありでしたら、お知らせください。',
      ),
      about(order),
      facts(['お申し出の理由', order.reason], ['ご回答期限', order.until && dayJa(order.until)]),
      text('期限までにご回答がない場合、お申し出のとおり購入者へ返金します。'),
      ...link('次のページでご回答ください。異議がおありの場合は、発送の証明など根拠をお書きください。', order.link),
      ...answers(
        order,
        '商品をお受け取りになった場合は、このメールへのご返信でもお受けします。本文には、次の一行だけをお書きください。',
        '返品を受け取りました',
      ),
      ...otherwise(order, 'ご回答'),
    ],
  }),
  not_arrived: (order) => ({
    subject: headed(order, '商品未着のお申し出への回答のお願い'),
    parts: [
      text('購入者から、商品が届いていないとのお申し出がありました。異議がおありでしたら、発送または提供の証明を添えてお知らせください。'),
      about(order),
      facts(['お申し出の内容', order.reason], ['ご回答期限', order.until && dayJa(order.until)]),
      text('期限までにご回答がない場合、購入者へ返金します。'),
      ...link('次のページでご回答ください。', order.link),
      ...otherwise(order, 'ご回答'),
    ],
  }),
  merchant_silent: (order) => ({
    subject: headed(order, '回答期限経過による返金のお知らせ'),
    parts: [text('期限までにご回答がありませんでしたので、購入者のお申し出のとおり返金の手続きを進めます。'), about(order)],
  }),
  contest_released: (order) => ({
    subject: headed(order, '異議の結果のお知らせ'),
    parts: [text('双方のご主張を確かめました結果、代金を精算の対象としました。'), about(order), facts(['理由', order.reason])],
  }),
  contest_refunded: (order) => ({
    subject: headed(order, '異議の結果のお知らせ'),
    parts: [text('双方のご主張を確かめました結果、購入者へ返金することになりました。'), about(order), facts(['理由', order.reason])],
  }),
}

const moneyOut: Pick<OrderSayings<'merchant'>, 'settled' | 'payout_returned' | 'merchant_owes' | 'refunded'> = {
  settled: (order) => ({
    subject: headed(order, '精算のお知らせ'),
    parts: [text('次のご注文の代金を、ご指定の口座へお振り込みしました。手数料等の内訳は精算書をご覧ください。'), about(order)],
  }),
  payout_returned: (order) => ({
    subject: headed(order, '振込返却のお知らせ'),
    parts: [
      text('次のご注文の代金を含むお振り込みが、銀行から返却されました。ご指定の口座をお確かめのうえ、変更がありましたらお届けください。'),
      about(order),
    ],
  }),
  merchant_owes: (order) => ({
    subject: headed(order, 'ご精算済みの代金の返金について'),
    parts: [
      text('ご精算済みの次のご注文につき、購入者へ返金することになりました。返金額は、次回のご精算から差し引かせていただきます。'),
      about(order),
      facts(['返金額', order.eventAmount === null ? null : yenJa(order.eventAmount)]),
    ],
  }),
  refunded: (order) => ({
    subject: headed(order, '返金のお知らせ'),
    parts: [
      text('次のご注文の代金を、購入者へ返金しました。'),
      about(order),
      facts(['返金額', order.eventAmount === null ? null : yenJa(order.eventAmount)]),
    ],
  }),
}

export const merchantJa: OrderSayings<'merchant'> = {
  ...cardToMerchantJa,
  ...orders,
  ...money,
  ...disputes,
  ...moneyOut,
  ...debitMerchantJa,
}
