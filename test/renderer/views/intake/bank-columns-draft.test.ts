import { describe, expect, it } from 'vitest'
import { bankColumnsOf, draftOf } from '../../../../src/renderer/views/intake/bank-columns-draft'
import { SHEET_COLUMNS, SHEET_HEADER } from '../../../support/sheets'

const head = { header: SHEET_HEADER, samples: [] }

describe('what the columns of a bank’s CSV mean, being said', () => {
  it('begins with nothing chosen, and is not whole', () => {
    const draft = draftOf(head, null)
    expect(new Set(Object.values(draft.columns))).toEqual(new Set([null]))
    expect(bankColumnsOf(head, 'shift_jis', draft)).toBeNull()
    expect(bankColumnsOf(head, 'shift_jis', { ...draft, columns: { ...draft.columns, bookedOn: 0, credit: 3 } })).not.toBeNull()
  })
  it('keeps what was said, by the names of the columns, and saves it as it was', () => {
    expect(bankColumnsOf(head, 'shift_jis', draftOf(head, SHEET_COLUMNS))).toEqual(SHEET_COLUMNS)
    const moved = { header: ['新', ...SHEET_HEADER.filter((name) => name !== '備考')], samples: [] }
    expect(draftOf(moved, SHEET_COLUMNS).columns).toMatchObject({ bookedOn: 1, credit: 4, edi: null })
  })
  it('no column says two things', () => {
    const draft = draftOf(head, SHEET_COLUMNS)
    expect(bankColumnsOf(head, 'shift_jis', { ...draft, columns: { ...draft.columns, debit: 3 } })).toBeNull()
  })
})
