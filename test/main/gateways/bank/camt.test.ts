import { describe, expect, it } from 'vitest'
import { readCamt } from '../../../../src/main/gateways/bank/camt'
import type { CamtVersion } from '../../../../src/main/gateways/bank/write-camt-053'
import { writeCamt053 } from '../../../../src/main/gateways/bank/write-camt-053'
import { businessDate } from '../../../../src/preload/contract/date'
import { yen } from '../../../../src/preload/contract/money'
import type { StatementHead, StatementLine } from '../../../../src/preload/contract/statement'
import { LineKind } from '../../../../src/preload/contract/statement'
import type { Replacement } from './made-statements'
import { camt, credit, debit, era, fixture, head, joined, places, sorted, statement } from './made-statements'

const read = (bytes: Uint8Array) => sorted(readCamt(bytes, era))
const decoded = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const utf16le = (text: string) => joined(Uint8Array.of(0xff, 0xfe), new Uint8Array(Buffer.from(text, 'utf16le')))
const utf16be = (text: string) => joined(Uint8Array.of(0xfe, 0xff), new Uint8Array(Buffer.from(text, 'utf16le').swap16()))

const party = '<Dbtr><Pty><Nm>ﾔﾏﾀﾞ ﾀﾛｳ</Nm></Pty></Dbtr>'
const details = /<NtryDtls>.*?<\/NtryDtls>/
const number = '<Othr><Id>1234567</Id></Othr>'
const servicer = /<Svcr>.*<\/Svcr>/
const period = /<FrToDt>.*?<\/FrToDt>/

describe('a camt.053 statement', () => {
  it.each<CamtVersion>(['02', '04', '08'])('of version %s is read as head, lines and foot', (version) => {
    const bytes = writeCamt053([{ ...statement, sequenceNumber: '223' }], version)
    const { heads, lines, feet, errors } = read(bytes)
    expect(errors).toEqual([])
    expect(heads).toEqual([{ ...head, format: 'camt.053', record: 1, sequenceNumber: '223', layout: null }])
    expect(lines.map(({ record, raw, ...rest }) => rest)).toEqual([credit, debit])
    expect(feet).toEqual([{ record: 2, closing: 109_000, readDates: [] }])
  })

  it('hands on each entry exactly as it stands in the file, also behind characters of three bytes', () => {
    const bytes = camt()
    const raws = read(bytes).lines.map(({ raw }) => decoded(raw))
    expect(raws).toEqual(decoded(bytes).match(/<Ntry>.*<\/Ntry>/g))
    expect(raws).toHaveLength(2)
  })

  it.each([
    ['little', utf16le],
    ['big', utf16be],
  ])('may be UTF-16 (%s endian), entries as they stand', (_, encode) => {
    const text = decoded(camt()).replace('UTF-8', 'UTF-16')
    const { lines, errors } = read(encode(text))
    expect(errors).toEqual([])
    expect(lines.map(({ remitterName }) => remitterName)).toEqual(['ﾔﾏﾀﾞ ﾀﾛｳ', 'ﾃﾞﾝｷ'])
    const entry = /<Ntry>.*?<\/Ntry>/.exec(text)?.[0] ?? ''
    expect(lines[0]?.raw).toEqual(encode(entry).subarray(2))
  })

  it('may have prefixes, a mark, comments and CDATA', () => {
    const prefixed = decoded(camt())
      .replace(/<(\/?)(?=[A-Z])/g, '<$1c:')
      .replace('xmlns=', 'xmlns:c=')
    const { lines, errors } = read(new TextEncoder().encode(`\uFEFF${prefixed.replace('ORDER-1', '<!-- x --><![CDATA[A & <B>]]>')}`))
    expect(errors).toEqual([])
    expect(lines[0]?.edi).toBe('A & <B>')
  })

  it('may stand behind a ZEDI business header, of which nothing is repeated', () => {
    const header = '<?xml version="1.0" encoding="UTF-8"?>\r\n<AppHdr xmlns="urn:head.001"><Fr><Pwd>SECRET</Pwd></Fr></AppHdr>\r\n'
    expect(read(joined(header, camt())).lines).toHaveLength(2)
    const broken = [...readCamt(joined(header.replace('</Fr>', ''), camt()), era)]
    expect(broken).toMatchObject([{ part: 'error', error: { code: 'not_well_formed', record: 1 } }])
    expect(JSON.stringify(broken)).not.toContain('SECRET')
  })

  it('may hold several statements; entries are counted through the file', () => {
    const { heads, lines, feet } = read(writeCamt053([statement, statement]))
    expect(heads.map(({ record }) => record)).toEqual([1, 3])
    expect(lines.map(({ record }) => record)).toEqual([1, 2, 3, 4])
    expect(feet.map(({ record }) => record)).toEqual([2, 4])
  })

  it('keeps every kind of movement', () => {
    const lines = LineKind.options.map((kind) => ({ ...(kind === 'cancellation' ? debit : credit), kind }))
    const closing = yen(100_000 + (lines.length - 1) * 12_000 - 3_000)
    expect(read(writeCamt053([{ head, lines, closing }])).lines.map(({ kind }) => kind)).toEqual(LineKind.options)
  })

  it('escapes and reads back every special character', () => {
    const line = { ...credit, remitterName: `A&B <C> "D" 'E' &amp;lt;` }
    const closing = yen(112_000)
    expect(read(writeCamt053([{ head, lines: [line], closing }])).lines[0]?.remitterName).toBe(line.remitterName)
  })
})

