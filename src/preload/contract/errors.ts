import { z } from 'zod'
import { CollectionError } from './collection'
import { ColumnChange } from './column-profile'
import { BusinessDate, Instant } from './date'
import { DebitFileError, DebitProblem } from './direct-debit'
import { Yen } from './money'
import { Role } from './permissions'
import { BankAccount, BooksFrom, RecordError, StatementFormat } from './statement'

/** One fault of an order file, in a place a clerk can point at: 1-based row of the sheet, header of the column. */
export const RowError = z.object({
  row: z.int(),
  column: z.string(),
  code: z.enum([
    'missing',
    'not_a_date',
    'not_an_amount',
    'too_long',
    'too_small',
    'too_large',
    'not_a_choice',
    'duplicate_in_file',
    'already_registered',
    'bad_character',
    'card_number',
    'due_before_received',
    'column_missing',
    'column_unknown',
    'too_many_cells',
    'unknown_row',
    'locked_changed',
    'date_passed',
    'not_possible',
  ]),
  found: z.string(),
  /** What would have been right, where one sentence can say it. */
  expected: z.string().optional(),
})
export type RowError = z.infer<typeof RowError>

/** What is wrong with an account holder's name in kana, by position (1-based character). */
export const KanaProblem = z.object({
  position: z.int(),
  character: z.string(),
  code: z.enum(['not_allowed', 'dangling_mark', 'too_long', 'empty']),
})
export type KanaProblem = z.infer<typeof KanaProblem>

/**
 * Every refusal of the program, by name, with its data. The list is closed: the screen has a sentence for each
 * (renderer/words), and a test proves each can happen. A refusal changes nothing in the ledger.
 */
const named = <N extends string, S extends z.ZodRawShape>(name: N, data: S) => z.object({ refusal: z.literal(name), ...data })

