import { copyFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { BusinessDate } from '../../preload/contract/date'
import { formatYen } from '../../preload/contract/money'
import type { PayoutRun } from '../../preload/contract/payouts'
import { type Desk, Refused, type Told, usage } from './desk'

/* Payouts by command: planned, submitted, handed over. Approving is left to a person at the desk. */

/** Plans the runs of a closing day. */
export async function planPayouts(desk: Desk, { closing, pay }: { closing: BusinessDate; pay?: BusinessDate }): Promise<Told> {
  const asked = { closingOn: closing, ...(pay === undefined ? {} : { payOn: pay }) }
  const { payouts } = await desk.result('payouts', await desk.call('payouts.plan', asked))
  const lines = payouts.runs.map(
    ({ name, payOn, figures }) =>
      `${name}: pays ${formatYen(figures.net)} yen on ${payOn} to ${figures.payouts} merchants for ${figures.orders} orders, ` +
      `${figures.carriedOver.count} carried over, ${figures.held.count} held`,
  )
  return { answer: payouts, lines }
}

/** Writes the file of a draft and asks a supervisor for exactly its bytes. */
export async function submitPayouts(desk: Desk, name: string): Promise<Told> {
  const { id, version } = await named(desk, name)
  const submitted = await desk.call('payouts.submit', { id, version })
  return { answer: { name, ...submitted }, lines: [`${name} waits for approval: ${submitted.digest}`] }
}

/** Hands the file of an approved run over; one that a person carries is written into `out`. */
export async function handOverPayouts(desk: Desk, name: string, { out }: { out?: string }): Promise<Told> {
  const { id, version } = await named(desk, name)
  const handed = await desk.call('payouts.handOver', { id, version })
  const path = handed.ticket === null ? null : await fetched(desk, handed.ticket, resolve(out ?? '.', handed.fileName))
  const { state, fileName } = handed
  return {
    answer: { name, state, fileName, ...(path === null ? {} : { path }) },
    lines: [`${name} is ${state}${path === null ? '' : `: ${path}`}`],
    exitCode: state === 'handed_over' ? 0 : 1,
  }
}

async function fetched(desk: Desk, ticket: string, path: string): Promise<string> {
  const download = desk.core.files.redeem(ticket, await desk.actor('prepare_payouts'))
  if (!download) throw new Refused({ refusal: 'not_found', what: 'ticket' })
  await copyFile(download.path, path)
  await desk.core.files.discard(download.path)
  return path
}

const LISTED = 50

/** Where runs stand: the newest, or one with every try to hand it over. */
export async function payoutStatus(desk: Desk, name: string | null): Promise<Told> {
  if (name === null) {
    const { rows } = await desk.call('payouts.list', { size: LISTED })
    return { answer: { runs: rows.map(told) }, lines: rows.map(line) }
  }
  const { run, handOvers } = await desk.call('payouts.get', { id: (await named(desk, name)).id })
  return {
    answer: { ...told(run), handOvers },
    lines: [
      line(run),
      ...handOvers.map(({ channel, target, outcome, detail }) => `  ${channel} ${target}: ${outcome} ${detail}`.trimEnd()),
    ],
  }
}

const told = ({ name, closingOn, payOn, state, transfers, total, digest, posted }: PayoutRun) => ({
  ...{ name, closingOn, payOn, state, transfers, total, digest, posted },
})
const line = ({ name, payOn, state, transfers, total }: PayoutRun) =>
  `${name}: ${state}, ${transfers} transfers of ${formatYen(total)} yen on ${payOn}`

async function named(desk: Desk, name: string): Promise<PayoutRun> {
  if (!/^[A-Z]\d{8}-\d+$/.test(name)) throw usage(`${name} is no name of a run`)
  const { rows } = await desk.call('payouts.list', { size: LISTED })
  const run = rows.find((each) => each.name === name)
  if (!run) throw new Refused({ refusal: 'not_found', what: 'payout_run' })
  return run
}