describe('what a head may say', () => {
  const account = head.account
  it.each<[string, Replacement[], Partial<StatementHead>]>([
    ['an account number of 000 and 7 digits', [[number, '<Othr><Id>0001234567</Id></Othr>']], { account }],
    [
      'a member id of bank and branch',
      [[servicer, '<Svcr><FinInstnId><ClrSysMmbId><MmbId>0005101</MmbId></ClrSysMmbId></FinInstnId></Svcr>']],
      { account, bankName: '' },
    ],
    [
      'the branch inside the institution',
      [[/<\/FinInstnId>(<BrnchId>.*?<\/BrnchId>)/, '<BrnchId><Id>101</Id></BrnchId></FinInstnId>']],
      { account },
    ],
    [
      'bank, branch and number in one',
      [
        [servicer, ''],
        [number, '<Othr><Id>00051011234567</Id></Othr>'],
      ],
      { account },
    ],
    ['a type by code', [['<Tp><Prtry>1</Prtry></Tp><Ccy>', '<Tp><Cd>2</Cd></Tp><Ccy>']], { account: { ...account, accountType: '2' } }],
    ['no type', [['<Tp><Prtry>1</Prtry></Tp><Ccy>', '<Ccy>']], { account }],
    ['no period: the days of the balances', [[period, '']], { from: head.from, to: head.to }],
    [
      'no period and a previous closing: the day after it',
      [
        [period, ''],
        ['OPBD', 'PRCD'],
      ],
      { from: businessDate('2026-11-02') },
    ],
    [
      'a period of dates',
      [[period, '<FrToDt><FrDt>2026-11-19</FrDt><ToDt>2026-11-20</ToDt></FrToDt>']],
      { from: businessDate('2026-11-19') },
    ],
    [
      'a moment in another zone is its Japanese day',
      [['2026-11-21T18:00:00+09:00</CreDtTm><FrToDt>', '2026-11-20T15:00:00Z</CreDtTm><FrToDt>']],
      { createdOn: head.createdOn },
    ],
    [
      'no creation day: the day of import',
      [['<CreDtTm>2026-11-21T18:00:00+09:00</CreDtTm><FrToDt>', '<FrToDt>']],
      { createdOn: era.importedOn },
    ],
    ['an amount with zeros behind the point', [['>100000<', '>100000.00<']], { opening: yen(100_000) }],
    ['no opening balance', [[/<Bal>.*?<\/Bal>/, '']], { opening: null }],
  ])('%s', (_, replacements, expected) => {
    const { heads, errors } = read(camt(...replacements))
    expect(errors).toEqual([])
    expect(heads[0]).toMatchObject(expected)
  })
})

