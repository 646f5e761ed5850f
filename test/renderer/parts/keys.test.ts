import { expect, test } from 'vitest'
import { type KeyBinding, keyName, resolveKeys } from '../../../src/renderer/parts/keys'

const NONE = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

test.each([
  [{ key: 'a' }, 'a'],
  [{ key: 'A', shiftKey: true }, 'Shift+a'],
  [{ key: '?', shiftKey: true }, '?'],
  [{ key: ' ' }, 'Space'],
  [{ key: ' ', shiftKey: true }, 'Shift+Space'],
  [{ key: 'Enter' }, 'Enter'],
  [{ key: 'ArrowDown', shiftKey: true }, 'Shift+ArrowDown'],
  [{ key: 'k', ctrlKey: true }, 'Ctrl+k'],
  [{ key: 'k', metaKey: true }, 'Ctrl+k'],
  [{ key: 'L', ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+l'],
  [{ key: '7' }, '7'],
])('the key %j is written %s', (event, written) => {
  expect(keyName({ ...NONE, ...event })).toBe(written)
})

const bindings: KeyBinding[] = ['g d', 'g h', 'd', 'Enter'].map((keys) => ({ keys, label: keys, run: () => undefined }))

test.each([
  [['d'], 'd', false],
  [['g'], null, true],
  [['g', 'd'], 'g d', false],
  [['g', 'x'], null, false],
  [['Enter'], 'Enter', false],
])('after %j the binding is %s and more is awaited: %s', (pressed, keys, waits) => {
  const resolved = resolveKeys(pressed, bindings)
  expect(resolved.run?.keys ?? null).toBe(keys)
  expect(resolved.waits).toBe(waits)
})
