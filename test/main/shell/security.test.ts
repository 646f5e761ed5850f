import { BrowserWindow, session } from 'electron'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { hardenBeforeReady, hardenContents, hardenSession, isOwn } from '../../../src/main/shell/security'
import * as electron from '../../support/electron'

vi.mock('electron', () => import('../../support/electron'))

const hostile = [
  'https://example.com/',
  'http://127.0.0.1:4000/',
  'https://app.daiko.evil/',
  'app://daiko.evil/',
  'app://evil/daiko',
  'app://daiko@evil/',
  'app://evil@daiko/',
  'app://user:secret@daiko/',
  'app://daiko:80/',
  'app://DAIKO.evil',
  'app:daiko',
  'app:///daiko/',
  'apps://daiko/',
  'xapp://daiko/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,<script>1</script>',
  'blob:app://daiko/4f9c1d5e',
  'view-source:app://daiko/',
  'chrome://settings',
  'about:blank',
  'ws://daiko/',
  '//daiko/',
  'daiko',
  '',
]
const own = ['app://daiko/', 'app://daiko', 'app://daiko/orders/12?x=https://example.com#app://evil', 'app://daiko/../..']

describe('whose page it is', () => {
  it.each(hostile)('%j is not ours', (url) => expect(isOwn(url)).toBe(false))
  it.each(own)('%j is ours', (url) => expect(isOwn(url)).toBe(true))
})

describe('before Electron is ready', () => {
  it('the sandbox is on for everything and the own scheme is a secure one', () => {
    hardenBeforeReady()
    expect(electron.app.calls).toEqual(['enableSandbox', 'registerSchemesAsPrivileged'])
    expect(electron.protocol.schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
  })
})

describe('a session', () => {
  const hardened = electron.session.defaultSession
  beforeAll(() => hardenSession(session.defaultSession))

  const permissions = [
    ...[
      'clipboard-read',
      'display-capture',
      'fullscreen',
      'geolocation',
      'hid',
      'idle-detection',
      'keyboardLock',
      'media',
      'mediaKeySystem',
    ],
    ...[
      'midi',
      'midiSysex',
      'notifications',
      'openExternal',
      'pointerLock',
      'serial',
      'speaker-selection',
      'storage-access',
      'top-level-storage-access',
    ],
    ...['unknown', 'usb', 'window-management', 'fileSystem', 'deprecated-sync-clipboard-read', 'local-network-access'],
  ]
  const asked = (permission: string, url: string, requestingUrl: string) => {
    const contents = new electron.WebContents()
    contents.url = url
    let granted: unknown
    hardened.permissionRequest(contents, permission, (answer: unknown) => (granted = answer), { requestingUrl })
    return granted
  }

  it.each(permissions)('refuses %s', (permission) => {
    expect(asked(permission, 'app://daiko/', 'app://daiko/')).toBe(false)
    expect(hardened.permissionCheck(null, permission, 'app://daiko/')).toBe(false)
  })

  it('lets its own page copy text out, and nobody else', () => {
    const copy = 'clipboard-sanitized-write'
    expect(asked(copy, 'app://daiko/', 'app://daiko/orders')).toBe(true)
    expect(asked(copy, 'https://example.com/', 'app://daiko/')).toBe(false)
    expect(asked(copy, 'app://daiko/', 'https://example.com/')).toBe(false)
    expect(hardened.permissionCheck(null, copy, 'app://daiko/')).toBe(true)
    expect(hardened.permissionCheck(null, copy, 'https://example.com')).toBe(false)
  })

  it('refuses every device', () => {
    expect(hardened.devicePermission({ deviceType: 'usb', origin: 'app://daiko' })).toBe(false)
  })

  const requested = (url: string) => {
    let answer: unknown
    hardened.beforeRequest({ url }, (given: unknown) => (answer = given))
    return answer
  }
  it.each(hostile)('asks for nothing from %j', (url) => expect(requested(url)).toEqual({ cancel: true }))
  it('asks for its own pages', () => expect(requested('app://daiko/assets/a.js')).toEqual({ cancel: false }))

  it('downloads nothing by itself', () => {
    const event = { preventDefault: vi.fn() }
    hardened.emit('will-download', event)
    expect(event.preventDefault).toHaveBeenCalledOnce()
  })
})

describe('a window', () => {
  const window = new BrowserWindow()
  const contents = electron.BrowserWindow.made.at(-1)?.webContents ?? new electron.WebContents()
  const prevented = (name: string, url: string) => {
    const event = { url, preventDefault: vi.fn() }
    contents.emit(name, event)
    return event.preventDefault.mock.calls.length === 1
  }
  beforeAll(() => hardenContents(window.webContents))

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('refuses %s to anywhere else', (name) => {
    expect(hostile.filter((url) => !prevented(name, url))).toEqual([])
    expect(own.filter((url) => prevented(name, url))).toEqual([])
  })

  it('opens no other window and embeds no page', () => {
    expect(contents.openHandler({ url: 'app://daiko/' })).toEqual({ action: 'deny' })
    expect(prevented('will-attach-webview', 'app://daiko/')).toBe(true)
  })
})
