import { describe, expect, it } from 'vitest'
import { readRemittance } from '../../../../src/main/gateways/bank/remittance'
import { parseElement } from '../../../../src/main/gateways/bank/xml-tree'

const transaction = (...lines: string[]) =>
  parseElement(`<TxDtls><RmtInf>${lines.map((line) => `<Ustrd>${line}</Ustrd>`).join('')}</RmtInf></TxDtls>`)
const mime = (text: string) => {
  const base64 = Buffer.from(text, 'utf8').toString('base64')
  return ['MIME-Version: 1.0', 'Content-Type: text/xml', 'Content-Transfer-Encoding: base64', ...(base64.match(/.{1,76}/g) ?? [])]
}

describe('what the payer wrote along', () => {
  it.each<[string, unknown, string]>([
    ['nothing', transaction(), ''],
    ['one line', transaction('ORDER-1'), 'ORDER-1'],
    ['several lines', transaction('ORDER-1', 'ORDER-2'), 'ORDER-1 ORDER-2'],
    [
      'the words of an XML document in MIME base64',
      transaction(...mime(`<?xml version="1.0"?><EDI><No>INV-2026-0001</No><Note>A &amp; B 請求書 ${'x'.repeat(80)}</Note></EDI>`)),
      `INV-2026-0001 A & B 請求書 ${'x'.repeat(80)}`,
    ],
    [
      'MIME that is not base64 stays as it is',
      transaction('MIME-Version: 1.0', 'Content-Transfer-Encoding: base64', '***'),
      'MIME-Version: 1.0 Content-Transfer-Encoding: base64 ***',
    ],
    [
      'MIME that is not UTF-8 stays as it is',
      transaction('MIME-Version: 1.0', 'Content-Transfer-Encoding: base64', '/w=='),
      'MIME-Version: 1.0 Content-Transfer-Encoding: base64 /w==',
    ],
    [
      'a creditor reference',
      parseElement('<TxDtls><RmtInf><Ustrd>A</Ustrd><Strd><CdtrRefInf><Ref>4654</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>'),
      'A 4654',
    ],
  ])('%s', (_, details, expected) => {
    expect(readRemittance(details)).toBe(expected)
  })
})
