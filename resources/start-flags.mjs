// What a person may write after `npm start --`, and where the ledger lies when they write nothing.

import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { SetUpError } from './set-up.mjs'

const KNOWN = 'the flags are --browser, --port N, --no-open, --ledger PATH and --demo'

/**
 * @typedef {{ browser: boolean, open: boolean, demo: boolean, ledger: string, port: number | null }} StartFlags
 */

/** @param {string[]} args */
function readFlags(args) {
  try {
    return parseArgs({
      args,
      options: {
        browser: { type: 'boolean', default: false },
        'no-open': { type: 'boolean', default: false },
        demo: { type: 'boolean', default: false },
        port: { type: 'string' },
        ledger: { type: 'string' },
      },
    }).values
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/(\. |\.?\n|\.$)[\s\S]*$/, '') : String(error)
    throw new SetUpError(`${reason}; ${KNOWN}.`)
  }
}

/** @param {string | undefined} text */
function readPort(text) {
  if (text === undefined) return null
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new SetUpError(`--port takes a number from 0 to 65535, not ${text}; ${KNOWN}.`)
}

/**
 * The folder of this person's own data, as each system has it.
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @param {string} home
 */
export function dataFolder(env = process.env, platform = process.platform, home = homedir()) {
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'daiko')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'daiko')
  const named = env.XDG_DATA_HOME
  return join(named && isAbsolute(named) ? named : join(home, '.local', 'share'), 'daiko')
}

/**
 * Reads the flags; a wrong one is told in one sentence.
 * @param {string[]} args
 * @param {string} folder where a relative ledger path begins
 * @param {string} [data]
 * @returns {StartFlags}
 */
export function startFlags(args, folder, data = dataFolder()) {
  const flags = readFlags(args)
  const ownLedger = join(data, flags.demo ? 'demo.daiko' : 'ledger.daiko')
  return {
    browser: flags.browser,
    open: !flags['no-open'],
    demo: flags.demo,
    ledger: flags.ledger ? resolve(folder, flags.ledger) : ownLedger,
    port: readPort(flags.port),
  }
}
