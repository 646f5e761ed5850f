import { expect, test, vi } from 'vitest'

test('the default policy lets plain text through and refuses markup and every script', async () => {
  const made: { name: string; rules: Record<string, (text: string) => string> }[] = []
  vi.stubGlobal('window', {
    trustedTypes: { createPolicy: (name: string, rules: Record<string, (text: string) => string>) => made.push({ name, rules }) },
  })
  await import('../../src/renderer/trusted-types')
  vi.unstubAllGlobals()
  expect(made.map((policy) => policy.name)).toEqual(['default'])
  const rules = made[0]?.rules ?? {}
  expect(rules.createHTML?.('1,000 円')).toBe('1,000 円')
  expect(() => rules.createHTML?.('<img src=x>')).toThrow(TypeError)
  expect(() => rules.createScript?.('1')).toThrow(TypeError)
  expect(() => rules.createScriptURL?.('/x.js')).toThrow(TypeError)
})
