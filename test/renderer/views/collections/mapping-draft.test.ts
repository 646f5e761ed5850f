import { describe, expect, it } from 'vitest'
import { ColumnProfile } from '../../../../src/preload/contract/column-profile'
import { changed, draftFor, type MappingDraft, readMapping, withWordsOf } from '../../../../src/renderer/views/collections/mapping-draft'

const head = {
  header: ['番号', '照会番号', '状況', '金額', '入金日'],
  samples: [
    ['1', '10000000016', '入金', '700', '20261118'],
    ['2', '10000000023', '取消', '800', '20261118'],
    ['3', '10000000030', '入金', '900', '20261119'],
  ],
}
const columns = { transactionId: 0, reference: 1, trackingNumber: null, event: 2, amount: 3, fee: null, paidOn: 4, transferOn: null }
const words = [
  { word: '入金', event: 'confirmed' as const },
  { word: '取消', event: 'preliminary_cancelled' as const },
]
const whole: MappingDraft = { columns, words, dates: 'yyyymmdd', numbers: 'plain' }
const saved = ColumnProfile.parse({ ...whole, encoding: 'utf-8', header: head.header })

describe('a mapping', () => {
  it('begins with nothing', () => {
    const draft = draftFor(head, null)
    expect([...new Set(Object.values(draft.columns)), draft.words]).toEqual([null, []])
    expect(readMapping(head, 'utf-8', draft)).toEqual({ profile: null, problems: ['transactionId', 'amount', 'paidOn'] })
  })

  it('takes from the one before what still has its name, wherever it stands now', () => {
    const moved = { header: ['照会番号', '番号', '状態', '金額', '入金日'], samples: [] }
    expect(draftFor(moved, saved)).toEqual({ ...whole, columns: { ...columns, transactionId: 1, reference: 0, event: null } })
  })

  it('asks for every word of the rows shown', () => {
    const asked = withWordsOf(head, { ...whole, words: words.slice(0, 1) })
    expect(asked.words).toEqual([words[0], { word: '取消', event: null }])
    expect(readMapping(head, 'utf-8', asked)).toEqual({ profile: null, problems: ['words'] })
  })

  it('is saved with the header as it stands', () => {
    expect(readMapping(head, 'utf-8', whole)).toEqual({ profile: saved, problems: [] })
  })

  it.each([
    [{ reference: null }, 'reference'],
    [{ amount: null }, 'amount'],
    [{ paidOn: 9 }, 'paidOn'],
  ])('with %o is not whole', (own, problem) => {
    expect(readMapping(head, 'utf-8', { ...whole, columns: { ...columns, ...own } }).problems).toContain(problem)
  })

  it('without a column of events needs no words', () => {
    expect(readMapping(head, 'utf-8', { ...whole, columns: { ...columns, event: null } }).profile?.words).toEqual([])
  })
})

it('only columns that are not what they were are told apart', () => {
  const same = { was: 'a', is: 'a', change: 'same' as const, from: 1, to: 1 }
  const missing = { was: 'b', is: null, change: 'missing' as const, from: 2, to: null }
  expect(changed([same, missing])).toEqual([missing])
})
