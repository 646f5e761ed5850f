import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeZengin03 } from '../../../src/main/gateways/bank/write-zengin-03'
import { applyStatement } from '../../../src/main/services/intake-apply'
import { discardFile } from '../../../src/main/services/intake-discard'
import { planStatement } from '../../../src/main/services/intake-plan'
import { businessDate } from '../../../src/preload/contract/date'
import type { StatementPlan } from '../../../src/preload/contract/intake'
import { yen } from '../../../src/preload/contract/money'
import { refusalOf } from '../../support/desk'
import { addAccount, valueIn } from '../../support/ledger'
import { mutated, seeded } from '../../support/mutations'
import { openRefundDesk, type RefundDesk } from '../../support/refunds'
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

const NOTICED = { ...ACCOUNT, accountNumber: '7654321' }
const DAY = '2026-11-20'

let desk: RefundDesk
beforeEach(async () => {
  desk = await openRefundDesk()
  await addAccount(desk.ledger, { ...NOTICED, booksFrom: 'notice', openedOn: businessDate(DAY) })
})
afterEach(() => desk.cleanup())

let files = 0
const fileOf = (bytes: Uint8Array) => fileIn(desk.dir, `notice-${++files}`, bytes)
const planOf = (bytes: Uint8Array) => planStatement(resourcesOf(desk), fileOf(bytes), quietControl())
const noticeOf = (lines: readonly TestLine[], own: { day?: string; createdOn?: string; account?: typeof ACCOUNT } = {}) => {
  const { day = DAY, account = NOTICED, ...made } = own
  return { account, from: day, to: day, opening: 0, lines, ...made }
}

async function planned(bytes: Uint8Array): Promise<StatementPlan> {
  const result = valueIn(await planOf(bytes))
  if (result.kind !== 'plan') throw new Error(result.kind)
  return result.plan
}

async function bringIn(bytes: Uint8Array) {
  const plan = await planned(bytes)
  const result = valueIn(await applyStatement(resourcesOf(desk), { planId: plan.planId, digest: plan.digest }, quietControl()))
  return { plan, intake: result.kind === 'intake' ? result.intake : null }
}

const payer = { amount: 3_210, remitterName: 'ｺﾊﾞﾔｼ ｼﾞﾛｳ' }
const exceptions = async () => valueIn(await desk.handlers['exceptions.list'](desk.maker, { filter: {}, cursor: null, size: 100 })).rows
const storedRows = () =>
  ['statement_files', 'statements', 'receipts'].map((table) =>
    desk.ledger.source.prepare<[], number>(`select count(*) from ${table}`).pluck().get(),
  )

describe('a notice of transfers', () => {
  it('books credits without a balance, and says which layout and which dates were read', async () => {
    const { plan, intake } = await bringIn(zengin01(noticeOf([payer, { amount: 800 }])))
    expect(plan).toMatchObject({ format: 'zengin-01', credits: { count: 2, amount: 4_010 } })
    expect(plan.statements).toMatchObject([{ opening: null, closing: null, layout: 'A', numberGap: null, gap: null }])
    expect(plan.statements[0]?.readDates).toEqual([{ written: 'R08.11.20', date: DAY, rule: 'reiwa' }])
    expect(intake).toMatchObject({ stored: 2, duplicates: 0 })
    expect(await desk.broken()).toEqual([])
  })

  it('brought in again, or overlapped by a longer one of the day, is not taken twice', async () => {
    await bringIn(zengin01(noticeOf([payer])))
    const { intake } = await bringIn(zengin01(noticeOf([payer, { amount: 800 }])))
    expect(intake).toMatchObject({ stored: 1, duplicates: 1 })
  })

  it.each<[string, () => Uint8Array, object]>([
    [
      'a statement, where notices are booked',
      () => zengin03(noticeOf([payer])),
      { booksFrom: 'notice', format: 'zengin-03', account: '7654321' },
    ],
    ['a camt.053, where notices are booked', () => camt053(noticeOf([payer])), { booksFrom: 'notice', format: 'camt.053' }],
    [
      'a notice, where statements are booked',
      () => zengin01(noticeOf([payer], { account: ACCOUNT })),
      { booksFrom: 'statement', format: 'zengin-01' },
    ],
    [
      'a camt.054, where statements are booked',
      () => camtReport('camt.054', noticeOf([payer], { account: ACCOUNT })),
      { format: 'camt.054' },
    ],
  ])('%s, is refused by name and stores nothing', async (_, bytes, refusal) => {
    const before = storedRows()
    expect(refusalOf(await planOf(bytes()))).toMatchObject({ refusal: 'books_from_other', ...refusal })
    expect(storedRows()).toEqual(before)
  })

  it('of a day in another format is refused: the same money would come twice', async () => {
    await bringIn(zengin01(noticeOf([payer])))
    expect(refusalOf(await planOf(camtReport('camt.054', noticeOf([payer]))))).toMatchObject({
      refusal: 'covered_by_other_format',
      format: 'zengin-01',
    })
  })

  it('of an account nobody knows says what the account would be booked from', async () => {
    const unknown = { ...ACCOUNT, accountNumber: '0000001' }
    const refusal = refusalOf(await planOf(zengin01(noticeOf([payer], { account: unknown }))))
    expect(refusal).toMatchObject({
      refusal: 'account_unknown',
      accounts: [{ accountNumber: '0000001', opening: null, booksFrom: 'notice' }],
    })
  })
})

