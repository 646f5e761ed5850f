// Whether a desktop window can be had here: a display, a person who is not root, and Electron's binary, which is fetched at its first use.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { nodeBinary, ROOT, say } from './set-up.mjs'

const DAY_MS = 24 * 60 * 60 * 1000
const FETCH_LIMIT_MS = 120_000

/**
 * Electron's program, or null where it has not been fetched.
 * @param {string} root
 */
export function electronBinary(root = ROOT) {
  const folder = join(root, 'node_modules', 'electron')
  const named = join(folder, 'path.txt')
  if (!existsSync(named)) return null
  const binary = join(folder, 'dist', readFileSync(named, 'utf8').trim())
  return existsSync(binary) ? binary : null
}

/**
 * Fetches Electron once. A failed try is remembered for a day, so that the next start stays quick.
 * @param {string} root
 */
function fetchElectron(root) {
  const failed = join(root, 'node_modules', '.cache', 'daiko', 'electron-failed')
  if (existsSync(failed) && Date.now() - statSync(failed).mtimeMs < DAY_MS) return null
  say('Fetching Electron …')
  spawnSync(nodeBinary(root), [join(root, 'node_modules', 'electron', 'install.js')], { timeout: FETCH_LIMIT_MS, stdio: 'ignore' })
  const binary = electronBinary(root)
  if (binary) {
    rmSync(failed, { force: true })
    return binary
  }
  mkdirSync(dirname(failed), { recursive: true })
  writeFileSync(failed, '')
  return null
}

/**
 * Electron's program, or the reason why the browser must serve instead.
 * @param {{ root?: string, env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform, userId?: number | undefined }} [machine]
 * @returns {{ binary: string } | { reason: string }}
 */
export function desktop({ root = ROOT, env = process.env, platform = process.platform, userId = process.getuid?.() } = {}) {
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return { reason: 'this machine has no display' }
  if (platform === 'linux' && userId === 0) return { reason: 'a desktop window is not opened for root' }
  const binary = electronBinary(root) ?? fetchElectron(root)
  return binary ? { binary } : { reason: 'Electron could not be fetched' }
}
