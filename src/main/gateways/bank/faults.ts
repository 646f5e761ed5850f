import type { RecordError, RecordErrorCode } from '../../../preload/contract/statement'
import type { Field } from './zengin-fields'

const sentences: Record<RecordErrorCode, string> = {
  format_unknown: 'This is no statement of a format that can be read here.',
  encoding_not_supported: 'The file is written in a character encoding that is not supported.',
  ebcdic_not_supported: 'The file is written in EBCDIC; ask the bank for JIS.',
  not_well_formed: 'The file is not well-formed XML.',
  doctype_refused: 'The file contains a document type or entity declaration, which is refused.',
  wrong_length: 'The record does not have 200 characters.',
  wrong_columns: 'The row does not have as many columns as its kind has.',
  mixed_separators: 'The record ends differently from the records before it.',
  mixed_layouts: 'The record has the other of two layouts than the records before it.',
  illegal_character: 'There is a character that a bank file cannot contain.',
  record_type_unknown: 'The record is of a kind that this file cannot contain.',
  record_order: 'The record is not allowed in this place.',
  missing_trailer: 'The trailer of the account is missing here.',
  missing_end: 'The end record of the file is missing.',
  after_end: 'There is something after the end record.',
  missing_element: 'Something that every statement must say is missing.',
  not_a_number: 'There are no digits where a number must stand.',
  not_a_date: 'This is no date.',
  date_ambiguous: 'The year can mean two things, and the nearer one is not the one expected; check how this bank writes its years.',
  date_out_of_period: 'The date lies outside the period of the statement.',
  code_unknown: 'The code is not one of those defined for this place.',
  direction_unknown: 'It is neither money in nor money out.',
  amount_zero: 'The amount is zero.',
  not_yen: 'The amount is not in yen.',
  fraction_of_yen: 'The amount has a fraction of a yen.',
  unsupported_account_type: 'Statements of this type of account cannot be read.',
  account_not_identified: 'The account cannot be told from the statement.',
  trailer_count: 'The number of lines differs from what the statement says of itself.',
  trailer_sum: 'The sum of the lines differs from what the statement says of itself.',
  balance_mismatch: 'Opening balance and lines do not make the closing balance.',
  end_count: 'The end record counts differently.',
}

/** Where a fault lies: a field of the layout, a 1-based column, or (camt) the record as a whole. */
type Place = Field | number | null

/** Collects what is wrong with one record, so that reading goes on and every fault is told at once. */
export class Faults {
  readonly errors: RecordError[] = []

  constructor(readonly record: number) {}

  add(code: RecordErrorCode, place: Place, found?: string | number | bigint, expected?: string | number | bigint): void {
    const column = place === null || typeof place === 'number' ? place : place.offset + 1
    this.errors.push({
      record: this.record,
      column,
      code,
      message: sentences[code],
      ...(found === undefined ? {} : { found: String(found) }),
      ...(expected === undefined ? {} : { expected: String(expected) }),
    })
  }
}
