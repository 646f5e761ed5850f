import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { businessDate } from '../../src/preload/contract/date'
import type { OutputOf } from '../../src/preload/contract/methods'
import { soon } from './browser'
import type { CardWorld } from './card-world'

/* What a bank with cards hands out as files: its lists, and the statements of whatever was paid out. */

const EVER = { from: businessDate('2026-01-01'), to: businessDate('2027-12-31') }

/** Whatever can be exported at the desk now, each into a file below the folder; their names. */
export async function exportInto(world: CardWorld, folder: string): Promise<string[]> {
  const names: string[] = []
  async function keep(name: string, { ticket }: { ticket: string }): Promise<void> {
    const { user } = await world.ask('session.state', {})
    const file = world.bank.core.files.redeem(ticket, `user:${user?.name}`)
    if (!file) throw new Error(`${name} is not to be fetched`)
    await copyFile(file.path, join(folder, name))
    names.push(name)
  }
  for (const list of ['orders', 'deposits'] as const) {
    for (const language of ['ja', 'en'] as const) {
      const made = await ended(world, await world.ask('exports.start', { list, merchantId: null, ...EVER, language }))
      if (made.kind === 'export') await keep(`${list}-${language}.xlsx`, made.export)
    }
  }
  for (const { closingOn } of (await world.ask('statements.closings', {})).closings) {
    const { rows } = await world.ask('statements.list', { closingOn })
    for (const { payoutId, number } of rows) {
      if (payoutId === null || number === null) continue
      for (const format of ['pdf', 'xlsx'] as const) {
        const made = await ended(world, await world.ask('statements.make', { payoutId, format }))
        if (made.kind === 'statement') await keep(`statement-${number}.${format}`, made.statement)
      }
      const pack = await ended(world, await world.ask('statements.pack', { closingOn }))
      if (pack.kind === 'statement_pack') await keep(`pack-${closingOn}.zip`, pack.pack)
    }
  }
  return names
}

type Result = Extract<OutputOf<'jobs.get'>, { state: 'done' }>['result']

async function ended(world: CardWorld, { jobId }: Pick<OutputOf<'exports.start'>, 'jobId'>): Promise<Result> {
  let state = await world.ask('jobs.get', { jobId })
  await soon(async () => {
    state = await world.ask('jobs.get', { jobId })
    return state.state
  }).not.toBe('running')
  if (state.state !== 'done') throw new Error(`the job ended ${JSON.stringify(state)}`)
  return state.result
}
