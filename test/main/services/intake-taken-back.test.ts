import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveBankColumns } from '../../../src/main/ledger/bank-columns'
import { applyStatement } from '../../../src/main/services/intake-apply'
import { planStatement } from '../../../src/main/services/intake-plan'
import type { AccountId, OrderId } from '../../../src/preload/contract/ids'
import { addAccount, addMerchant, addOrders, openTestLedger, type TestLedger, valueIn, writing } from '../../support/ledger'
import { SHEET_COLUMNS, sheet } from '../../support/sheets'
import {
  ACCOUNT,
  camt053,
  camtReport,
  fileIn,
  quietControl,
  resourcesOf,
  type TestLine,
  zengin01,
  zengin03,
} from '../../support/statements'

/* 取消・訂正: what the bank takes back in the file that brings it clears nothing, in whatever format it comes. */

const NOTICED = { ...ACCOUNT, accountNumber: '7654321' }
const DAY = '2026-11-20'
const CODE = '1000000001'
const OTHER_CODE = '1000000002'

let desk: TestLedger
let statementAccount: AccountId
let noticeAccount: AccountId
beforeEach(async () => {
  desk = await openTestLedger()
  statementAccount = await addAccount(desk.ledger, { ...ACCOUNT, openingBalance: 1_000 as never })
  noticeAccount = await addAccount(desk.ledger, { ...NOTICED, booksFrom: 'notice' })
})
afterEach(() => desk.cleanup())

async function order(accountId: AccountId, reference: string, amount = 3_210): Promise<OrderId> {
  const instruction = { accountId, reference, dueOn: '2026-11-30' as never }
  const [id] = await addOrders(desk.ledger, await addMerchant(desk.ledger), [{ amount, instruction }])
  if (id === undefined) throw new Error('no order')
  return id
}

async function bringIn(bytes: Uint8Array) {
  const planned = valueIn(await planStatement(resourcesOf(desk), fileIn(desk.dir, 'statement', bytes), quietControl()))
  if (planned.kind !== 'plan') throw new Error(planned.kind)
  const result = valueIn(await applyStatement(resourcesOf(desk), planned.plan, quietControl()))
  return { willClear: planned.plan.willClear, intake: result.kind === 'intake' ? result.intake : null }
}

const credits = () =>
  desk.ledger.reader.db
    .selectFrom('receipts')
    .select(['not_customer_money as why', 'planned_level as level'])
    .where('direction', '=', 'credit')
    .orderBy('line')
    .execute()

const paid: TestLine = { amount: 3_210, remitterCode: CODE, remitterName: 'ｺﾊﾞﾔｼ ｼﾞﾛｳ' }
const correction: TestLine = { ...paid, direction: 'debit', kind: 'correction', description: 'ﾃｲｾｲ', remitterName: '', remitterCode: null }
const cancellation: TestLine = { ...paid, direction: 'debit', kind: 'cancellation' }
/** A camt tells 取消 by RvslInd: money out that takes back what came in. */
const reversed = (bytes: Uint8Array) =>
  Buffer.from(
    Buffer.from(bytes)
      .toString('utf8')
      .replaceAll(/<RvslInd>false(?=(?:(?!<\/Ntry>)[\s\S])*TAKEN-BACK)/g, '<RvslInd>true'),
  )
const reversal: TestLine = { ...paid, direction: 'debit', description: 'TAKEN-BACK' }

const own = (lines: readonly TestLine[], day = DAY, opening = 1_000) => ({ account: ACCOUNT, from: day, to: day, opening, lines })
const noticed = (lines: readonly TestLine[]) => ({ ...own(lines), account: NOTICED })

const formats: [format: string, takeBack: TestLine, accountOf: () => AccountId, made: (lines: readonly TestLine[]) => Uint8Array][] = [
  ['type 01', cancellation, () => noticeAccount, (lines) => zengin01(noticed(lines))],
  ['type 03', correction, () => statementAccount, (lines) => zengin03(own(lines))],
  ['camt.053', reversal, () => statementAccount, (lines) => reversed(camt053(own(lines)))],
  ['camt.054', reversal, () => noticeAccount, (lines) => reversed(camtReport('camt.054', noticed(lines)))],
]

