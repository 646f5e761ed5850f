import { yen } from '../../../preload/contract/money'
import { listWords } from '../words'
import { cardToPayerJa } from './ja-card'
import { debitJa, debitPayerJa } from './ja-debit'
import { answers, dayJa, facts, link, type Means, type OrderMaterial, type OrderSayings, type Part, text, where, yenJa } from './wording'

/* 利用者 (支払者) への通知。 */

const headed = (order: OrderMaterial, words: string) => `${order.orderNumber} ${words}（${order.merchantName}）`

function about(order: OrderMaterial): Part {
  return facts(
    ['ご注文番号', order.orderNumber],
    ['ご注文先', order.merchantName],
    ['ご注文日', dayJa(order.receivedOn)],
    ['商品', order.goods],
    ['金額', yenJa(order.amount)],
  )
}

const accountTypes: Record<string, string> = { '1': '普通', '2': '当座', '4': '貯蓄', '9': 'その他' }

/** The transfer as it must be made; the name above all, by which the money is known. */
function transfer({ instruction, payerKana, payerName }: OrderMaterial): readonly Part[] {
  if (instruction?.method !== 'bank_transfer') return []
  const { bankName, bankCode, branchName, branchCode, accountType, accountNumber, holderKana, amount, dueOn } = instruction
  return [
    facts(
      ['お振込先銀行', `${bankName}（${bankCode}）`],
      ['支店', `${branchName}（${branchCode}）`],
      ['預金種目', accountTypes[accountType] ?? accountType],
      ['口座番号', accountNumber],
      ['受取人名', holderKana],
      ['お振込金額', yenJa(amount)],
      ['お振込期限', dayJa(dueOn)],
      ['お振込依頼人名', payerKana === '' ? payerName : payerKana],
    ),
    text('お振込依頼人名は、上のとおりにご入力ください。口座番号はこのご注文専用です。ほかのお支払いにはお使いになれません。'),
  ]
}

/** The slip to pay with at a till. Where it is paid the agent's contract says, so no chain is named here. */
function slip({ instruction }: OrderMaterial): readonly Part[] {
  if (instruction?.method !== 'convenience_store') return []
  const { slipNumber, lines, amount, dueOn, needsStamp } = instruction
  return [
    facts(['払込票番号', slipNumber], ['バーコードの番号', lines.join(' ')], ['お支払金額', yenJa(amount)], ['お支払期限', dayJa(dueOn)]),
    text('払込票を印刷し、コンビニエンスストアのレジでお支払いください。期限を過ぎた払込票、無効になった払込票は使えません。'),
    ...where(needsStamp, text('5万円以上のお支払いのため、受領証には収入印紙が必要です。')),
  ]
}

/** What a postal form, whoever takes e-money, or the carrier goes by. */
function reference({ instruction }: OrderMaterial): readonly Part[] {
  switch (instruction?.method) {
    case 'postal':
      return [
        facts(
          ['口座記号番号', instruction.account],
          ['加入者名', instruction.accountName],
          ['金額', yenJa(instruction.amount)],
          ['整理番号', instruction.reference],
          ['お支払期限', dayJa(instruction.dueOn)],
        ),
        text('払込取扱票の通信欄に整理番号をお書きください。整理番号はこのご注文専用です。'),
      ]
    case 'e_money':
      return [
        facts(
          ['お支払先', instruction.providerName],
          ['お支払番号', instruction.reference],
          ['お支払金額', yenJa(instruction.amount)],
          ['お支払期限', dayJa(instruction.dueOn)],
        ),
        text('お支払番号はこのご注文専用です。金額は変えられません。'),
      ]
    case 'cash_on_delivery':
      return [
        facts(
          ['運送会社', instruction.carrierName],
          ['お支払金額', yenJa(instruction.amount)],
          ['お問い合わせ番号', instruction.reference],
        ),
        text('商品のお届けのときに、運送会社の配達員に代金をお支払いください。領収証は運送会社が発行します。'),
      ]
    default:
      return []
  }
}

