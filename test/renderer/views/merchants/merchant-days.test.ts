import { describe, expect, it } from 'vitest'
import { USUAL_DEADLINES } from '../../../../src/preload/contract/merchants'
import { changedDays, dayFields, daysOf, dayText, readDays } from '../../../../src/renderer/views/merchants/merchant-days'
import { wordsIn } from '../../../support/spoken'

const usual = daysOf({ deadlines: USUAL_DEADLINES, protectionWindowDays: 14 })

describe('the days of a contract', () => {
  it('are all shown', () => {
    expect([...dayFields].sort()).toEqual(Object.keys(usual).sort())
  })

  it.each([
    { field: 'protectionWindowDays', days: usual, text: '14 days' },
    { field: 'reminderDays', days: { ...usual, reminderDays: 1 }, text: '1 day before' },
    { field: 'reminderDays', days: { ...usual, reminderDays: 0 }, text: 'never' },
    { field: 'shipmentRestartsWindow', days: { ...usual, shipmentRestartsWindow: true }, text: wordsIn('en')('parts.yes') },
  ] as const)('$field reads $text', ({ field, days, text }) => {
    expect(dayText(days, field, wordsIn('en'))).toBe(text)
  })

  it('differ where they differ', () => {
    expect(changedDays(usual, { ...usual, paymentDays: 9, shipmentRestartsWindow: true })).toEqual([
      'paymentDays',
      'shipmentRestartsWindow',
    ])
    expect(changedDays(usual, { ...usual })).toEqual([])
  })

  it.each([
    { change: {}, problems: [] },
    { change: { paymentDays: '' }, problems: ['paymentDays'] },
    { change: { acceptanceDays: 31, returnAnswerDays: 0 }, problems: ['acceptanceDays', 'returnAnswerDays'] },
    { change: { reminderDays: 0 }, problems: [] },
    { change: { reminderDays: -1 }, problems: ['reminderDays'] },
  ])('$change: what does not fit is $problems', ({ change, problems }) => {
    const read = readDays({ ...usual, ...change })
    expect(read.problems).toEqual(problems)
    expect(read.days === null).toBe(problems.length > 0)
  })
})
