import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { holdOpenItem } from '../../../src/main/ledger/clearing'
import { expectedTransfers, settleTransfer } from '../../../src/main/services/collection-transfers'
import { businessDate } from '../../../src/preload/contract/date'
import type { Refusal, Result } from '../../../src/preload/contract/errors'
import { ReceiptId } from '../../../src/preload/contract/ids'
import { yen } from '../../../src/preload/contract/money'
import { type CollectionDesk, openCollectionDesk, type Telling, type TestSlip } from '../../support/collections'
import { takeBack, versionOf, wishOf } from '../../support/collector-transfer'
import { TESTER, valueIn, writing } from '../../support/ledger'
import { brokenPromises } from '../../support/verified'

/* 振込: what collectors pay, net of what they keep and take back. */

let desk: CollectionDesk
beforeEach(async () => {
  desk = await openCollectionDesk()
})
afterEach(async () => {
  expect(await brokenPromises(desk.ledger)).toEqual([])
  await desk.cleanup()
})

const refusalIn = <T>(result: Result<T>): Refusal => (result.ok ? expect.fail('nothing was refused') : result.refusal)
const told = (slip: TestSlip, kind: Telling['kind']): Telling => ({ slip, kind })
const write = <T>(work: Parameters<typeof desk.ledger.write<T>>[1]) => desk.ledger.write(TESTER, work)

