import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runJob } from '../../../src/main/services/job-kinds'
import type { CollectionKind } from '../../../src/preload/contract/collection'
import { type CollectionDesk, openCollectionDesk, type Telling, type TestSlip } from '../../support/collections'
import { valueIn } from '../../support/ledger'
import { quietControl } from '../../support/statements'
import { brokenPromises } from '../../support/verified'

let desk: CollectionDesk
beforeEach(async () => {
  desk = await openCollectionDesk()
})
afterEach(async () => {
  expect(await brokenPromises(desk.ledger)).toEqual([])
  await desk.cleanup()
})

const told = (slip: TestSlip, kind: CollectionKind): Telling => ({ slip, kind })

describe('a program that dies on the way', () => {
  /** A control under which the job breaks off as soon as it tells of this phase. */
  const dyingAt = (phase: string) => ({
    ...quietControl(),
    progress: (told: string) => {
      if (told === phase) throw new Error('gone')
    },
  })
  const lost = async (phase: string) => {
    const slips = await desk.slips(Array.from({ length: 150 }, () => 700))
    const path = desk.file(slips.map((slip) => told(slip, 'confirmed')))
    const { sha256 } = valueIn(await desk.preview(path))
    const job = { kind: 'collection' as const, method: 'convenience_store' as const, mapping: null, path, fileName: 'result.csv', sha256 }
    await expect(runJob(desk.resources, job, dyingAt(phase))).rejects.toThrow('gone')
    return { slips, job }
  }
  const paid = (slips: readonly TestSlip[]) => slips.filter(({ orderId }) => desk.order(orderId).payment === 'paid').length

  it('before the file was published has brought nothing in; it is brought in anew, whole', async () => {
    const { slips, job } = await lost('planning')
    expect(desk.ledger.source.prepare('select state, stored from collection_files').all()).toEqual([{ state: 'staging', stored: 0 }])
    expect(paid(slips)).toBe(0)
    expect(valueIn(await runJob(desk.resources, job, quietControl()))).toMatchObject({
      collection: { stored: 150, duplicates: 0, paid: 150 },
    })
    expect(paid(slips)).toBe(150)
  })

  it('while it was posted goes on where it stopped, with whatever is done next', async () => {
    const { slips } = await lost('posting')
    expect(paid(slips)).toBe(100)
    valueIn(await runJob(desk.resources, { kind: 'match' }, quietControl()))
    expect(paid(slips)).toBe(150)
    expect(desk.balances()).toMatchObject({ 'receivable:dsk': 105_000 })
  })
})