describe.each(formats)('in a file of %s', (_, takeBack, accountOf, made) => {
  it('a credit that is taken back behind it waits with its reason', async () => {
    await order(accountOf(), CODE)
    expect(await bringIn(made([paid, takeBack]))).toMatchObject({ willClear: [], intake: { cleared: 0, stored: 2 } })
    expect(await credits()).toEqual([{ why: 'correction', level: null }])
  })

  it('one that is booked again after it clears', async () => {
    await order(accountOf(), CODE)
    expect(await bringIn(made([paid, takeBack, paid]))).toMatchObject({ intake: { cleared: 1, stored: 3 } })
    expect(await credits()).toEqual([
      { why: 'correction', level: null },
      { why: null, level: 1 },
    ])
  })

  it('one that only follows it clears', async () => {
    await order(accountOf(), CODE)
    expect(await bringIn(made([takeBack, paid]))).toMatchObject({ intake: { cleared: 1 } })
  })

  it('one of another amount clears', async () => {
    await order(accountOf(), OTHER_CODE, 800)
    const other = { ...paid, amount: 800, remitterCode: OTHER_CODE }
    expect(await bringIn(made([paid, other, takeBack]))).toMatchObject({ intake: { cleared: 1 } })
    expect(await credits()).toMatchObject([{ why: 'correction' }, { why: null }])
  })
})

describe('in a CSV of the bank, which tells no kind', () => {
  beforeEach(async () => {
    await writing(desk.ledger, (writer) => saveBankColumns(writer, statementAccount, 0, SHEET_COLUMNS))
    await order(statementAccount, CODE)
  })
  const row = '2026/11/20,,,"3,210","4,210",振込,ヤマダ　タロウ,100-0000001,'

  it.each([
    ['2026/11/20,,"3,210",,"1,000",取消,,,', 'in its description'],
    ['2026/11/20,,"3,210",,"1,000",振込,トリケシ　ヤマダ　タロウ,,', 'in its name'],
    ['2026/11/20,,"3,210",,"1,000",振込,,,訂正', 'in its remarks'],
  ])('a row that says so (%s, %s) takes back the credit before it', async (takeBack) => {
    expect(await bringIn(sheet([row, takeBack]))).toMatchObject({ intake: { cleared: 0, stored: 2 } })
    expect(await credits()).toEqual([{ why: 'correction', level: null }])
  })

  it.each([
    ['訂正', 'correction'],
    ['組戻', 'returned'],
  ])('money in that says %s is %s', async (said, why) => {
    expect(await bringIn(sheet([row.replace('振込', said)]))).toMatchObject({ intake: { cleared: 0 } })
    expect(await credits()).toEqual([{ why, level: null }])
  })

  it('other money in clears', async () => {
    expect(await bringIn(sheet([row, '2026/11/20,,"3,210",,"1,000",振込,ｿｳｺ,,']))).toMatchObject({ intake: { cleared: 1 } })
  })
})

describe('across the parts of a file', () => {
  const later = { ...correction, bankReference: '00000077' }

  it('a credit of an earlier part is barred by its 照会番号, and its order goes to the one booked again', async () => {
    await order(statementAccount, CODE)
    const result = await bringIn(
      zengin03(own([{ ...paid, bankReference: '00000077' }]), own([later, { ...paid, bankReference: '00000078' }], '2026-11-24', 4_210)),
    )
    expect(result).toMatchObject({ willClear: [{ level: 1, count: 1, amount: 3_210 }], intake: { cleared: 1, stored: 3 } })
    expect(await credits()).toEqual([
      { why: 'correction', level: null },
      { why: null, level: 1 },
    ])
  })

  it('one of another day and number clears', async () => {
    await order(statementAccount, CODE)
    const result = await bringIn(zengin03(own([{ ...paid, bankReference: '00000076' }]), own([later], '2026-11-24', 4_210)))
    expect(result).toMatchObject({ intake: { cleared: 1 } })
  })

  it('one of another account clears', async () => {
    await order(noticeAccount, CODE)
    const elsewhere = { ...ACCOUNT, accountNumber: '7654322' }
    await addAccount(desk.ledger, { ...elsewhere, booksFrom: 'notice' })
    const result = await bringIn(zengin01(noticed([paid]), { ...noticed([cancellation]), account: elsewhere }))
    expect(result).toMatchObject({ intake: { cleared: 1 } })
  })
})