export const Refusal = z.discriminatedUnion('refusal', [
  // the door
  named('unknown_method', { method: z.string() }),
  named('invalid_input', { problems: z.array(z.object({ path: z.string(), message: z.string() })) }),
  named('not_signed_in', {}),
  named('desk_locked', {}),
  named('not_permitted', { permission: z.string() }),
  // people
  named('already_set_up', {}),
  named('wrong_credentials', {}),
  named('sign_in_blocked', { until: Instant }),
  named('password_too_short', { minimum: z.int() }),
  named('password_too_common', {}),
  named('password_change_required', {}),
  named('user_name_taken', { name: z.string() }),
  named('last_administrator', {}),
  named('roles_exclude_each_other', { roles: z.array(Role) }),
  named('not_found', { what: z.string() }),
  // four eyes
  named('second_person_required', {}),
  named('already_decided', {}),
  named('changed_meanwhile', {}),
  // saved views
  named('view_name_taken', { name: z.string() }),
  named('too_many_views', { limit: z.int() }),
  // merchants
  named('unknown_bank', { bankCode: z.string() }),
  named('unknown_branch', { bankCode: z.string(), branchCode: z.string() }),
  named('holder_name_invalid', { problems: z.array(KanaProblem) }),
  named('t_number_invalid', { expectedCheckDigit: z.string().nullable() }),
  named('consignor_code_taken', { consignorCode: z.string() }),
  named('virtual_range_invalid', {}),
  named('virtual_range_taken', { merchant: z.string() }),
  named('merchant_not_active', { merchant: z.string() }),
  named('change_already_staged', {}),
  // designated accounts
  named('account_taken_in', { account: z.string() }),
  // files
  named('offer_expired', {}),
  named('file_unreadable', { detail: z.string() }),
  named('file_too_large', { bytes: z.int(), limit: z.int() }),
  named('file_empty', {}),
  named('format_unknown', { hint: z.string() }),
  named('order_file_has_errors', { errors: z.array(RowError), total: z.int() }),
  named('virtual_accounts_exhausted', { needed: z.int(), free: z.int() }),
  // what agents collect
  named('collection_has_errors', { errors: z.array(CollectionError), total: z.int() }),
  named('collection_unknown', {}),
  named('store_agent_not_settled', {}),
  named('collector_not_settled', { gateway: z.string() }),
  named('card_trouble_not_open', {}),
  named('columns_not_mapped', { gateway: z.string() }),
  named('mapping_changed', { gateway: z.string() }),
  named('columns_changed', { columns: z.array(ColumnChange) }),
  named('columns_of_other_account', { account: z.string() }),
  named('tracking_number_invalid', { number: z.string() }),
  named('tracking_number_taken', { number: z.string() }),
  named('collection_not_open', {}),
  named('collection_holds_money', {}),
  named('collection_refund_asked', {}),
  named('transfer_differs', { expected: Yen, found: Yen }),
  named('claims_changed', {}),
  named('not_funded_yet', {}),
  named('above_slip_limit', { limit: Yen }),
  named('slip_not_live', {}),
  named('agent_in_use', { party: z.string() }),
  named('card_form_closed', { detail: z.string() }),
  named('card_not_authorized', { state: z.string() }),
  named('authorization_over', { at: Instant }),
  named('statement_has_errors', { errors: z.array(RecordError), total: z.int() }),
  named('account_unknown', {
    accounts: z.array(BankAccount.extend({ accountName: z.string(), from: BusinessDate, opening: Yen.nullable(), booksFrom: BooksFrom })),
  }),
  named('covered_by_other_format', { format: z.string(), file: z.string() }),
  /** A statement of an account that is booked from notices, or the other way round: the same money would be booked twice. */
  named('books_from_other', { account: z.string(), booksFrom: BooksFrom, format: StatementFormat }),
  /** A file of deposits (通知, 定期, 積立定期) only: no money of settlement is on them. */
  named('deposit_account', { account: z.string() }),
  named('before_account_opened', { openedOn: BusinessDate, bookedOn: BusinessDate }),
  named('balance_differs', { account: BankAccount, day: BusinessDate, bank: Yen, ledger: Yen }),
  named('plan_changed', {}),
  named('plan_expired', {}),
  // clearing
  named('deposit_not_open', {}),
  /** Somebody else has it on their desk. */
  named('held_by_other', { by: z.string(), since: Instant }),
  /** Somebody else was faster. */
  named('done_by_other', { by: z.string(), at: Instant }),
  named('order_not_open', { orderNumber: z.string() }),
  named('exceeds_deposit', { remaining: Yen }),
  named('exceeds_order', { orderNumber: z.string(), open: Yen }),
  named('reserved_by_import', { orderNumber: z.string() }),
  named('file_rolled_back', {}),
  named('roll_back_barred', { bars: z.array(z.string()) }),
  named('already_undone', {}),
  named('nothing_to_redo', {}),
  named('paid_out', { orderNumber: z.string() }),
  named('order_step_refused', { track: z.string(), from: z.string(), event: z.string() }),
  // the storefront
  named('order_number_taken', { orderNumber: z.string() }),
  named('amount_differs', { stated: Yen, counted: Yen }),
  named('idempotency_mismatch', {}),
  named('request_in_progress', {}),
  named('method_not_offered', { method: z.string() }),
  named('link_invalid', {}),
  named('link_expired', {}),
  named('deadline_passed', { on: BusinessDate }),
  named('holder_differs', { holder: z.string(), payer: z.string() }),
  named('gateway_off', { gateway: z.string() }),
  named('key_unreadable', {}),
  named('totp_required', {}),
  named('totp_wrong', {}),
  named('invitation_invalid', {}),
  named('application_closed', {}),
  named('too_many_applications', {}),
  named('request_closed', {}),
  named('too_many_api_keys', { limit: z.int() }),
  named('overloaded', {}),
  named('notice_settled', { state: z.string() }),
  named('address_not_known', {}),
  named('secret_needed_again', {}),
  // statements
  named('statement_not_issued', {}),
  named('no_statements', { closingOn: BusinessDate }),
  // money out
  named('in_payout_run', { run: z.string() }),
  named('closing_not_over', { closingOn: BusinessDate }),
  named('nothing_to_pay', { closingOn: BusinessDate }),
  named('no_transfer_fees', { merchant: z.string(), payOn: BusinessDate }),
  named('transfers_not_settled', { missing: z.string() }),
  named('transfers_unwritable', {
    problems: z.array(z.object({ transfer: z.int(), field: z.string(), code: z.string(), found: z.string() })),
    total: z.int(),
  }),
  named('run_not_there', { run: z.string(), state: z.string() }),
  named('payee_account_changed', { merchant: z.string() }),
  named('payout_not_there', { state: z.string() }),
  named('run_not_posted', { run: z.string() }),
  named('hand_over_refused', { why: z.string(), detail: z.string() }),
  named('hand_over_running', {}),
  named('payees_held', { merchants: z.array(z.string()) }),
  named('payees_moved', { merchants: z.array(z.string()) }),
  named('pay_day_passed', { payOn: BusinessDate, earliest: BusinessDate }),
  // money that goes back, exceptions and the close of a day
  named('exceeds_refundable', { left: Yen }),
  named('exceeds_receivable', { open: Yen }),
  // a clearing
  named('rest_on_both_sides', {}),
  named('deposits_of_several_payers', {}),
  named('refund_account_missing', {}),
  named('refund_not_open', { state: z.string() }),
  named('nothing_to_refund', {}),
  named('not_a_business_day', { on: BusinessDate }),
  /** A workbook of exceptions that came back: all that is wrong with it. */
  named('sheet_has_errors', { errors: z.array(RowError), total: z.int() }),
  named('ending_not_possible', { ending: z.string() }),
  named('day_closed', { day: BusinessDate }),
  named('day_not_closable', { conditions: z.array(z.string()) }),
  named('day_not_reopenable', { day: BusinessDate }),
  // direct debit
  named('direct_debit_not_settled', {}),
  named('no_mandate', {}),
  named('customer_number_taken', { customerNumber: z.string() }),
  named('mandate_ended', {}),
  named('debit_not_overdue', { on: BusinessDate }),
  named('debit_submitted', { orderNumber: z.string() }),
  named('debit_day_passed', { debitOn: BusinessDate }),
  named('nothing_to_debit', { debitOn: BusinessDate }),
  named('debits_unwritable', { problems: z.array(DebitProblem) }),
  named('debit_run_not_there', { state: z.string() }),
  named('debit_result_has_errors', { errors: z.array(DebitFileError), total: z.int() }),
  named('debit_result_foreign', { code: z.string(), debitOn: z.string() }),
  named('debit_line_not_open', {}),
  // jobs and files out
  named('cancelled', {}),
  named('another_job_running', { kind: z.string() }),
  named('cannot_write_file', { detail: z.string() }),
  // the ledger's file
  named('ledger_newer', { found: z.int(), known: z.int() }),
  named('ledger_foreign', {}),
  named('ledger_missing', { path: z.string() }),
  named('ledger_exists', { path: z.string() }),
  named('ledger_on_network_share', { path: z.string() }),
  named('ledger_busy', {}),
  named('ledger_damaged', { detail: z.string() }),
  named('disk_full', {}),
  named('usage', { detail: z.string() }),
])
export type Refusal = z.infer<typeof Refusal>
export type RefusalName = Refusal['refusal']

/** The result of a service: what was done, or why not. */
export type Result<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

export function done<T>(value: T): Result<T> {
  return { ok: true, value }
}

/** Says no by name. The data of that name is checked by the compiler. */
export function refuse(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal }
}
