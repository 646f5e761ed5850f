import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  ensureBuilt,
  ensureInstalled,
  findBrowser,
  findDovecot,
  findPaperReaders,
  isBuilt,
  isInstalled,
  lockFingerprint,
  nodeBinary,
  SetUpError,
} from '../../resources/set-up.mjs'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'daiko-set-up-'))
  put('package-lock.json', '{"lockfileVersion":3}')
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(path: string, text: string, secondsAgo = 0): string {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  touch(path, secondsAgo)
  return file
}

function touch(path: string, secondsAgo: number) {
  const at = Date.now() / 1000 - secondsAgo
  utimesSync(join(root, path), at, at)
}

/** A program that answers `--version` and ends with the given code. */
function program(path: string, answer: string, exitCode = 0): string {
  const file = put(path, `#!/bin/sh\necho '${answer}'\nexit ${exitCode}\n`)
  chmodSync(file, 0o755)
  return file
}

describe('installing', () => {
  it('is due without a stamp, and again when the lock file changed', () => {
    expect(isInstalled(root)).toBe(false)
    put('node_modules/.daiko-stamp', `${lockFingerprint(root)}\n`)
    expect(isInstalled(root)).toBe(true)
    put('package-lock.json', '{"lockfileVersion":3,"name":"other"}')
    expect(isInstalled(root)).toBe(false)
  })

  it('does nothing, and asks nobody, when it is done', () => {
    put('node_modules/.daiko-stamp', lockFingerprint(root))
    ensureInstalled(root)
    expect(existsSync(join(root, 'node_modules/.cache'))).toBe(false)
  })

  it('says plainly that it failed, with the last words of npm, and leaves no stamp', () => {
    put('package-lock.json', 'no lock file')
    expect(() => ensureInstalled(root)).toThrow(/^The packages could not be installed;.*\n[\s\S]*npm/)
    expect(isInstalled(root)).toBe(false)
  })
})

describe('building', () => {
  const sources = ['src/main/serve.ts', 'test/bench/main.ts', 'electron.vite.config.ts', 'package-lock.json']

  /** Sources of a minute ago, a build of half a minute ago. */
  function built() {
    for (const source of sources) put(source, '', 60)
    for (const folder of ['src/main', 'src', 'test/bench']) touch(folder, 60)
    put('out/.stamp', '', 30)
  }

  it('is due without a build', () => {
    put('src/main/serve.ts', '', 60)
    expect(isBuilt(root)).toBe(false)
  })

  it('is not due while nothing changed', () => {
    built()
    expect(isBuilt(root)).toBe(true)
  })

  it.each(sources)('is due when %s changed', (source) => {
    built()
    touch(source, 10)
    expect(isBuilt(root)).toBe(false)
  })

  it('is due when a source was removed', () => {
    built()
    rmSync(join(root, 'src/main/serve.ts'))
    expect(isBuilt(root)).toBe(false)
  })

  it('is not due when only a test changed', () => {
    built()
    put('test/main/serve.test.ts', '')
    expect(isBuilt(root)).toBe(true)
  })

  it('builds once, for production, and counts what changed meanwhile as newer', () => {
    put('src/main/serve.ts', '', 60)
    const builder = `const fs = require('node:fs')
fs.appendFileSync('${join(root, 'built')}', process.env.NODE_ENV + ' ' + process.argv[2] + '\\n')
if (fs.existsSync('${join(root, 'change')}')) fs.writeFileSync('${join(root, 'src/main/serve.ts')}', '')`
    put('node_modules/electron-vite/bin/electron-vite.js', builder)
    touch('src', 60)
    touch('src/main', 60)
    touch('package-lock.json', 60)
    ensureBuilt(root)
    ensureBuilt(root)
    expect(readFileSync(join(root, 'built'), 'utf8')).toBe('production build\n')
    put('change', '')
    touch('src/main/serve.ts', -1)
    ensureBuilt(root)
    expect(isBuilt(root)).toBe(false)
  })

  it('says plainly what the builder said when it failed, and lets the next one try', () => {
    put('node_modules/electron-vite/bin/electron-vite.js', "console.error('no such file'); process.exit(1)")
    expect(() => ensureBuilt(root)).toThrow('Daiko could not be built:\nno such file')
    expect(() => ensureBuilt(root)).toThrow(SetUpError)
    expect(isBuilt(root)).toBe(false)
  })

  it('is not held up by a build that was killed', () => {
    put('node_modules/.cache/daiko/building', '2147483646')
    put('node_modules/electron-vite/bin/electron-vite.js', '')
    ensureBuilt(root)
    expect(existsSync(join(root, 'out/.stamp'))).toBe(true)
  })
})

