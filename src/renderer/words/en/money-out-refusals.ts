import { formatDate } from '../../../preload/contract/date'
import type { RefusalSentences } from '../sentences'
import { payouts } from './payouts'

const state = (name: string): string => Object.entries({ ...payouts.run, ...payouts.payout }).find(([key]) => key === name)?.[1] ?? name
const missing: Record<string, string> = {
  account: 'the account to pay from',
  originator_code: 'the originator code',
  originator_name: 'the name of the originator',
  zedi: 'the two ends of a ZEDI message',
  folder: 'the folder',
  sftp: 'server and user name',
  host_keys: 'the fingerprint of the server',
  sign_in: 'the password or private key',
}
const fields: Record<string, string> = {
  originator_code: 'code of the originator',
  originator_name: 'name of the originator',
  account: 'account',
  bank_name: 'name of the bank',
  branch_name: 'name of the branch',
  holder_name: 'name of the holder',
  amount: 'amount',
  edi: 'EDI information',
  count: 'number',
  total: 'total',
  envelope: 'envelope',
}
const why: Record<string, string> = {
  name_invalid: 'its name cannot be used',
  digest_differs: 'its content is not what was approved',
  exists: 'a file of this name is there already',
  place_missing: 'the place is not there',
  not_permitted: 'the place cannot be written to',
  no_space: 'there is no room',
  unreachable: 'the server is not reached',
  host_key_differs: 'the server shows another key',
  sign_in_refused: 'the sign-in was refused',
  rejected: 'the other side said no',
}

export const moneyOut = {
  in_payout_run: ({ run }) =>
    `This order is in payout run ${run}. It stays as it is until the run is given up or its merchant is taken out.`,
  closing_not_over: ({ closingOn }) => `The closing day ${formatDate(closingOn)} has not come yet.`,
  nothing_to_pay: ({ closingOn }) => `Nothing is to be paid for the closing of ${formatDate(closingOn)}.`,
  no_transfer_fees: ({ merchant, payOn }) =>
    `${merchant} bears the fee of its transfers, and no price list of transfers holds on ${formatDate(payOn)}. Have one settled among the agent’s rules of money and plan again.`,
  transfers_not_settled: ({ missing: what }) =>
    `Bank transfers are not settled: ${missing[what] ?? what} is missing. An administrator settles it under Gateways.`,
  transfers_unwritable: ({ problems, total }) =>
    `The file cannot be written: ${total} faults (first: transfer ${problems[0]?.transfer ?? 0}, ${fields[problems[0]?.field ?? ''] ?? ''} “${problems[0]?.found ?? ''}”).`,
  run_not_there: ({ run, state: name }) => `Payout run ${run} is “${state(name)}”. This cannot be done now.`,
  payee_account_changed: ({ merchant }) => `${merchant} is paid to another account by now. Take it out of the run and try again.`,
  payout_not_there: ({ state: name }) => `This merchant’s payout is “${state(name)}”. This cannot be done now.`,
  run_not_posted: ({ run }) => `Payout run ${run} is still being posted. Wait a moment and try again.`,
  hand_over_refused: ({ why: name, detail }) => `The file was not handed over: ${why[name] ?? name} (${detail}). It can be tried again.`,
  hand_over_running: () => 'Another desk or program is handing a file over to the bank. Wait until it has ended, and look at the result.',
  payees_held: ({ merchants }) =>
    `Payouts are on hold for: ${merchants.join(', ')}. Take them out of the run, give the run up, or release the hold.`,
  payees_moved: ({ merchants }) =>
    `These merchants are paid to another account by now: ${merchants.join(', ')}. Give the run up and plan it anew.`,
  pay_day_passed: ({ payOn, earliest }) =>
    `${formatDate(payOn)} is out of reach: a file handed over now pays on ${formatDate(earliest)} at the earliest. Give the run up and plan it anew.`,
} satisfies Partial<RefusalSentences>
