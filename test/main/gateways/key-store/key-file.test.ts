import { existsSync, rmSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keyFileOf, masterKey } from '../../../../src/main/gateways/key-store/key-file'
import { holdsSealed, storeSealed } from '../../../../src/main/ledger/sealed-secrets'
import { refusalOf } from '../../../support/desk'
import { openTestLedger, type TestLedger, valueIn, writing } from '../../../support/ledger'

let test: TestLedger
beforeEach(async () => {
  test = await openTestLedger()
})
afterEach(() => test.cleanup())

const key = async () => masterKey(test.ledger.path, {}, await holdsSealed(test.ledger.reader))

describe('the master key beside a ledger', () => {
  it('is made at first need, and stays', async () => {
    const made = valueIn(await key())
    expect(made).toHaveLength(32)
    await writing(test.ledger, (writer) => storeSealed(writer, 'tea', 'sealed'))
    expect(valueIn(await key())).toEqual(made)
  })

  it('is not made anew where the ledger holds what a lost one sealed', async () => {
    valueIn(await key())
    await writing(test.ledger, (writer) => storeSealed(writer, 'tea', 'sealed'))
    rmSync(keyFileOf(test.ledger.path))
    expect(refusalOf(await key())).toEqual({ refusal: 'key_unreadable' })
    expect(existsSync(keyFileOf(test.ledger.path))).toBe(false)
    expect(valueIn(masterKey(test.ledger.path, { DAIKO_KEY: Buffer.alloc(32, 1).toString('base64') }, true))).toEqual(Buffer.alloc(32, 1))
  })
})
