import { describe, expect, it } from 'vitest'
import { readStatement } from '../../../../src/main/gateways/bank/statement'
import { writeCamt053 } from '../../../../src/main/gateways/bank/write-camt-053'
import { yen } from '../../../../src/preload/contract/money'
import { credit, debit, era, fixture, head, joined, places, sorted, statement } from './made-statements'

const read = (bytes: Uint8Array) => sorted(readStatement(bytes, era))
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const bytes = (written: string) => new TextEncoder().encode(written)
const untold = { ...statement, head: { ...head, opening: null }, closing: null }

describe('camt.052 and camt.054', () => {
  it.each(['camt.052', 'camt.054'] as const)('%s has the entries of camt.053', (format) => {
    const { heads, lines, feet, errors } = read(writeCamt053([untold], '08', format))
    expect(errors).toEqual([])
    expect(heads).toMatchObject([{ format, opening: null, from: '2026-11-01', to: '2026-11-20' }])
    expect(lines.map(({ record, raw, ...rest }) => rest)).toEqual([credit, debit])
    expect(feet).toMatchObject([{ closing: null }])
  })

  it.each(['camt.052', 'camt.054'] as const)(
    '%s that tells no period is of the days of its entries, or of the day it was made',
    (format) => {
      const without = (statements: (typeof untold)[]) =>
        bytes(text(writeCamt053(statements, '08', format)).replace(/<FrToDt>.*?<\/FrToDt>/, ''))
      expect(read(without([untold])).heads).toMatchObject([{ from: '2026-11-20', to: '2026-11-20' }])
      expect(read(without([{ ...untold, lines: [] }])).heads).toMatchObject([{ from: '2026-11-21', to: '2026-11-21' }])
    },
  )

  it('a camt.053 that tells no period and no balance is still refused', () => {
    const without = bytes(text(writeCamt053([untold])).replace(/<FrToDt>.*?<\/FrToDt>/, ''))
    expect(places(read(without).errors)).toContain('missing_element@1')
  })

  it.each([
    ['PDNG', '<Sts><Cd>PDNG</Cd></Sts>'],
    ['INFO', '<Sts><Cd>INFO</Cd></Sts>'],
  ])('an entry that is not booked (%s) is told and is no line', (status, written) => {
    const report = text(writeCamt053([untold], '08', 'camt.052')).replace('<Sts><Cd>BOOK</Cd></Sts>', written)
    const { lines, pending, errors } = read(bytes(report.replace(/<TxsSummry>.*?<\/TxsSummry>/, '')))
    expect(errors).toEqual([])
    expect(pending).toEqual([{ record: 1, status, direction: 'credit', amount: 12_000 }])
    expect(lines.map(({ record }) => record)).toEqual([2])
  })

  it('an intraday report may tell balances; they must agree with what is booked', () => {
    const told = (closing: number) => writeCamt053([{ ...statement, closing: yen(closing) }], '08', 'camt.052')
    expect(read(told(109_000)).feet).toMatchObject([{ closing: 109_000 }])
    expect(places(read(told(110_000)).errors)).toEqual(['balance_mismatch@2'])
  })

  it('a reversal of a credit is 取消: money out of its own kind, its direction as booked', () => {
    const notice = text(writeCamt053([{ ...untold, lines: [debit] }], '08', 'camt.054')).replace('<RvslInd>false', '<RvslInd>true')
    expect(read(bytes(notice)).lines).toMatchObject([{ direction: 'debit', kind: 'cancellation', notCustomerMoney: null }])
  })

  it('a reversal of a credit still names who had paid', () => {
    const notice = text(writeCamt053([{ ...untold, lines: [credit] }], '08', 'camt.054'))
      .replace('<RvslInd>false', '<RvslInd>true')
      .replaceAll('CRDT', 'DBIT')
    const { remitterName, remittingBank, remitterCode } = credit
    expect(read(bytes(notice)).lines).toMatchObject([{ direction: 'debit', remitterName, remittingBank, remitterCode }])
  })

  it('the samples of others are read to their end, in another currency or without a Japanese account as they are', () => {
    for (const name of ['camt/genkgo_camt054.v2.xml', 'camt/moov_camt054_returns_RtrInf.xml']) {
      const { lines, errors } = read(fixture(name))
      expect(lines).toEqual([])
      expect(errors.map(({ code }) => code)).toContain('account_not_identified')
    }
  })
})

describe('the framing of ZEDI', () => {
  const header = '<?xml version="1.0" encoding="UTF-8"?>\r\n<AppHdr xmlns="urn:head.001"><Fr><Pwd>SECRET</Pwd></Fr></AppHdr>\r\n'
  const edi = '<?xml version="1.0" encoding="UTF-8"?><Edi><No>ORDER-77</No><Memo>請求書 A&amp;B</Memo></Edi>'
  const mime = ['MIME-Version: 1.0', 'Content-Type: text/xml', 'Content-Transfer-Encoding: base64']
  const body =
    Buffer.from(edi, 'utf8')
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  const ustrd = [...mime, ...body].map((line) => `<Ustrd>${line}</Ustrd>`).join('')

  it.each(['camt.052', 'camt.054'] as const)('two documents in one file, and EDI in base64, for %s', (format) => {
    const report = text(writeCamt053([untold], '08', format)).replace('<Ustrd>ORDER-1</Ustrd>', ustrd)
    const parts = read(joined(header, bytes(report)))
    expect(parts.errors).toEqual([])
    expect(parts.lines[0]?.edi).toBe('ORDER-77 請求書 A&B')
    expect(JSON.stringify(parts.heads)).not.toContain('SECRET')
  })

  it('two messages behind their headers in one file are both read', () => {
    const one = writeCamt053([untold], '08', 'camt.052')
    expect(read(joined(header, one, header, one)).heads).toHaveLength(2)
  })
})
