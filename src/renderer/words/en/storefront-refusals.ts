import { formatDate } from '../../../preload/contract/date'
import { formatYen } from '../../../preload/contract/money'
import type { RefusalSentences } from '../sentences'
import { storefrontNouns } from './storefront-nouns'

const stateOf = (state: string): string => {
  const words: Readonly<Record<string, string>> = storefrontNouns.noticeState
  return words[state] ?? state
}

export const storefront = {
  order_number_taken: ({ orderNumber }) => `Order number ${orderNumber} is registered already.`,
  amount_differs: ({ stated, counted }) =>
    `The amount of ${formatYen(stated)} yen is not what the lines come to (${formatYen(counted)} yen).`,
  idempotency_mismatch: () => 'The same Idempotency-Key was used for another content.',
  request_in_progress: () => 'The same request is being worked on. Wait a moment and send it again.',
  method_not_offered: ({ method }) => `This way to pay (${method}) is not offered.`,
  statement_not_issued: () => 'This payout has not been handed to the bank yet: no statement can be issued.',
  no_statements: ({ closingOn }) => `There are no statements to issue for the closing of ${formatDate(closingOn)}.`,
  link_invalid: () => 'This link is not right. Open the link in the mail once more.',
  link_expired: () => 'This link has expired.',
  deadline_passed: ({ on }) => `The deadline (${formatDate(on)}) has passed.`,
  holder_differs: ({ holder, payer }) =>
    `The account holder (${holder}) is not the payer (${payer === '' ? 'no kana known' : payer}). Confirm the difference to keep the account.`,
  gateway_off: ({ gateway }) => `The connection (${gateway}) is off.`,
  key_unreadable: () => 'The key of the ledger cannot be read. Secret settings such as passwords cannot be used.',
  totp_required: () => 'Enter the code your authenticator shows, too.',
  totp_wrong: () => 'The code is wrong or was used already. Wait until the authenticator shows a new one, and enter that.',
  invitation_invalid: () => 'This invitation cannot be used: it was used before, or has expired. Ask for a new one.',
  application_closed: () => 'This application has been taken or declined already.',
  too_many_applications: () => 'Too many applications have come; none can be taken now. Send it again tomorrow or later.',
  request_closed: () => 'This request has been dealt with already.',
  too_many_api_keys: ({ limit }) => `This merchant has ${limit} keys in force already. Revoke one first.`,
  overloaded: () => 'Too much is asked at this moment. Try again in a little while.',
  notice_settled: ({ state }) => `This notice (${stateOf(state)}) cannot be sent again. Open the list anew.`,
  address_not_known: () =>
    'This notice holds a link for its reader alone. It goes only to the address kept for the merchant or the payer; correct it there first.',
  secret_needed_again: () => 'The server, its user or its security has changed. Enter the password again.',
} satisfies Partial<RefusalSentences>
