import { copyFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Delivery, HandOver, Look } from '../../../src/main/gateways/gateway'
import { unsettledRuns } from '../../../src/main/ledger/closing'
import { type Ledger, openLedger } from '../../../src/main/ledger/ledger'
import { insertHandOver } from '../../../src/main/ledger/transfers'
import { handOverRun, recoverHandOvers } from '../../../src/main/services/hand-over'
import { createSecrets } from '../../../src/main/services/secrets'
import { transferConnector } from '../../../src/main/services/transfer-connector'
import type { Result } from '../../../src/preload/contract/errors'
import { GatewaySettings } from '../../../src/preload/contract/gateways'
import type { TransferRunId } from '../../../src/preload/contract/ids'
import { personAt } from '../../support/desk'
import { valueIn, writing } from '../../support/ledger'
import { CLOSING, openPayoutDesk, type PayoutDesk } from '../../support/payout-desk'
import { startSshd, whyNoSshd } from '../../support/sshd'
import { gateways } from '../../support/statements'

let desk: PayoutDesk
beforeEach(async () => {
  desk = await openPayoutDesk()
  await desk.settle()
})
afterEach(() => desk.cleanup())

const refusal = (result: Result<unknown>) => (result.ok ? null : result.refusal.refusal)

async function approved(): Promise<TransferRunId> {
  await desk.paid(await desk.merchant(), '2026-11-18', [10_000])
  const { id } = await desk.submitted()
  valueIn(await desk.decide(id, 'approved'))
  return id
}

/** A bank that does with the file what it is told, and answers so; or whose connection breaks just then. */
const bank = (
  deliver: () => Promise<Delivery>,
  look: () => Promise<Look> = async () => ({ found: 'unknown', detail: 'no way' }),
): HandOver => ({
  deliver,
  look,
})
const depsWith = (handOver: HandOver) => ({
  ...desk.deps,
  gateways: { ...gateways, handOvers: { folder: () => handOver, sftp: () => handOver } },
})
const LOST = async (): Promise<Delivery> => ({ outcome: 'unknown', detail: 'connection lost' })

async function handOver(id: TransferRunId, by: HandOver) {
  return handOverRun(depsWith(by), desk.clerk.by, { id, version: (await desk.run(id)).version })
}

/** The program dies as soon as it is committed that the file is on its way: nothing is written any more, and its turn ends with it. */
async function cutOff(id: TransferRunId): Promise<void> {
  let units = 0
  const dying: Ledger = {
    ...{ path: desk.ledger.path, reader: desk.ledger.reader, source: desk.ledger.source },
    write: (by, work) => (++units > 1 ? Promise.reject(new Error('killed')) : desk.ledger.write(by, work)),
    optimise: () => desk.ledger.optimise(),
    besideBulk: (bulk) => desk.ledger.besideBulk(bulk),
    close: () => desk.ledger.close(),
  }
  const deps = { ...depsWith(bank(async () => ({ outcome: 'delivered' }))), ledger: dying }
  await expect(handOverRun(deps, desk.clerk.by, { id, version: (await desk.run(id)).version })).rejects.toThrow('killed')
  expect((await desk.run(id)).state).toBe('handing_over')
}

/** A bank that takes its time: what it answers is said later. */
function slowBank(look?: () => Promise<Look>) {
  const { promise, resolve } = Promise.withResolvers<Delivery>()
  const asked = Promise.withResolvers<void>()
  const deliver = () => {
    asked.resolve()
    return promise
  }
  return { bank: bank(deliver, look), answer: resolve, asked: asked.promise }
}

