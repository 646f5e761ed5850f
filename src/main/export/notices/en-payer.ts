import { yen } from '../../../preload/contract/money'
import { listWords } from '../words'
import { cardToPayerEn } from './en-card'
import { debitEn, debitPayerEn } from './en-debit'
import { answers, dayEn, facts, link, type Means, type OrderMaterial, type OrderSayings, type Part, text, where, yenEn } from './wording'

/* What payers are told, in English. */

const headed = (order: OrderMaterial, words: string) => `${order.orderNumber} ${words} (${order.merchantName})`

function about(order: OrderMaterial): Part {
  return facts(
    ['Order number', order.orderNumber],
    ['Ordered from', order.merchantName],
    ['Ordered on', dayEn(order.receivedOn)],
    ['Goods', order.goods],
    ['Amount', yenEn(order.amount)],
  )
}

const accountTypes: Record<string, string> = { '1': 'ordinary (普通)', '2': 'current (当座)', '4': 'savings (貯蓄)', '9': 'other (その他)' }

/** The transfer as it must be made; the name above all, by which the money is known. */
function transfer({ instruction, payerKana, payerName }: OrderMaterial): readonly Part[] {
  if (instruction?.method !== 'bank_transfer') return []
  const { bankName, bankCode, branchName, branchCode, accountType, accountNumber, holderKana, amount, dueOn } = instruction
  return [
    facts(
      ['Bank', `${bankName} (${bankCode})`],
      ['Branch', `${branchName} (${branchCode})`],
      ['Type of account', accountTypes[accountType] ?? accountType],
      ['Account number', accountNumber],
      ['Payee', holderKana],
      ['Amount to transfer', yenEn(amount)],
      ['Transfer by', dayEn(dueOn)],
      ['Name of the remitter', payerKana === '' ? payerName : payerKana],
    ),
    text(
      'Please enter the name of the remitter exactly as above. The account number is for this order only; please do not use it for anything else.',
    ),
  ]
}

/** The slip to pay with at a till. Where it is paid the agent's contract says, so no chain is named here. */
function slip({ instruction }: OrderMaterial): readonly Part[] {
  if (instruction?.method !== 'convenience_store') return []
  const { slipNumber, lines, amount, dueOn, needsStamp } = instruction
  return [
    facts(
      ['Slip number', slipNumber],
      ['Number of the barcode', lines.join(' ')],
      ['Amount to pay', yenEn(amount)],
      ['Pay by', dayEn(dueOn)],
    ),
    text('Print the slip (払込票) and pay at the till of a convenience store. A slip that is past its day or void cannot be used.'),
    ...where(needsStamp, text('As the amount is 50,000 yen or more, the receipt must carry a revenue stamp.')),
  ]
}

/** What a postal form, whoever takes e-money, or the carrier goes by. */
function reference({ instruction }: OrderMaterial): readonly Part[] {
  switch (instruction?.method) {
    case 'postal':
      return [
        facts(
          ['Postal account', instruction.account],
          ['Account holder', instruction.accountName],
          ['Amount', yenEn(instruction.amount)],
          ['Reference', instruction.reference],
          ['Pay by', dayEn(instruction.dueOn)],
        ),
        text('Please write the reference into the message field of the postal form (払込取扱票). It is for this order only.'),
      ]
    case 'e_money':
      return [
        facts(
          ['Pay with', instruction.providerName],
          ['Payment number', instruction.reference],
          ['Amount to pay', yenEn(instruction.amount)],
          ['Pay by', dayEn(instruction.dueOn)],
        ),
        text('The payment number is for this order only, and the amount cannot be changed.'),
      ]
    case 'cash_on_delivery':
      return [
        facts(['Carrier', instruction.carrierName], ['Amount to pay', yenEn(instruction.amount)], ['Reference', instruction.reference]),
        text('Please pay the carrier when the goods are delivered. The carrier gives you the receipt.'),
      ]
    default:
      return []
  }
}

