import { expect, it } from 'vitest'
import { afterDeed } from '../../../../src/main/gateways/card/after-deed'
import type { CardAnswer } from '../../../../src/main/gateways/card-company'

it.each<[CardAnswer, CardAnswer['outcome']]>([
  [{ outcome: 'refused', code: 'invalid_api_key', detail: 'x' }, 'unknown'],
  [{ outcome: 'unknown', detail: 'no answer' }, 'unknown'],
])('what was done is never called refused because the look after it was: %o', (seen, outcome) => {
  expect(afterDeed(seen).outcome).toBe(outcome)
})
