import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createLinkAddresses } from '../../../src/main/services/link-addresses'
import { createLinks, LinkPurpose } from '../../../src/main/services/links'
import { createSecrets } from '../../../src/main/services/secrets'
import { addDays, businessDate } from '../../../src/preload/contract/date'
import { OrderId } from '../../../src/preload/contract/ids'
import { refusalOf } from '../../support/desk'
import { fixedClock, valueIn } from '../../support/ledger'

const clock = fixedClock()
const links = createLinks({ secrets: createSecrets(Buffer.alloc(32, 1)), clock })
const orderId = OrderId.parse(8_876_543_210_123_456)
const today = businessDate('2026-11-20')
const link = { purpose: 'choose', orderId, until: today } as const

describe('a link', () => {
  it.each(LinkPurpose.options)('for %s opens for that alone, also on its last day, as often as needed', (purpose) => {
    const token = links.sign({ purpose, orderId, until: today })
    expect(token).toMatch(/^[\w.-]+$/)
    for (let time = 0; time < 2; time++) expect(valueIn(links.open(token, purpose))).toBe(orderId)
    for (const other of LinkPurpose.options) {
      if (other !== purpose) expect(refusalOf(links.open(token, other))).toEqual({ refusal: 'link_invalid' })
    }
  })

  it('is refused after its last day: link_expired', () => {
    expect(refusalOf(links.open(links.sign({ ...link, until: addDays(today, -1) }), 'choose'))).toEqual({ refusal: 'link_expired' })
  })

  it('of which any sign was changed, left out or added is refused: link_invalid', () => {
    const token = links.sign(link)
    const changed = [...token].flatMap((sign, at) => [
      `${token.slice(0, at)}${sign === '0' ? '1' : '0'}${token.slice(at + 1)}`,
      `${token.slice(0, at)}${token.slice(at + 1)}`,
    ])
    for (const guess of [...changed, `${token}A`, `${token}.`, `x${token}`]) {
      // The last sign of a signature holds bits that stand for nothing.
      if (guess !== token) expect({ guess, opened: links.open(guess, 'choose').ok }).toEqual({ guess, opened: false })
    }
  })

  const guesses = [
    '',
    '.',
    '0.1.20261120.',
    `0.${orderId.toString(36)}.20269999.${'A'.repeat(24)}`,
    '9.1.20261120.AAAA',
    '0.zzzzzzzzzzzzz.20261120.A',
    '\u0000',
    'あ'.repeat(300),
  ]
  it.each(guesses)('that is a guess is refused: %s', (guess) => {
    expect(refusalOf(links.open(guess, 'choose'))).toEqual({ refusal: 'link_invalid' })
  })

  it('that another key has signed is refused', () => {
    const other = createLinks({ secrets: createSecrets(randomBytes(32)), clock })
    expect(refusalOf(links.open(other.sign(link), 'choose'))).toEqual({ refusal: 'link_invalid' })
  })
})

describe('the address of the selection page', () => {
  const at = (storefront: string | null) => createLinkAddresses({ links, clock, storefront: () => storefront })
  const dueDays: [what: string, dueOn: string | null, until: string][] = [
    ['outlives the last day to pay by thirty days', '2026-11-27', '2026-12-27'],
    ['counts from today where that day is over', '2026-11-01', '2026-12-20'],
    ['counts from today where there is none', null, '2026-12-20'],
  ]
  it.each(dueDays)('%s', (_what, dueOn, until) => {
    const address = valueIn(at('https://pay.bank.example').of('choose', orderId, dueOn === null ? null : businessDate(dueOn)))
    expect(address).toBe(`https://pay.bank.example/pay/${links.sign({ purpose: 'choose', orderId, until: businessDate(until) })}`)
  })

  it('is refused while the storefront does not run: gateway_off', () => {
    expect(refusalOf(at(null).of('choose', orderId, today))).toEqual({ refusal: 'gateway_off', gateway: 'storefront' })
  })
})
