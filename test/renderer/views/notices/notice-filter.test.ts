import { expect, it } from 'vitest'
import { noticeFilterOf } from '../../../../src/renderer/views/notices/notice-filter'

const cases: { values: Record<string, string>; filter: object; noticeId: number | null }[] = [
  { values: {}, filter: {}, noticeId: null },
  {
    values: { state: 'dead', channel: 'mail', merchant: '7', order: '8', notice: '9' },
    filter: { state: 'dead', channel: 'mail', merchantId: 7, orderId: 8 },
    noticeId: 9,
  },
  { values: { troubled: 'true' }, filter: { troubled: true }, noticeId: null },
  { values: { state: 'lost', channel: 'fax', merchant: 'x', order: '0', notice: '-1', troubled: 'perhaps' }, filter: {}, noticeId: null },
]
it.each(cases)('the address $values asks for $filter and opens $noticeId', ({ values, filter, noticeId }) => {
  expect(noticeFilterOf(values)).toEqual({ filter, noticeId })
})
