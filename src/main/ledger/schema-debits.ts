import type { Party } from '../../preload/contract/collection'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type { DebitOutcome, DebitRunState } from '../../preload/contract/debits'
import type { DebitAccountType, DebitResultCode } from '../../preload/contract/direct-debit'
import type {
  ClaimId,
  DebitLineId,
  DebitResultFileId,
  DebitResultLineId,
  DebitRunId,
  MandateId,
  MerchantId,
  OrderId,
} from '../../preload/contract/ids'
import type { PositiveYen, Yen } from '../../preload/contract/money'

/* Rows of direct debit; what each table promises stands in migrations/0006-direct-debit.ts. */

export interface MandateRowStored {
  id: MandateId
  merchant_id: MerchantId
  /** Twenty digits. */
  customer_number: string
  bank_code: string
  branch_code: string
  account_type: DebitAccountType
  account_number: string
  holder_kana: string
  valid_from: BusinessDate
  recorded_by: string
  recorded_at: Instant
  ended_at: Instant | null
  ended_by: string | null
  ended_why: string | null
}

/** The customer number a shop gave with an order. */
export interface OrderCustomerRow {
  order_id: OrderId
  customer_number: string
}

export interface DebitRunRow {
  id: DebitRunId
  party: Party
  collector_code: string
  debit_on: BusinessDate
  result_on: BusinessDate
  transfer_on: BusinessDate
  state: DebitRunState
  lines: number
  total: Yen
  file: Uint8Array
  file_name: string
  sha256: string
  made_by: string
  /** Who released the run that this one replaces. */
  remade_by: string | null
  made_at: Instant
  released_by: string | null
  released_at: Instant | null
  ended_why: string | null
}

export interface DebitLineRow {
  id: DebitLineId
  run_id: DebitRunId
  /** 1-based in its file. */
  line: number
  order_id: OrderId
  mandate_id: MandateId
  debit_on: BusinessDate
  customer_number: string
  amount: PositiveYen
  /** The code of its result; E or N where a person has learned that nothing was debited. Null while its result is awaited. */
  result: DebitResultCode | 'given_up' | 'not_debited' | null
  claim_id: ClaimId | null
}

export interface DebitResultFileRow {
  id: DebitResultFileId
  name: string
  sha256: string
  debit_on: BusinessDate
  lines: number
  total: Yen
  imported_by: string
  imported_at: Instant
}

export interface DebitResultLineRow {
  id: DebitResultLineId
  file_id: DebitResultFileId
  record: number
  debit_line_id: DebitLineId | null
  customer_number: string
  /** Bank, branch, type and number, with hyphens between. */
  account: string
  holder_kana: string
  amount: PositiveYen
  code: DebitResultCode
  outcome: DebitOutcome
  /** What its collector owes, where it was debited after all. */
  claim_id: ClaimId | null
  ended_by: string | null
  ended_at: Instant | null
  ended_note: string | null
}

export interface DebitSchema {
  mandates: MandateRowStored
  order_customers: OrderCustomerRow
  debit_runs: DebitRunRow
  debit_lines: DebitLineRow
  debit_result_files: DebitResultFileRow
  debit_result_lines: DebitResultLineRow
}