describe('取消', () => {
  const takenBack = { ...payer, direction: 'debit' as const, kind: 'cancellation' as const }

  it('of a credit of the same file keeps it from clearing, and both wait for a person', async () => {
    await bringIn(zengin01(noticeOf([payer, takenBack])))
    const own = (await exceptions()).filter(({ amount }) => amount === 3_210)
    expect(own.map(({ side, type }) => [side, type]).sort()).toEqual([
      ['credit', 'bank_correction'],
      ['debit', 'taken_back'],
    ])
  })

  it('of a credit that is in is an exception of its own; a person ends both, and nothing is deleted', async () => {
    await bringIn(zengin01(noticeOf([payer])))
    await bringIn(zengin01(noticeOf([{ ...takenBack, bankReference: '00000099' }], { createdOn: DAY })))
    const [debit] = (await exceptions()).filter(({ type }) => type === 'taken_back')
    if (!debit) throw new Error('the 取消 waits')
    const { lines, endings } = valueIn(await desk.handlers['exceptions.get'](desk.maker, { receiptId: debit.receiptId }))
    expect(endings[0]).toBe('taken_back')
    expect(lines).toMatchObject([{ amount: 3_210, name: payer.remitterName }])
    const otherReceiptId = lines[0]?.receiptId
    valueIn(await desk.end({ target: { of: 'line', receiptId: debit.receiptId }, ending: 'taken_back', otherReceiptId }))
    expect((await exceptions()).filter(({ amount }) => amount === 3_210)).toEqual([])
    expect(storedRows()[2]).toBeGreaterThanOrEqual(2)
    expect(await desk.broken()).toEqual([])
  })
})

describe('closing the day', () => {
  const state = async (day: string) => valueIn(await desk.handlers['closing.state'](desk.maker, { day: businessDate(day) }))
  const noticed = async (day: string) => (await state(day)).accounts.find(({ name }) => name.endsWith('7654321'))

  it('takes a notice for no statement of balance', async () => {
    await bringIn(zengin01(noticeOf([payer])))
    expect(await noticed(DAY)).toMatchObject({ ledger: 3_210, bank: null })
  })

  it('waits for what tells the whole day: a notice made on its last day leaves the rest of it untold', async () => {
    await bringIn(zengin01(noticeOf([payer])))
    expect(await noticed(DAY)).toMatchObject({ statementThrough: '2026-11-19' })
    await bringIn(zengin01(noticeOf([payer], { createdOn: '2026-11-21' })))
    expect(await noticed(DAY)).toMatchObject({ statementThrough: DAY })
  })
})

describe('what is missing blocks the close, by name', () => {
  const against = async (day: string, name: string) => {
    const { conditions } = valueIn(await desk.handlers['closing.state'](desk.maker, { day: businessDate(day) }))
    return conditions.find((condition) => condition.name === name)?.against
  }
  const NAME = 'みずほ 7654321'
  const night = (day: string, createdOn: string) => zengin01(noticeOf([payer], { day, createdOn }))

  it('a day without a notice, and the afternoon of one told by noon', async () => {
    await bringIn(night(DAY, DAY))
    await bringIn(night('2026-11-26', '2026-11-27'))
    expect(await against('2026-11-26', 'no_hole')).toEqual([{ what: `${NAME} 2026-11-20 – 2026-11-25`, amount: null }])
    await bringIn(night(DAY, '2026-11-21'))
    expect(await against('2026-11-26', 'no_hole')).toEqual([{ what: `${NAME} 2026-11-21 – 2026-11-25`, amount: null }])
    await bringIn(zengin01({ ...noticeOf([], { createdOn: '2026-11-26' }), from: '2026-11-21', to: '2026-11-25' }))
    expect(await against('2026-11-26', 'no_hole')).toEqual([])
  })

  it('a number of the bank, until the missing one is in', async () => {
    const of = (day: string, number: number) => {
      const text = new TextDecoder().decode(camtReport('camt.054', noticeOf([{ amount: number }], { day, createdOn: '2026-11-28' })))
      return new TextEncoder().encode(text.replace('</Id><CreDtTm>', `</Id><ElctrncSeqNb>${number}</ElctrncSeqNb><CreDtTm>`))
    }
    await bringIn(of(DAY, 7))
    await bringIn(of('2026-11-24', 9))
    expect(await against(DAY, 'no_number_missing')).toEqual([{ what: `${NAME} 7 – 9`, amount: null }])
    expect(await against('2026-11-24', 'no_number_missing')).toEqual([{ what: `${NAME} 7 – 9`, amount: null }])
    await bringIn(of('2026-11-24', 8))
    expect(await against('2026-11-24', 'no_number_missing')).toEqual([])
  })
})

