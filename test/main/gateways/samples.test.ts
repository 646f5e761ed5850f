import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readStatement } from '../../../src/main/gateways/bank/statement'
import { readPain001 } from '../../../src/main/gateways/bank-transfer/read-pain-001'
import { readZengin21 } from '../../../src/main/gateways/bank-transfer/read-zengin-21'
import { businessDate } from '../../../src/preload/contract/date'
import type { ReadOriginator, ReadTransfer } from '../../../src/preload/contract/transfers'
import { collected, jis } from './bank-transfer/made-transfers'

/*
 * Every file of other programs that is kept here, through every reader that might be given it: what is legal is read without change, what
 * is not is refused by name. A file that is in no row fails.
 */
const FOLDER = join(import.meta.dirname, '../../fixtures')
const read = (name: string) => readFileSync(join(FOLDER, name))
const filesIn = (folder: string) =>
  readdirSync(join(FOLDER, folder))
    .filter((name) => !/^\.|NOTICE/.test(name))
    .map((name) => `${folder}/${name}`)

interface Row {
  readonly file: string
  /** Transfers and their sum, or the fault by which a reader of transfer files refuses it. */
  readonly asTransfers: readonly [transfers: number, total: number] | string
  /** By which fault a reader of statements refuses it, and what it takes it for: none is a statement of an account in yen at a Japanese bank. */
  readonly asStatement: string
}

const rows: readonly Row[] = [
  { file: 'zengin/devture_21_empty.txt', asTransfers: [0, 0], asStatement: 'format_unknown zengin_21' },
  { file: 'zengin/devture_21_multi-transaction.txt', asTransfers: [2, 1_702_961], asStatement: 'format_unknown zengin_21' },
  { file: 'zengin/devture_21_single-transaction.txt', asTransfers: [1, 1_103_661], asStatement: 'format_unknown zengin_21' },
  { file: 'zengin/kyash_21_lf_trailing-space-stripped.txt', asTransfers: [3, 6], asStatement: 'format_unknown zengin_21' },
  { file: 'zengin/zengin4j_21_cr-only.txt', asTransfers: [2, 115_015], asStatement: 'format_unknown zengin_21' },
  { file: 'zengin/zengin4j_malformed_mixed-separators.bin', asTransfers: 'mixed_separators', asStatement: 'format_unknown zengin_21' },
  { file: 'camt/zengin4j_zedi_bah+pain.001.001.03_concatenated.xml', asTransfers: [3, 450_000], asStatement: 'format_unknown pain_001' },
  { file: 'camt/genkgo_camt053.v2.minimal.xml', asTransfers: 'format_unknown', asStatement: 'account_not_identified' },
  { file: 'camt/genkgo_camt053.v2.multi.statement.xml', asTransfers: 'format_unknown', asStatement: 'account_not_identified' },
  { file: 'camt/genkgo_camt053.v2.wrong.xml', asTransfers: 'format_unknown', asStatement: 'missing_element' },
  { file: 'camt/genkgo_camt054.v2.xml', asTransfers: 'format_unknown', asStatement: 'account_not_identified' },
  { file: 'camt/moov_camt054_returns_RtrInf.xml', asTransfers: 'format_unknown', asStatement: 'account_not_identified' },
  { file: 'camt/viafintech_camt053_batch.xml', asTransfers: 'format_unknown', asStatement: 'account_not_identified' },
]

it('every sample has its row', () => {
  expect(rows.map(({ file }) => file).sort()).toEqual([...filesIn('zengin'), ...filesIn('camt')].sort())
})

it.each(rows)('$file as a file of transfers', ({ file, asTransfers }) => {
  const reader = file.endsWith('.xml') ? readPain001 : readZengin21
  const { transfers, faults } = collected(reader(read(file)))
  if (typeof asTransfers === 'string') {
    expect({ faults: faults.map(({ code }) => code), transfers }).toEqual({ faults: [asTransfers], transfers: [] })
  } else {
    expect(faults).toEqual([])
    expect([transfers.length, transfers.reduce((sum, { amount }) => sum + amount, 0)]).toEqual(asTransfers)
  }
})

it.each(rows)('$file as a statement', ({ file, asStatement }) => {
  const parts = [...readStatement(read(file), { dates: 'era', importedOn: businessDate('2026-11-20') })]
  const errors = parts.flatMap((part) => (part.part === 'error' ? [part.error] : []))
  expect(errors.map(({ code, found }) => (code === 'format_unknown' ? `${code} ${found}` : code))[0]).toBe(asStatement)
})

/* The records of 総合振込 once more, as the standard lists them (全銀協 AP-Ⅰ-12): lengths in their order, put together from what was read. */

const record = (...fields: readonly (readonly [text: string, length: number])[]) => {
  const bytes = Buffer.alloc(120, ' ')
  let at = 0
  for (const [text, length] of fields) {
    jis(text).copy(bytes, at)
    at += length
  }
  expect(at).toBe(120)
  return bytes
}
const number = (value: number, length: number) => [String(value).padStart(length, '0'), length] as const

const headOf = (head: ReadOriginator) =>
  record(
    ...([
      ['1', 1],
      ['21', 2],
      ['0', 1],
      [head.code, 10],
      [head.name, 40],
      [head.payOn.replace('-', ''), 4],
    ] as const),
    ...([
      [head.bankCode, 4],
      [head.bankName, 15],
      [head.branchCode, 3],
      [head.branchName, 15],
    ] as const),
    ...([
      [head.accountType, 1],
      [head.accountNumber, 7],
      ['', 17],
    ] as const),
  )
const transferOf = (one: ReadTransfer) =>
  record(
    ...([
      ['2', 1],
      [one.bankCode, 4],
      [one.bankName, 15],
      [one.branchCode, 3],
      [one.branchName, 15],
      [one.clearingHouse, 4],
    ] as const),
    ...([[one.accountType, 1], [one.accountNumber, 7], [one.holderKana, 30], number(one.amount, 10), [one.newCode, 1]] as const),
    ...(one.identification === 'Y'
      ? ([[one.edi, 20]] as const)
      : ([
          [one.customerCode1, 10],
          [one.customerCode2, 10],
        ] as const)),
    ...([
      [one.transferClass, 1],
      [one.identification, 1],
      ['', 7],
    ] as const),
  )

describe('what is legal is read without change: put together again it is the same file', () => {
  const legal = rows.filter(({ file, asTransfers }) => file.startsWith('zengin/') && typeof asTransfers !== 'string')
  it.each(legal)('$file', ({ file }) => {
    const cut = read(file)
      .toString('latin1')
      .split(/\r\n|\r|\n/)
      .filter((line) => line !== '')
    const found = cut.map((line) => line.padEnd(120, ' '))
    const { heads, transfers } = collected(readZengin21(read(file)))
    const total = transfers.reduce((sum, { amount }) => sum + amount, 0)
    const again = [
      ...heads.map(headOf),
      ...transfers.map(transferOf),
      record(['8', 1], number(transfers.length, 6), number(total, 12), ['', 101]),
      record(['9', 1], ['', 119]),
    ]
    expect(again.map((bytes) => bytes.toString('latin1'))).toEqual(found)
  })
})
