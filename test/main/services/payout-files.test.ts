import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readPain001 } from '../../../src/main/gateways/bank-transfer/read-pain-001'
import { readZengin21 } from '../../../src/main/gateways/bank-transfer/read-zengin-21'
import { setMerchantCharges } from '../../../src/main/ledger/merchants'
import { runFile } from '../../../src/main/ledger/payouts'
import type { MerchantId, TransferRunId } from '../../../src/preload/contract/ids'
import { FeePlan } from '../../../src/preload/contract/merchants'
import { yen } from '../../../src/preload/contract/money'
import { PayoutContract } from '../../../src/preload/contract/payouts'
import { type TransferFeeConvention, TransferFeeTable } from '../../../src/preload/contract/transfer-fees'
import { valueIn, writing } from '../../support/ledger'
import { openPayoutDesk, type PayoutDesk } from '../../support/payout-desk'
import { collected, jis } from '../gateways/bank-transfer/made-transfers'

/* From paid orders to the bytes of the file, through planning and submitting: what is sent, in either format, and at either side of a band. */
let desk: PayoutDesk
beforeEach(async () => {
  desk = await openPayoutDesk()
  await desk.settle()
})
afterEach(() => desk.cleanup())

const FREE = FeePlan.parse({ method: 'bank_transfer', fixed: 0, basisPoints: 0, minimum: 0, maximum: null })
const AT = { otherBank: '0005', sameBank: '0001' } as const
const account = (bankCode: string, branchCode: string, accountNumber: string, holderKana = 'ｶ)ｻｸﾗｼﾖｳｼﾞ') => ({
  ...{ bankCode, branchCode, accountType: '1' as const, accountNumber, holderKana },
})

async function fileOf(id: TransferRunId): Promise<Uint8Array> {
  return (await runFile(desk.ledger.reader, id))?.bytes ?? expect.fail()
}
async function payoutsOf(runId: TransferRunId) {
  return valueIn(await desk.handlers['payouts.merchants'](desk.clerk, { runId, cursor: null, size: 10 })).rows
}

it('a file of 総合振込 is what the tables say, in every byte', async () => {
  await desk.paid(await desk.merchant({ account: account(AT.otherBank, '001', '7654321') }), '2026-11-18', [10_000])
  const { id } = await desk.submitted()
  const fields = [
    ...([
      ['1', 1],
      ['21', 2],
      ['0', 1],
      ['0123456789', 10],
      ['ﾀﾞｲｺｳｷﾞﾝｺｳ', 40],
      ['1218', 4],
      ['0001', 4],
      ['ﾐｽﾞﾎ', 15],
    ] as const),
    ...([
      ['001', 3],
      ['ﾄｳｷﾖｳ', 15],
      ['1', 1],
      ['1234567', 7],
      ['', 17],
      ['\r\n', 2],
    ] as const),
    ...([
      ['2', 1],
      ['0005', 4],
      ['ﾐﾂﾋﾞｼﾕ-ｴﾌｼﾞｴｲ', 15],
      ['001', 3],
      ['ﾎﾝﾃﾝ', 15],
      ['0000', 4],
      ['1', 1],
      ['7654321', 7],
    ] as const),
    ...([
      ['ｶ)ｻｸﾗｼﾖｳｼﾞ', 30],
      ['0000009604', 10],
      ['1', 1],
      ['P20261130-1-1', 20],
      ['7', 1],
      ['Y', 1],
      ['', 7],
      ['\r\n', 2],
    ] as const),
    ...([
      ['8', 1],
      ['000001', 6],
      ['000000009604', 12],
      ['', 101],
      ['\r\n', 2],
      ['9', 1],
      ['', 119],
      ['\r\n', 2],
    ] as const),
  ]
  const expected = Buffer.concat(fields.map(([text, length]) => jis(text.padEnd(length, ' '))))
  expect(Buffer.from(await fileOf(id)).toString('latin1')).toBe(expected.toString('latin1'))
})

