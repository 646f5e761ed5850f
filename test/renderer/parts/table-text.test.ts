import { expect, test } from 'vitest'
import { asHtml, asTsv } from '../../../src/renderer/parts/table-text'

test('figures stay numbers, text stays text, and no cell breaks the table', () => {
  expect(
    asTsv([
      ['注文番号', '金額'],
      ['A-57', 12000],
      ['two\nlines\tand a tab', -500],
    ]),
  ).toBe('注文番号\t金額\r\nA-57\t12000\r\ntwo lines and a tab\t-500')
})

test.each(['=1+1', '+81', '-5', '@SUM(A1)'])('the text %s is no formula in a spreadsheet', (text) => {
  expect(asTsv([[text]])).toBe(`'${text}`)
})

test('as HTML, account numbers keep their zeros and markup is text', () => {
  expect(asHtml([['0012345', 7]])).toBe(`<table><tr><td style='mso-number-format:"\\@"'>0012345</td><td>7</td></tr></table>`)
  expect(asHtml([['<b> & "x"']])).toContain('&lt;b&gt; &amp; &quot;x&quot;')
})