describe('what an entry may say', () => {
  it.each<[string, Replacement[], Partial<StatementLine>]>([
    ['the name of the ultimate debtor first', [[party, `<UltmtDbtr><Nm>ﾌｸﾀﾞ</Nm></UltmtDbtr>${party}`]], { remitterName: 'ﾌｸﾀﾞ' }],
    ['the older place of a name', [[party, '<Dbtr><Nm>ﾔﾏﾀﾞ</Nm></Dbtr>']], { remitterName: 'ﾔﾏﾀﾞ' }],
    ['no transaction', [[details, '']], { remitterName: '', edi: '', remitterCode: null, description: 'ﾌﾘｺﾐ' }],
    [
      'a batch: counted, nothing joined',
      [[details, '<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>A</Nm></Dbtr></RltdPties></TxDtls><TxDtls/><TxDtls/></NtryDtls>']],
      { remitterName: '', edi: '', remitterCode: null, description: '3件 ﾌﾘｺﾐ' },
    ],
    [
      'a batch that only tells its number',
      [[details, '<NtryDtls><Btch><NbOfTxs>25</NbOfTxs></Btch></NtryDtls>']],
      { remitterName: '', description: '25件 ﾌﾘｺﾐ' },
    ],
    ['a virtual account of zeros', [['1010000001', '0000000000']], { remitterCode: null }],
    ['an account of seven digits is no virtual one', [['1010000001', '1234567']], { remitterCode: null }],
    ['only its own reference', [['<AcctSvcrRef>00000017</AcctSvcrRef>', '<NtryRef>N1</NtryRef>']], { bankReference: 'N1' }],
    ['a value date left out', [[/<ValDt>.*?<\/ValDt>/, '']], { valueOn: credit.bookedOn }],
    ['a booking moment', [['<BookgDt><Dt>2026-11-20</Dt>', '<BookgDt><DtTm>2026-11-20T09:30:00</DtTm>']], { bookedOn: credit.bookedOn }],
    ['a reversal keeps its direction', [['<RvslInd>false', '<RvslInd>true']], { direction: 'credit', notCustomerMoney: 'returned' }],
    [
      'a return reason',
      [['<NtryDtls><TxDtls>', '<NtryDtls><TxDtls><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>']],
      { notCustomerMoney: 'returned' },
    ],
    ['an empty return reason', [['<NtryDtls><TxDtls>', '<NtryDtls><TxDtls><RtrInf/>']], { notCustomerMoney: 'returned' }],
    ['a return code', [['<SubFmlyCd>OTHR', '<SubFmlyCd>RRTN']], { notCustomerMoney: 'returned' }],
    [
      'a return code on a transaction of a batch',
      [[details, '<NtryDtls><TxDtls/><TxDtls><BkTxCd><Domn><Fmly><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd></TxDtls></NtryDtls>']],
      { notCustomerMoney: 'returned' },
    ],
    ['資金返却 in its text', [['ORDER-1', '資金返却']], { notCustomerMoney: 'returned' }],
    [
      'the bank’s own code for 訂正',
      [[/<BkTxCd>.*?<\/BkTxCd>/, '<BkTxCd><Prtry><Cd>19</Cd></Prtry></BkTxCd>']],
      { kind: 'correction', notCustomerMoney: 'correction' },
    ],
    ['no code', [[/<BkTxCd>.*?<\/BkTxCd>/, '']], { kind: 'unknown' }],
  ])('%s', (_, replacements, expected) => {
    const { lines, errors } = read(camt(...replacements))
    expect(errors).toEqual([])
    expect(lines[0]).toMatchObject(expected)
  })

  it('that is not booked is no line and no part of the balance', () => {
    const pending = `<Ntry><Amt Ccy="JPY">5</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts></Ntry>\n</Stmt>`
    for (const told of [2, 3]) {
      const { lines, feet, errors } = read(camt(['</Stmt>', pending], [/<NbOfNtries>2.*?<\/Sum>/, `<NbOfNtries>${told}</NbOfNtries>`]))
      expect([lines.length, feet.length, errors]).toEqual([2, 1, []])
    }
  })
})

