import { describe, expect, it } from 'vitest'
import { usualSettings } from '../../../../src/preload/contract/gateways'
import { yen } from '../../../../src/preload/contract/money'
import { addBand, bandsProblem, type FeeBandDraft, readBands } from '../../../../src/renderer/views/gateways/fee-bands'
import { draftOf, readSettings } from '../../../../src/renderer/views/gateways/settings-draft'

const band = (upTo: number | null, fee: number | null): FeeBandDraft => ({
  upTo: upTo === null ? null : yen(upTo),
  fee: fee === null ? null : yen(fee),
})

describe('what a store agent keeps, by amount', () => {
  it.each<{ bands: FeeBandDraft[]; problem: ReturnType<typeof bandsProblem> }>([
    { bands: [], problem: null },
    { bands: [band(null, 60)], problem: null },
    { bands: [band(9_999, 60), band(29_999, 90), band(null, 0)], problem: null },
    { bands: [band(null, null)], problem: 'not_complete' },
    { bands: [band(null, 60), band(null, 90)], problem: 'not_complete' },
    { bands: [band(9_999, null), band(null, 90)], problem: 'not_complete' },
    { bands: [band(9_999, 60), band(9_999, 90), band(null, 120)], problem: 'not_rising' },
    { bands: [band(0, 60), band(null, 90)], problem: 'not_rising' },
  ])('$bands: $problem', ({ bands, problem }) => {
    expect(bandsProblem(bands)).toBe(problem)
  })

  it('is open above, whatever stood in the last row', () => {
    expect(readBands([band(9_999, 60), band(29_999, 90)])).toEqual([band(9_999, 60), band(null, 90)])
  })

  it('is not read while it does not fit, nor with a fee below nothing', () => {
    expect(readBands([band(null, null)])).toBeNull()
    expect(readBands([band(null, -60)])).toBeNull()
  })

  it('gets a new row above the one without a limit', () => {
    expect(addBand([])).toEqual([band(null, null)])
    expect(addBand([band(9_999, 60), band(null, 90)])).toEqual([band(9_999, 60), band(null, null), band(null, 90)])
  })
})

describe('the settings of a store agent', () => {
  const usual = draftOf(usualSettings('convenience_store'))
  const settled = { ...usual, agentName: ' 電算システム ', makerCode: '929023', companyCode: '25207' }

  it('are kept with their fees', () => {
    const fees = [band(9_999, 60), band(null, 90)]
    expect(readSettings('convenience_store', { ...settled, fees }).settings).toMatchObject({
      agentName: '電算システム',
      makerCode: '929023',
      fees,
    })
  })

  it.each([
    { change: { makerCode: '92902' }, problem: 'makerCode' },
    { change: { companyCode: '12345678901' }, problem: 'companyCode' },
    { change: { party: 'Agent' }, problem: 'party' },
    { change: { format: 'cns' }, problem: 'format' },
    { change: { graceDays: 31 }, problem: 'graceDays' },
    { change: { everyMinutes: 0 }, problem: 'everyMinutes' },
    { change: { fees: [band(null, null)] }, problem: 'fees' },
    { change: { fees: [band(20_000, 60), band(10_000, 90), band(null, 120)] }, problem: 'fees' },
  ])('do not fit with $change', ({ change, problem }) => {
    expect(readSettings('convenience_store', { ...settled, ...change })).toEqual({ settings: null, problems: [problem] })
  })
})
