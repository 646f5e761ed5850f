import { describe, expect, test } from 'vitest'
import { collectionErrorCodes } from '../../../src/preload/contract/collection'
import { businessDate, Instant } from '../../../src/preload/contract/date'
import { type KanaProblem, Refusal, type RefusalName, RowError } from '../../../src/preload/contract/errors'
import { yen } from '../../../src/preload/contract/money'
import { formatHints, recordErrorCodes } from '../../../src/preload/contract/statement'
import { Fault, NotEntered, Refused, Unreachable } from '../../../src/renderer/api'
import {
  collectionErrorSentence,
  collectionFieldName,
  errorSentence,
  kanaSentence,
  recordErrorSentence,
  refusalSentence,
  rowErrorSentence,
} from '../../../src/renderer/words/refused'

const LANGUAGES = ['ja', 'en'] as const

type Samples = { [N in RefusalName]: Omit<Extract<Refusal, { refusal: N }>, 'refusal'> }

const account = {
  bankCode: '0005',
  branchCode: '001',
  accountType: '1',
  accountNumber: '0123456',
  accountName: 'ﾀﾞｲｺｳ',
  from: businessDate('2026-11-01'),
  opening: yen(0),
} as const

const samples: Samples = {
  unknown_method: { method: 'orders.burn' },
  invalid_input: { problems: [{ path: 'name', message: 'x' }] },
  not_signed_in: {},
  desk_locked: {},
  not_permitted: { permission: 'approve' },
  already_set_up: {},
  wrong_credentials: {},
  sign_in_blocked: { until: Instant.parse(Date.UTC(2026, 10, 20, 0, 30)) },
  password_too_short: { minimum: 12 },
  password_too_common: {},
  password_change_required: {},
  user_name_taken: { name: 'yamada' },
  last_administrator: {},
  roles_exclude_each_other: { roles: ['supervisor', 'administrator'] },
  not_found: { what: 'order' },
  second_person_required: {},
  exceeds_refundable: { left: yen(5_500) },
  rest_on_both_sides: {},
  deposits_of_several_payers: {},
  exceeds_receivable: { open: yen(3_000) },
  refund_account_missing: {},
  refund_not_open: { state: 'approved' },
  nothing_to_refund: {},
  not_a_business_day: { on: businessDate('2026-11-22') },
  sheet_has_errors: {
    errors: [{ row: 3, column: '次に見る日 (記入)', code: 'date_passed', found: '2026-11-01', expected: '2026/11/20' }],
    total: 1,
  },
  ending_not_possible: { ending: 'interest' },
  day_closed: { day: businessDate('2026-11-20') },
  day_not_closable: { conditions: ['statements_in', 'no_hole'] },
  day_not_reopenable: { day: businessDate('2026-11-19') },
  already_decided: {},
  changed_meanwhile: {},
  unknown_bank: { bankCode: '9876' },
  unknown_branch: { bankCode: '9876', branchCode: '543' },
  holder_name_invalid: { problems: [{ position: 3, character: 'ー', code: 'not_allowed' }] },
  t_number_invalid: { expectedCheckDigit: '7' },
  consignor_code_taken: { consignorCode: '1234567890' },
  virtual_range_invalid: {},
  virtual_range_taken: { merchant: '青果の森' },
  merchant_not_active: { merchant: '青果の森' },
  change_already_staged: {},
  account_taken_in: { account: '1234567' },
  offer_expired: {},
  file_unreadable: { detail: 'EACCES' },
  file_too_large: { bytes: 314_572_800, limit: 209_715_200 },
  file_empty: {},
  format_unknown: { hint: 'zengin_91' },
  order_file_has_errors: { errors: [], total: 41 },
  virtual_accounts_exhausted: { needed: 120, free: 7 },
  collection_has_errors: { errors: [], total: 41 },
  collection_unknown: {},
  collector_not_settled: { gateway: 'postal' },
  card_trouble_not_open: {},
  columns_not_mapped: { gateway: 'e_money' },
  mapping_changed: { gateway: 'e_money' },
  columns_of_other_account: { account: '0123456' },
  columns_changed: { columns: [{ was: '代金', is: '金額', change: 'renamed', from: 4, to: 4 }] },
  tracking_number_invalid: { number: '444413758704' },
  tracking_number_taken: { number: '444413758703' },
  store_agent_not_settled: {},
  collection_not_open: {},
  collection_holds_money: {},
  collection_refund_asked: {},
  transfer_differs: { expected: yen(985_400), found: yen(985_300) },
  claims_changed: {},
  not_funded_yet: {},
  above_slip_limit: { limit: yen(300_000) },
  slip_not_live: {},
  card_form_closed: { detail: 'the shop is closed' },
  card_not_authorized: { state: 'captured' },
  authorization_over: { at: Instant.parse(Date.UTC(2026, 11, 20, 0, 30)) },
  agent_in_use: { party: 'dsk' },
  statement_has_errors: { errors: [], total: 41 },
  account_unknown: { accounts: [{ ...account, booksFrom: 'statement' }] },
  covered_by_other_format: { format: 'camt.053', file: 'november.xml' },
  books_from_other: { account: '0123456', booksFrom: 'statement', format: 'zengin-01' },
  deposit_account: { account: '0123456' },
  before_account_opened: { openedOn: businessDate('2026-11-01'), bookedOn: businessDate('2026-10-30') },
  balance_differs: {
    account: { bankCode: '0005', branchCode: '001', accountType: '1', accountNumber: '1234567' },
    day: businessDate('2026-11-20'),
    bank: yen(1_010_000),
    ledger: yen(1_005_000),
  },
  plan_changed: {},
  plan_expired: {},
  order_number_taken: { orderNumber: 'A-1' },
  amount_differs: { stated: yen(1200), counted: yen(1100) },
  idempotency_mismatch: {},
  request_in_progress: {},
  method_not_offered: { method: 'card' },
  link_invalid: {},
  link_expired: {},
  statement_not_issued: {},
  no_statements: { closingOn: businessDate('2026-11-30') },
  deadline_passed: { on: businessDate('2026-11-20') },
  holder_differs: { holder: 'ﾔﾏﾀﾞ ﾊﾅｺ', payer: 'ヤマダ タロウ' },
  gateway_off: { gateway: 'storefront' },
  key_unreadable: {},
  totp_required: {},
  totp_wrong: {},
  invitation_invalid: {},
  application_closed: {},
  too_many_applications: {},
  request_closed: {},
  too_many_api_keys: { limit: 10 },
  view_name_taken: { name: '未消込' },
  too_many_views: { limit: 50 },
  overloaded: {},
  notice_settled: { state: 'delivered' },
  address_not_known: {},
  secret_needed_again: {},
  deposit_not_open: {},
  held_by_other: { by: 'user:sato', since: Instant.parse(Date.UTC(2026, 10, 20, 1, 32)) },
  done_by_other: { by: 'user:sato', at: Instant.parse(Date.UTC(2026, 10, 20, 1, 35)) },
  order_not_open: { orderNumber: 'A-57' },
  exceeds_deposit: { remaining: yen(12_000) },
  exceeds_order: { orderNumber: 'A-57', open: yen(12_000) },
  reserved_by_import: { orderNumber: 'A-57' },
  file_rolled_back: {},
  roll_back_barred: { bars: ['paid_out'] },
  already_undone: {},
  nothing_to_redo: {},
  paid_out: { orderNumber: 'A-57' },
  order_step_refused: { track: 'payment', from: 'expired', event: 'cancel' },
  in_payout_run: { run: 'P20261130-1' },
  closing_not_over: { closingOn: businessDate('2026-11-30') },
  no_transfer_fees: { merchant: 'さくら書房', payOn: businessDate('2026-12-18') },
  nothing_to_pay: { closingOn: businessDate('2026-11-30') },
  transfers_not_settled: { missing: 'originator_code' },
  transfers_unwritable: { problems: [{ transfer: 3, field: 'holder_name', code: 'not_allowed', found: 'ー' }], total: 2 },
  run_not_there: { run: 'P20261130-1', state: 'approved' },
  payee_account_changed: { merchant: '青果の森' },
  payout_not_there: { state: 'sent_back' },
  run_not_posted: { run: 'P20261130-1' },
  hand_over_refused: { why: 'exists', detail: 'P20261130-1.txt' },
  hand_over_running: {},
  payees_held: { merchants: ['青果の森', '桜商店'] },
  payees_moved: { merchants: ['青果の森'] },
  pay_day_passed: { payOn: businessDate('2026-12-18'), earliest: businessDate('2026-12-21') },
  direct_debit_not_settled: {},
  no_mandate: {},
  customer_number_taken: { customerNumber: '42' },
  mandate_ended: {},
  debit_not_overdue: { on: businessDate('2026-12-03') },
  debit_submitted: { orderNumber: 'A-1' },
  debit_day_passed: { debitOn: businessDate('2026-11-27') },
  nothing_to_debit: { debitOn: businessDate('2026-11-27') },
  debits_unwritable: { problems: [{ debit: 1, field: 'holder_name', found: 'ｷｬﾉﾝ' }] },
  debit_run_not_there: { state: 'submitted' },
  debit_result_has_errors: { errors: [{ record: 2, field: '引落金額', code: 'not_a_number', found: 'X' }], total: 1 },
  debit_result_foreign: { code: '0123456789', debitOn: '1127' },
  debit_line_not_open: {},
  cancelled: {},
  another_job_running: { kind: 'intake' },
  cannot_write_file: { detail: 'EROFS' },
  ledger_newer: { found: 9, known: 4 },
  ledger_foreign: {},
  ledger_missing: { path: '/data/daiko.db' },
  ledger_exists: { path: '/data/daiko.db' },
  ledger_on_network_share: { path: '/data/daiko.db' },
  ledger_busy: {},
  ledger_damaged: { detail: 'malformed' },
  disk_full: {},
  usage: { detail: '--port' },
}

