import { expect, test } from 'vitest'
import { invariantText } from '../../../../src/renderer/views/settings/VerifyLedger'

const t = (key: string) => `the words of ${key}`

test('a promise is told in words, one that nobody knows by its name', () => {
  expect(invariantText('audit_chain', t)).toBe('the words of settings.invariants.audit_chain')
  expect(invariantText('promise_of_tomorrow', t)).toBe('promise_of_tomorrow')
})
