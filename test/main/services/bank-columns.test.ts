import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveBankColumns } from '../../../src/main/ledger/bank-columns'
import { bankColumnHandlers } from '../../../src/main/services/bank-columns'
import { createEvents } from '../../../src/main/services/events'
import { applyStatement } from '../../../src/main/services/intake-apply'
import { planStatement } from '../../../src/main/services/intake-plan'
import { businessDate } from '../../../src/preload/contract/date'
import { AccountId, OfferReference } from '../../../src/preload/contract/ids'
import { auditOf, refusalOf } from '../../support/desk'
import { addAccount, valueIn, writing } from '../../support/ledger'
import { openRefundDesk, type RefundDesk } from '../../support/refunds'
import { SHEET_COLUMNS, SHEET_HEADER, SHEET_ROWS, sheet } from '../../support/sheets'
import { ACCOUNT, fileIn, gateways, quietControl, resourcesOf } from '../../support/statements'

let desk: RefundDesk
let accountId: AccountId
let offered: { path: string; name: string; bytes: number }
let handlers: ReturnType<typeof bankColumnHandlers>
const reference = OfferReference.parse('4f9c1d5e-7a44-4d7e-9c37-0d8f2d1f7b11')

beforeEach(async () => {
  desk = await openRefundDesk()
  const own = { ...ACCOUNT, accountNumber: '7000001', openedOn: businessDate('2026-11-20'), openingBalance: 1_000 as never }
  accountId = await addAccount(desk.ledger, own)
  const files = { resolve: () => ({ ok: true as const, value: offered }) } as never
  handlers = bankColumnHandlers({ ledger: desk.ledger, clock: desk.clock, events: createEvents(), files, gateways })
})
afterEach(() => desk.cleanup())

const fileOf = (bytes: Uint8Array) => fileIn(desk.dir, 'bank.csv', bytes)
const save = (version = 0, columns = SHEET_COLUMNS) => handlers['bankColumns.save'](desk.maker, { accountId, version, columns })
async function attempt(bytes: Uint8Array, columns = SHEET_COLUMNS) {
  const { path, fileName } = fileOf(bytes)
  offered = { path, name: fileName, bytes: bytes.length }
  return handlers['bankColumns.try'](desk.maker, { accountId, reference, columns })
}
const plan = (bytes: Uint8Array) => planStatement(resourcesOf(desk), fileOf(bytes), quietControl())

