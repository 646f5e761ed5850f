import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt, nodeBinary, ROOT } from '../../resources/set-up.mjs'

/** How a command of the operators ended, and the one object it printed. */
export interface Ran {
  exitCode: number | null
  answer: Record<string, unknown>
  stdout: string
  stderr: string
}

const program = join(ROOT, 'out/main/cli.js')
let node = ''

/** Makes sure that there is a built command to run, which `npm test` has seen to already. Comes before the two below. */
export function prepareOperator(): void {
  ensureBuilt()
  node = nodeBinary()
}

/** Runs a command as a script would, with --json unless it is told otherwise. */
export function daiko(args: readonly string[], options: { json?: boolean } = {}): Ran {
  const json = options.json ?? true
  const ran = spawnSync(node, [program, ...args, ...(json ? ['--json'] : [])], { encoding: 'utf8' })
  const parsed: unknown = json && ran.stdout.trim() !== '' ? JSON.parse(ran.stdout) : {}
  return { exitCode: ran.status, answer: isObject(parsed) ? parsed : {}, stdout: ran.stdout, stderr: ran.stderr }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** Starts a command and does not wait for it. */
export function startDaiko(args: readonly string[]): ChildProcess {
  return spawn(node, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
}
