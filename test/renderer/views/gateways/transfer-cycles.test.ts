import { expect, it } from 'vitest'
import { PayoutCycle } from '../../../../src/preload/contract/merchants'
import { readCycles, writeCycles } from '../../../../src/renderer/views/gateways/transfer-cycles'

const twice = [
  { closingDay: 15, monthOffset: 1, payDay: 20, holidayRule: 'previous' },
  { closingDay: 31, monthOffset: 2, payDay: 5, holidayRule: 'next' },
].map((cycle) => PayoutCycle.parse(cycle))

it('are written as one line, and read as they were written', () => {
  expect(writeCycles(twice)).toBe('15/1/20/previous, 31/2/5/next')
  expect(readCycles(writeCycles(twice))).toEqual(twice)
  expect(readCycles(' 15/1/20/previous、31/2/5/next ')).toEqual(twice)
})

it.each(['', '15/1/20', '15/1/20/never', '32/1/20/next', '15/4/20/next', '15/1/20/next,', 'x/1/20/next', '15/1/20/next/1'])(
  '%j is none',
  (text) => {
    expect(readCycles(text)).toBeNull()
  },
)
