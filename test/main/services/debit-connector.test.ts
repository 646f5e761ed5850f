import { expect, it } from 'vitest'
import { debitConnector } from '../../../src/main/services/debit-connector'
import { COLLECTOR } from '../../support/debits'

/* Direct debit as a connector: files are carried by hand. */

const connector = debitConnector()
const settled = { settings: COLLECTOR, secret: null }

it('works once the collector is settled, and says that files are carried by hand', async () => {
  expect((await connector.start(settled)).address).toBeNull()
  expect(await connector.test(settled, '')).toBe('download')
})

it.each([{ collectorCode: '' }, { collectorKana: '' }, { bankCode: '' }, { branchCode: '' }])('does not without %j', async (own) => {
  const settings = { ...COLLECTOR, ...own }
  await expect(connector.start({ ...settled, settings })).rejects.toThrow('the collector is not settled')
  await expect(connector.test({ ...settled, settings }, '')).rejects.toThrow('the collector is not settled')
})
