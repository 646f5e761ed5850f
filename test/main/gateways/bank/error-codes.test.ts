import { describe, expect, it } from 'vitest'
import { readStatement } from '../../../../src/main/gateways/bank/statement'
import { data, end, header, trailer } from '../../../../src/main/gateways/bank/zengin-fields'
import type { RecordErrorCode } from '../../../../src/preload/contract/statement'
import { RecordError, recordErrorCodes } from '../../../../src/preload/contract/statement'
import { writeZengin01 } from '../../../support/write-zengin-01'
import { camt, credit, era, head, joined, recordsOf, sorted, withField, zengin } from './made-statements'

const [h = new Uint8Array(), a = new Uint8Array(), b = new Uint8Array(), t = new Uint8Array(), e = new Uint8Array()] = recordsOf(zengin())

/** A file of type 01 whose first notice has format A and whose second has format B. */
function mixedNotices(): Uint8Array {
  const [headA = h, firstA = h] = recordsOf(notices('A'))
  const [, , secondB = h, trailerB = h, endB = h] = recordsOf(notices('B'))
  return joined(headA, firstA, secondB, trailerB, endB)
}

function notices(layout: 'A' | 'B'): Uint8Array {
  const line = { ...credit, description: '', bankReference: '000017' }
  return writeZengin01([{ head: { ...head, opening: null }, lines: [line, line] }], { layout, separator: 'none' })
}

/** A file that provokes each code. */
const provoked: Record<RecordErrorCode, Uint8Array> = {
  format_unknown: joined('hello'),
  encoding_not_supported: joined(camt(), Uint8Array.of(0xff)),
  ebcdic_not_supported: withField(zengin(), 1, header.characterCode, '1'),
  not_well_formed: camt(['</Stmt>', '']),
  doctype_refused: camt(['<Document', '<!DOCTYPE x><Document']),
  wrong_length: joined(zengin(), 'X'),
  wrong_columns: joined('1,03,0\r\n'),
  mixed_separators: joined(h, '\r\n', a, '\r\n', b, '\n', t, '\r\n', e),
  mixed_layouts: mixedNotices(),
  illegal_character: withField(zengin(), 2, data.remitterName, '\x8e\x52'),
  record_type_unknown: joined(h, a, b, 'X'.repeat(200), t, e),
  record_order: joined(h, a, b, t, a, e),
  missing_trailer: joined(h, a, b, e),
  missing_end: joined(h, a, b, t),
  after_end: joined(zengin(), e),
  missing_element: camt([/<BookgDt>.*?<\/BookgDt>/, '']),
  not_a_number: withField(zengin(), 2, data.amount, 'X'),
  not_a_date: withField(zengin(), 2, data.bookedOn, '081332'),
  date_ambiguous: withField(zengin(), 1, header.createdOn, '261121'),
  date_out_of_period: withField(zengin(), 2, data.bookedOn, '081031'),
  code_unknown: withField(zengin(), 1, header.openingSign, '9'),
  direction_unknown: withField(zengin(), 2, data.direction, '0'),
  amount_zero: withField(zengin(), 2, data.amount, '000000000000'),
  not_yen: camt(['<Ccy>JPY', '<Ccy>USD']),
  fraction_of_yen: camt(['>12000<', '>12000.01<']),
  unsupported_account_type: withField(zengin(), 1, header.accountType, '3'),
  account_not_identified: withField(zengin(), 1, header.accountNumber, '1231234567'),
  trailer_count: withField(zengin(), 4, trailer.dataCount, '0000009'),
  trailer_sum: withField(zengin(), 4, trailer.debitTotal, '0000000000009'),
  balance_mismatch: withField(zengin(), 4, trailer.closing, '00000000000009'),
  end_count: withField(zengin(), 5, end.accountCount, '00009'),
}

describe('every error code can happen, with a sentence and in the shape of the contract', () => {
  it.each(recordErrorCodes)('%s', (code) => {
    const { errors } = sorted(readStatement(provoked[code], era))
    expect(errors.map((error) => error.code)).toContain(code)
    for (const error of errors) {
      expect(RecordError.parse(error)).toEqual(error)
      expect(error.message).toMatch(/^[A-Z].*\.$/)
    }
  })
})
