// npm start: set up what is missing, then open Daiko on the desktop, or in the browser where there can be no desktop.

import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { desktop } from './desktop.mjs'
import { callersFolder, main, runInTerminal } from './launch.mjs'
import { ensureReady, nodeBinary, ROOT, say } from './set-up.mjs'
import { startFlags } from './start-flags.mjs'

/** A window that closes with a failure this early never opened. */
const NEVER_OPENED_MS = 10_000

/**
 * @param {import('./start-flags.mjs').StartFlags} flags
 * @returns {Promise<number | string>} the exit code, or why there was no window
 */
async function startDesktop(flags) {
  const found = desktop()
  if ('reason' in found) return found.reason
  const startedAt = Date.now()
  const exitCode = await runInTerminal(found.binary, [ROOT, '--ledger', flags.ledger, ...(flags.demo ? ['--demo'] : [])])
  const neverOpened = ![0, 130, 143].includes(exitCode) && Date.now() - startedAt < NEVER_OPENED_MS
  return neverOpened ? `the desktop window could not be opened (exit ${exitCode})` : exitCode
}

/** @param {import('./start-flags.mjs').StartFlags} flags */
function startBrowser(flags) {
  const port = flags.port === null ? [] : ['--port', String(flags.port)]
  const rest = [...(flags.demo ? ['--demo'] : []), ...(flags.open ? [] : ['--no-open'])]
  return runInTerminal(nodeBinary(), [join(ROOT, 'out/main/serve.js'), '--ledger', flags.ledger, ...port, ...rest])
}

await main(async () => {
  const flags = startFlags(process.argv.slice(2), callersFolder())
  ensureReady()
  mkdirSync(dirname(flags.ledger), { recursive: true, mode: 0o700 })
  if (flags.browser) return startBrowser(flags)
  const outcome = await startDesktop(flags)
  if (typeof outcome === 'number') return outcome
  say(`Daiko opens in the browser, because ${outcome}.`)
  return startBrowser(flags)
})
