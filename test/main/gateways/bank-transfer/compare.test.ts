import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareTransfers } from '../../../../src/main/gateways/bank-transfer/compare'
import { writePain001 } from '../../../../src/main/gateways/bank-transfer/write-pain-001'
import { writeZengin21 } from '../../../../src/main/gateways/bank-transfer/write-zengin-21'
import { businessDate } from '../../../../src/preload/contract/date'
import { PositiveYen } from '../../../../src/preload/contract/money'
import type { TransferBatch, ZediEnvelope, Zengin21Profile } from '../../../../src/preload/contract/transfers'
import { anyBatch, batch, crlf, none, originator, transfer, zedi } from './made-transfers'

function written(what: TransferBatch, profile: Zengin21Profile | ZediEnvelope): Uint8Array {
  const file = profile.format === 'pain.001' ? writePain001(what, profile) : writeZengin21(what, profile)
  if (!file.ok) throw new Error(JSON.stringify(file.problems))
  return file.bytes
}

const amounts = (...each: number[]) => batch(each.map((amount) => transfer({ amount: PositiveYen.parse(amount) })))
const three = amounts(100, 200, 300)
const kinds = (bytes: Uint8Array, intended: TransferBatch, profile: Zengin21Profile | ZediEnvelope = crlf) =>
  compareTransfers(bytes, intended, profile).map(({ kind, record, field, intended: wanted, found }) => [kind, record, field, wanted, found])

describe('a file that is not what was intended', () => {
  const payee = '0005 010 7654321 ｶ)ｻｸﾗ ｽﾄｱ'
  it('says which transfer is missing, and does not blame the others', () => {
    expect(kinds(written(amounts(100, 300), none), three, none)).toEqual([
      ['file', 0, 'length', '720', '600'],
      ['missing', 3, 'transfer', `${payee} 200`, ''],
    ])
    expect(kinds(written(amounts(100, 200), none), three, none)[1]).toEqual(['missing', 0, 'transfer', `${payee} 300`, ''])
  })

  it('says which transfer was added', () => {
    expect(kinds(written(amounts(100, 150, 200, 300), none), three, none)).toEqual([
      ['file', 0, 'length', '720', '840'],
      ['added', 3, 'transfer', '', `${payee} 150`],
    ])
    expect(kinds(written(amounts(100, 200, 300, 400), none), three, none)[1]).toEqual(['added', 5, 'transfer', '', `${payee} 400`])
  })

  it('says which field differs', () => {
    expect(kinds(written(amounts(100, 250, 300), crlf), three)).toEqual([['transfer', 3, 'amount', '200', '250']])
    expect(kinds(written(batch([transfer({ edi: '' })]), crlf), batch())).toEqual([
      ['transfer', 2, 'edi', 'ｾｲｻﾝ-1/¥｢ｦ｣', ''],
      ['transfer', 2, 'customerCode1', '', '0000000000'],
      ['transfer', 2, 'customerCode2', '', '0000000000'],
      ['transfer', 2, 'identification', 'Y', ''],
    ])
    const other = { ...batch(), payOn: businessDate('2026-12-01'), originator: { ...originator, code: '9999999999' } }
    expect(kinds(written(other, crlf), batch())).toEqual([
      ['head', 1, 'code', '0123456789', '9999999999'],
      ['head', 1, 'payOn', '11-30', '12-01'],
    ])
  })

  it('says that the records end otherwise, or that something stands behind them', () => {
    expect(kinds(written(three, none), three, crlf)).toEqual([['file', 0, 'length', '732', '720']])
    expect(kinds(Buffer.concat([written(three, crlf), Uint8Array.of(0x1a)]), three)).toEqual([['file', 0, 'length', '732', '733']])
  })

  it('says that there are two batches', () => {
    const one = written(amounts(100), none)
    const double = Buffer.concat([one.subarray(0, 360), one])
    expect(kinds(double, amounts(100), none)).toContainEqual(['file', 0, 'batches', '1', '2'])
  })

  it('names the faults of one that cannot be read', () => {
    expect(kinds(new Uint8Array(), three)[1]).toEqual(['unreadable', 1, 'format_unknown', '121', ''])
  })

  it('tells a hundred differences at the most', () => {
    const many = amounts(...Array.from({ length: 300 }, () => 1))
    expect(compareTransfers(written(amounts(...Array.from({ length: 300 }, () => 2)), crlf), many, crlf)).toHaveLength(100)
  })
})

