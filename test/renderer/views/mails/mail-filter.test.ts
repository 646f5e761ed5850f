import { describe, expect, it } from 'vitest'
import { mailFilterOf, sayable, wordsOf } from '../../../../src/renderer/views/mails/mail-filter'

const cases: { values: Record<string, string>; state: string; mailId: number | null }[] = [
  { values: {}, state: 'waiting', mailId: null },
  { values: { state: 'handled', mail: '4' }, state: 'handled', mailId: 4 },
  { values: { state: 'lost', mail: 'x' }, state: 'waiting', mailId: null },
]
it.each(cases)('the address $values asks for what is $state and opens $mailId', ({ values, state, mailId }) => {
  expect(mailFilterOf(values)).toEqual({ state, mailId })
})

describe('the words that are kept of a mail', () => {
  it.each([
    { text: '  届きました。\n', words: '届きました。' },
    { text: '上\n\n\n\n\n下', words: '上\n\n下' },
    { text: `${'あ'.repeat(499)} い`, words: 'あ'.repeat(499) },
    { text: '', words: '' },
  ])('of $text are $words', ({ text, words }) => {
    expect(wordsOf(text)).toBe(words)
  })
})

describe('what a mail may say', () => {
  it('has a digit each, in the order of the contract, and leaves out what no mail decides', () => {
    expect(sayable(['shipped', 'contested', 'goods_returned'])).toEqual([
      { said: 'goods_returned', key: '1' },
      { said: 'contested', key: '2' },
    ])
    expect(sayable(['shipped'])).toEqual([])
  })
})