/** The instruction in the words of its method. */
const instructed = {
  postal: {
    subject: '郵便振替でのお支払いのご案内',
    asks: (shop: string) => `${shop}のご注文につき、次のとおりゆうちょ銀行・郵便局でのお払込みをお願いいたします。`,
    page: '書き写すための用紙（PDF）は次のページで開けます。お支払い方法の変更もこちらで承ります。',
  },
  e_money: {
    subject: '電子マネーでのお支払いのご案内',
    asks: (shop: string) => `${shop}のご注文につき、次のとおり電子マネーでのお支払いをお願いいたします。`,
    page: 'ご案内は次のページでもご覧になれます。お支払い方法の変更もこちらで承ります。',
  },
  cash_on_delivery: {
    subject: '代金引換でのお支払いのご案内',
    asks: (shop: string) => `${shop}のご注文は、商品のお届けのときに代金をお支払いいただきます。`,
    page: 'ご案内は次のページでもご覧になれます。発送の前であれば、お支払い方法の変更もこちらで承ります。',
  },
  bank_transfer: {
    subject: 'お振込みのご案内',
    asks: (shop: string) => `${shop}のご注文につき、次のとおりお振込みをお願いいたします。`,
    page: 'ご案内は次のページでもご覧になれます。お支払い方法の変更もこちらで承ります。',
  },
  convenience_store: {
    subject: 'コンビニエンスストアでのお支払いのご案内',
    asks: (shop: string) => `${shop}のご注文につき、次のとおりコンビニエンスストアでのお支払いをお願いいたします。`,
    page: '払込票は次のページで開けます。お支払い方法の変更もこちらで承ります。',
  },
  direct_debit: {
    subject: '口座振替のご案内',
    asks: (shop: string) => `${shop}のご注文の代金を、次のとおりご登録の口座から引き落とします。`,
    page: 'ご案内は次のページでもご覧になれます。お支払い方法の変更もこちらで承ります。',
  },
}

const protectedNote = ({ isProtected }: OrderMaterial) =>
  where(isProtected, text('返金希望を承っています。商品のお受け取りを確認できるまで、代金は当方でお預かりします。'))

const RECEIPT_ANSWERS = ['届きました', '返品希望：（理由をお書きください）', '届いていません'] as const

function receiptQuestion(order: OrderMaterial & Means): readonly Part[] {
  return [
    ...where(
      order.until !== null,
      text(
        `${order.until ? dayJa(order.until) : ''}までにお知らせください。お知らせのないまま期限を過ぎますと、お受け取りいただいたものとして、代金を加盟店へお支払いします。`,
      ),
    ),
    ...link('次のページで、お受け取り、返品のご希望、または未着をお知らせください。', order.link),
    ...answers(order, 'このメールへのご返信でもお受けします。本文には、次のいずれか一つだけをお書きください。', ...RECEIPT_ANSWERS),
  ]
}

const refundReasons: Record<string, string> = {
  goods_returned: '加盟店が返品された商品を受け取りましたので、代金をご返金します。',
  merchant_silent: '加盟店から期限までに回答がありませんでしたので、お申し出のとおり代金をご返金します。',
  contest_refunded: '双方のご主張を確かめました結果、代金をご返金します。',
  refund_returned: 'お届けの口座へのご返金が、銀行から返却されました。あらためてご返金します。',
}

const paying: Pick<OrderSayings<'payer'>, 'choose_method' | 'accepted' | 'instruction' | 'partly_paid' | 'paid' | 'expired'> = {
  choose_method: (order) => ({
    subject: headed(order, 'お支払い方法のお選びのお願い'),
    parts: [
      text(`${order.merchantName}のご注文につき、代金のお支払いを承ります。お支払い方法をお選びください。`),
      about(order),
      ...where(order.dueOn !== null, facts(['お選びとお支払いの期限', order.dueOn && dayJa(order.dueOn)])),
      ...link('次のページでお支払い方法をお選びください。', order.link),
    ],
  }),
  accepted: (order) => ({
    subject: headed(order, 'ご注文の確定とお支払い方法のお選びのお願い'),
    parts: [
      text(`${order.merchantName}がご注文をお受けしました。お支払い方法をお選びください。`),
      about(order),
      ...where(order.dueOn !== null, facts(['お選びとお支払いの期限', order.dueOn && dayJa(order.dueOn)])),
      ...link('次のページでお支払い方法をお選びください。', order.link),
    ],
  }),
  instruction: (order) => {
    const { subject, asks, page } =
      instructed[order.instruction?.method ?? (order.method === 'direct_debit' ? order.method : 'bank_transfer')]
    return {
      subject: headed(order, subject),
      parts: [
        text(asks(order.merchantName)),
        about(order),
        ...transfer(order),
        ...slip(order),
        ...debitJa(order),
        ...reference(order),
        ...protectedNote(order),
        ...link(page, order.link),
      ],
    }
  },
  partly_paid: (order) => ({
    subject: headed(order, 'ご入金額の不足について'),
    parts: [
      text(
        `${yenJa(order.paidAmount)}のご入金を確認しましたが、${yenJa(yen(order.amount - order.paidAmount))}不足しています。期限までに不足額をお振り込みください。`,
      ),
      about(order),
      ...transfer(order),
      ...link('ご案内は次のページでもご覧になれます。', order.link),
    ],
  }),
  paid: (order) => ({
    subject: headed(order, 'ご入金を確認しました'),
    parts: [
      text(`${yenJa(order.paidAmount)}のご入金を確認し、${order.merchantName}へお知らせしました。ありがとうございました。`),
      about(order),
      ...protectedNote(order),
    ],
  }),
  expired: (order) => ({
    subject: headed(order, 'お支払い期限が過ぎました'),
    parts: [
      text('期限までにご入金を確認できませんでしたので、このご注文のお支払いの受付を終了しました。'),
      about(order),
      ...where(order.dueOn !== null, facts(['お支払い期限', order.dueOn && dayJa(order.dueOn)])),
      text(`これからお振り込みになる場合は、その前に${order.merchantName}へお問い合わせください。`),
    ],
  }),
}