/** What of a refusal's data must be read in its sentence. */
const mustTell: Partial<Record<RefusalName, string>> = {
  sign_in_blocked: '2026/11/20 09:30',
  password_too_short: '12',
  user_name_taken: 'yamada',
  view_name_taken: '未消込',
  too_many_views: '50',
  unknown_branch: '543',
  holder_name_invalid: '3',
  t_number_invalid: '7',
  file_too_large: '300.0 MB',
  order_file_has_errors: '41',
  virtual_accounts_exhausted: '120',
  collection_has_errors: '41',
  transfer_differs: '985,300',
  agent_in_use: 'dsk',
  above_slip_limit: '300,000',
  account_unknown: '0005-001 0123456',
  covered_by_other_format: 'november.xml',
  books_from_other: 'zengin-01',
  deposit_account: '0123456',
  columns_of_other_account: '0123456',
  exceeds_deposit: '12,000',
  exceeds_order: 'A-57',
  ledger_newer: '9',
}

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(Object.entries(samples))('the refusal %s is a sentence with its data', (name, data) => {
    const refusal = Refusal.parse({ refusal: name, ...data })
    const sentence = refusalSentence(refusal, language)
    expect(sentence).toMatch(/[。.)]$|: \S+$/)
    expect(sentence).not.toMatch(/undefined|null|\[object|_/)
    expect(sentence).toContain(mustTell[refusal.refusal] ?? '')
  })

  test('a result file under other numbers is not to be asked for again', () => {
    const fault = { record: 1, field: '', code: 'company_differs', found: '92902425207' } as const
    const [numbers, other] = [[fault], [{ ...fault, code: 'amount_zero' as const }]].map((errors) =>
      refusalSentence({ refusal: 'collection_has_errors', errors, total: 1 }, language),
    )
    expect(numbers).toMatch(/Gateways|「接続」/)
    expect(other).not.toMatch(/Gateways|「接続」/)
  })

  test.each(formatHints)('an unknown format says what the file is: %s', (hint) => {
    expect(refusalSentence({ refusal: 'format_unknown', hint }, language)).not.toContain('undefined')
  })

  test('a hint nobody knows is still a sentence', () => {
    expect(refusalSentence({ refusal: 'format_unknown', hint: 'new' }, language)).toBe(
      refusalSentence({ refusal: 'format_unknown', hint: 'unknown' }, language),
    )
  })

  test('every fault of a file and of a kana name is told', () => {
    const rows = RowError.shape.code.options.map((code) => rowErrorSentence({ row: 1, column: 'A', code, found: '' }, language))
    const records = recordErrorCodes.map((code) => recordErrorSentence({ record: 1, column: 1, code, message: '' }, language))
    const kana = (['not_allowed', 'dangling_mark', 'too_long', 'empty'] satisfies KanaProblem['code'][]).map((code) =>
      kanaSentence({ position: 2, character: 'x', code }, language),
    )
    const collections = collectionErrorCodes.map((code) => collectionErrorSentence({ record: 1, field: '', code, found: '' }, language))
    expect(
      [...rows, ...records, ...kana, ...collections].filter((sentence) => sentence.trim() === '' || sentence.includes('undefined')),
    ).toEqual([])
  })
})

test('each kind of error finds its own words', () => {
  const t = (key: string, data?: object) => `${key} ${JSON.stringify(data ?? {})}`
  expect(errorSentence(new Refused({ refusal: 'disk_full' }), t, 'en')).toContain('disk is full')
  expect(errorSentence(new Fault('F-12'), t, 'en')).toBe('faults.internal {"number":"F-12"}')
  expect(errorSentence(new Unreachable('x'), t, 'en')).toContain('faults.unreachable')
  expect(errorSentence(new NotEntered('x'), t, 'en')).toContain('faults.notEntered')
  expect(errorSentence(new TypeError('x'), t, 'en')).toContain('faults.broken')
})

test.each([
  { field: '店舗収納日', ja: '店舗収納日', en: 'Paid on' },
  { field: 'CVSコード', ja: 'CVSコード', en: 'Chain code' },
  { field: '', ja: 'レコード全体', en: 'Whole record' },
  { field: '予備', ja: '予備', en: '予備' },
])('the field "$field" of a result file is told in both languages', ({ field, ja, en }) => {
  expect([collectionFieldName(field, 'ja'), collectionFieldName(field, 'en')]).toEqual([ja, en])
})
