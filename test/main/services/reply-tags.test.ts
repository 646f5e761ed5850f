import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createLinks } from '../../../src/main/services/links'
import { createSecrets } from '../../../src/main/services/secrets'
import { OrderId } from '../../../src/preload/contract/ids'
import { fixedClock } from '../../support/ledger'

const linksOf = (key: number) => createLinks({ secrets: createSecrets(Buffer.alloc(32, key)), clock: fixedClock() })
const links = linksOf(1)
const order = OrderId.parse(229_000_123_456_789)

it('a reply address stands for one order and for whom was written to, whatever its case', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), fc.constantFrom('payer' as const, 'merchant' as const), (id, to) => {
      const tag = links.replyTag(OrderId.parse(id), to)
      expect(tag).toMatch(/^[0-9a-z-]{1,40}$/)
      expect(links.readTag(tag)).toEqual({ orderId: id, to })
      expect(links.readTag(tag.toUpperCase())).toEqual({ orderId: id, to })
    }),
  )
})

it.each([
  ['another ledger’s', linksOf(2).replyTag(order, 'payer')],
  ['the payer’s turned into the merchant’s', links.replyTag(order, 'payer').replace('-p', '-m')],
  ['that of another order', links.replyTag(order, 'payer').replace(/^\w/, '9')],
  ['one with more behind it', `${links.replyTag(order, 'payer')}0`],
  ['nothing', ''],
  ['a name', 'taro'],
])('%s stands for nothing', (_what, tag) => {
  expect(links.readTag(tag)).toBeNull()
})
