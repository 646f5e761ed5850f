import { formatYen } from '../../../preload/contract/money'
import type { RefusalSentences } from '../sentences'

const names: Readonly<Record<string, string>> = { postal: 'Postal transfer', e_money: 'E-money', cash_on_delivery: 'Cash on delivery' }
const gatewayName = (gateway: string): string => names[gateway] ?? gateway

export const collections = {
  collection_has_errors: ({ errors, total }) =>
    `The result file has ${total} ${total === 1 ? 'fault' : 'faults'}. Nothing was brought in. ${
      errors.some(({ code }) => code === 'company_differs')
        ? 'The numbers at the store agent and those settled under Gateways, Convenience stores, do not agree: check which of them are right.'
        : 'Ask the store agent for it again.'
    }`,
  collection_unknown: () =>
    'This is not a result file in the layout that is settled for the store agent. Check the file, or the layout under Gateways.',
  store_agent_not_settled: () => 'The store agent is not settled yet. An administrator does so under Gateways, Convenience stores.',
  collector_not_settled: ({ gateway }) =>
    `${gatewayName(gateway)} is not settled yet. An administrator does so under Gateways, ${gatewayName(gateway)}.`,
  card_trouble_not_open: () => 'There is nothing left to be ended so. Look at the payment again.',
  mapping_changed: ({ gateway }) =>
    `What the columns of files of ${gatewayName(gateway)} mean has changed since this file was shown. Look at it again before it is brought in.`,
  columns_not_mapped: ({ gateway }) =>
    `Nobody has said yet what the columns of files of ${gatewayName(gateway)} mean. Say it, column by column.`,
  columns_changed: ({ columns }) =>
    `The columns of the file are not those of the saved mapping (${columns.filter(({ change }) => change !== 'same').length} differ). Nothing was brought in. Compare old and new, and save a new mapping.`,
  columns_of_other_account: ({ account }) =>
    `The columns of account ${account} are the same, and such a file does not say whose it is. Have the bank send 全銀 or camt files for one of the two accounts.`,
  tracking_number_invalid: ({ number }) => `The check digit of tracking number ${number} is not right. Look at the label again.`,
  tracking_number_taken: ({ number }) => `A parcel of another order has tracking number ${number}.`,
  collection_not_open: () => 'This collection no longer waits for anybody. Open the list again.',
  collection_holds_money: () =>
    'The money of this collection is still unapplied: a note alone cannot end it. Choose the order that it pays, or refund it.',
  collection_refund_asked: () =>
    'A refund of this collection waits for approval. Withdraw that request first if the money is to pay an order.',
  transfer_differs: ({ expected, found }) =>
    `The amounts do not agree: ${formatYen(expected)} yen are expected, ${formatYen(found)} yen were found.`,
  not_funded_yet: () => 'The money of this order has not come from the store agent yet. Clear its transfer first.',
  claims_changed: () => 'The collections of this day changed while you were looking. Check the new figures.',
  above_slip_limit: ({ limit }) => `At most ${formatYen(limit)} yen can be paid by this method. Choose another one.`,
  slip_not_live: () =>
    'This slip cannot be paid: it was issued anew, another method was chosen, its day has passed, or its order is paid or over.',
  agent_in_use: ({ party }) =>
    `The short name and the numbers of this collector (${party}) cannot change any more: slips are out, it owes for collections, its files were brought in, or cards were asked of it.`,
  card_form_closed: ({ detail }) =>
    `The company has not opened its form${detail === '' ? '' : ` (${detail})`}. Choose again, or another method.`,
  card_not_authorized: () => 'This order has no authorised payment by card: it is captured, let go, declined or over.',
  authorization_over: () => 'The authorisation of this card is over. Nothing can be captured of it any more; the payer may choose again.',
} satisfies Partial<RefusalSentences>
