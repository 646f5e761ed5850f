import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMerchantProgram } from '../../../../../src/main/gateways/storefront/demonstration/merchant-program'
import { fixedClock } from '../../../../support/ledger'
import { openTestStorefront, orderBody, type ShopProgram, type TestStorefront } from '../../../../support/storefront'

describe('the program of a demonstration’s shop', () => {
  const clock = fixedClock(Date.parse('2026-11-20T10:32:00.700+09:00'))
  let storefront: TestStorefront
  let merchant: ShopProgram
  beforeAll(async () => {
    storefront = await openTestStorefront({ clock })
    merchant = await storefront.merchant()
  })
  afterAll(() => storefront?.cleanup())

  const programAt = (address: string, secret = merchant.key.secret) =>
    createMerchantProgram(
      () => address,
      { ...merchant.key, secret },
      () => clock.now(),
    )

  it('is heard within the very second in which the API began, however often it asks', async () => {
    const program = programAt(storefront.address)
    const answers = [
      await program.order({ ...orderBody(), orderNumber: 'A-1' }),
      await program.read('A-1'),
      await program.paymentLink('A-1'),
    ]
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true])
  })

  it('says under which code it was refused', async () => {
    expect(await programAt(storefront.address, 'another').read('A-1')).toEqual({ ok: false, code: 'signature_wrong' })
    expect(await programAt(storefront.address).read('A-2')).toEqual({ ok: false, code: 'not_found' })
  })

  it('says so where nobody answers', async () => {
    expect(await programAt('http://127.0.0.1:1').read('A-1')).toEqual({ ok: false, code: 'unreachable' })
  })
})