/** The instruction in the words of its method. */
const instructed = {
  postal: {
    subject: 'How to pay by postal transfer',
    asks: (shop: string) => `For your order from ${shop}, please pay at a post office or Japan Post Bank as follows.`,
    page: 'You can open a sheet (PDF) to copy from, and choose another way to pay, on this page:',
  },
  e_money: {
    subject: 'How to pay by e-money',
    asks: (shop: string) => `For your order from ${shop}, please pay by e-money as follows.`,
    page: 'You find this again, and can choose another way to pay, on this page:',
  },
  cash_on_delivery: {
    subject: 'How to pay on delivery',
    asks: (shop: string) => `You pay for your order from ${shop} when the goods are delivered.`,
    page: 'You find this again and, before the goods are sent, can choose another way to pay, on this page:',
  },
  bank_transfer: {
    subject: 'How to make your transfer',
    asks: (shop: string) => `For your order from ${shop}, please make the following transfer.`,
    page: 'You find this again, and can choose another way to pay, on this page:',
  },
  convenience_store: {
    subject: 'How to pay at a convenience store',
    asks: (shop: string) => `For your order from ${shop}, please pay at a convenience store as follows.`,
    page: 'You can open the slip, and choose another way to pay, on this page:',
  },
  direct_debit: {
    subject: 'Your account will be debited',
    asks: (shop: string) => `For your order from ${shop}, the account you have registered will be debited as follows.`,
    page: 'You find this again, and can choose another way to pay, on this page:',
  },
}

const protectedNote = ({ isProtected }: OrderMaterial) =>
  where(isProtected, text('You have wished for protection: we hold the money until the receipt of the goods is certain.'))

const RECEIPT_ANSWERS = ['Received', 'Return wanted: (please give the reason)', 'Not arrived'] as const

function receiptQuestion(order: OrderMaterial & Means): readonly Part[] {
  return [
    ...where(
      order.until !== null,
      text(
        `Please tell us by ${order.until ? dayEn(order.until) : ''}. If we hear nothing until then, the goods count as received and the money is paid to the shop.`,
      ),
    ),
    ...link('Please tell us on this page whether you received the goods, want to return them, or they never arrived:', order.link),
    ...answers(order, 'You may also answer this mail. Please write only one of these lines:', ...RECEIPT_ANSWERS),
  ]
}

const refundReasons: Record<string, string> = {
  goods_returned: 'The shop has received the goods you returned, so the money is refunded.',
  merchant_silent: 'The shop did not answer in time, so the money is refunded as you asked.',
  contest_refunded: 'Having examined what both sides said, we refund the money.',
  refund_returned: 'The bank returned our transfer to the account you gave; we will send the money again.',
}

const paying: Pick<OrderSayings<'payer'>, 'choose_method' | 'accepted' | 'instruction' | 'partly_paid' | 'paid' | 'expired'> = {
  choose_method: (order) => ({
    subject: headed(order, 'Please choose how to pay'),
    parts: [
      text(`We take the payment for your order from ${order.merchantName}. Please choose how to pay.`),
      about(order),
      ...where(order.dueOn !== null, facts(['Choose and pay by', order.dueOn && dayEn(order.dueOn)])),
      ...link('Please choose on this page:', order.link),
    ],
  }),
  accepted: (order) => ({
    subject: headed(order, 'Your order was accepted; please choose how to pay'),
    parts: [
      text(`${order.merchantName} has accepted your order. Please choose how to pay.`),
      about(order),
      ...where(order.dueOn !== null, facts(['Choose and pay by', order.dueOn && dayEn(order.dueOn)])),
      ...link('Please choose on this page:', order.link),
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
        ...debitEn(order),
        ...reference(order),
        ...protectedNote(order),
        ...link(page, order.link),
      ],
    }
  },
  partly_paid: (order) => ({
    subject: headed(order, 'Part of the amount is missing'),
    parts: [
      text(
        `We have received ${yenEn(order.paidAmount)}; ${yenEn(yen(order.amount - order.paidAmount))} are missing. Please transfer the rest in time.`,
      ),
      about(order),
      ...transfer(order),
      ...link('You find this again on this page:', order.link),
    ],
  }),
  paid: (order) => ({
    subject: headed(order, 'Payment received'),
    parts: [
      text(`We have received ${yenEn(order.paidAmount)} and told ${order.merchantName}. Thank you.`),
      about(order),
      ...protectedNote(order),
    ],
  }),
  expired: (order) => ({
    subject: headed(order, 'The time to pay has passed'),
    parts: [
      text('We have received no payment in time, so this order can no longer be paid.'),
      about(order),
      ...where(order.dueOn !== null, facts(['Was to be paid by', order.dueOn && dayEn(order.dueOn)])),
      text(`If you still wish to pay, please ask ${order.merchantName} first.`),
    ],
  }),
}

