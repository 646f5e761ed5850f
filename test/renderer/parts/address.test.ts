import { expect, test } from 'vitest'
import { readAddress, writeAddress } from '../../../src/renderer/parts/address'

test('an address carries values and leaves out what is empty', () => {
  expect(writeAddress('/orders', { q: 'ヤマダ 1,000', status: 'paid', to: null, from: undefined, note: '' })).toBe(
    '/orders?q=%E3%83%A4%E3%83%9E%E3%83%80+1%2C000&status=paid',
  )
  expect(writeAddress('/deposits', {})).toBe('/deposits')
  expect(writeAddress('/clearing', { deposit: 12, open: true })).toBe('/clearing?deposit=12&open=true')
})

test('what is written is read back', () => {
  const values = { q: 'ｶ)ｻｸﾗ & Co? #1', status: 'unpaid' }
  expect(readAddress(writeAddress('/orders', values).slice('/orders?'.length))).toEqual(values)
  expect(readAddress('a=&b=2')).toEqual({ b: '2' })
})
