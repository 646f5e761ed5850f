import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { readPain001 } from '../../../../src/main/gateways/bank-transfer/read-pain-001'
import { writePain001 } from '../../../../src/main/gateways/bank-transfer/write-pain-001'
import type { TransferBatch, ZediEnvelope } from '../../../../src/preload/contract/transfers'
import { batch, collected, transfer, zedi } from './made-transfers'

function xmlOf(what: TransferBatch = batch(), envelope: ZediEnvelope = zedi): string {
  const file = writePain001(what, envelope)
  if (!file.ok) throw new Error(JSON.stringify(file.problems))
  return Buffer.from(file.bytes).toString()
}

const faultsOf = (xml: string | Uint8Array) => collected(readPain001(Buffer.from(xml))).faults.map(({ code, record }) => [code, record])

describe('a ZEDI message', () => {
  const [header = '', body = ''] = xmlOf().split('\r\n')

  it('is a header, CRLF and a body, each a document of its own', () => {
    expect(xmlOf().split('\r\n')).toHaveLength(2)
    for (const part of [header, body]) expect(part).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n</)
  })

  it('has the header that was agreed with the bank, escaped, in UTC', () => {
    expect(header.split('\n')[1]).toBe(
      '<AppHdr xmlns="urn:iso:std:iso:20022:tech:xsd:head.001.001.01">' +
        '<Fr><OrgId><Id><OrgId><Othr><Id>9900000001:PASS&lt;&amp;&gt;&quot;&apos;</Id></Othr></OrgId></Id></OrgId></Fr>' +
        '<To><FIId><FinInstnId><Othr><Id>0001:CENTER1</Id></Othr></FinInstnId></FIId></To>' +
        '<BizMsgIdr>DAIKO-2026-11-20-1</BizMsgIdr><MsgDefIdr>pain.001.001.03</MsgDefIdr><CreDt>2026-11-20T03:04:05Z</CreDt></AppHdr>',
    )
  })

  it('has the body of the profile, element by element', () => {
    const agent = (bank: string, name: string, branch: string, branchName: string) =>
      `<FinInstnId><ClrSysMmbId><ClrSysId><Cd>JPZGN</Cd></ClrSysId><MmbId>${bank}</MmbId></ClrSysMmbId><Nm>${name}</Nm></FinInstnId>` +
      `<BrnchId><Id>${branch}</Id><Nm>${branchName}</Nm></BrnchId>`
    const edi = Buffer.from('<EDIInf1><Content>ｾｲｻﾝ-1/¥｢ｦ｣</Content></EDIInf1>').toString('base64')
    expect(body.split('\n')[1]).toBe(
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"><CstmrCdtTrfInitn>' +
        '<GrpHdr><MsgId>DAIKO-2026-11-20-1</MsgId><CreDtTm>2026-11-20T12:04:05</CreDtTm><NbOfTxs>1</NbOfTxs><InitgPty/></GrpHdr>' +
        '<PmtInf><PmtInfId>1</PmtInfId><PmtMtd>TRF</PmtMtd><NbOfTxs>1</NbOfTxs><CtrlSum>1234567</CtrlSum>' +
        '<PmtTpInf><CtgyPurp><Cd>OTHR</Cd></CtgyPurp></PmtTpInf><ReqdExctnDt>2026-11-30</ReqdExctnDt>' +
        '<Dbtr><Id><OrgId><Othr><Id>0123456789</Id><SchmeNm><Cd>BANK</Cd></SchmeNm></Othr></OrgId></Id></Dbtr>' +
        '<DbtrAcct><Id><Othr><Id>0034567</Id></Othr></Id><Tp><Prtry>1</Prtry></Tp></DbtrAcct>' +
        `<DbtrAgt>${agent('0001', 'ﾐｽﾞﾎ', '002', 'ﾎﾝﾃﾝ')}</DbtrAgt><UltmtDbtr><Nm>ﾀﾞｲｺｳ ｷﾞﾝｺｳ</Nm></UltmtDbtr>` +
        '<CdtTrfTxInf><PmtId><EndToEndId>1</EndToEndId></PmtId><Amt><InstdAmt Ccy="JPY">1234567</InstdAmt></Amt>' +
        `<CdtrAgt>${agent('0005', 'ﾐﾂﾋﾞｼUFJ', '010', 'ｷﾞﾝｻﾞ')}</CdtrAgt><Cdtr><Nm>ｶ)ｻｸﾗ ｽﾄｱ</Nm></Cdtr>` +
        '<CdtrAcct><Id><Othr><Id>7654321</Id></Othr></Id><Tp><Prtry>2</Prtry></Tp></CdtrAcct>' +
        '<InstrForCdtrAgt><InstrInf>7</InstrInf></InstrForCdtrAgt>' +
        '<InstrForDbtrAgt>Y:       :                 </InstrForDbtrAgt><Purp><Prtry>1</Prtry></Purp>' +
        '<RmtInf><Ustrd>MIME-Version: 1.0</Ustrd><Ustrd>Content-Type: text/xml</Ustrd><Ustrd>Content-Transfer-Encoding: base64</Ustrd>' +
        `<Ustrd>${edi.slice(0, 76)}</Ustrd><Ustrd>${edi.slice(76)}</Ustrd></RmtInf></CdtTrfTxInf></PmtInf></CstmrCdtTrfInitn></Document>`,
    )
    expect(edi.length).toBeGreaterThan(76)
    expect('Y:       :                 ').toHaveLength(27)
  })

  it('leaves out what is empty', () => {
    const xml = xmlOf(batch([transfer({ edi: '', bankName: '', branchName: '' })]), { ...zedi, transferClass: ' ' })
    expect(xml).not.toMatch(/<RmtInf>|<InstrForCdtrAgt>|<Nm><\/Nm>/)
    expect(xml).toContain('<InstrForDbtrAgt> :       :                 </InstrForDbtrAgt>')
  })

  it('is XML that another parser reads, for many transfers too', () => {
    const xml = xmlOf(batch(Array.from({ length: 2_500 }, () => transfer())))
    const document: { Document: { CstmrCdtTrfInitn: { PmtInf: { CdtTrfTxInf: { PmtId: { EndToEndId: number } }[] } } } } =
      new XMLParser().parse(xml.split('\r\n')[1] ?? '')
    const numbers = document.Document.CstmrCdtTrfInitn.PmtInf.CdtTrfTxInf.map(({ PmtId }) => PmtId.EndToEndId)
    expect(numbers).toEqual(Array.from({ length: 2_500 }, (_, at) => at + 1))
  })

  const refused: [what: string, envelope: Partial<ZediEnvelope>][] = [
    ['no message id', { messageId: '' }],
    ['a message id of 36', { messageId: 'A'.repeat(36) }],
    ['a message id with a slash', { messageId: 'A/B' }],
    ['no sender', { from: '' }],
    ['a line end in the receiver', { to: 'A\nB' }],
  ]
  it.each(refused)('is not written with %s, and the password is not told', (_, envelope) => {
    const file = writePain001(batch(), { ...zedi, ...envelope })
    expect(file).toMatchObject({ ok: false, problems: [{ transfer: 0, field: 'envelope', code: 'not_allowed' }] })
    expect(JSON.stringify(file)).not.toContain('PASS')
  })

  it('is not written with what a transfer file cannot say', () => {
    expect(writePain001(batch([transfer({ holderKana: '山田' })]), zedi)).toMatchObject({ ok: false, total: 2 })
  })
})

