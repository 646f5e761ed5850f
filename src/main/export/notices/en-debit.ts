import { dayEn, facts, link, type OrderMaterial, type OrderSayings, type Part, text, yenEn } from './wording'

/* What payers and merchants are told of direct debits, in English. */

const accountTypes: Record<string, string> = { '1': 'ordinary', '2': 'current', '3': 'tax savings', '9': 'other' }

/** The account that is debited, as far as its holder needs it. */
export function debitEn({ instruction }: OrderMaterial): readonly Part[] {
  if (instruction?.method !== 'direct_debit') return []
  const { bankName, branchName, accountType, accountEnding, amount, dueOn } = instruction
  return [
    facts(
      ['Account', `${bankName} ${branchName}, ${accountTypes[accountType] ?? accountType} ****${accountEnding}`],
      ['Amount to be debited', yenEn(amount)],
      ['Debited on', dayEn(dueOn)],
    ),
    text('Please make sure by the day before that the account holds the amount.'),
  ]
}

const about = (order: OrderMaterial): Part =>
  facts(['Order number', order.orderNumber], ['Ordered from', order.merchantName], ['Goods', order.goods], ['Amount', yenEn(order.amount)])

export const debitPayerEn: Pick<OrderSayings<'payer'>, 'debit_postponed' | 'debit_refused'> = {
  debit_postponed: (order) => ({
    subject: `${order.orderNumber} Your account will be debited on another day (${order.merchantName})`,
    parts: [
      text(
        'Your account could not be debited on the day we told you. It will be debited on this day; please make sure that it holds the amount.',
      ),
      about(order),
      facts(['Debited on', order.dueOn && dayEn(order.dueOn)]),
      ...link('You can choose another way to pay on this page:', order.link),
    ],
  }),
  debit_refused: (order) => ({
    subject: `${order.orderNumber} Please choose another way to pay (${order.merchantName})`,
    parts: [
      text('Your account could not be debited for this order. Please choose again how to pay.'),
      about(order),
      facts(['Choose and pay by', order.dueOn && dayEn(order.dueOn)]),
      ...link('Please choose on this page:', order.link),
    ],
  }),
}

export const debitMerchantEn: Pick<OrderSayings<'merchant'>, 'debit_refused'> = {
  debit_refused: (order) => ({
    subject: `${order.orderNumber} An account could not be debited`,
    parts: [
      text('The payer’s account could not be debited for this order. The payer has been asked to choose another way to pay.'),
      facts(['Order number', order.orderNumber], ['Goods', order.goods], ['Amount', yenEn(order.amount)], ['Payer', order.payerName]),
    ],
  }),
}