describe('a hand-over that is going on', () => {
  const outcomes = async (id: TransferRunId) =>
    valueIn(await desk.handlers['payouts.get'](desk.clerk, { id })).handOvers.map(({ outcome }) => outcome)

  it('is nobody else’s: a second click, another program and one that starts leave it alone', async () => {
    await desk.settle({ filesAreTakenAway: false })
    const id = await approved()
    const slow = slowBank(async () => ({ found: 'absent', detail: '' }))
    const first = handOver(id, slow.bank)
    await slow.asked
    const other = valueIn(await openLedger({ path: desk.ledger.path, clock: desk.clock, create: false }))
    try {
      const seen = { id, version: (await desk.run(id)).version }
      expect(refusal(await handOver(id, slow.bank))).toBe('hand_over_running')
      expect(refusal(await handOverRun({ ...depsWith(slow.bank), ledger: other }, desk.supervisor.by, seen))).toBe('hand_over_running')
      expect(valueIn(await recoverHandOvers({ ...depsWith(slow.bank), ledger: other }))).toBe(0)
    } finally {
      await other.close()
    }
    expect(await outcomes(id)).toEqual(['begun'])
    slow.answer({ outcome: 'delivered' })
    expect(valueIn(await first).state).toBe('handed_over')
    expect(await outcomes(id)).toEqual(['begun', 'delivered'])
    expect(await desk.broken()).toEqual([])
  })

  /** Takes the run out of the hands of whoever is at it, as only a program without the turn could. */
  async function takenFromUnder(id: TransferRunId, found: 'quarantined' | 'approved' | 'begun_again'): Promise<void> {
    await writing(desk.ledger, async (writer) => {
      const state = found === 'quarantined' ? found : 'approved'
      const tried = { runId: id, channel: 'folder' as const, target: desk.bankFolder, detail: '' }
      await insertHandOver(writer, { ...tried, outcome: state === 'approved' ? 'not_delivered' : 'unknown' })
      await writer.db.updateTable('transfer_runs').set({ state }).where('id', '=', id).execute()
      if (found !== 'begun_again') return
      await writer.db.updateTable('transfer_runs').set({ state: 'handing_over' }).where('id', '=', id).execute()
      await insertHandOver(writer, { ...tried, outcome: 'begun' })
    })
  }

  const late: [found: Parameters<typeof takenFromUnder>[1], answer: Delivery, ends: string | null, state: string, last: string][] = [
    ['quarantined', { outcome: 'delivered' }, null, 'quarantined', 'delivered'],
    ['approved', { outcome: 'delivered' }, null, 'handed_over', 'delivered'],
    ['begun_again', { outcome: 'delivered' }, null, 'handing_over', 'delivered'],
    ['begun_again', { outcome: 'refused', why: 'rejected', detail: '' }, 'changed_meanwhile', 'handing_over', 'begun'],
    ['quarantined', { outcome: 'unknown', detail: '' }, 'changed_meanwhile', 'quarantined', 'unknown'],
  ]
  it.each(late)('settles its own attempt only: %s meanwhile, %j', async (found, answer, ends, state, last) => {
    const id = await approved()
    const slow = slowBank()
    const first = handOver(id, slow.bank)
    await slow.asked
    await takenFromUnder(id, found)
    slow.answer(answer)
    expect(refusal(await first)).toBe(ends)
    expect((await desk.run(id)).state).toBe(state)
    expect((await outcomes(id)).at(-1)).toBe(last)
  })

  it('ends what was begun again as delivered, whatever the second try came to', async () => {
    const id = await approved()
    const slow = slowBank()
    const first = handOver(id, slow.bank)
    await slow.asked
    await takenFromUnder(id, 'begun_again')
    slow.answer({ outcome: 'delivered' })
    await first
    expect(valueIn(await handOver(id, bank(LOST))).state).toBe('handed_over')
  })

  it('that arrived after all is not agreed to be sent again', async () => {
    const id = await approved()
    const slow = slowBank()
    const first = handOver(id, slow.bank)
    await slow.asked
    await takenFromUnder(id, 'quarantined')
    const asked = { id, version: (await desk.run(id)).version, note: '銀行の担当者に電話で確認した' }
    valueIn(await desk.handlers['payouts.endQuarantine'](desk.clerk, { ...asked, delivered: false }))
    slow.answer({ outcome: 'delivered' })
    valueIn(await first)
    expect(refusal(await desk.decide(id, 'approved'))).toBe('changed_meanwhile')
    expect(refusal(await desk.decide(id, 'rejected'))).toBeNull()
    const { version } = await desk.run(id)
    valueIn(await desk.handlers['payouts.endQuarantine'](desk.clerk, { ...asked, version, delivered: true }))
    expect(refusal(await desk.decide(id, 'approved'))).toBeNull()
    expect((await desk.run(id)).state).toBe('handed_over')
    expect((await outcomes(id)).filter((outcome) => outcome === 'delivered')).toHaveLength(1)
  })
})