const ending: Pick<OrderSayings<'payer'>, 'order_refused' | 'acceptance_lapsed' | 'cancelled'> = {
  order_refused: (order) => ({
    subject: headed(order, 'Your order could not be accepted'),
    parts: [
      text(`We regret that ${order.merchantName} could not accept this order. Nothing is to be paid.`),
      about(order),
      facts(['Reason', order.reason]),
    ],
  }),
  acceptance_lapsed: (order) => ({
    subject: headed(order, 'Your order did not come about'),
    parts: [text(`${order.merchantName} did not accept this order in time. Nothing is to be paid.`), about(order)],
  }),
  cancelled: (order) => ({
    subject: headed(order, 'Your order was cancelled'),
    parts: [text('This order was cancelled. Please do not pay it.'), about(order), facts(['Reason', order.reason])],
  }),
}

const protection: Omit<
  OrderSayings<'payer'>,
  keyof typeof paying | keyof typeof ending | keyof typeof cardToPayerEn | keyof typeof debitPayerEn
> = {
  receipt_question: (order) => ({
    subject: headed(order, 'Have you received the goods'),
    parts: [
      text(
        `We have told ${order.merchantName} of your payment. As you wished for protection, please tell us when the goods have arrived (or, for a service or download, when you could use it).`,
      ),
      about(order),
      ...receiptQuestion(order),
    ],
  }),
  receipt_reminder: (order) => ({
    subject: headed(order, 'Reminder: have you received the goods'),
    parts: [text('The time to tell us whether you received the goods is about to end.'), about(order), ...receiptQuestion(order)],
  }),
  return_noted: (order) => ({
    subject: headed(order, 'We have taken up what you told us'),
    parts: [
      text(
        order.event === 'not_arrived'
          ? `We have told ${order.merchantName} that the goods have not arrived. We go on holding the money.`
          : `We have told ${order.merchantName} that you want to return the goods. Please send them back to the shop. We go on holding the money.`,
      ),
      about(order),
      facts(['What you told us', order.reason]),
    ],
  }),
  refund_account: (order) => ({
    subject: headed(order, 'Please give the account for your refund'),
    parts: [
      text(
        `${refundReasons[order.event] ?? 'The money is refunded.'} Please give the account it is to be sent to. Its holder must be the person who paid.`,
      ),
      about(order),
      ...link('Please give the account on this page:', order.link),
    ],
  }),
  refunded: (order) => ({
    subject: headed(order, 'Your refund'),
    parts: [
      text(
        order.method === 'card'
          ? 'The money of this order goes back to your card. When it appears on your statement depends on your card company.'
          : 'We have transferred the money of this order to the account you gave. Please check that it has arrived.',
      ),
      about(order),
      facts(['Refunded', order.eventAmount === null ? null : yenEn(order.eventAmount)]),
    ],
  }),
  contested: (order) => ({
    subject: headed(order, 'What the shop answered'),
    parts: [
      text('The shop has answered as follows. We examine what both sides say and will tell you the result.'),
      about(order),
      facts(['The shop’s answer', order.reason]),
    ],
  }),
  contest_released: (order) => ({
    subject: headed(order, 'The result of your request'),
    parts: [
      text('Having examined what both sides said, we pay the money to the shop. We ask for your understanding.'),
      about(order),
      facts(['Reason', order.reason]),
    ],
  }),
}

export const payerEn: OrderSayings<'payer'> = { ...cardToPayerEn, ...paying, ...ending, ...protection, ...debitPayerEn }

export const methodEn = ({ method }: OrderMaterial): string | null => method && listWords.en.method[method]
