import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { desktop } from '../../resources/desktop.mjs'

let root: string
const display = { DISPLAY: ':0' }

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'daiko-desktop-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(path: string, text: string) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

const binary = () => join(root, 'node_modules/electron/dist/electron')
const tries = () => existsSync(join(root, 'tried'))

/** An installer of Electron that notes that it ran and, if told so, lays the program down. */
function installer(succeeds: boolean) {
  const lay = `fs.mkdirSync('${dirname(binary())}'); fs.writeFileSync('${binary()}', ''); fs.writeFileSync('${root}/node_modules/electron/path.txt', 'electron')`
  put(
    'node_modules/electron/install.js',
    `const fs = require('node:fs'); fs.writeFileSync('${root}/tried', ''); ${succeeds ? lay : 'process.exit(1)'}`,
  )
}

describe('a desktop window', () => {
  it.each([
    ['without a display', {}, 1000, 'this machine has no display'],
    ['for root', display, 0, 'a desktop window is not opened for root'],
  ])('%s is not even tried', (_, env, userId, reason) => {
    installer(true)
    expect(desktop({ root, env, platform: 'linux', userId })).toEqual({ reason })
    expect(tries()).toBe(false)
  })

  it('opens where Electron is, without fetching it', () => {
    installer(true)
    put('node_modules/electron/path.txt', 'electron')
    put('node_modules/electron/dist/electron', '')
    expect(desktop({ root, env: display, platform: 'linux', userId: 1000 })).toEqual({ binary: binary() })
    expect(tries()).toBe(false)
  })

  it('opens after Electron was fetched', () => {
    installer(true)
    expect(desktop({ root, env: { WAYLAND_DISPLAY: 'wayland-0' }, platform: 'linux', userId: 1000 })).toEqual({ binary: binary() })
  })

  it('is tried once a day where Electron cannot be fetched', () => {
    installer(false)
    const machine = { root, env: {}, platform: 'darwin', userId: 501 } as const
    expect(desktop(machine)).toEqual({ reason: 'Electron could not be fetched' })
    expect(tries()).toBe(true)

    rmSync(join(root, 'tried'))
    expect(desktop(machine)).toEqual({ reason: 'Electron could not be fetched' })
    expect(tries()).toBe(false)

    const yesterday = Date.now() / 1000 - 25 * 60 * 60
    utimesSync(join(root, 'node_modules/.cache/daiko/electron-failed'), yesterday, yesterday)
    desktop(machine)
    expect(tries()).toBe(true)
  })
})
