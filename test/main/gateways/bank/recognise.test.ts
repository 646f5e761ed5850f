import { describe, expect, it } from 'vitest'
import type { Recognised } from '../../../../src/main/gateways/bank/recognise'
import { recogniseStatement } from '../../../../src/main/gateways/bank/recognise'
import { readStatement } from '../../../../src/main/gateways/bank/statement'
import { formatHints } from '../../../../src/preload/contract/statement'
import { camt, era, fixture, joined, zengin } from './made-statements'

const text = (written: string) => new TextEncoder().encode(written)
const xml = (message: string) => text(`<?xml version="1.0"?>\n<n:Document xmlns:n="urn:x"><n:${message}/></n:Document>`)
const utf16 = (written: string) => joined(Uint8Array.of(0xff, 0xfe), new Uint8Array(Buffer.from(written, 'utf16le')))
const utf8Of = (bytes: Uint8Array) => text(new TextDecoder('shift_jis').decode(bytes))
const no = (hint: (typeof formatHints)[number]): Recognised => ({ format: null, hint })

const cases: [string, Uint8Array, Recognised][] = [
  ['type 03', zengin(), { format: 'zengin-03', encoding: 'jis' }],
  ['type 03 re-encoded as UTF-8', utf8Of(zengin()), { format: 'zengin-03', encoding: 'utf-8' }],
  [
    'type 03 re-encoded with a mark',
    text(`\uFEFF${new TextDecoder('shift_jis').decode(zengin())}`),
    { format: 'zengin-03', encoding: 'utf-8' },
  ],
  ['type 01', text('1010081121'), { format: 'zengin-01', encoding: 'jis' }],
  ['type 21', fixture('zengin/devture_21_single-transaction.txt'), no('zengin_21')],
  ['type 21, CR only', fixture('zengin/zengin4j_21_cr-only.txt'), no('zengin_21')],
  ['type 21, stripped', fixture('zengin/kyash_21_lf_trailing-space-stripped.txt'), no('zengin_21')],
  ['a malformed type 21', fixture('zengin/zengin4j_malformed_mixed-separators.bin'), no('zengin_21')],
  ['type 91', text('1910123456'), no('zengin_91')],
  ['type 11', text('1110123456'), no('zengin_other')],
  ['the CSV form of type 03', text('"1","03","0","081121"'), { format: 'zengin-03-csv' }],
  ['the CSV form of type 01', text('"1","01","0","081121"'), { format: 'zengin-01-csv' }],
  ['its form without quotes', text('1,3,0,81121'), { format: 'zengin-03-csv' }],
  ['コード区分 1', text('1031081121'), no('ebcdic')],
  ['digits in EBCDIC', Uint8Array.of(0xf1, 0xf0, 0xf3, 0xf1, 0xf0), no('ebcdic')],
  ['camt.053', camt(), { format: 'camt.053', version: 'camt.053.001.08' }],
  ['camt.053 of version 02', fixture('camt/genkgo_camt053.v2.minimal.xml'), { format: 'camt.053', version: 'camt.053.001.02' }],
  ['camt.053 in UTF-16', utf16(new TextDecoder().decode(camt())), { format: 'camt.053', version: 'camt.053.001.08' }],
  ['camt.053 behind a blank line', joined('\r\n', camt()), { format: 'camt.053', version: 'camt.053.001.08' }],
  ['camt.053 with a prefix and no version', xml('BkToCstmrStmt'), { format: 'camt.053', version: null }],
  ['camt.052', xml('BkToCstmrAcctRpt'), { format: 'camt.052', version: null }],
  ['camt.054', fixture('camt/genkgo_camt054.v2.xml'), { format: 'camt.054', version: 'camt.054.001.02' }],
  ['camt.054 with returns', fixture('camt/moov_camt054_returns_RtrInf.xml'), { format: 'camt.054', version: 'camt.054.001.04' }],
  ['pain.001 behind a business header', fixture('camt/zengin4j_zedi_bah+pain.001.001.03_concatenated.xml'), no('pain_001')],
  ['other XML', text('<html></html>'), no('xml_other')],
  ['xlsx', joined('PK\x03\x04....[Content_Types].xml'), no('spreadsheet')],
  ['xls', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0), no('spreadsheet')],
  ['zip', joined('PK\x03\x04....statement.txt'), no('zip')],
  ['PDF', joined('%PDF-1.7'), no('pdf')],
  ['nothing', new Uint8Array(), no('empty')],
  ['blank lines', joined('\r\n  \r\n\u001a'), no('empty')],
  ['an order file', text('注文番号,金額\nA-1,1000'), no('unknown')],
  ['UTF-16 text', utf16('1030081121'), no('unknown')],
  ['one byte', Uint8Array.of(0xff), no('unknown')],
]

describe('recognising a statement by its content', () => {
  it.each(cases)('%s', (_, bytes, expected) => {
    expect(recogniseStatement(bytes)).toEqual(expected)
  })

  it('has a case for every hint', () => {
    const given = new Set(cases.map(([, , recognised]) => (recognised.format === null ? recognised.hint : null)))
    expect(formatHints.filter((hint) => !given.has(hint))).toEqual([])
  })

  it.each(cases.filter(([, , recognised]) => recognised.format === null))(
    'what is not a known format is one error: %s',
    (_, bytes, recognised) => {
      const parts = [...readStatement(bytes, era)]
      const code = recognised.format === null && recognised.hint === 'ebcdic' ? 'ebcdic_not_supported' : 'format_unknown'
      expect(parts).toEqual([{ part: 'error', error: expect.objectContaining({ record: 1, code }) }])
    },
  )
})
