// How a command of the set-up hands over to the program: same terminal, same exit code, signals passed on.

import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { refuseOldNode } from './node-version.mjs'
import { ROOT, SetUpError, say } from './set-up.mjs'

/** Long jobs make much that is soon forgotten: a small nursery and a bound, far above need, at which garbage is looked for more often. */
export const NODE_FLAGS = ['--max-semi-space-size=8', '--max-old-space-size=1024']

/**
 * The folder the person stood in. npm moves to the project's folder and leaves the old one in INIT_CWD.
 * @param {string} here
 * @param {NodeJS.ProcessEnv} env
 */
export function callersFolder(here = process.cwd(), env = process.env) {
  return here === ROOT && env.INIT_CWD ? env.INIT_CWD : here
}

/**
 * Runs a program in this terminal until it ends. Ctrl-C reaches it through the terminal by itself and is passed on only where there is none.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit code; 128 and more when a signal ended it
 */
export function runInTerminal(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options })
    const passOn = (/** @type {NodeJS.Signals} */ signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    }
    const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
    for (const signal of signals) process.on(signal, passOn)
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      for (const each of signals) process.off(each, passOn)
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}

/**
 * The frame of every command: an old Node is refused, a sentence for the person is shown as such, the answer is the exit code.
 * @param {() => Promise<number>} command
 */
export async function main(command) {
  refuseOldNode()
  try {
    process.exitCode = await command()
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error
    say(error.message)
    process.exitCode = 1
  }
}