describe('a message to ZEDI', () => {
  const settings = { format: 'pain.001' as const, zediFrom: '9900000001:PASS', zediTo: '0001:CENTER1' }

  it('carries the payouts of a run, and reads back to them', async () => {
    await desk.settle(settings)
    const [one, other] = [
      await desk.merchant({ account: account(AT.otherBank, '010', '7654321') }),
      await desk.merchant({ account: account('9900', '018', '0000001', 'ﾔﾏﾀﾞ ﾀﾛｳ') }),
    ]
    await desk.paid(one, '2026-11-18', [10_000, 5_500])
    await desk.paid(other, '2026-11-19', [700])
    const { id } = await desk.submitted()
    const bytes = await fileOf(id)
    const { heads, transfers, faults } = collected(readPain001(bytes))
    expect(faults).toEqual([])
    expect(heads).toMatchObject([{ code: '0123456789', name: 'ﾀﾞｲｺｳｷﾞﾝｺｳ', payOn: '2026-12-18', bankCode: '0001', accountNumber: '1234567' }])
    const nets = (await payoutsOf(id)).map(({ net }) => net)
    expect(nets).toEqual([15_500 - 558 - 55, 700 - 25 - 2])
    expect(transfers).toMatchObject([
      { ...account(AT.otherBank, '010', '7654321'), amount: nets[0], newCode: '1', edi: 'P20261130-1-1' },
      { ...account('9900', '018', '0000001', 'ﾔﾏﾀﾞ ﾀﾛｳ'), amount: nets[1], newCode: '1', edi: 'P20261130-1-2' },
    ])
    const [header = ''] = Buffer.from(bytes).toString().split('\r\n')
    expect(header).toContain('<BizMsgIdr>DAIKO-P20261130-1</BizMsgIdr>')
    // What is settled for one run says nothing of the bytes of another: the digest is that of these.
    await desk.settle({ ...settings, zediTo: '0001:CENTER2' })
    expect(await fileOf(id)).toEqual(bytes)
    valueIn(await desk.decide(id, 'approved'))
    expect(await desk.broken()).toEqual([])
  })

  it.each([['zediFrom'], ['zediTo']])('is not made while %s is not settled', async (end) => {
    await desk.settle({ ...settings, [end]: '' })
    await desk.paid(await desk.merchant(), '2026-11-18', [10_000])
    const [run] = await desk.plan()
    const submitted = await desk.handlers['payouts.submit'](desk.clerk, { id: run?.id ?? expect.fail(), version: 1 })
    expect(submitted).toEqual({ ok: false, refusal: { refusal: 'transfers_not_settled', missing: 'zedi' } })
  })
})