describe('a hand-over that was cut off', () => {
  it('is found to have arrived by the very bytes', async () => {
    const id = await approved()
    await cutOff(id)
    writeFileSync(join(desk.bankFolder, 'P20261130-1.txt'), await bytesOf(id))
    expect(valueIn(await recoverHandOvers(desk.deps))).toBe(1)
    expect((await desk.run(id)).state).toBe('handed_over')
    expect(await desk.broken()).toEqual([])
  })

  it('goes into quarantine where the bank takes files away, for nobody can know', async () => {
    const id = await approved()
    await cutOff(id)
    valueIn(await recoverHandOvers(desk.deps))
    expect((await desk.run(id)).state).toBe('quarantined')
    expect(await desk.broken()).toEqual([])
  })

  it('may be tried again where files stay and none is there', async () => {
    await desk.settle({ filesAreTakenAway: false })
    const id = await approved()
    await cutOff(id)
    valueIn(await recoverHandOvers(desk.deps))
    const run = await desk.run(id)
    expect(run.state).toBe('approved')
    valueIn(await desk.handlers['payouts.handOver'](desk.clerk, { id, version: run.version }))
    expect((await desk.run(id)).state).toBe('handed_over')
  })

  it('is looked at first when a person hands it over again', async () => {
    await desk.settle({ filesAreTakenAway: false })
    const id = await approved()
    await cutOff(id)
    valueIn(await desk.handlers['payouts.handOver'](desk.clerk, { id, version: (await desk.run(id)).version }))
    expect((await desk.run(id)).state).toBe('handed_over')
    const tries = valueIn(await desk.handlers['payouts.get'](desk.clerk, { id })).handOvers
    expect(tries.map(({ outcome }) => outcome)).toEqual(['begun', 'not_delivered', 'begun', 'delivered'])
  })

  const unclear: [what: string, leave: (folder: string) => void][] = [
    ['another file of this name', (folder) => writeFileSync(join(folder, 'P20261130-1.txt'), 'another')],
    ['what an attempt has left', (folder) => writeFileSync(join(folder, '.P20261130-1.txt.0123456789ab.part'), 'half')],
    ['a folder that is gone', (folder) => rmSync(folder, { recursive: true })],
  ]
  it.each(unclear)('goes into quarantine: %s', async (_what, leave) => {
    await desk.settle({ filesAreTakenAway: false })
    const id = await approved()
    await cutOff(id)
    leave(desk.bankFolder)
    valueIn(await recoverHandOvers(desk.deps))
    expect((await desk.run(id)).state).toBe('quarantined')
  })

  it('goes into quarantine where the connector is settled otherwise since', async () => {
    await desk.settle({ filesAreTakenAway: false })
    const id = await approved()
    await cutOff(id)
    await desk.settle({ filesAreTakenAway: false, folder: desk.dir })
    valueIn(await recoverHandOvers(desk.deps))
    expect((await desk.run(id)).state).toBe('quarantined')
  })
})

async function bytesOf(id: TransferRunId): Promise<Uint8Array> {
  const row = await desk.ledger.reader.db.selectFrom('transfer_runs').select('file').where('id', '=', id).executeTakeFirstOrThrow()
  return row.file ?? expect.fail()
}