describe('one changed byte', () => {
  const small = batch([transfer(), transfer({ edi: '', bankName: '', newCode: '0' })])

  it.each([crlf, none])(
    'anywhere in a file, to anything, is told ($separator)',
    (profile) => {
      const bytes = written(small, profile)
      const untold: string[] = []
      for (let at = 0; at < bytes.length; at++) {
        const was = bytes[at] ?? 0
        for (let value = 0; value < 256; value++) {
          if (value === was) continue
          bytes[at] = value
          if (compareTransfers(bytes, small, profile).length === 0) untold.push(`${at}: ${was} → ${value}`)
        }
        bytes[at] = was
      }
      expect(untold).toEqual([])
      expect(compareTransfers(bytes, small, profile)).toEqual([])
    },
    120_000,
  )

  it('more or less is told, and so are two records in each other’s place', () => {
    const bytes = Buffer.from(written(small, crlf))
    for (let at = 0; at < bytes.length; at++) {
      const shorter = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])
      const longer = Buffer.concat([bytes.subarray(0, at), Buffer.from(' '), bytes.subarray(at)])
      expect(compareTransfers(shorter, small, crlf).length * compareTransfers(longer, small, crlf).length).toBeGreaterThan(0)
    }
    const swapped = Buffer.concat([bytes.subarray(0, 122), bytes.subarray(244, 366), bytes.subarray(122, 244), bytes.subarray(366)])
    expect(compareTransfers(swapped, small, crlf)).not.toEqual([])
  })
})

describe('of a ZEDI message', () => {
  it('any batch is read again as it was', () => {
    fc.assert(
      fc.property(anyBatch, (any) => {
        expect(compareTransfers(written(any, zedi), any, zedi)).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  it('every other batch, envelope and figure is told', () => {
    const xml = Buffer.from(written(three, zedi)).toString()
    expect(kinds(Buffer.from(written(amounts(100, 250, 300), zedi)), three, zedi)).toEqual([['transfer', 2, 'amount', '200', '250']])
    expect(kinds(Buffer.from(xml), three, { ...zedi, messageId: 'ANOTHER' })).toEqual([['file', 0, 'envelope', 'ANOTHER', 'another']])
    const envelopes: Partial<ZediEnvelope>[] = [{ from: 'x' }, { to: 'x' }, { createdAt: zedi.createdAt + 1_000 }]
    for (const change of envelopes) expect(kinds(Buffer.from(xml), three, { ...zedi, ...change })[0]?.[2]).toBe('envelope')
    const changes: [from: string, to: string, kind: string, field: string][] = [
      ['<CtrlSum>600<', '<CtrlSum>601<', 'unreadable', 'trailer_sum'],
      ['<NbOfTxs>3<', '<NbOfTxs>4<', 'unreadable', 'trailer_count'],
      ['<NbOfTxs>1<', '<NbOfTxs>2<', 'unreadable', 'trailer_count'],
      ['>200<', '>200.5<', 'unreadable', 'not_a_number'],
      ['>200<', '>0<', 'unreadable', 'amount_zero'],
      ['Ccy="JPY">200', 'Ccy="USD">200', 'unreadable', 'not_yen'],
      ['<ReqdExctnDt>2026-11-30', '<ReqdExctnDt>2026-12-01', 'head', 'payOn'],
      ['ｷﾞﾝｻﾞ', 'ｷﾞﾝｻ', 'transfer', 'branchName'],
      ['Y:    ', 'Z:    ', 'transfer', 'identification'],
      ['</Cdtr>', '', 'unreadable', 'not_well_formed'],
    ]
    for (const [from, to, kind, field] of changes) {
      expect(xml).toContain(from)
      expect(compareTransfers(Buffer.from(xml.replace(from, to)), three, zedi)[0]).toMatchObject({ kind, field })
    }
  })
})
