import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSecrets, MASTER_KEY_BYTES } from '../../../src/main/services/secrets'
import { openTestLedger, type TestLedger, valueIn, writing } from '../../support/ledger'

const secrets = createSecrets(Buffer.alloc(MASTER_KEY_BYTES, 1))

describe('a sealed text', () => {
  it.each(['', 'tea kettle', 'パスワード 🍵', 'x'.repeat(10_000)])('opens again: %s', (text) => {
    expect(valueIn(secrets.open(secrets.seal(text)))).toBe(text)
  })

  it('tells nothing, not even that it is the same as another', () => {
    const [one, other] = [secrets.seal('tea kettle'), secrets.seal('tea kettle')]
    expect(one).not.toBe(other)
    expect(Buffer.from(one, 'base64').toString('latin1')).not.toContain('tea kettle')
  })

  const others: [what: string, sealed: string][] = [
    ['another master key sealed', createSecrets(randomBytes(MASTER_KEY_BYTES)).seal('x')],
    ['is cut short', secrets.seal('tea kettle').slice(0, 40)],
    ['is none', 'hello'],
    ['is empty', ''],
  ]
  it.each(others)('that %s is refused: key_unreadable', (_what, sealed) => {
    expect(secrets.open(sealed)).toEqual({ ok: false, refusal: { refusal: 'key_unreadable' } })
  })

  it('of which any byte was changed is refused', () => {
    const sealed = Buffer.from(secrets.seal('tea'), 'base64')
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      expect(secrets.open(changed.toString('base64')).ok).toBe(false)
    }
  })
})

it('derives a key of its own for each purpose, always the same', () => {
  expect(secrets.derived('links')).toEqual(createSecrets(Buffer.alloc(MASTER_KEY_BYTES, 1)).derived('links'))
  expect(secrets.derived('links')).not.toEqual(secrets.derived('reply addresses'))
  expect(secrets.derived('links')).toHaveLength(32)
})

it('takes no master key of another length', () => {
  expect(() => createSecrets(Buffer.alloc(16))).toThrow('32 bytes')
})

describe('in the ledger', () => {
  let test: TestLedger
  beforeEach(async () => {
    test = await openTestLedger()
  })
  afterEach(() => test.cleanup())

  it('a secret is kept by name, sealed, in the place of an earlier one', async () => {
    expect(valueIn(await secrets.kept(test.ledger.reader, 'smtp'))).toBeNull()
    for (const text of ['first', 'second']) await writing(test.ledger, (writer) => secrets.keep(writer, 'smtp', text))
    expect(valueIn(await secrets.kept(test.ledger.reader, 'smtp'))).toBe('second')
    const stored = test.ledger.source.prepare<[], string>('select sealed from sealed_secrets').pluck().all()
    expect(stored).toHaveLength(1)
    expect(stored[0]).not.toContain('second')
    expect(await createSecrets(randomBytes(32)).kept(test.ledger.reader, 'smtp')).toMatchObject({ refusal: { refusal: 'key_unreadable' } })
  })
})