describe('an agent’s transfer', () => {
  const settle = async (own: Partial<ReturnType<typeof wishOf>>, amount = 74_443) => {
    const slips = await desk.slips([10_000, 65_000])
    await desk.bring(slips.map((slip) => told(slip, 'confirmed')))
    const receiptId = await desk.transfer('2026-11-30', amount)
    const [expected] = await expectedTransfers(desk.ledger.reader)
    const wish = { ...wishOf(desk, expected ?? expect.fail(), receiptId), ...own }
    return { expected, result: await write((writer) => settleTransfer(writer, wish)) }
  }

  it('is gross less fees by amount, tax rounded once on their sum, and the stamp of each receipt that needed one', async () => {
    const { expected, result } = await settle({}, 75_000 - 290 - 29 - 200)
    expect(expected).toMatchObject({ gross: 75_000, fees: 290, tax: 29, stampDuty: 200, net: 74_481 })
    expect(valueIn(result).released).toBe(2)
    expect(desk.balances()).toMatchObject({ fees_paid: 290, input_tax: 29, stamp_duty: 200 })
  })

  it('that is a yen off is found, and cleared only as the agent’s notice has it and with a reason', async () => {
    const { result } = await settle({}, 74_480)
    expect(refusalIn(result)).toEqual({ refusal: 'transfer_differs', expected: 74_481, found: 74_480 })
    const [expected] = await expectedTransfers(desk.ledger.reader)
    const receiptId = expected?.candidates[0]?.receiptId ?? expect.fail()
    expect(expected?.candidates).toMatchObject([{ difference: -1 }])
    const wish = { ...wishOf(desk, expected ?? expect.fail(), receiptId), tax: yen(30) }
    expect(refusalIn(await write((writer) => settleTransfer(writer, wish)))).toEqual({
      refusal: 'transfer_differs',
      expected: 74_481,
      found: 74_480,
    })
    valueIn(await write((writer) => settleTransfer(writer, { ...wish, reason: '税の端数（支払通知書）' })))
    expect(desk.balances()).toMatchObject({ input_tax: 30 })
  })

  it('is not cleared from a deposit that is held, nor with parts that are not the contract’s for no reason, nor for any difference', async () => {
    const slips = await desk.slips([10_000, 65_000])
    await desk.bring(slips.map((slip) => told(slip, 'confirmed')))
    const receiptId = await desk.transfer('2026-11-30', 74_481)
    const [expected] = await expectedTransfers(desk.ledger.reader)
    const wish = wishOf(desk, expected ?? expect.fail(), receiptId)
    const settling = (own: Partial<typeof wish>) => write((writer) => settleTransfer(writer, { ...wish, ...own }))
    const parts = { fees: yen(280), tax: yen(39) }
    expect(refusalIn(await settling(parts))).toMatchObject({ refusal: 'transfer_differs' })
    const small = await desk.transfer('2026-12-01', 64_000)
    const large = { receiptId: small, version: versionOf(desk, small), fees: yen(10_771), reason: 'x' }
    expect(refusalIn(await settling(large))).toEqual({ refusal: 'transfer_differs', expected: 74_481, found: 64_000 })
    await writing(desk.ledger, (writer) => holdOpenItem(writer, receiptId, true, 'refund:1'))
    expect(refusalIn(await settling({ version: versionOf(desk, receiptId) }))).toEqual({ refusal: 'deposit_not_open' })
    await writing(desk.ledger, (writer) => holdOpenItem(writer, receiptId, false, ''))
    valueIn(await settling({ ...parts, version: versionOf(desk, receiptId), reason: '支払通知書のとおり' }))
  })

  it('is less what it takes back since, and told so; what came too late for a day that is cleared goes into the next', async () => {
    const slips = await desk.slips([10_000, 65_000, 20_000])
    const [one, two, three] = slips.map((slip) => told(slip, 'confirmed'))
    await desk.bring([one ?? expect.fail()])
    const first = await desk.transfer('2026-11-30', 9_857)
    valueIn(
      await write(async (writer) => settleTransfer(writer, wishOf(desk, (await expectedTransfers(writer))[0] ?? expect.fail(), first))),
    )
    await desk.bring([two ?? expect.fail()])
    expect(await expectedTransfers(desk.ledger.reader)).toMatchObject([{ transferOn: '2026-11-30', gross: 65_000, claims: 1 }])
    await desk.bring([{ ...(three ?? expect.fail()), transferOn: '2026-12-10' }])
    await writing(desk.ledger, (writer) => takeBack(desk, writer, 5_000, '2026-12-10'))
    const [expected, ...others] = await expectedTransfers(desk.ledger.reader)
    expect(others).toEqual([])
    expect(expected).toMatchObject({ transferOn: '2026-12-10', gross: 85_000, deductions: 5_000, claims: 2, unapplied: 0 })
    const wish = wishOf(desk, expected ?? expect.fail(), await desk.transfer('2026-12-10', expected?.net ?? 0))
    expect(refusalIn(await write((writer) => settleTransfer(writer, { ...wish, deductions: yen(0) })))).toEqual({
      refusal: 'claims_changed',
    })
    expect(valueIn(await write((writer) => settleTransfer(writer, wish))).released).toBe(2)
    expect(await expectedTransfers(desk.ledger.reader)).toEqual([])
    expect(desk.balances()['receivable:dsk']).toBeUndefined()
    expect(await brokenPromises(desk.ledger)).toEqual([])
  })

  it('that only gives back what was taken is cleared too', async () => {
    const slips = await desk.slips([65_000])
    await desk.bring(slips.map((slip) => told(slip, 'confirmed')))
    await writing(desk.ledger, (writer) => takeBack(desk, writer, 5_000, '2026-11-30'))
    const cleared = async (day: string) => {
      const [expected] = await expectedTransfers(desk.ledger.reader)
      const wish = wishOf(desk, expected ?? expect.fail(), await desk.transfer(day, expected?.net ?? 0))
      valueIn(await write((writer) => settleTransfer(writer, wish)))
      return expected
    }
    await cleared('2026-11-30')
    await writing(desk.ledger, (writer) => takeBack(desk, writer, -5_000, '2026-12-10'))
    expect(await cleared('2026-12-10')).toMatchObject({ claims: 0, gross: 0, deductions: -5_000, net: 5_000 })
    expect(desk.balances()['receivable:dsk']).toBeUndefined()
  })

  it('is refused where more was confirmed since it was shown, or the deposit moved, or is none', async () => {
    const gross = await settle({ gross: yen(1) })
    expect(refusalIn(gross.result)).toEqual({ refusal: 'claims_changed' })
    const [expected] = await expectedTransfers(desk.ledger.reader)
    const receiptId = await desk.transfer('2026-12-01', 74_481)
    const wish = wishOf(desk, expected ?? expect.fail(), receiptId)
    expect(refusalIn(await write((writer) => settleTransfer(writer, { ...wish, version: 9 })))).toEqual({ refusal: 'changed_meanwhile' })
    expect(refusalIn(await write((writer) => settleTransfer(writer, { ...wish, receiptId: ReceiptId.parse(wish.receiptId + 1) })))).toEqual(
      {
        refusal: 'deposit_not_open',
      },
    )
    expect(refusalIn(await write((writer) => settleTransfer(writer, { ...wish, transferOn: businessDate('2026-12-31') })))).toEqual({
      refusal: 'claims_changed',
    })
  })
})