describe('a pain.001 of another program', () => {
  const sample = readFileSync(join(import.meta.dirname, '../../../fixtures/camt/zengin4j_zedi_bah+pain.001.001.03_concatenated.xml'))

  it('zengin4j: full-width names, the branch within the institution, transfers counted in the group header', () => {
    const { heads, transfers, faults } = collected(readPain001(sample))
    expect(faults).toEqual([])
    expect(heads).toMatchObject([
      { name: 'ﾃｽﾄｼﾖｳｼﾞ', payOn: '2026-09-30', bankCode: '9999', bankName: 'ﾃｽﾄｷﾞﾝｺｳ', branchCode: '998', accountNumber: '9000001' },
    ])
    expect(transfers).toHaveLength(3)
    expect(transfers[2]).toMatchObject({
      record: 3,
      holderKana: 'ﾔﾏﾀﾞ ﾀﾛｳ',
      amount: 150_000,
      branchCode: '999',
      accountNumber: '9876543',
      edi: '',
    })
  })

  it('may have a prefix, several PmtInf, and customer codes', () => {
    const two = xmlOf(batch([transfer({ edi: '' })]))
      .replace('<Cdtr><Nm>', '<Cdtr><Id><OrgId><Othr><Id>42</Id><SchmeNm><Prtry>Customer Code2</Prtry></SchmeNm></Othr></OrgId></Id><Nm>')
      .replace(/<PmtInf>.*<\/PmtInf>/, (batchXml) => batchXml + batchXml)
      .replace('<NbOfTxs>1</NbOfTxs><InitgPty/>', '<NbOfTxs>2</NbOfTxs><InitgPty/>')
      .replace(/<(\/?)(?=[A-Z])/g, '<$1p:')
      .replaceAll('xmlns=', 'xmlns:p=')
    const { heads, transfers, faults } = collected(readPain001(Buffer.from(two)))
    expect(faults).toEqual([])
    expect(heads.map(({ record }) => record)).toEqual([1, 2])
    expect(transfers.map(({ record, customerCode1, customerCode2 }) => [record, customerCode1, customerCode2])).toEqual([
      [1, '', '42'],
      [2, '', '42'],
    ])
  })

  const xml = xmlOf()
  const cases: [what: string, file: string | Uint8Array, faults: [string, number][]][] = [
    ['no XML', 'hello', [['format_unknown', 0]]],
    ['another message', '<Document><BkToCstmrStmt/></Document>', [['format_unknown', 0]]],
    ['no UTF-8', Uint8Array.of(0x3c, 0xff), [['encoding_not_supported', 0]]],
    ['an entity', xml.replace('<Document', '<!ENTITY x "y"><Document'), [['doctype_refused', 0]]],
    ['an element that is not closed', xml.replace('</GrpHdr>', ''), [['not_well_formed', 0]]],
    ['no name', xml.replace('<Cdtr><Nm>ｶ)ｻｸﾗ ｽﾄｱ</Nm></Cdtr>', '<Cdtr/>'), [['missing_name', 1]]],
    [
      'no amount',
      xml.replace(/<Amt>.*<\/Amt>/, ''),
      [
        ['missing_element', 1],
        ['not_yen', 1],
        ['trailer_sum', 0],
      ],
    ],
    ['no account', xml.replace(/<CdtrAcct>.*<\/CdtrAcct>/, ''), [['missing_element', 1]]],
    ['no bank', xml.replace('<MmbId>0005</MmbId>', ''), [['missing_element', 1]]],
  ]
  it.each(cases)('is refused by name with %s', (_, file, faults) => {
    expect(faultsOf(file)).toEqual(faults)
  })
})