describe('what else a file may hold', () => {
  it('entries that are not booked are shown and not stored', async () => {
    const balance = desk.balance(`bank:${desk.account}`)
    const report = new TextDecoder().decode(
      camtReport('camt.052', { ...noticeOf([payer, { amount: 9 }], { account: ACCOUNT }), opening: balance }),
    )
    const pending = report.replace('<Sts><Cd>BOOK</Cd></Sts>', '<Sts><Cd>PDNG</Cd></Sts>').replace(/<TxsSummry>.*?<\/TxsSummry>/, '')
    const { plan, intake } = await bringIn(new TextEncoder().encode(pending))
    expect(plan.statements).toMatchObject([{ pending: { credits: { count: 1, amount: 3_210 }, debits: { count: 0, amount: 0 } } }])
    expect([plan.credits, intake?.stored]).toEqual([{ count: 1, amount: 9 }, 1])
  })

  it('a deposit beside the account is told and left out; alone it is refused', async () => {
    const deposit = { ...ACCOUNT, accountType: '6' as const, accountNumber: '0000777' }
    const balance = desk.balance(`bank:${desk.account}`)
    const head = {
      accountName: '',
      bankName: '',
      branchName: '',
      from: businessDate(DAY),
      to: businessDate(DAY),
      createdOn: businessDate(DAY),
    }
    const both = writeZengin03(
      [
        { head: { ...head, account: deposit, opening: yen(5) }, lines: [], closing: yen(5) },
        { head: { ...head, account: ACCOUNT, opening: yen(balance) }, lines: [], closing: yen(balance) },
      ],
      'crlf',
    )
    const plan = await planned(both)
    expect(plan.deposits).toMatchObject([{ account: deposit, closing: 5, lines: 0 }])
    expect(plan.statements).toHaveLength(1)
    const alone = writeZengin03([{ head: { ...head, account: deposit, opening: yen(5) }, lines: [], closing: yen(5) }], 'crlf')
    expect(refusalOf(await planOf(alone))).toEqual({ refusal: 'deposit_account', account: '0000777' })
  })

  it('a number of the bank that is left out is a named gap', async () => {
    const of = (day: string, number: number) => {
      const text = new TextDecoder().decode(camtReport('camt.054', noticeOf([{ amount: 5 }], { day })))
      return new TextEncoder().encode(text.replace('</Id><CreDtTm>', `</Id><ElctrncSeqNb>${number}</ElctrncSeqNb><CreDtTm>`))
    }
    await bringIn(of('2026-11-20', 7))
    expect((await planned(of('2026-11-24', 9))).statements).toMatchObject([{ numberGap: { last: '7', found: '9' } }])
    expect((await planned(of('2026-11-24', 8))).statements).toMatchObject([{ numberGap: null }])
  })
})

/** So many damaged files are brought to the ledger; a long run by `FUZZ_RUNS=1000000`. */
const RUNS = Math.ceil(Number(process.env.FUZZ_RUNS ?? 2_000) / 50)

describe('a damaged file', () => {
  it(
    'is planned whole or leaves nothing behind',
    async () => {
      const random = seeded(20_261_126)
      const balance = desk.balance(`bank:${desk.account}`)
      const own = { ...noticeOf([payer, { amount: 800 }], { account: ACCOUNT }), opening: balance }
      const originals = [zengin03(own), camt053(own), camtReport('camt.052', own), zengin01(noticeOf([payer, { amount: 800 }]))]
      const before = storedRows()
      for (let run = 0; run < RUNS; run++) {
        const result = await planOf(mutated(originals[run % originals.length] ?? Uint8Array.of(), random))
        if (result.ok && result.value.kind === 'plan')
          valueIn(await discardFile(resourcesOf(desk), result.value.plan.planId, quietControl()))
        expect([run, storedRows()]).toEqual([run, before])
      }
    },
    30_000 + RUNS * 100,
  )
})