describe('the Node that runs Daiko', () => {
  const own = (version: string) => ({ execPath: process.execPath, version })

  it('is the pinned one where it runs', () => {
    const pinned = program('node_modules/node/bin/node', 'v24.21.0')
    expect(nodeBinary(root, own('v20.20.2'))).toBe(pinned)
  })

  it.each([
    ['is missing', () => {}],
    ['does not run', () => program('node_modules/node/bin/node', 'v24.21.0', 1)],
    ['is a file that is no program', () => put('node_modules/node/bin/node', 'left blank')],
    ['is too old', () => program('node_modules/node/bin/node', 'v20.20.2')],
  ])('is the machine’s own where the pinned one %s', (_, prepare) => {
    prepare()
    expect(nodeBinary(root, own('v24.1.0'))).toBe(process.execPath)
  })

  it('is refused in one sentence where neither will do', () => {
    expect(() => nodeBinary(root, own('v20.20.2'))).toThrow(
      /^Daiko needs Node 22\.13 or later; .*v20\.20\.2\. Install Node 24 and try again\.$/,
    )
  })
})

describe('the browser for the tests', () => {
  it('is the one CHROMIUM_PATH names', () => {
    const named = program('named', 'Chromium 156.0')
    program('bin/chromium', 'Chromium 150.0')
    expect(findBrowser(root, { CHROMIUM_PATH: named, PATH: join(root, 'bin') })).toBe(named)
  })

  it('is refused when CHROMIUM_PATH names something else', () => {
    expect(() => findBrowser(root, { CHROMIUM_PATH: program('named', 'Lynx') })).toThrow(
      /CHROMIUM_PATH names .*named, which does not start as a Chromium/,
    )
  })

  it('is the first on the PATH that starts, not a stub that asks to install one', () => {
    program('bin/chromium-browser', 'install me', 1)
    const chrome = program('more/google-chrome', 'Google Chrome 156.0')
    expect(findBrowser(root, { PATH: [join(root, 'bin'), join(root, 'more')].join(delimiter) })).toBe(chrome)
  })

  it('is Playwright’s own where the system has none, and none where Playwright has not fetched it', () => {
    const own = join(root, 'own-chromium')
    put('node_modules/playwright/package.json', '{"main":"index.js"}')
    put('node_modules/playwright/index.js', `exports.chromium = { executablePath: () => ${JSON.stringify(own)} }`)
    expect(findBrowser(root, { PATH: '' })).toBeNull()
    put('own-chromium', '')
    expect(findBrowser(root, { PATH: '' })).toBe(own)
  })
})

describe('the mailbox server for the tests', () => {
  it('is the one DOVECOT_PATH names, else the first on the PATH', () => {
    const named = program('named', '2.3.19')
    const found = program('sbin/dovecot', '2.3.19')
    expect(findDovecot({ DOVECOT_PATH: named, PATH: join(root, 'sbin') }, true)).toBe(named)
    expect(findDovecot({ DOVECOT_PATH: '', PATH: join(root, 'sbin') }, true)).toBe(found)
  })

  it('is none where it does not start, or where nobody may start it', () => {
    const broken = program('broken', '2.3.19', 1)
    const named = program('named', '2.3.19')
    expect(findDovecot({ DOVECOT_PATH: broken }, true)).toBeNull()
    expect(findDovecot({ DOVECOT_PATH: named }, false)).toBeNull()
  })
})

describe('what reads slips back for the tests', () => {
  it('is both programs, or nothing', () => {
    const pdftoppm = program('paper/pdftoppm', '22.12.0')
    expect(findPaperReaders({ PATH: join(root, 'paper') })).toBeNull()
    const zbarimg = program('paper/zbarimg', '0.23.92')
    expect(findPaperReaders({ PATH: join(root, 'paper') })).toEqual({ pdftoppm, zbarimg })
  })
})
