import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ensureBuilt, nodeBinary, ROOT } from '../../resources/set-up.mjs'

/** Daiko as a person starts it: the built program, with a ledger of its own, served to a browser of this machine. */
export interface Served {
  /** Where a browser enters, once. */
  readonly entrance: string
  /** Where a demonstration's shop is; empty in another ledger. */
  readonly shop: string
  readonly folder: string
  readonly ledgerPath: string
  /** Lines of its log that tell of a fault; a refusal is none. */
  faults(): string[]
  /** Ends the program as Ctrl-C does and removes its ledger; the exit code. */
  stop(): Promise<number | null>
}

async function addressesOf(
  child: ChildProcess,
  demonstration: boolean,
  complaints: () => string,
): Promise<Pick<Served, 'entrance' | 'shop'>> {
  const { stdout } = child
  if (!stdout) throw new Error('the program has no standard output')
  let entrance = ''
  for await (const line of createInterface({ input: stdout })) {
    entrance ||= /^Daiko: (http:\S+)$/.exec(line)?.[1] ?? ''
    const shop = /^Shop \(demonstration\): (http:\S+)$/.exec(line)?.[1] ?? ''
    if (entrance && (shop || !demonstration)) return { entrance, shop }
  }
  throw new Error(`Daiko ended before it was there: ${complaints()}`)
}

async function made(ledgerPath: string, orders: number): Promise<void> {
  const child = spawn(nodeBinary(), [join(ROOT, 'out/main/cli.js'), 'init', '--demo', '--orders', String(orders), '--ledger', ledgerPath], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [exitCode] = await once(child, 'exit')
  if (exitCode !== 0) throw new Error(`the demonstration was not made: ${exitCode}`)
}

/** Levels of the log from which on something is broken, not merely refused. */
const FAULT_LEVEL = 50

function tellsOfFault(line: string): boolean {
  const level = /^{"level":(\d+)/.exec(line)?.[1]
  return line !== '' && (level === undefined || Number(level) >= FAULT_LEVEL)
}

/**
 * Builds what is out of date, starts Daiko on a new ledger and waits until it can be entered. `orders`: a demonstration of so many; of a hundred or less
 * none is paid at a store yet.
 */
export async function serveDaiko({ demonstration, orders }: { demonstration: boolean; orders?: number }): Promise<Served> {
  ensureBuilt()
  const folder = mkdtempSync(join(tmpdir(), 'daiko-journey-'))
  const ledgerPath = join(folder, 'ledger.daiko')
  if (orders !== undefined) await made(ledgerPath, orders)
  const flags = ['--ledger', ledgerPath, '--no-open', ...(demonstration ? ['--demo'] : [])]
  const child = spawn(nodeBinary(), [join(ROOT, 'out/main/serve.js'), ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
  let complained = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complained += text
  })
  const ended = once(child, 'exit')
  const addresses = await addressesOf(child, demonstration, () => complained)
  return {
    ...addresses,
    folder,
    ledgerPath,
    faults: () => complained.split('\n').filter(tellsOfFault),
    stop: async () => {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
      return child.exitCode
    },
  }
}