const ending: Pick<OrderSayings<'payer'>, 'order_refused' | 'acceptance_lapsed' | 'cancelled'> = {
  order_refused: (order) => ({
    subject: headed(order, 'ご注文をお受けできませんでした'),
    parts: [
      text(`誠に恐れ入りますが、${order.merchantName}は次のご注文をお受けできませんでした。代金のお支払いは不要です。`),
      about(order),
      facts(['理由', order.reason]),
    ],
  }),
  acceptance_lapsed: (order) => ({
    subject: headed(order, 'ご注文は成立しませんでした'),
    parts: [
      text(`${order.merchantName}から期限までに受注の回答がなく、次のご注文は成立しませんでした。代金のお支払いは不要です。`),
      about(order),
    ],
  }),
  cancelled: (order) => ({
    subject: headed(order, 'ご注文の取消のお知らせ'),
    parts: [text('次のご注文は取り消されました。代金はお支払いにならないでください。'), about(order), facts(['理由', order.reason])],
  }),
}

const protection: Omit<
  OrderSayings<'payer'>,
  keyof typeof paying | keyof typeof ending | keyof typeof cardToPayerJa | keyof typeof debitPayerJa
> = {
  receipt_question: (order) => ({
    subject: headed(order, '商品お受け取りの確認のお願い'),
    parts: [
      text(
        `ご入金を${order.merchantName}へお知らせしました。返金希望を承っていますので、商品がお手元に届きましたら（役務やダウンロードの場合は、ご利用になれましたら）お知らせください。`,
      ),
      about(order),
      ...receiptQuestion(order),
    ],
  }),
  receipt_reminder: (order) => ({
    subject: headed(order, '商品お受け取りの確認のお願い（再度のご案内）'),
    parts: [text('次のご注文のお受け取りの確認期限が近づいています。'), about(order), ...receiptQuestion(order)],
  }),
  return_noted: (order) => ({
    subject: headed(order, 'お申し出を承りました'),
    parts: [
      text(
        order.event === 'not_arrived'
          ? `商品が届いていないとのお申し出を承り、${order.merchantName}へお知らせしました。代金は引き続き当方でお預かりします。`
          : `返品のご希望を承り、${order.merchantName}へお知らせしました。商品は加盟店へご返送ください。代金は引き続き当方でお預かりします。`,
      ),
      about(order),
      facts(['お申し出の内容', order.reason]),
    ],
  }),
  refund_account: (order) => ({
    subject: headed(order, 'ご返金先口座のご登録のお願い'),
    parts: [
      text(
        `${refundReasons[order.event] ?? '代金をご返金します。'}ご返金先の口座をご登録ください。口座の名義は、お支払いになった方と同じである必要があります。`,
      ),
      about(order),
      ...link('次のページで口座をご登録ください。', order.link),
    ],
  }),
  refunded: (order) => ({
    subject: headed(order, 'ご返金のお知らせ'),
    parts: [
      text(
        order.method === 'card'
          ? '次のご注文の代金を、カード会社を通じてご返金しました。ご利用明細に載る時期は、カード会社により異なります。'
          : '次のご注文の代金を、お届けの口座へお振り込みしました。通帳等でお確かめください。',
      ),
      about(order),
      facts(['ご返金額', order.eventAmount === null ? null : yenJa(order.eventAmount)]),
    ],
  }),
  contested: (order) => ({
    subject: headed(order, 'お申し出への加盟店の回答について'),
    parts: [
      text('お申し出に対し、加盟店から次の回答がありました。双方のご主張を確かめたうえで、結果をお知らせします。'),
      about(order),
      facts(['加盟店の回答', order.reason]),
    ],
  }),
  contest_released: (order) => ({
    subject: headed(order, 'お申し出の結果について'),
    parts: [
      text('双方のご主張を確かめました結果、代金は加盟店へお支払いすることになりました。ご了承くださいますようお願いいたします。'),
      about(order),
      facts(['理由', order.reason]),
    ],
  }),
}

export const payerJa: OrderSayings<'payer'> = { ...cardToPayerJa, ...paying, ...ending, ...protection, ...debitPayerJa }

export const methodJa = ({ method }: OrderMaterial): string | null => method && listWords.ja.method[method]