describe('quarantine', () => {
  async function quarantined(): Promise<TransferRunId> {
    const id = await approved()
    expect(valueIn(await handOver(id, bank(LOST))).state).toBe('quarantined')
    return id
  }

  it('is where a run stays whose connection was lost: nothing sends it again', async () => {
    const id = await quarantined()
    const { version } = await desk.run(id)
    expect(refusal(await desk.handlers['payouts.handOver'](desk.clerk, { id, version }))).toBe('run_not_there')
    expect(refusal(await desk.handlers['payouts.giveUp'](desk.supervisor, { id, version, reason: 'x' }))).toBe('run_not_there')
    expect(valueIn(await recoverHandOvers(desk.deps))).toBe(0)
    expect(await unsettledRuns(desk.ledger.reader)).toEqual(['P20261130-1'])
    expect(await desk.broken()).toEqual([])
  })

  it.each([
    [true, 'handed_over', 'handed_over'],
    [false, 'approved', 'approved'],
  ])('ends by a note and a second person: delivered %s', async (delivered, state, payout) => {
    const id = await quarantined()
    const { version } = await desk.run(id)
    const asked = { id, version, delivered, note: '銀行の担当者に電話で確認した' }
    expect(refusal(await desk.handlers['payouts.endQuarantine'](desk.clerk, { ...asked, version: 1 }))).toBe('changed_meanwhile')
    valueIn(await desk.handlers['payouts.endQuarantine'](desk.clerk, asked))
    const other = { ...asked, version: version + 1, delivered: !delivered }
    expect(refusal(await desk.handlers['payouts.endQuarantine'](desk.clerk, other))).toBe('change_already_staged')
    expect(refusal(await desk.decide(id, 'approved', desk.clerk))).toBe('second_person_required')
    expect(refusal(await desk.decide(id, 'approved'))).toBeNull()
    expect((await desk.run(id)).state).toBe(state)
    const { rows } = valueIn(await desk.handlers['payouts.merchants'](desk.clerk, { runId: id, cursor: null, size: 10 }))
    expect(rows.map((row) => row.state)).toEqual([payout])
    expect(await desk.broken()).toEqual([])
    const again = await desk.handlers['payouts.handOver'](desk.clerk, { id, version: (await desk.run(id)).version })
    expect(refusal(again)).toBe(delivered ? 'run_not_there' : null)
  })

  it('is not ended by who made the run or handed it over, though another explained it', async () => {
    const planner = await personAt(desk, 'mori', ['clerk', 'supervisor'])
    const carrier = await personAt(desk, 'ito', ['clerk', 'supervisor'])
    await desk.paid(await desk.merchant(), '2026-11-18', [10_000])
    valueIn(await desk.job({ kind: 'payouts', closingOn: CLOSING, payOn: null }, planner))
    const [planned] = valueIn(await desk.handlers['payouts.list'](desk.clerk, { kind: 'payouts', cursor: null, size: 1 })).rows
    const id = planned?.id ?? expect.fail()
    valueIn(await desk.handlers['payouts.submit'](desk.clerk, { id, version: 1 }))
    valueIn(await desk.decide(id, 'approved'))
    valueIn(await handOverRun(depsWith(bank(LOST)), carrier.by, { id, version: (await desk.run(id)).version }))
    const asked = { id, version: (await desk.run(id)).version, delivered: true, note: '銀行の担当者に電話で確認した' }
    const explainer = await personAt(desk, 'abe', ['clerk'])
    valueIn(await desk.handlers['payouts.endQuarantine'](explainer, asked))
    const submitter = { ...desk.clerk, user: desk.clerk.user && { ...desk.clerk.user, roles: ['supervisor' as const] } }
    for (const person of [planner, carrier, submitter]) {
      expect(refusal(await desk.decide(id, 'approved', person))).toBe('second_person_required')
    }
    expect(refusal(await desk.decide(id, 'approved'))).toBeNull()
  })

  it('that ended as delivered is seen on the statement of its pay day, though people agreed only later', async () => {
    const id = await approved()
    const at = (moment: string) => desk.clock.advance(Date.parse(`${moment}+09:00`) - desk.clock.now())
    at('2026-12-17T10:00:00')
    await handOver(id, bank(LOST))
    at('2026-12-22T10:00:00')
    const asked = { id, version: (await desk.run(id)).version, delivered: true, note: '銀行の担当者に電話で確認した' }
    valueIn(await desk.handlers['payouts.endQuarantine'](desk.clerk, asked))
    valueIn(await desk.decide(id, 'approved'))
    const { total } = await desk.run(id)
    await desk.bring('2026-12-18', [{ direction: 'debit', amount: total, remitterName: '', description: 'ｿｳｺﾞｳﾌﾘｺﾐ' }])
    const seen = desk.ledger.source.prepare<[number], object>('select state, seen_on from transfers where run_id = ?').all(id)
    expect(seen).toEqual([{ state: 'presumed_paid', seen_on: '2026-12-18' }])
    expect(await desk.broken()).toEqual([])
  })

  it('is kept where the second person does not agree', async () => {
    const id = await quarantined()
    valueIn(
      await desk.handlers['payouts.endQuarantine'](desk.clerk, {
        id,
        version: (await desk.run(id)).version,
        delivered: true,
        note: '銀行の担当者に電話で確認した',
      }),
    )
    expect(refusal(await desk.decide(id, 'rejected'))).toBeNull()
    expect((await desk.run(id)).state).toBe('quarantined')
  })

  it('is never left without two persons, whatever the program thinks', async () => {
    const id = await quarantined()
    const alone = desk.ledger.write(desk.clerk.by, async ({ db }) => {
      await db.updateTable('transfer_runs').set({ state: 'approved' }).where('id', '=', id).execute()
      return { ok: true, value: null }
    })
    await expect(alone).rejects.toThrow('a quarantine is ended by two persons')
  })

  it('is not explained of a run that is not in it', async () => {
    const id = await approved()
    const asked = { id, version: (await desk.run(id)).version, delivered: true, note: '銀行の担当者に電話で確認した' }
    expect(refusal(await desk.handlers['payouts.endQuarantine'](desk.clerk, asked))).toBe('run_not_there')
  })
})

