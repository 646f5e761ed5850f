import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inForce } from '../../../src/main/settlement/in-force'
import { bankFee, destinationOf, sendAmount } from '../../../src/main/settlement/transfer-fee'
import { businessDate } from '../../../src/preload/contract/date'
import { yen } from '../../../src/preload/contract/money'
import { type TransferFeeBand, TransferFeeConvention, TransferFeeTable } from '../../../src/preload/contract/transfer-fees'

const bands = (...rows: [from: number, fee: number][]): TransferFeeBand[] => rows.map(([from, fee]) => ({ from: yen(from), fee: yen(fee) }))
const twoBands = (below: number, above: number) => bands([0, below], [30_000, above])
const conventions = TransferFeeConvention.options

describe('an amount whose transfer the merchant pays', () => {
  const cases: [
    below: number,
    above: number,
    amount: number,
    convention: TransferFeeConvention,
    credit: number,
    fee: number,
    remainder: number,
    agent: number,
  ][] = [
    // published by JAバンク with its example of 30,110 yen (110 below 30,000, else 220)
    [110, 220, 30_000, 'exact', 29_890, 110, 0, 0],
    [110, 220, 30_110, 'exact', 29_890, 110, 110, 0],
    [110, 220, 30_109, 'exact', 29_999, 110, 0, 0],
    [110, 220, 30_219, 'exact', 29_999, 110, 110, 0],
    [110, 220, 30_220, 'exact', 30_000, 220, 0, 0],
    [110, 220, 29_999, 'exact', 29_889, 110, 0, 0],
    // other banks' published examples: 30,000 less 550, though the bank then charges 330 or 385
    [330, 550, 50_000, 'unchanged', 49_450, 550, 0, 0],
    [330, 550, 30_000, 'unchanged', 29_450, 330, 220, 0],
    [330, 550, 30_400, 'unchanged', 29_850, 330, 220, 0],
    [385, 550, 30_000, 'unchanged', 29_450, 385, 165, 0],
    [385, 550, 30_550, 'unchanged', 30_000, 550, 0, 0],
    // 据置型 compares with 30,000, 未満手数料加算型 with 30,220, 以上手数料加算型 with 30,440
    [220, 440, 29_999, 'unchanged', 29_779, 220, 0, 0],
    [220, 440, 30_300, 'unchanged', 29_860, 220, 220, 0],
    [220, 440, 30_219, 'lower_fee_added', 29_999, 220, 0, 0],
    [220, 440, 30_220, 'lower_fee_added', 29_780, 220, 220, 0],
    [220, 440, 30_439, 'lower_fee_added', 29_999, 220, 220, 0],
    [220, 440, 30_440, 'lower_fee_added', 30_000, 440, 0, 0],
    [220, 440, 30_219, 'upper_fee_added', 29_999, 220, 0, 0],
    [220, 440, 30_439, 'upper_fee_added', 30_219, 220, 0, 220],
    [220, 440, 30_440, 'upper_fee_added', 30_000, 440, 0, 0],
    // one price, as several banks have had it since 2022
    [495, 495, 30_100, 'exact', 29_605, 495, 0, 0],
    // nothing is left to send
    [110, 220, 110, 'exact', 0, 0, 110, 0],
    [110, 220, 1, 'unchanged', 0, 0, 1, 0],
    [110, 220, 111, 'exact', 1, 110, 0, 0],
    [110, 220, 0, 'exact', 0, 0, 0, 0],
  ]
  it.each(cases)(
    'with %i/%i, %i by %s: credit %i, fee %i, remainder %i, agent %i',
    (below, above, amount, convention, credit, fee, remainder, borneByAgent) => {
      expect(sendAmount(yen(amount), twoBands(below, above), 'merchant', convention)).toEqual({ credit, fee, remainder, borneByAgent })
    },
  )

  it('goes out whole where the agent pays', () => {
    expect(sendAmount(yen(30_000), twoBands(110, 220), 'agent', 'exact')).toEqual({
      credit: 30_000,
      fee: 0,
      remainder: 0,
      borneByAgent: 220,
    })
  })

  const risingBands = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 0, max: 500 })), { maxLength: 4 })
    .chain((steps) => fc.tuple(fc.constant(steps), fc.integer({ min: 0, max: 500 })))
    .map(([steps, first]) => {
      const rows: [number, number][] = [[0, first]]
      for (const [width, more] of steps) rows.push([(rows.at(-1)?.[0] ?? 0) + width, (rows.at(-1)?.[1] ?? 0) + more])
      return bands(...rows)
    })

  it('loses no yen, by any convention and any price list', () => {
    fc.assert(
      fc.property(risingBands, fc.integer({ min: 0, max: 12_000 }), fc.constantFrom(...conventions), (list, amount, convention) => {
        const sent = sendAmount(yen(amount), list, 'merchant', convention)
        expect(sent.credit + sent.fee + sent.remainder).toBe(amount)
        for (const part of Object.values(sent)) expect(part).toBeGreaterThanOrEqual(0)
        if (sent.credit > 0) expect(sent.fee + sent.borneByAgent).toBe(bankFee(list, sent.credit))
        if (convention !== 'upper_fee_added') expect(sent.borneByAgent).toBe(0)
      }),
      { numRuns: 2_000 },
    )
  })

  it('by the exact convention leaves a remainder only where no credit and its own fee make up the amount', () => {
    fc.assert(
      fc.property(risingBands, fc.integer({ min: 1, max: 3_000 }), (list, amount) => {
        const sent = sendAmount(yen(amount), list, 'merchant', 'exact')
        const fits = Array.from({ length: amount }, (_, at) => at + 1).some((credit) => credit + bankFee(list, credit) === amount)
        // with more than two bands the published algorithm tries one step only, so it may leave a remainder where a deeper search would not
        if (list.length <= 2 && sent.credit > 0) expect(sent.remainder === 0).toBe(fits)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the price list', () => {
  const account = { bankCode: '0001', branchCode: '001', accountType: '1', accountNumber: '1234567' } as const
  const table = (validFrom: string) => ({
    validFrom: businessDate(validFrom),
    bands: { same_branch: bands([0, 0]), same_bank: bands([0, 110]), other_bank: twoBands(330, 550) },
  })

  it('knows three destinations', () => {
    const to = (changes: Partial<typeof account>) => destinationOf(account, { ...account, ...changes })
    expect(to({ accountNumber: '7654321' } as object)).toBe('same_branch')
    expect(to({ branchCode: '002' } as object)).toBe('same_bank')
    expect(to({ bankCode: '0005' } as object)).toBe('other_bank')
  })

  it('is the one in force', () => {
    const tables = [table('2026-04-01'), table('2022-04-01')]
    expect(inForce(tables, businessDate('2026-03-31'))?.validFrom).toBe('2022-04-01')
    expect(inForce(tables, businessDate('2026-04-01'))?.validFrom).toBe('2026-04-01')
    expect(inForce(tables, businessDate('2022-03-31'))).toBeNull()
  })

  const faults: [what: string, rows: [number, number][]][] = [
    ['no band', []],
    ['a gap at the beginning', [[1, 110]]],
    [
      'bands that do not rise',
      [
        [0, 110],
        [0, 220],
      ],
    ],
    [
      'fees that fall',
      [
        [0, 220],
        [30_000, 110],
      ],
    ],
    ['a negative fee', [[0, -1]]],
  ]
  it.each(faults)('with %s is refused by its schema', (_, rows) => {
    const good = table('2026-04-01')
    expect(TransferFeeTable.safeParse(good).success).toBe(true)
    expect(
      TransferFeeTable.safeParse({ ...good, bands: { ...good.bands, other_bank: rows.map(([from, fee]) => ({ from, fee })) } }).success,
    ).toBe(false)
  })
})