describe('what the columns of an account mean', () => {
  it('is tried on a file before it is saved: rows and balances as they were read', async () => {
    expect(valueIn(await attempt(sheet(SHEET_ROWS)))).toMatchObject({
      ...{ header: SHEET_HEADER, lines: 2, opening: 1_000, closing: 10_000, errors: [], changed: null },
      rows: [{ record: 2, bookedOn: '2026-11-20', direction: 'credit', amount: 12_000, remitterCode: '1010000001' }, { amount: 3_000 }],
    })
  })
  it('tried on a file of other columns or with faults says so', async () => {
    const moved = valueIn(await attempt(sheet(SHEET_ROWS, { header: SHEET_HEADER.with(0, '日付') })))
    expect(moved).toMatchObject({
      lines: 0,
      changed: [{ was: '取扱日付', is: '日付', change: 'renamed' }, ...Array(8).fill({ change: 'same' })],
    })
    expect(valueIn(await attempt(sheet(['x'])))).toMatchObject({ errors: [{ record: 2, code: 'wrong_columns' }] })
  })
  it('begins with the first rows of the file, in the encoding that was named', async () => {
    await attempt(sheet(SHEET_ROWS))
    const head = (encoding: 'shift_jis' | 'utf-8') => handlers['bankColumns.head'](desk.maker, { reference, encoding })
    expect(valueIn(await head('shift_jis'))).toMatchObject({ header: SHEET_HEADER, samples: [{ 6: 'ヤマダ　タロウ①' }, {}] })
    expect(refusalOf(await head('utf-8'))).toEqual({ refusal: 'file_unreadable', detail: 'utf-8' })
  })
  it('tried in an encoding that it is not is refused, and for an account nobody has', async () => {
    expect(refusalOf(await attempt(sheet(SHEET_ROWS), { ...SHEET_COLUMNS, encoding: 'utf-8' }))).toEqual({
      refusal: 'file_unreadable',
      detail: 'utf-8',
    })
    const nobody = { accountId: AccountId.parse(1), version: 0, columns: SHEET_COLUMNS }
    expect(refusalOf(await handlers['bankColumns.save'](desk.maker, nobody))).toEqual({ refusal: 'not_found', what: 'account' })
  })
  it('is kept version by version, with its audit record, and never over another person’s', async () => {
    expect(valueIn(await save())).toEqual({ version: 1 })
    expect(refusalOf(await save())).toEqual({ refusal: 'changed_meanwhile' })
    expect(valueIn(await save(1, { ...SHEET_COLUMNS, numbers: 'plain' }))).toEqual({ version: 2 })
    expect(valueIn(await handlers['bankColumns.list'](desk.maker, {})).mappings).toMatchObject([
      { accountId, version: 2, account: { accountNumber: '7000001' }, columns: { numbers: 'plain' } },
    ])
    expect(auditOf(desk, 'accounts').filter((record) => record.endsWith('columns_mapped'))).toHaveLength(2)
  })
  it('is refused for a second account with an equal header: no file could tell the two apart', async () => {
    valueIn(await save())
    const second = await addAccount(desk.ledger, { ...ACCOUNT, accountNumber: '7000002' })
    const saveSecond = (columns = SHEET_COLUMNS) => handlers['bankColumns.save'](desk.maker, { accountId: second, version: 0, columns })
    expect(refusalOf(await saveSecond({ ...SHEET_COLUMNS, numbers: 'plain' }))).toEqual({
      refusal: 'columns_of_other_account',
      account: '7000001',
    })
    const header = SHEET_HEADER.with(8, '備考 7000002')
    expect(valueIn(await saveSecond({ ...SHEET_COLUMNS, header }))).toEqual({ version: 1 })
    const planned = valueIn(await plan(sheet(SHEET_ROWS, { header })))
    expect(planned).toMatchObject({ plan: { statements: [{ accountId: second }] } })
  })
  it('holds no card number', async () => {
    const header = SHEET_HEADER.with(8, '4111111111111111')
    expect(refusalOf(await save(0, { ...SHEET_COLUMNS, header }))).toMatchObject({ refusal: 'invalid_input' })
  })
})

describe('a CSV of the bank', () => {
  it('comes in by the saved columns of its account, and balances', async () => {
    valueIn(await save())
    const planned = valueIn(await plan(sheet(SHEET_ROWS)))
    if (planned.kind !== 'plan') throw new Error(planned.kind)
    expect(planned.plan).toMatchObject({ format: 'bank-csv', stored: 2, credits: { amount: 12_000 }, debits: { amount: 3_000 } })
    valueIn(await applyStatement(resourcesOf(desk), planned.plan, quietControl()))
    expect(desk.balance(`bank:${accountId}`)).toBe(10_000)
    expect(await desk.broken()).toEqual([])
  })
  it('that may be of either of two accounts is never guessed', async () => {
    const second = await addAccount(desk.ledger, { ...ACCOUNT, accountNumber: '7000002' })
    for (const of of [accountId, second]) await writing(desk.ledger, (writer) => saveBankColumns(writer, of, 0, SHEET_COLUMNS))
    expect(refusalOf(await plan(sheet(SHEET_ROWS)))).toEqual({ refusal: 'columns_of_other_account', account: '7000002' })
  })
  it('whose columns have changed is refused with what changed; one of nobody’s columns is no known format', async () => {
    valueIn(await save())
    const header = SHEET_HEADER.with(2, '入金金額').with(3, '出金金額')
    expect(refusalOf(await plan(sheet(SHEET_ROWS, { header })))).toMatchObject({ refusal: 'columns_changed' })
    expect(refusalOf(await plan(sheet([], { header: ['注文', '金額'] })))).toEqual({ refusal: 'format_unknown', hint: 'unknown' })
  })
})