describe('a gateway that throws', () => {
  it('says nothing about what has arrived', async () => {
    const id = await approved()
    const thrown = await handOver(
      id,
      bank(async () => {
        throw new Error('boom')
      }),
    )
    expect(valueIn(thrown).state).toBe('quarantined')
  })
})

describe('what is missing for a hand-over', () => {
  const cases: [settings: object, missing: string][] = [
    [{ folder: '' }, 'folder'],
    [{ channel: 'sftp' }, 'sftp'],
    [{ channel: 'sftp', host: 'bank.example.jp', user: 'daiko' }, 'host_keys'],
  ]
  it.each(cases)('%j', async (settings, missing) => {
    const id = await approved()
    await desk.settle(settings)
    const handed = await desk.handlers['payouts.handOver'](desk.clerk, { id, version: (await desk.run(id)).version })
    expect(handed).toEqual({ ok: false, refusal: { refusal: 'transfers_not_settled', missing } })
    expect((await desk.run(id)).state).toBe('approved')
  })
})

describe.skipIf(whyNoSshd() !== null)('by SFTP', () => {
  it('to a real server, signed in with the key that is kept sealed', async () => {
    const server = await startSshd()
    try {
      const secrets = createSecrets(Buffer.alloc(32, 7))
      const settings = {
        channel: 'sftp' as const,
        host: '127.0.0.1',
        port: server.port,
        user: server.user,
        remoteFolder: server.folder,
        hostKeys: server.hostKey,
      }
      const id = await approved()
      await desk.settle(settings)
      const deps = { ...desk.deps, secrets }
      const seen = async () => ({ id, version: (await desk.run(id)).version })
      expect(refusal(await handOverRun(deps, desk.clerk.by, await seen()))).toBe('transfers_not_settled')
      await writing(desk.ledger, (writer) => secrets.keep(writer, 'gateway:bank_transfer', server.privateKey))
      expect(valueIn(await handOverRun(deps, desk.clerk.by, await seen())).state).toBe('handed_over')
      copyFileSync(join(server.folder, 'P20261130-1.txt'), join(desk.dir, 'copy'))
      const start = { settings: GatewaySettings.parse({ gateway: 'bank_transfer', ...settings }), secret: server.privateKey }
      expect(await transferConnector(gateways).test(start, '')).toBe('absent')
    } finally {
      await server.stop()
    }
  })
})

describe('the connector', () => {
  const connector = transferConnector(gateways)
  const how = (settings: object) => ({ settings: GatewaySettings.parse({ gateway: 'bank_transfer', ...settings }), secret: null })

  it('is tried without leaving anything', async () => {
    expect(await connector.test(how({}), '')).toBe('download')
    expect(await connector.test(how({ channel: 'folder', folder: desk.bankFolder }), '')).toBe('absent')
    await expect(connector.test(how({ channel: 'folder', folder: join(desk.dir, 'none') }), '')).rejects.toThrow('ENOENT')
  })

  it.each([[{ channel: 'folder' }], [{ channel: 'sftp' }], [{ channel: 'sftp', host: 'x', user: 'y' }]])(
    'does not start as %j',
    async (settings) => {
      await expect(connector.start(how(settings))).rejects.toThrow('is settled')
    },
  )
})
