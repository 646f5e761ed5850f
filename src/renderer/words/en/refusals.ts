import { formatDate } from '../../../preload/contract/date'
import { formatYen } from '../../../preload/contract/money'
import { actorName } from '../../parts/actor'
import { formatInstant, formatTime } from '../../parts/DateText'
import type { FormatHintWords, PermissionWords, RefusalSentences } from '../sentences'
import { collections } from './collection-refusals'
import { debits } from './debit-refusals'
import { exceptions } from './exceptions'
import { kana } from './file-errors'
import { moneyOut } from './money-out-refusals'
import { nouns } from './nouns'
import { orders } from './orders'
import { storefront } from './storefront-refusals'

const permission: PermissionWords = {
  anyone: 'use this',
  signed_in: 'use this',
  read: 'read this',
  audit: 'read the audit trail or verify the ledger',
  prepare_merchants: 'register or change merchants',
  bring_in: 'bring in orders or statements',
  clear: 'clear or hold deposits',
  take_in_account: 'take in a designated account',
  tell: 'keep notices or record what was said',
  refund: 'asking for refunds',
  export: 'export to Excel',
  prepare_payouts: 'prepare payouts or hand them over',
  give_up_payouts: 'give up payouts',
  approve: 'approve',
  administer: 'manage users and connections',
}

const things: Record<string, string> = {
  order: 'order',
  deposit: 'deposit',
  receipt: 'deposit',
  merchant: 'merchant',
  user: 'user',
  approval: 'case',
  payout_run: 'payout run',
  payout: 'payout',
  job: 'task',
  allocation: 'clearing',
  account: 'designated account',
  file: 'file',
  plan: 'plan',
  ticket: 'download',
  virtual_account: 'virtual account',
  notice: 'notice',
  mail: 'mail',
  refund: 'refund',
  receivable: 'receivable',
  closed_day: 'closed day',
  view: 'view of yours',
  payable_item: 'payable item',
}

const hints: FormatHintWords = {
  empty: 'the file is empty',
  zengin_21: 'it is a Zengin bulk transfer (type 21); bring in account statements (type 03) or notices of transfers (type 01)',
  zengin_91: 'it is a Zengin direct debit (type 91); bring in account statements (type 03) or notices of transfers (type 01)',
  zengin_other: 'it is a Zengin file but neither an account statement (type 03) nor a notice of transfers (type 01)',
  ebcdic: 'it is in EBCDIC; ask the bank for JIS (CP932)',
  pain_001: 'it is pain.001 (a payment order), not a statement',
  xml_other: 'it is XML but not camt.052, camt.053 or camt.054',
  spreadsheet: 'it is a spreadsheet; statements come as Zengin files or camt',
  zip: 'it is compressed; extract it first',
  pdf: 'it is a PDF; statements come as Zengin files or camt',
  unknown: 'it is neither a Zengin statement or notice nor camt',
}

const megabytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} MB`

const door = {
  unknown_method: ({ method }) => `This version of Daiko has no such action (${method}). Load the screen again.`,
  invalid_input: () => 'What was entered is not in the right form. Correct the marked fields.',
  not_signed_in: () => 'You are not signed in. Sign in again.',
  desk_locked: () => 'The desk is locked. Unlock it with your password.',
  not_permitted: ({ permission: name }) => `Your role may not ${wordOf(permission, name) ?? 'do this'}. Ask somebody who may.`,
} satisfies Partial<RefusalSentences>

const people = {
  already_set_up: () => 'The first administrator exists already. Sign in.',
  wrong_credentials: () => 'User name or password is wrong.',
  sign_in_blocked: ({ until }) => `After repeated mistakes, sign-in is blocked until ${formatInstant(until)}.`,
  password_too_short: ({ minimum }) => `A password needs at least ${minimum} characters.`,
  password_too_common: () => 'This password is widely used and easily guessed. Choose another.',
  password_change_required: () => 'Change your password before going on.',
  user_name_taken: ({ name }) => `The user name "${name}" is taken. Choose another.`,
  last_administrator: () => 'This is the last administrator. Make somebody else an administrator first.',
  roles_exclude_each_other: ({ roles }) =>
    `One person cannot be ${roles.map((role) => nouns.role[role].toLowerCase()).join(' and ')} at once. Take one of them away.`,
  not_found: ({ what }) => `The ${things[what] ?? 'item'} was not found. Open the list again.`,
  second_person_required: () => 'You made this case, so you cannot decide it. Ask another supervisor.',
  already_decided: () => 'This case has been decided already. Open the list again.',
  view_name_taken: ({ name }) => `You have a view named "${name}" already. Choose another name.`,
  too_many_views: ({ limit }) => `A list holds at most ${limit} views of one person. Remove one first.`,
  changed_meanwhile: () => 'Somebody changed this while you looked at it. Check what it says now and try again.',
} satisfies Partial<RefusalSentences>

const merchants = {
  unknown_bank: ({ bankCode }) => `Bank code ${bankCode} is not in the bank master.`,
  unknown_branch: ({ bankCode, branchCode }) => `Bank ${bankCode} has no branch ${branchCode}.`,
  holder_name_invalid: ({ problems }) =>
    `The account holder cannot be used: ${problems.map((problem) => kana[problem.code](problem)).join('; ')}.`,
  t_number_invalid: ({ expectedCheckDigit }) =>
    expectedCheckDigit === null
      ? 'A registration number is T and 13 digits.'
      : `The check digit of the registration number is wrong (after the T there should be ${expectedCheckDigit}).`,
  consignor_code_taken: ({ consignorCode }) => `Consignor code ${consignorCode} belongs to another merchant.`,
  virtual_range_invalid: () => 'The range of virtual accounts is not valid. Check that the first is not above the last.',
  virtual_range_taken: ({ merchant }) => `The range of virtual accounts overlaps that of "${merchant}".`,
  merchant_not_active: ({ merchant }) => `Merchant "${merchant}" is not active yet. Wait for its approval.`,
  change_already_staged: () => 'A case of the same subject waits for approval. Ask again when it has been decided.',
  account_taken_in: ({ account }) => `The account ${account} has already been taken in.`,
} satisfies Partial<RefusalSentences>

const files = {
  offer_expired: () => 'The file handed over is no longer kept. Choose it again.',
  file_unreadable: ({ detail }) => `The file cannot be read (${detail}).`,
  file_too_large: ({ bytes, limit }) => `The file is too large (${megabytes(bytes)}, at most ${megabytes(limit)}).`,
  file_empty: () => 'The file is empty.',
  format_unknown: ({ hint }) => `This format cannot be brought in: ${wordOf(hints, hint) ?? hints.unknown}.`,
  order_file_has_errors: ({ total }) => `The order file has ${total} error(s). Nothing was brought in. Correct it and hand it over again.`,
  virtual_accounts_exhausted: ({ needed, free }) => `Not enough virtual accounts (${needed} needed, ${free} free). Widen the range.`,
  statement_has_errors: ({ total }) => `The statement has ${total} error(s). Nothing was brought in. Ask the bank for it again.`,
  account_unknown: ({ accounts }) =>
    `A statement of an account Daiko does not know: ${accounts.map((one) => `${one.bankCode}-${one.branchCode} ${one.accountNumber}`).join(', ')}. Take the account in under Settings.`,
  covered_by_other_format: ({ format, file }) => `These days were brought in already in another format (${format}, "${file}").`,
  books_from_other: ({ account, booksFrom, format }) =>
    booksFrom === 'statement'
      ? `Account ${account} is booked from its statements. This is a notice of the same money (${format}); it would be booked twice. Nothing was stored.`
      : `Account ${account} is booked from notices of transfers. This is a statement of the same money (${format}); it would be booked twice. Nothing was stored.`,
  deposit_account: ({ account }) =>
    `Account ${account} is a deposit (notice, time or instalment). The file was read, but no money of settlement is on it. Nothing was stored.`,
  before_account_opened: ({ openedOn, bookedOn }) =>
    `The statement holds a line of ${formatDate(bookedOn)}. Daiko keeps this account since ${formatDate(openedOn)}; earlier days cannot be brought in.`,
  balance_differs: ({ day, bank, ledger }) =>
    `The balance of ${formatDate(day)} does not agree: the bank says JPY ${formatYen(bank)}, the ledger would say JPY ${formatYen(ledger)}. Look for a missing or doubled line. Nothing was stored.`,
  plan_changed: () => 'Deposits or orders have changed since this plan. Check the new plan.',
  plan_expired: () => 'The plan has expired. Hand the file over again.',
} satisfies Partial<RefusalSentences>

const clearing = {
  deposit_not_open: () => 'This deposit no longer waits for clearing. Open the list again.',
  held_by_other: ({ by, since }) =>
    `${actorName(by)} has had this deposit open since ${formatTime(since)}. Take it over (T), or go on with another.`,
  done_by_other: ({ by, at }) => `${actorName(by)} was faster, at ${formatInstant(at)}. Nothing was changed by you.`,
  order_not_open: ({ orderNumber }) => `Order ${orderNumber} cannot take money in its present state.`,
  exceeds_deposit: ({ remaining }) => `JPY ${formatYen(remaining)} of the deposit is left. No more can be cleared.`,
  exceeds_order: ({ orderNumber, open }) => `JPY ${formatYen(open)} of order ${orderNumber} is open. No more can be cleared.`,
  reserved_by_import: ({ orderNumber }) => `Order ${orderNumber} is being used by an import. Try again when it has ended.`,
  file_rolled_back: () => 'This file has been rolled back, or is being rolled back.',
  roll_back_barred: ({ bars }) => `It cannot be rolled back: ${bars.length} kinds of things stand in the way. See which.`,
  already_undone: () => 'This clearing has been undone already.',
  nothing_to_redo: () => 'Nothing of this clearing is left to redo.',
  paid_out: ({ orderNumber }) => `Order ${orderNumber} is in a payout to its merchant and cannot be undone.`,
  order_step_refused: ({ track, from, event }) =>
    `From its present state (${standing(track, from)}) the order cannot take this step (${wordOf(orders.event, event) ?? event}).`,
} satisfies Partial<RefusalSentences>

const moneyBack = {
  exceeds_refundable: ({ left }) => `No more than ¥${formatYen(left)} can be refunded.`,
  rest_on_both_sides: () =>
    'Something is left of the deposit and missing of an order at once. Give the order what it can take, then settle the difference.',
  deposits_of_several_payers: () => 'These deposits do not all bear the same name. Mark those of one payer.',
  exceeds_receivable: ({ open }) => `Only ¥${formatYen(open)} is still owed.`,
  refund_account_missing: () => 'Nobody has told an account to refund to yet. Ask the payer and enter it.',
  refund_not_open: () => 'This refund has moved on. Read it again.',
  nothing_to_refund: () => 'No refund that was agreed to waits for a transfer.',
  not_a_business_day: ({ on }) => `Banks are closed on ${formatDate(on)}.`,
  sheet_has_errors: ({ total }) => `The file has ${total} mistakes. Nothing was stored; put them right and hand it over again.`,
  ending_not_possible: ({ ending }) =>
    `It cannot be ended as “${wordOf(exceptions.ending, ending) ?? ending}”. Check the amount and what stands against it.`,
  day_closed: ({ day }) => `Days through ${formatDate(day)} are closed. Correct it on a later day, or ask for the day to be opened again.`,
  day_not_closable: ({ conditions }) =>
    `The day cannot be closed yet: ${conditions.map((name) => wordOf(exceptions.closeCondition, name) ?? name).join(', ')}.`,
  day_not_reopenable: ({ day }) => `${formatDate(day)} cannot be opened again: only the last closed day can.`,
} satisfies Partial<RefusalSentences>

const jobsAndLedger = {
  cancelled: () => 'Stopped. Nothing is left half done.',
  another_job_running: ({ kind }) => `Another task (${kind}) is running. Try again when it has ended.`,
  cannot_write_file: ({ detail }) => `The file cannot be written (${detail}).`,
  ledger_newer: ({ found, known }) =>
    `The ledger belongs to a newer Daiko (ledger ${found}, this one ${known}). Open it with the newer one.`,
  ledger_foreign: () => 'This file is not a ledger of Daiko.',
  ledger_missing: ({ path }) => `There is no ledger: ${path}`,
  ledger_exists: ({ path }) => `A ledger exists already: ${path}`,
  ledger_on_network_share: ({ path }) => `A ledger cannot lie on a network share: ${path}`,
  ledger_busy: () => 'Something else is using the ledger. Wait a moment and try again.',
  ledger_damaged: ({ detail }) => `The ledger is damaged (${detail}). Restore it from a backup. Writing has been stopped.`,
  disk_full: () => 'The disk is full. Make room and try again.',
  usage: ({ detail }) => `The command is not right: ${detail}`,
} satisfies Partial<RefusalSentences>

const tracks: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  acceptance: nouns.acceptance,
  payment: orders.payment,
  protection: nouns.protection,
  disbursement: nouns.disbursement,
}

/** Where an order stands on one of its tracks, in words where the desk has them. */
const standing = (track: string, state: string): string => wordOf(tracks[track] ?? {}, state) ?? state

function wordOf(words: Readonly<Record<string, string>>, name: string): string | undefined {
  return words[name]
}

export const refusals: RefusalSentences = {
  ...door,
  ...people,
  ...merchants,
  ...files,
  ...collections,
  ...clearing,
  ...storefront,
  ...moneyBack,
  ...moneyOut,
  ...debits,
  ...jobsAndLedger,
}
