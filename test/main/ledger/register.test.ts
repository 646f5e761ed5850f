import { afterEach, beforeEach, expect, it } from 'vitest'
import { ledgerRegistration, registerLedger } from '../../../src/main/ledger/register'
import { openTestLedger, type TestLedger, writing } from '../../support/ledger'

let test: TestLedger
beforeEach(async () => {
  test = await openTestLedger()
})
afterEach(() => test.cleanup())

const register = (demonstration: boolean) => writing(test.ledger, (writer) => registerLedger(writer, demonstration))

it('is empty until the ledger is registered, and is then never changed', async () => {
  expect(await ledgerRegistration(test.ledger.reader)).toBeNull()
  const createdAt = test.clock.now()
  await register(true)
  test.clock.advance(1000)
  await register(false)
  expect(await ledgerRegistration(test.ledger.reader)).toEqual({ createdAt, demonstration: true })
})

it('says of a ledger for work that it is no demonstration', async () => {
  await register(false)
  expect(await ledgerRegistration(test.ledger.reader)).toMatchObject({ demonstration: false })
})
