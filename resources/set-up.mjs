// Brings a fresh clone to the point where Daiko can run: packages from the lock file, the right Node, the build, a browser for the tests.
// Plain JavaScript without a dependency, on Node 20. Quiet when nothing is to be done; what it says goes to standard error, so that
// standard output belongs to the program. No product code here.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DAIKO_NODE, isAtLeast } from './node-version.mjs'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const WINDOWS = process.platform === 'win32'

/** Something the person at the keyboard must put right; its message is the whole sentence to show. */
export class SetUpError extends Error {}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/**
 * Runs a command quietly to its end. Its output matters only when it failed.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, timeout?: number, env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 */
function run(command, args, options = {}) {
  const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, ...options })
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}`.trim()
  return { ok: result.status === 0, output: output || String(result.error?.message ?? '') }
}

/**
 * npm under the machine's own Node: the one in node_modules may be replaced while npm is at work.
 * @param {string[]} args
 * @param {string} root
 */
function npm(args, root) {
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== join(root, 'node_modules', '.bin'))
    .join(delimiter)
  return run('npm', args, { cwd: root, env: { ...process.env, PATH: path }, shell: WINDOWS })
}

/** @param {string} text */
function lastLines(text) {
  return text.split('\n').slice(-15).join('\n')
}

/** The fingerprint of what the lock file pins. @param {string} root */
export function lockFingerprint(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
}

const installStamp = (/** @type {string} */ root) => join(root, 'node_modules', '.daiko-stamp')

/** Whether node_modules was installed from the lock file as it is now. */
export function isInstalled(root = ROOT) {
  const stamp = installStamp(root)
  return existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === lockFingerprint(root)
}

/**
 * Installs the pinned packages unless they are there. Install scripts stay off but for the package that fetches Node: SQLite's driver
 * brings its binaries along, and its script would only look for a compiler.
 */
export function ensureInstalled(root = ROOT) {
  if (isInstalled(root)) return
  say('Installing the pinned packages …')
  const installed = npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], root)
  if (!installed.ok) {
    throw new SetUpError(
      `The packages could not be installed; look at the network or the registry, then try again.\n${lastLines(installed.output)}`,
    )
  }
  npm(['rebuild', 'node'], root)
  // Throws here, not at the first use, when neither this Node nor the machine's will do.
  nodeBinary(root)
  writeFileSync(installStamp(root), `${lockFingerprint(root)}\n`)
}

/**
 * The Node that runs Daiko: the pinned one where it could be installed, else the one running now if it is new enough.
 * @param {string} [root]
 * @param {{ execPath: string, version: string }} [own]
 */
export function nodeBinary(root = ROOT, own = process) {
  const pinned = join(root, 'node_modules', 'node', 'bin', WINDOWS ? 'node.exe' : 'node')
  if (existsSync(pinned)) {
    const answer = run(pinned, ['--version'])
    if (answer.ok && isAtLeast(answer.output, DAIKO_NODE)) return pinned
  }
  if (isAtLeast(own.version, DAIKO_NODE) && existsSync(own.execPath)) return own.execPath
  throw new SetUpError(
    `Daiko needs Node ${DAIKO_NODE.join('.')} or later; the pinned one could not be installed and this machine has ${own.version}. Install Node 24 and try again.`,
  )
}

/** When the newest of these files or folders changed, in milliseconds; folders count too, so that a removed file is noticed. @param {string} path @returns {number} */
function newestChange(path) {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestChange(join(path, name))), stat.mtimeMs)
}

const SOURCES = ['src', join('test', 'bench'), 'electron.vite.config.ts', 'package-lock.json']
const buildStamp = (/** @type {string} */ root) => join(root, 'out', '.stamp')

/** Whether nothing a build is made of changed since the last build began. */
export function isBuilt(root = ROOT) {
  const stamp = buildStamp(root)
  if (!existsSync(stamp)) return false
  const builtAt = statSync(stamp).mtimeMs
  return SOURCES.every((source) => newestChange(join(root, source)) <= builtAt)
}

/** @param {number} processId */
function isAlive(processId) {
  try {
    process.kill(processId, 0)
    return true
  } catch {
    return false
  }
}

/**
 * Lets one process at a time build; the others wait, and one that was killed holds nobody up.
 * @param {string} root
 * @param {() => void} work
 */
function alone(root, work) {
  const lock = join(root, 'node_modules', '.cache', 'daiko', 'building')
  mkdirSync(dirname(lock), { recursive: true })
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch {
      const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0
      if (holder > 0 && !isAlive(holder)) rmSync(lock, { force: true })
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
    }
  }
  try {
    work()
  } finally {
    rmSync(lock, { force: true })
  }
}

/** @param {string} root */
function build(root) {
  say('Building Daiko …')
  const beganAt = new Date()
  const builder = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const env = { ...process.env, NODE_ENV: 'production' }
  const built = run(nodeBinary(root), [builder, 'build', '--logLevel', 'warn'], { cwd: root, env })
  if (!built.ok) throw new SetUpError(`Daiko could not be built:\n${lastLines(built.output)}`)
  const stamp = buildStamp(root)
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, '')
  utimesSync(stamp, beganAt, beganAt)
}

/** Builds Daiko into out/ when its sources are newer than the last build. */
export function ensureBuilt(root = ROOT) {
  if (isBuilt(root)) return
  alone(root, () => {
    if (!isBuilt(root)) build(root)
  })
}

/** A browser counts only if it starts: some systems ship a stub that merely asks to install one. @param {string} path */
function isBrowser(path) {
  const answer = run(path, ['--version'], { timeout: 20_000 })
  return answer.ok && /Chrom/.test(answer.output)
}

/** The file of that name on the PATH, or null. @param {string} name @param {string} path */
function onPath(name, path) {
  const places = path.split(delimiter).map((folder) => join(folder, name))
  return places.find((place) => existsSync(place)) ?? null
}

/** @param {string} root */
function playwrightBrowser(root) {
  const playwright = createRequire(join(root, 'package.json'))('playwright')
  const path = playwright.chromium.executablePath()
  return existsSync(path) ? path : null
}

const BROWSER_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * A Chromium that is already here, or null: the one CHROMIUM_PATH names, the system's, Playwright's own.
 * @param {string} [root]
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | null}
 */
export function findBrowser(root = ROOT, env = process.env) {
  if (env.CHROMIUM_PATH) {
    if (isBrowser(env.CHROMIUM_PATH)) return env.CHROMIUM_PATH
    throw new SetUpError(`CHROMIUM_PATH names ${env.CHROMIUM_PATH}, which does not start as a Chromium.`)
  }
  const system = BROWSER_NAMES.map((name) => onPath(name, env.PATH ?? '')).find((path) => path !== null && isBrowser(path))
  return system ?? playwrightBrowser(root)
}

const isRoot = () => process.getuid?.() === 0

/** Servers that tests start for themselves and programs they look at paper with, and the packages of Debian they come in. */
const TEST_PROGRAMS = [
  { program: '/usr/sbin/sshd', package: 'openssh-server' },
  { program: '/usr/sbin/dovecot', package: 'dovecot-imapd' },
  { program: '/usr/bin/pdftoppm', package: 'poppler-utils' },
  { program: '/usr/bin/zbarimg', package: 'zbar-tools' },
]

/** A package's server must not start on this machine just because the tests need its program: Debian asks this file first. */
const START_POLICY = '/usr/sbin/policy-rc.d'

/**
 * Installs packages where that can be done without asking: as root, on Debian. No service is started. False where it cannot be done.
 * @param {string[]} packages
 */
function installOnDebian(packages) {
  if (!isRoot() || !existsSync('/etc/debian_version')) return false
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const isOurs = !existsSync(START_POLICY)
  if (isOurs) writeFileSync(START_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    run('apt-get', ['update'], { env })
    return run('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], { env }).ok
  } finally {
    if (isOurs) rmSync(START_POLICY, { force: true })
  }
}

/** Installs the servers that tests start and the programs they need, where that is possible; tests of a missing one say that they were left out. */
export function ensureTestPrograms() {
  const missing = TEST_PROGRAMS.filter(({ program }) => !existsSync(program)).map((each) => each.package)
  if (missing.length === 0) return
  say(`Installing ${missing.join(', ')} for the tests …`)
  if (!installOnDebian(missing)) say('They could not be installed; the tests that need them will be left out.')
}

/** Finds a Chromium for the tests or installs one; its path, or one plain sentence why not. */
export function ensureBrowser(root = ROOT) {
  const found = findBrowser(root)
  if (found) return found
  say('Installing a browser for the tests …')
  installOnDebian(['chromium'])
  const packaged = findBrowser(root)
  if (packaged) return packaged
  const withSystemLibraries = isRoot() && process.platform === 'linux' ? ['--with-deps'] : []
  run(nodeBinary(root), [join(root, 'node_modules', 'playwright', 'cli.js'), 'install', ...withSystemLibraries, 'chromium'], { cwd: root })
  const downloaded = findBrowser(root)
  if (downloaded) return downloaded
  throw new SetUpError('No Chromium was found and none could be installed; install Chromium or Chrome, or name one in CHROMIUM_PATH.')
}

/** Where servers lie that are on no ordinary person's PATH. */
const SERVER_FOLDERS = ['/usr/sbin', '/usr/local/sbin']

/**
 * A Dovecot for the tests of the mailbox, or null: the one DOVECOT_PATH names, or the system's. It starts for root only.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {boolean} [asRoot]
 * @returns {string | null}
 */
export function findDovecot(env = process.env, asRoot = isRoot()) {
  if (!asRoot) return null
  const path = env.DOVECOT_PATH || onPath('dovecot', [env.PATH ?? '', ...SERVER_FOLDERS].join(delimiter))
  return path && run(path, ['--version'], { timeout: 20_000 }).ok ? path : null
}

/**
 * What renders pages and reads barcodes for the tests of slips, or null where one of the two is missing.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {{ pdftoppm: string, zbarimg: string } | null}
 */
export function findPaperReaders(env = process.env) {
  const pdftoppm = onPath('pdftoppm', env.PATH ?? '')
  const zbarimg = onPath('zbarimg', env.PATH ?? '')
  return pdftoppm && zbarimg ? { pdftoppm, zbarimg } : null
}

/** All that every command needs before it starts. */
export function ensureReady(root = ROOT) {
  ensureInstalled(root)
  ensureBuilt(root)
}
