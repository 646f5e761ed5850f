import { describe, expect, it } from 'vitest'
import { readSearchBox } from '../../../../src/main/settlement/search-box'
import { businessDate } from '../../../../src/preload/contract/date'
import { readingOf } from '../../../../src/renderer/views/deposits/search-reading'
import { wordsIn } from '../../../support/spoken'

describe('how the screen says that it read the search box', () => {
  it.each<[string, ja: string, en: string]>([
    [
      'ﾔﾏﾀﾞ 30,000 11/20',
      '「ヤマダ」= 名義に ヤマダ を含む、かつ 「30,000」= 金額 30,000 円、かつ 「11/20」= 取引日 2026/11/20',
      '“ヤマダ” = name contains ヤマダ; and “30,000” = amount 30,000 yen; and “11/20” = booked on 2026/11/20',
    ],
    ['>=1万', '「>=1万」= 金額 10,000 円以上', '“>=1万” = amount of at least 10,000 yen'],
    ['10,000~20,000', '「10,000~20,000」= 金額 10,000 円〜20,000 円', '“10,000~20,000” = amount 10,000 to 20,000 yen'],
    ['11/20まで', '「11/20まで」= 取引日 2026/11/20 まで', '“11/20まで” = booked up to 2026/11/20'],
    ['0001', '「0001」= 注文番号 0001 または 末尾が 0001 の仮想口座', '“0001” = order number 0001 or virtual account ending in 0001'],
    ['A-1', '「A-1」= A1 で始まる注文番号 または 名義に A-1 を含む', '“A-1” = order number beginning with A1 or name contains A-1'],
    ['。', '「。」は名義・金額・日付・注文番号・口座のどれとも読めません', '“。” reads as no name, amount, day, order number or account'],
  ])('%s', (typed, japanese, english) => {
    const words = readSearchBox(typed, businessDate('2026-11-26'))
    expect(readingOf(words, wordsIn('ja'))).toBe(japanese)
    expect(readingOf(words, wordsIn('en'))).toBe(english)
  })
})
