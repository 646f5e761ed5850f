import { describe, expect, it } from 'vitest'
import { readStatement } from '../../../../src/main/gateways/bank/statement'
import { writeCamt053 } from '../../../../src/main/gateways/bank/write-camt-053'
import { writeZengin03 } from '../../../../src/main/gateways/bank/write-zengin-03'
import { noticeA, noticeEnd, noticeHeader, noticeTrailer } from '../../../../src/main/gateways/bank/zengin-01-fields'
import { data, end, header, trailer } from '../../../../src/main/gateways/bank/zengin-fields'
import { RecordError, type StatementFormat } from '../../../../src/preload/contract/statement'
import { cpuMs, mutated, seeded } from '../../../support/mutations'
import { writeZengin01 } from '../../../support/write-zengin-01'
import { camt, cp932, credit, era, head, joined, rowsOf, sorted, statement, western } from './made-statements'

/** So many damaged files for each reader; a long run by `FUZZ_RUNS=1000000`. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 400)
/** A long run takes its time; none of its files may. */
const TIMEOUT_MS = 30_000 + RUNS * 10
const SLOWEST_MS = 1_000

const deposit = { ...statement, head: { ...head, account: { ...head.account, accountType: '6' as const } } }
const noticed = { ...credit, description: '', bankReference: '000017' }
const notices = [
  { head: { ...head, opening: null }, lines: [noticed, { ...noticed, direction: 'debit' as const, kind: 'cancellation' as const }] },
]
const untold = { ...statement, head: { ...head, opening: null }, closing: null }
const businessHeader = '<?xml version="1.0"?>\r\n<AppHdr><Fr><Pwd>x</Pwd></Fr></AppHdr>\r\n'
const noticesA = writeZengin01(notices, { layout: 'A', separator: 'none' })
const kinds03 = { 1: header, 2: data, 8: trailer, 9: end }
const kinds01 = { 1: noticeHeader, 2: noticeA, 8: noticeTrailer, 9: noticeEnd }

const readers: [name: string, format: StatementFormat, file: Uint8Array][] = [
  ['type 03, no separator', 'zengin-03', writeZengin03([statement, statement], 'none')],
  ['type 03, CRLF', 'zengin-03', writeZengin03([statement, statement], 'crlf')],
  ['type 03 in UTF-8', 'zengin-03', new TextEncoder().encode(new TextDecoder('shift_jis').decode(writeZengin03([statement], 'crlf')))],
  ['type 03, deposits', 'zengin-03', writeZengin03([deposit, statement], 'crlf')],
  ['type 03, CSV', 'zengin-03-csv', cp932(rowsOf(writeZengin03([statement, statement], 'none'), kinds03, true))],
  ['type 01, format A', 'zengin-01', noticesA],
  ['type 01, format B', 'zengin-01', writeZengin01([...notices, ...notices], { layout: 'B', separator: 'crlf' })],
  ['type 01, CSV', 'zengin-01-csv', cp932(rowsOf(noticesA, kinds01, false))],
  ['camt.053', 'camt.053', camt()],
  ['camt.052', 'camt.052', writeCamt053([untold], '02', 'camt.052')],
  ['camt.054 behind a ZEDI header', 'camt.054', joined(businessHeader, writeCamt053([untold], '08', 'camt.054'))],
]

describe('a damaged file is read to its end or told to be wrong, never thrown at anybody, and never slowly', () => {
  it.each(readers)(
    '%s',
    (name, format, original) => {
      const sound = sorted(readStatement(original, era))
      expect([sound.errors, sound.heads[0]?.format]).toEqual([[], format])
      const random = seeded(20_261_120)
      let slowestMs = 0
      for (let run = 0; run < RUNS; run++) {
        const bytes = mutated(original, random)
        const started = cpuMs()
        const { heads, lines, feet, errors } = sorted(readStatement(bytes, run % 2 === 0 ? era : western))
        slowestMs = Math.max(slowestMs, cpuMs() - started)
        const isWhole = errors.length > 0 || heads.length === feet.length
        const isMoney = lines.every(({ amount }) => Number.isSafeInteger(amount) && amount > 0)
        if (!isWhole || !isMoney || !errors.every((error) => RecordError.safeParse(error).success)) expect([name, run]).toBe('read right')
      }
      expect(slowestMs).toBeLessThan(SLOWEST_MS)
    },
    TIMEOUT_MS,
  )

  it('every format has a reader here', () => {
    const formats: StatementFormat[] = ['zengin-03', 'zengin-03-csv', 'camt.053', 'camt.052', 'zengin-01', 'zengin-01-csv', 'camt.054']
    expect([...new Set(readers.map(([, format]) => format))].sort()).toEqual(formats.sort())
  })
})
