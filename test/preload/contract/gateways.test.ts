import { expect, it } from 'vitest'
import { ConvenienceStoreSettings } from '../../../src/preload/contract/gateways'

const band = (upTo: number | null) => ({ upTo, fee: 100 })

it.each<[string, (number | null)[], string[]]>([
  ['none', [], []],
  ['one that is open', [null], []],
  ['rising limits, the last one open', [10_000, 50_000, null], []],
  ['one with a limit', [10_000], ['fees.0.upTo last_not_open']],
  ['a last one with a limit', [10_000, 50_000], ['fees.1.upTo last_not_open']],
  ['limits that fall', [50_000, 10_000, null], ['fees.1.upTo not_rising']],
  ['the same limit twice', [10_000, 10_000, null], ['fees.1.upTo not_rising']],
  ['an open one before the last', [10_000, null, null], ['fees.1.upTo only_last_is_open']],
])('fees of an agent by bands: %s', (_what, limits, problems) => {
  const read = ConvenienceStoreSettings.safeParse({ gateway: 'convenience_store', fees: limits.map(band) })
  expect(read.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? []).toEqual(problems)
})