describe('the fee of the transfer', () => {
  const prices = (below: number, above: number) => [
    { from: yen(0), fee: yen(below) },
    { from: yen(30_000), fee: yen(above) },
  ]
  beforeEach(() =>
    desk.rules({
      transferFees: [
        TransferFeeTable.parse({
          validFrom: '2026-04-01',
          bands: { same_branch: [{ from: 0, fee: 0 }], same_bank: prices(55, 110), other_bank: prices(110, 220) },
        }),
      ],
    }),
  )
  /** A merchant that bears the fee unless told, as two people have agreed with it; its orders cost nothing. */
  async function merchant(own: Partial<PayoutContract>, to = account(AT.otherBank, '001', '7654321')): Promise<MerchantId> {
    const id = await desk.merchant({ account: to })
    const payoutContract = PayoutContract.parse({ transferFeeBearer: 'merchant', ...own })
    await writing(desk.ledger, (writer) => setMerchantCharges(writer, id, { fees: [FREE], payoutContract }))
    return id
  }

  // [due, convention, sent, fee, what is left for the next time]: published by JAバンク for 110 and 220 yen about 30,000.
  const boundary: [due: number, convention: TransferFeeConvention, sent: number, fee: number, left: number][] = [
    [30_109, 'exact', 29_999, 110, 0],
    [30_110, 'exact', 29_890, 110, 110],
    [30_219, 'exact', 29_999, 110, 110],
    [30_220, 'exact', 30_000, 220, 0],
    [30_000, 'unchanged', 29_780, 110, 110],
    [30_110, 'lower_fee_added', 29_890, 110, 110],
    [30_219, 'upper_fee_added', 30_109, 110, 0],
  ]
  it.each(boundary)('先方負担: of %i yen by %s %i are sent, %i taken, %i left', async (due, transferFeeConvention, sent, fee, left) => {
    const id = await merchant({ transferFeeConvention })
    await desk.paid(id, '2026-11-18', [due])
    const run = await desk.submitted()
    expect(await payoutsOf(run.id)).toMatchObject([{ gross: due, transferFee: fee, net: sent, remainder: left }])
    expect(collected(readZengin21(await fileOf(run.id))).transfers.map(({ amount }) => amount)).toEqual([sent])
    valueIn(await desk.decide(run.id, 'approved'))
    // The agent recovers what it took; what is at the boundary stays the merchant's.
    const own = desk.balances()
    expect(own.transfer_fee_recovered ?? 0).toBe(-fee)
    expect(own[`merchant_payable:${id}`] ?? 0).toBe(0 - left)
    expect(own.payout_in_transit).toBe(-sent)
    expect(await desk.broken()).toEqual([])
  })

  it('what is left at a boundary waits until the first run has left, which may be given up until then', async () => {
    const id = await merchant({ transferFeeConvention: 'exact' })
    await desk.paid(id, '2026-11-18', [30_110])
    valueIn(await desk.decide((await desk.submitted()).id, 'approved'))
    await desk.paid(id, '2026-12-02', [1_000])
    desk.clock.advance(31 * 86_400_000)
    const [early] = await desk.plan('2026-12-31')
    expect(early?.figures).toMatchObject({ gross: 1_000 })
  })

  it('what is left at a boundary goes out with the next run', async () => {
    const id = await merchant({ transferFeeConvention: 'exact' })
    await desk.paid(id, '2026-11-18', [30_110])
    const first = await desk.submitted()
    valueIn(await desk.decide(first.id, 'approved'))
    await desk.idle()
    valueIn(await desk.handlers['payouts.handOver'](desk.clerk, { id: first.id, version: (await desk.run(first.id)).version }))
    await desk.paid(id, '2026-12-02', [1_000])
    desk.clock.advance(31 * 86_400_000)
    const next = await desk.submitted('2026-12-31')
    expect(await payoutsOf(next.id)).toMatchObject([{ gross: 1_110, transferFee: 110, net: 1_000, remainder: 0 }])
    valueIn(await desk.decide(next.id, 'approved'))
    expect(desk.balances()).not.toHaveProperty(`merchant_payable:${id}`)
    expect(await desk.broken()).toEqual([])
  })

  it('当方負担: all of it is sent, whatever it costs', async () => {
    const id = await merchant({ transferFeeBearer: 'agent' })
    await desk.paid(id, '2026-11-18', [30_110])
    const { id: run } = await desk.submitted()
    expect(await payoutsOf(run)).toMatchObject([{ transferFee: 0, net: 30_110, remainder: 0 }])
    const [payout] = await payoutsOf(run)
    const detail = valueIn(await desk.handlers['payouts.payout'](desk.clerk, { id: payout?.id ?? expect.fail() }))
    expect(detail.figures.transferFeeBorne).toBe(220)
  })

  it('is that of where the money goes: within the branch, within the bank, to another', async () => {
    const near = [account('0001', '001', '0000001'), account(AT.sameBank, '002', '0000002'), account(AT.otherBank, '001', '0000003')]
    for (const [at, to] of near.entries()) await desk.paid(await merchant({}, to), `2026-11-${18 + at}`, [10_000])
    const run = await desk.submitted()
    expect((await payoutsOf(run.id)).map(({ transferFee, net }) => [transferFee, net])).toEqual([
      [0, 10_000],
      [55, 9_945],
      [110, 9_890],
    ])
    expect((await desk.run(run.id)).total).toBe(10_000 + 9_945 + 9_890)
  })

  it('is that of the price list in force on the day the bank sends', async () => {
    const table = (validFrom: string, fee: number) =>
      TransferFeeTable.parse({
        validFrom,
        bands: { same_branch: [{ from: 0, fee }], same_bank: [{ from: 0, fee }], other_bank: [{ from: 0, fee }] },
      })
    await desk.rules({ transferFees: [table('2026-04-01', 220), table('2026-12-15', 275), table('2026-12-19', 999)] })
    await desk.paid(await merchant({}), '2026-11-18', [10_000])
    const [run] = await desk.plan()
    expect(run?.payOn).toBe('2026-12-18')
    expect(await payoutsOf(run?.id ?? expect.fail())).toMatchObject([{ transferFee: 275, net: 9_725 }])
  })

  it('that would eat all of it leaves the money where it is, with its reason', async () => {
    const id = await merchant({})
    await desk.paid(id, '2026-11-18', [110])
    const [run] = await desk.plan()
    expect(await payoutsOf(run?.id ?? expect.fail())).toMatchObject([{ state: 'carried_over', reason: 'below_transfer_fee', net: 0 }])
  })
})
