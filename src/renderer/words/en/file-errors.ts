import type { KanaSentences, RecordSentences, RowSentences } from '../sentences'

/** Faults of an order file, told beside row and column. */
export const rows: RowSentences = {
  missing: () => 'Nothing is here',
  not_a_date: () => 'Not a date',
  not_an_amount: () => 'Not an amount in whole yen',
  too_long: () => 'Too long',
  too_small: () => 'Too small',
  too_large: () => 'Too large',
  not_a_choice: () => 'Not one of the values allowed',
  duplicate_in_file: () => 'The same stands elsewhere in the file',
  already_registered: () => 'Registered already',
  bad_character: () => 'Holds a character that cannot be used',
  card_number: () => 'Looks like a card number; card numbers are not taken in',
  due_before_received: () => 'Due before it was received',
  column_missing: () => 'This column is missing',
  column_unknown: () => 'This column is not known',
  too_many_cells: () => 'More cells than there are headers',
}

/** Faults of a bank statement, told beside record and byte. */
export const records: RecordSentences = {
  format_unknown: () => 'Not a statement in a known format',
  encoding_not_supported: () => 'The character encoding cannot be read',
  ebcdic_not_supported: () => 'EBCDIC cannot be read; ask the bank for JIS',
  not_well_formed: () => 'Not well-formed XML',
  doctype_refused: () => 'XML with a DOCTYPE is not taken',
  wrong_length: () => 'The record is not 200 bytes long',
  mixed_separators: () => 'Records are separated in different ways',
  illegal_character: () => 'Holds a character that cannot be used',
  record_type_unknown: () => 'Unknown record type',
  record_order: () => 'Records are in the wrong order',
  missing_trailer: () => 'The trailer record is missing',
  missing_end: () => 'The end record is missing',
  after_end: () => 'Data after the end record',
  missing_element: () => 'A required element is missing',
  not_a_number: () => 'Not a number',
  not_a_date: () => 'Not a date',
  date_ambiguous: () => 'The year of the date cannot be decided',
  date_out_of_period: () => 'The date is outside the period of the statement',
  code_unknown: () => 'Unknown code',
  direction_unknown: () => 'Neither credit nor debit',
  amount_zero: () => 'The amount is zero',
  not_yen: () => 'Not in yen',
  fraction_of_yen: () => 'Holds a fraction of a yen',
  unsupported_account_type: () => 'This type of account is not handled',
  account_not_identified: () => 'The account cannot be identified',
  trailer_count: () => 'The count in the trailer does not agree',
  trailer_sum: () => 'The sum in the trailer does not agree',
  balance_mismatch: () => 'The balance does not agree',
  end_count: () => 'The count in the end record does not agree',
}

/** What is wrong with a holder's name in kana. */
export const kana: KanaSentences = {
  not_allowed: ({ position, character }) => `character ${position}, "${character}", cannot be used`,
  dangling_mark: ({ position }) => `the sound mark at character ${position} has no letter before it`,
  too_long: () => 'longer than 30 characters',
  empty: () => 'empty',
}
