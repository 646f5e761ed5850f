import { describe, expect, it } from 'vitest'
import { dateCell, safeText } from '../../../src/main/export/cells'
import { businessDate } from '../../../src/preload/contract/date'

describe('text in a cell', () => {
  it.each([
    ['山田 太郎', '山田 太郎'],
    ['', ''],
    ['A-001', 'A-001'],
    ['(株)桜商店', '(株)桜商店'],
    ['=1+1', "'=1+1"],
    ['=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'],
    ['+81 3', "'+81 3"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝1+1', "'＝1+1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠x', "'＠x"],
    ['\t=1', "' =1"],
    ['\r=1', "' =1"],
    ['\tx', "' x"],
    ['\n=1+1', "' =1+1"],
    ['  =1+1', "'  =1+1"],
    ['\u0000=1+1', "'=1+1"],
    ['a\u0000b\u0007c', 'abc'],
    ['first\r\nsecond', 'first second'],
    ['\u007f\u0085x', 'x'],
    ['x\ufffe\uffff', 'x'],
    ['half \ud83d letter', 'half \ufffd letter'],
    ['whole 😀', 'whole 😀'],
    ['half-width ｰ', 'half-width ｰ'],
    ['ｰ', 'ｰ'],
  ])('%j becomes %j', (text, cell) => {
    expect(safeText(text)).toBe(cell)
  })

  it('is never longer than a cell may be', () => {
    expect(safeText('あ'.repeat(40_000))).toHaveLength(32_767)
    expect(safeText(`=${'あ'.repeat(40_000)}`)).toHaveLength(32_767)
  })
})

describe('a day in a cell', () => {
  it.each(['2026-11-20', '2026-01-01', '2024-02-29', '1999-12-31'])('%s is midnight of that day without a zone', (day) => {
    expect(dateCell(businessDate(day)).toISOString()).toBe(`${day}T00:00:00.000Z`)
  })
})