describe('a fault of a camt.053 file', () => {
  it.each<[string, Uint8Array, string[]]>([
    ['a document type', camt(['<Document', '<!DOCTYPE x><Document']), ['doctype_refused@1']],
    ['an entity', camt(['<Document', '<!DOCTYPE x [<!ENTITY a "b">]><Document']), ['doctype_refused@1']],
    ['a document type in UTF-16', utf16le('<?xml version="1.0"?><!DOCTYPE x><Document/>'), ['doctype_refused@1']],
    ['a document type in UTF-16, big endian', utf16be('<?xml version="1.0"?><!DOCTYPE x><Document/>'), ['doctype_refused@1']],
    ['bytes that are not UTF-8', joined(camt(), Uint8Array.of(0xff)), ['encoding_not_supported@1']],
    ['another encoding', camt(['UTF-8', 'Shift_JIS']), ['encoding_not_supported@1']],
    ['UTF-16 that is not', camt(['UTF-8', 'UTF-16']), ['encoding_not_supported@1']],
    ['cut off', camt().subarray(0, 1_500), ['not_well_formed@1']],
    ['cut off behind the first entry', camt([/<\/Ntry>\n<Ntry>[\s\S]*/, '</Ntry>\n<Ntry>']), ['not_well_formed@2']],
    [
      'a name no object may have',
      camt(['<RvslInd>false</RvslInd>', '<__proto__>x</__proto__>']),
      ['not_well_formed@1', 'missing_element@1', 'direction_unknown@1', 'missing_element@1'],
    ],
    ['no statement in it', fixture('camt/genkgo_camt053.v2.wrong.xml'), ['missing_element@1']],
    ['an account in euro', camt(['<Ccy>JPY', '<Ccy>EUR']), ['not_yen@1']],
    ['an entry in euro', camt(['<Amt Ccy="JPY">12000', '<Amt Ccy="EUR">12000']), ['not_yen@1']],
    ['no currency', camt(['<Amt Ccy="JPY">3000', '<Amt>3000']), ['not_yen@2']],
    ['a fraction of a yen', camt(['>12000<', '>12000.5<']), ['fraction_of_yen@1']],
    ['an amount with an exponent', camt(['>12000<', '>12e3<']), ['not_a_number@1']],
    ['an amount beyond counting', camt(['>12000<', '>999999999999999<']), ['not_a_number@1']],
    ['a negative amount', camt(['>12000<', '>-12000<']), ['not_a_number@1']],
    ['no amount', camt(['<Amt Ccy="JPY">12000</Amt>', '']), ['missing_element@1']],
    ['an amount of zero', camt(['>12000<', '>0.00<']), ['amount_zero@1']],
    ['no direction', camt(['12000</Amt><CdtDbtInd>CRDT</CdtDbtInd>', '12000</Amt>']), ['direction_unknown@1']],
    ['no booking date', camt([/<BookgDt>.*?<\/BookgDt>/, '']), ['missing_element@1']],
    ['a booking date that is none', camt(['<BookgDt><Dt>2026-11-20', '<BookgDt><Dt>2026-02-30']), ['not_a_date@1']],
    ['a booking date outside the period', camt(['<BookgDt><Dt>2026-11-20', '<BookgDt><Dt>2026-10-31']), ['date_out_of_period@1']],
    [
      'a period that ends before it begins',
      camt(['<FrDtTm>2026-11-01', '<FrDtTm>2026-11-30']),
      ['date_out_of_period@1', 'date_out_of_period@1', 'date_out_of_period@2'],
    ],
    ['no period at all', camt([period, ''], [/<Bal>.*<\/Bal>/, '']), ['missing_element@1']],
    ['an IBAN', camt([number, '<IBAN>NL26VAYB8060476890</IBAN>']), ['account_not_identified@1']],
    ['no bank', camt([servicer, '']), ['account_not_identified@1']],
    ['a bank that is not ours to name', camt(['<MmbId>0005', '<MmbId>00X5']), ['account_not_identified@1']],
    ['a closing balance that does not fit', camt(['>109000<', '>109001<']), ['balance_mismatch@2']],
    ['a number of entries that is wrong', camt(['<NbOfNtries>2', '<NbOfNtries>3']), ['trailer_count@2']],
    ['a sum of entries that is wrong', camt(['<Sum>15000', '<Sum>15001']), ['trailer_sum@2']],
  ])('%s', (_, bytes, expected) => {
    expect(places(read(bytes).errors)).toEqual(expected)
  })

  it('leaves no head, line or foot of a statement that is not in yen', () => {
    for (const name of ['genkgo_camt053.v2.minimal.xml', 'genkgo_camt053.v2.multi.statement.xml', 'viafintech_camt053_batch.xml']) {
      const { heads, lines, feet, errors } = read(fixture(`camt/${name}`))
      expect([heads, lines, feet]).toEqual([[], [], []])
      expect(errors.map(({ code }) => code)).toEqual(expect.arrayContaining(['not_yen', 'account_not_identified']))
    }
  })
})
