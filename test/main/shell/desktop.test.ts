import { BrowserWindow } from 'electron'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { runDesktop } from '../../../src/main/shell/desktop'
import { askWhereToSave } from '../../../src/main/shell/dialogs'
import { menuTemplate } from '../../../src/main/shell/menu'
import { wordsFor } from '../../../src/main/shell/words'
import * as electron from '../../support/electron'

vi.mock('electron', () => import('../../support/electron'))

const run = (own: { ledgerPath?: string; demonstration?: boolean } = {}) =>
  runDesktop({ built: '/built', ledgerPath: null, demonstration: false, ...own })
const core = () => {
  const last = electron.utilityProcess.forked.at(-1)
  if (!last) throw new Error('No core was forked')
  return last
}

beforeEach(() => {
  electron.app.removeAllListeners()
  electron.powerMonitor.removeAllListeners()
  electron.app.calls.length = 0
  electron.app.locked = true
  electron.app.locale = 'ja-JP'
  electron.BrowserWindow.made = []
  electron.utilityProcess.forked = []
  electron.dialog.errors = []
})

describe('the desktop', () => {
  it('hardens before it is ready, then opens one window over its own protocol, with the core in a process of its own', async () => {
    await run()
    expect(electron.app.calls).toEqual(['enableSandbox', 'registerSchemesAsPrivileged', 'whenReady'])
    expect(electron.BrowserWindow.made).toHaveLength(1)
    expect([...electron.protocol.handlers.keys()]).toEqual(['app'])
    expect(core()).toMatchObject({ path: '/built/main/core.js', args: ['--ledger', '/person/userData/ledger.daiko'] })
  })

  it('takes the ledger it is told, and a demonstration', async () => {
    await run({ ledgerPath: '/bank/a.daiko', demonstration: true })
    expect(core().args).toEqual(['--ledger', '/bank/a.daiko', '--demo'])
  })

  it('runs once: a second start ends, and shows the first one’s window', async () => {
    electron.app.locked = false
    await run()
    expect(electron.app.calls).toContain('quit')
    expect(electron.utilityProcess.forked).toEqual([])
    electron.app.locked = true
    await run()
    const [window] = electron.BrowserWindow.made
    if (window) window.minimized = true
    electron.app.emit('second-instance')
    expect(window).toMatchObject({ minimized: false, focused: true })
  })

  it('locks the desk when the machine sleeps or is locked', async () => {
    await run()
    electron.powerMonitor.emit('suspend')
    electron.powerMonitor.emit('lock-screen')
    expect(core().posted).toMatchObject([
      { kind: 'call', method: 'session.lock' },
      { kind: 'call', method: 'session.lock' },
    ])
  })

  it('ends when its window is closed, the core first', async () => {
    await run()
    electron.app.emit('window-all-closed')
    expect(electron.app.calls.filter((call) => call === 'quit')).toHaveLength(1)
    const event = { preventDefault: vi.fn() }
    electron.app.emit('before-quit', event)
    expect(event.preventDefault).toHaveBeenCalledOnce()
    expect(core().posted).toEqual([{ kind: 'stop' }])
    core().emit('exit', 0)
    await expect.poll(() => electron.app.calls.filter((call) => call === 'quit')).toHaveLength(2)
    electron.app.emit('before-quit', event)
    expect(event.preventDefault).toHaveBeenCalledOnce()
  })

  it.each([
    ['ja-JP', 'Daiko を開けません', 'この元帳は新しい版の Daiko で作られています。Daiko を更新してください。'],
    ['en-GB', 'Daiko cannot open', 'This ledger was made by a newer Daiko. Please update Daiko.'],
  ])('in %s says why a ledger cannot be opened, and ends', async (locale, title, sentence) => {
    electron.app.locale = locale
    await run()
    core().emit('message', { kind: 'refused', refusal: { refusal: 'ledger_newer', found: 9, known: 1 } })
    expect(electron.dialog.errors).toEqual([[title, sentence]])
    expect(electron.app.calls).toContain('exit 1')
  })

  it('says so when the core ends again and again', async () => {
    await run()
    for (let end = 0; end < 4; end += 1) core().emit('exit', 1)
    expect(electron.dialog.errors).toHaveLength(1)
    expect(electron.app.calls).toContain('exit 1')
  })
})

describe('the menu', () => {
  it.each(['ja', 'en'])('in %s has a word for everything', (locale) => {
    for (const mac of [true, false]) {
      const entries = menuTemplate(wordsFor(locale), mac)
      const items = entries.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
      expect(items.filter(({ type, label, role }) => type !== 'separator' && !(label && role))).toEqual([])
      expect(items.some(({ role }) => role === 'quit')).toBe(true)
      expect(items.some(({ role }) => role === 'reload' || role === 'toggleDevTools')).toBe(false)
    }
  })
})

describe('where to save', () => {
  it('begins in the downloads, under a name without folders; nothing when cancelled', async () => {
    const window = new BrowserWindow()
    const words = wordsFor('en')
    expect(await askWhereToSave(window.webContents, '../../etc/注文.xlsx', words)).toBe('/person/downloads/saved.xlsx')
    expect(electron.dialog.asked.at(-1)).toEqual({ title: 'Save', defaultPath: '/person/downloads/注文.xlsx' })
    electron.dialog.answer = { canceled: true, filePath: '' }
    expect(await askWhereToSave(window.webContents, 'a', words)).toBeNull()
  })
})
