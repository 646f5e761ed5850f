import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSearchBox } from '../../../src/main/settlement/search-box'
import { businessDate } from '../../../src/preload/contract/date'
import { SearchWord, type WordMeaning } from '../../../src/preload/contract/search'

const today = businessDate('2026-11-26')

function told(meaning: WordMeaning): string {
  const ends = ({ from, to }: { from: string | number | null; to: string | number | null }) =>
    from === to ? `${from}` : `${from ?? ''}~${to ?? ''}`
  switch (meaning.kind) {
    case 'name':
      return `name ${meaning.key}`
    case 'amount':
      return `amount ${ends(meaning)}`
    case 'date':
      return `date ${ends(meaning)}`
    case 'order':
      return `order ${meaning.key}${meaning.whole ? '' : '…'}`
    case 'account':
      return meaning.end ? `account …${meaning.digits}` : `account ${meaning.digits}…`
  }
}

const read = (typed: string, on = today) => readSearchBox(typed, on).map(({ meanings }) => meanings.map(told).join(' | '))

describe('what is typed in the search box, and how it is meant', () => {
  it.each<[typed: string, meant: string[]]>([
    ['', []],
    ['ﾔﾏﾀﾞ', ['name ヤマダ']],
    ['ヤマダ', ['name ヤマダ']],
    ['ｶ)ﾔﾏﾀﾞ', ['name ヤマダ']],
    ['ﾔﾏﾀﾞ ﾀﾛｳ', ['name ヤマダ', 'name タロウ']],
    ['ﾔﾏﾀﾞ　ﾀﾛｳ', ['name ヤマダ', 'name タロウ']],
    ['30,000', ['amount 30000']],
    ['３０，０００円', ['amount 30000']],
    ['¥30000', ['amount 30000']],
    ['３万円', ['amount 30000']],
    ['1.5万', ['amount 15000']],
    ['777', ['amount 777 | order 777']],
    ['30000', ['amount 30000 | order 30000 | account …30000']],
    ['0001', ['order 0001 | account …0001']],
    ['10000-20000', ['amount 10000~20000 | order 1000020000']],
    ['10,000-20,000', ['amount 10000~20000']],
    ['10,000〜20,000', ['amount 10000~20000']],
    ['10,000 ～ 20,000円', ['amount 10000~20000']],
    ['1万~2万', ['amount 10000~20000']],
    ['10,000~', ['amount 10000~']],
    ['~20,000', ['amount ~20000']],
    ['>=10000', ['amount 10000~']],
    ['＞＝ 10,000', ['amount 10000~']],
    ['≧10000', ['amount 10000~']],
    ['>10000', ['amount 10001~']],
    ['<10000', ['amount ~9999']],
    ['10,000円以上', ['amount 10000~']],
    ['10000以下', ['amount ~10000']],
    ['1万円未満', ['amount ~9999']],
    ['11/20', ['date 2026-11-20']],
    ['12/1', ['date 2026-12-01']],
    ['12/28', ['date 2025-12-28']],
    ['11月20日', ['date 2026-11-20']],
    ['2026/11/20', ['date 2026-11-20']],
    ['2026-11-20', ['date 2026-11-20']],
    ['2026年11月20日', ['date 2026-11-20']],
    ['R8.11.20', ['date 2026-11-20']],
    ['r8/11/20', ['date 2026-11-20']],
    ['令和8年11月20日', ['date 2026-11-20']],
    ['令和元年5月1日', ['date 2019-05-01']],
    ['8.11.20', ['date 2026-11-20']],
    ['26/11/20', ['date 2026-11-20']],
    ['20261120', ['amount 20261120 | date 2026-11-20 | order 20261120 | account …20261120 | account 20261120…']],
    ['20261320', ['amount 20261320 | order 20261320 | account …20261320 | account 20261320…']],
    ['2026/11', ['date 2026-11-01~2026-11-30']],
    ['2026-11', ['date 2026-11-01~2026-11-30 | order 202611']],
    ['2026年2月', ['date 2026-02-01~2026-02-28']],
    ['R8.12', ['date 2026-12-01~2026-12-31']],
    ['12月', ['date 2026-12-01~2026-12-31']],
    ['11/1〜11/20', ['date 2026-11-01~2026-11-20']],
    ['11/1-11/20', ['date 2026-11-01~2026-11-20']],
    ['2025/12/20~1/10', ['date 2025-12-20~2026-01-10']],
    ['11/1~', ['date 2026-11-01~']],
    ['11/20まで', ['date ~2026-11-20']],
    ['>=11/1', ['date 2026-11-01~']],
    ['13/40', ['']],
    ['A-1001', ['order A1001… | name A-1001']],
    ['ａ１００１', ['order A1001… | name A1001']],
    ['2026-0099', ['order 20260099']],
    ['100-0000001', ['order 1000000001 | account …1000000001']],
    ['5550001', ['amount 5550001 | order 5550001 | account …5550001']],
    ['1000000001', ['amount 1000000001 | order 1000000001 | account …1000000001']],
    ['ﾔﾏﾀﾞ 30,000 11/20', ['name ヤマダ', 'amount 30000', 'date 2026-11-20']],
    ['ｶ) ﾔﾏﾀﾞ 。', ['name ヤマダ']],
    ['。', ['']],
    ['-', ['']],
  ])('%s', (typed, meant) => {
    expect(read(typed)).toEqual(meant)
  })

  it('reads a day without a year as the last one up to a week ahead', () => {
    expect(read('1/5', businessDate('2026-12-30'))).toEqual(['date 2027-01-05'])
    expect(read('1/20', businessDate('2026-12-30'))).toEqual(['date 2026-01-20'])
    expect(read('2/29', businessDate('2026-11-26'))).toEqual([''])
  })

  it('takes at most eight words, of whatever is typed, and each in a form the contract knows', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (typed) => {
        const words = readSearchBox(typed, today)
        expect(words.length).toBeLessThanOrEqual(8)
        expect(SearchWord.array().parse(words)).toEqual(words)
      }),
    )
    expect(readSearchBox('1 2 3 4 5 6 7 8 9 10', today)).toHaveLength(8)
  })
})
