import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Delivery } from '../../../src/main/gateways/gateway'
import { documentById } from '../../../src/main/ledger/documents'
import { documentHandlers } from '../../../src/main/services/documents'
import { handOverRun } from '../../../src/main/services/hand-over'
import type { DocumentFilter, DocumentRow } from '../../../src/preload/contract/documents'
import type { BankTransferSettings } from '../../../src/preload/contract/gateways'
import type { TransferRunId } from '../../../src/preload/contract/ids'
import { auditOf } from '../../support/desk'
import { valueIn } from '../../support/ledger'
import { openPayoutDesk, PAY_DAY, type PayoutDesk } from '../../support/payout-desk'
import { gateways } from '../../support/statements'

let desk: PayoutDesk
beforeEach(async () => {
  desk = await openPayoutDesk()
  await desk.settle()
})
afterEach(() => desk.cleanup())

async function approved(settings: Partial<BankTransferSettings> = {}): Promise<TransferRunId> {
  await desk.settle(settings)
  await desk.paid(await desk.merchant(), '2026-11-18', [10_000])
  const { id } = await desk.submitted()
  valueIn(await desk.decide(id, 'approved'))
  return id
}
const seen = async (id: TransferRunId) => ({ id, version: (await desk.run(id)).version })
async function handOver(id: TransferRunId): Promise<void> {
  valueIn(await desk.handlers['payouts.handOver'](desk.clerk, await seen(id)))
  await desk.idle()
}
const documents = async (filter: Partial<DocumentFilter> = {}): Promise<DocumentRow[]> =>
  valueIn(await documentHandlers(desk)['documents.list'](desk.clerk, { filter: { kind: 'bank_file', ...filter }, cursor: null, size: 10 }))
    .rows
const NET = 10_000 - 360 - 36

it('a file that was handed over is kept byte for byte, and once', async () => {
  const id = await approved()
  expect(await documents()).toEqual([])
  await handOver(id)
  const [kept, ...more] = await documents()
  expect(more).toEqual([])
  expect(kept).toMatchObject({
    ...{ day: PAY_DAY, amount: NET, counterparty: 'みずほ', merchantId: null, payoutId: null },
    ...{ fileName: 'P20261130-1.txt', mediaType: 'text/plain', madeBy: 'user:yamada' },
  })
  const atBank = readFileSync(join(desk.bankFolder, 'P20261130-1.txt'))
  const document = kept && (await documentById(desk.ledger.reader, kept.id))
  expect(Buffer.from(document?.bytes ?? []).equals(atBank)).toBe(true)
  expect(auditOf(desk, 'documents')).toEqual(['user:yamada bank_file_kept'])
  valueIn(await desk.job({ kind: 'payout_posting' }))
  expect(await documents()).toHaveLength(1)
  expect(await desk.broken()).toEqual([])
})

it('it is found by its day, its amount and its bank', async () => {
  await handOver(await approved())
  const cases: [filter: object, found: number][] = [
    [{ from: PAY_DAY, to: PAY_DAY }, 1],
    [{ from: '2026-12-19' }, 0],
    [{ to: '2026-12-17' }, 0],
    [{ amountFrom: NET, amountTo: NET }, 1],
    [{ amountFrom: NET + 1 }, 0],
    [{ amountTo: NET - 1 }, 0],
    [{ counterparty: 'みず' }, 1],
    [{ counterparty: '三菱' }, 0],
    [{ kind: 'statement' }, 0],
  ]
  for (const [filter, found] of cases) expect([filter, (await documents(filter)).length]).toEqual([filter, found])
})

it('a message to ZEDI is kept as XML', async () => {
  await handOver(await approved({ format: 'pain.001', zediFrom: '9900000001:PASS', zediTo: '0001:CENTER1' }))
  expect(await documents()).toMatchObject([{ fileName: 'P20261130-1.xml', mediaType: 'application/xml', amount: NET }])
})

it('one of which nobody knows is kept when two people have found that it arrived', async () => {
  const id = await approved()
  const lost = async (): Promise<Delivery> => ({ outcome: 'unknown', detail: 'connection lost' })
  const line = { deliver: lost, look: async () => ({ found: 'unknown' as const, detail: '' }) }
  const deps = { ...desk.deps, gateways: { ...gateways, handOvers: { folder: () => line, sftp: () => line } } }
  valueIn(await handOverRun(deps, desk.clerk.by, await seen(id)))
  valueIn(await desk.job({ kind: 'payout_posting' }))
  expect(await documents()).toEqual([])
  const asked = { ...(await seen(id)), delivered: true, note: '銀行の担当者に電話で確認した' }
  valueIn(await desk.handlers['payouts.endQuarantine'](desk.clerk, asked))
  valueIn(await desk.decide(id, 'approved'))
  expect(await documents()).toMatchObject([{ fileName: 'P20261130-1.txt', madeBy: 'user:sato' }])
})
