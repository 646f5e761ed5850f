import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Delivery, Look } from '../../../src/main/gateways/gateway'
import { handOverRun } from '../../../src/main/services/hand-over'
import type { Result } from '../../../src/preload/contract/errors'
import type { TransferRunId } from '../../../src/preload/contract/ids'
import { auditOf } from '../../support/desk'
import { valueIn } from '../../support/ledger'
import { openPayoutDesk, type PayoutDesk } from '../../support/payout-desk'

let desk: PayoutDesk
beforeEach(async () => {
  desk = await openPayoutDesk()
  await desk.settle()
})
afterEach(() => desk.cleanup())

const nobodyKnows = async (): Promise<Delivery> => ({ outcome: 'unknown', detail: 'connection lost' })
const neverLooked = async (): Promise<Look> => ({ found: 'unknown', detail: '' })
const refusal = (result: Result<unknown>) => (result.ok ? null : result.refusal.refusal)

describe('hand-over', () => {
  async function approved() {
    await desk.paid(await desk.merchant(), '2026-11-18', [10_000])
    const { id } = await desk.submitted()
    valueIn(await desk.decide(id, 'approved'))
    return { id, version: (await desk.run(id)).version }
  }
  const handOver = (seen: Awaited<ReturnType<typeof approved>>) => desk.handlers['payouts.handOver'](desk.clerk, seen)

  it('happens once', async () => {
    const seen = await approved()
    valueIn(await handOver(seen))
    expect(await handOver({ ...seen, version: seen.version + 2 })).toMatchObject({
      refusal: { refusal: 'run_not_there', state: 'handed_over' },
    })
    const twice = desk.ledger.write(desk.clerk.by, async ({ db }) => {
      await db
        .insertInto('hand_overs')
        .values({ id: 7, run_id: seen.id, at: 0 as never, channel: 'folder', target: '', outcome: 'delivered', detail: '', actor: '' })
        .execute()
      return { ok: true, value: null }
    })
    await expect(twice).rejects.toThrow('hand_overs is append-only')
  })

  it('is refused where the connector is off, or the file is not wanted, and may be tried again', async () => {
    const seen = await approved()
    await desk.settle({}, false)
    expect(refusal(await handOver(seen))).toBe('gateway_off')
    await desk.settle()
    writeFileSync(join(desk.bankFolder, 'P20261130-1.txt'), 'another')
    expect(await handOver(seen)).toMatchObject({ refusal: { refusal: 'hand_over_refused', why: 'exists' } })
    await desk.settle({ folder: join(desk.dir, 'other') })
    const { version } = await desk.run(seen.id)
    expect(await handOver({ ...seen, version })).toMatchObject({ refusal: { refusal: 'hand_over_refused', why: 'place_missing' } })
    await desk.settle({ folder: desk.dir })
    expect(valueIn(await handOver({ ...seen, version: version + 2 })).state).toBe('handed_over')
    expect(existsSync(join(desk.dir, 'P20261130-1.txt'))).toBe(true)
  })

  it('keeps its bytes here until the bank has them, and says who took a copy', async () => {
    const copy = (id: TransferRunId) => desk.handlers['payouts.file'](desk.clerk, { id })
    const taken = () => auditOf(desk, 'payouts').filter((record) => record === 'user:yamada file_taken').length
    const seen = await approved()
    expect(await copy(seen.id)).toMatchObject({ refusal: { refusal: 'run_not_there', state: 'approved' } })
    const lost = handOverRun(
      {
        ...desk.deps,
        gateways: {
          ...desk.deps.gateways,
          handOvers: { ...desk.deps.gateways.handOvers, folder: () => ({ deliver: nobodyKnows, look: neverLooked }) },
        },
      },
      desk.clerk.by,
      seen,
    )
    expect(valueIn(await lost).state).toBe('quarantined')
    expect(await copy(seen.id)).toMatchObject({ refusal: { refusal: 'run_not_there', state: 'quarantined' } })
    expect(taken()).toBe(0)
    const { version } = await desk.run(seen.id)
    valueIn(await desk.handlers['payouts.endQuarantine'](desk.clerk, { ...seen, version, delivered: true, note: '銀行の担当者に確認した' }))
    valueIn(await desk.decide(seen.id, 'approved'))
    const file = valueIn(await copy(seen.id))
    expect(desk.files.redeem(file.ticket, desk.clerk.actor)?.name).toBe('P20261130-1.txt')
    valueIn(await copy(seen.id))
    expect(taken()).toBe(2)
  })

  it('by download hands a ticket out, and is over with that', async () => {
    await desk.settle({ channel: 'download' })
    const seen = await approved()
    const handed = valueIn(await handOver(seen))
    const download = desk.files.redeem(handed.ticket ?? '', desk.clerk.actor)
    expect(download?.name).toBe('P20261130-1.txt')
    expect((await desk.run(seen.id)).state).toBe('handed_over')
    const copy = valueIn(await desk.handlers['payouts.file'](desk.clerk, { id: seen.id }))
    expect(copy.digest).toBe(
      createHash('sha256')
        .update(readFileSync(download?.path ?? ''))
        .digest('hex'),
    )
  })
})
