import type * as japanese from '../ja/order'

export const order: typeof japanese.order = {
  title: { payer: 'Your order', merchant: 'The order' },
  shop: 'Shop',
  number: 'Order number',
  receivedOn: 'Ordered on',
  payer: 'Buyer',
  goods: 'Item',
  quantity: 'Qty',
  price: 'Price',
  amount: { payer: 'Amount to pay', merchant: 'Amount' },
  paid: 'Paid so far',
  rest: 'Still to pay',
  method: 'Method',
  protection: 'Buyer protection',
  protected: 'Yes',
  unprotected: 'No',
  status: 'Status',
  lines: 'Items ordered',
  saidTitle: 'What has happened so far',
}

export const said: typeof japanese.said = {
  accepted: 'The shop accepted the order',
  acceptance_refused: 'The shop declined the order',
  acceptance_lapsed: 'There was no answer in time; the order did not come about',
  receipt_confirmed: 'The buyer confirmed that the goods arrived',
  return_wanted: 'The buyer wants to return the goods',
  not_arrived: 'The buyer said that the goods never arrived',
  goods_returned: 'The shop confirmed that the goods are back',
  contested: 'The shop objected',
  merchant_silent: 'The shop did not answer in time',
}
