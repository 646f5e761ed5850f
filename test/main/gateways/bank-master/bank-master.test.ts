import { describe, expect, it } from 'vitest'
import { createBankMaster, RESULTS_MAX } from '../../../../src/main/gateways/bank-master/bank-master'

const banks = createBankMaster()
const codes = (found: { code: string }[]) => found.map(({ code }) => code)

describe('the bank master', () => {
  it('names banks and branches by code', () => {
    expect(banks.findBank('0001')).toEqual({ code: '0001', name: 'みずほ', kana: 'ミズホ' })
    expect(banks.findBank('9900')?.name).toBe('ゆうちょ')
    expect(banks.findBranch('0001', '001')).toEqual({ code: '001', name: '東京営業部', kana: 'トウキヨウ' })
  })

  it('knows nothing of codes that are not in the list', () => {
    expect(banks.findBank('0000')).toBeNull()
    expect(banks.findBank('toString')).toBeNull()
    expect(banks.findBank('__proto__')).toBeNull()
    expect(banks.findBranch('0001', '999')).toBeNull()
    expect(banks.findBranch('0000', '001')).toBeNull()
    expect(banks.searchBranches('0000', '')).toEqual([])
  })

  it.each(['0001', '０００１', 'みずほ', 'ミズホ', 'ﾐｽﾞﾎ', 'ミ ズ ホ', 'みずほ銀行', 'みずほぎんこう'])(
    'finds みずほ first by %s',
    (text) => {
      expect(banks.searchBanks(text)[0]?.code).toBe('0001')
    },
  )

  it.each(['001', 'とうきよう', 'とうきょう', 'ﾄｳｷﾖｳ', '東京営業部'])('finds its branch first by %s', (text) => {
    expect(banks.searchBranches('0001', text)[0]?.code).toBe('001')
  })

  it('puts what begins so before what holds it, by code', () => {
    const found = banks.searchBanks('三')
    const first = found.findIndex(({ name }) => !name.startsWith('三'))
    expect(first).toBeGreaterThan(0)
    expect(found.slice(first).some(({ name }) => name.startsWith('三'))).toBe(false)
    expect(codes(found.slice(0, first))).toEqual(codes(found.slice(0, first)).sort())
  })

  it('answers at most fifty, and the first fifty by code when nothing is typed', () => {
    expect(RESULTS_MAX).toBe(50)
    expect(banks.searchBanks('1')).toHaveLength(RESULTS_MAX)
    const first = banks.searchBanks(' ')
    expect(first).toHaveLength(RESULTS_MAX)
    expect(codes(first)).toEqual(codes(first).sort())
    expect(first[0]?.code).toBe('0001')
    expect(banks.searchBanks('そんなぎんこうはない')).toEqual([])
  })
})
