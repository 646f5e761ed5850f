import { describe, expect, it, vi } from 'vitest'
import { baseline, openWindow } from '../../../src/main/shell/window'
import * as electron from '../../support/electron'

vi.mock('electron', () => import('../../support/electron'))

describe('the window', () => {
  it('is made with the hardened baseline, which nobody can change', () => {
    expect(baseline).toEqual({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      plugins: false,
      safeDialogs: true,
      spellcheck: false,
    })
    expect(Object.isFrozen(baseline)).toBe(true)
  })

  it('takes the baseline whole, loads the own page and shows itself when there is something to see', () => {
    openWindow({ preload: '/built/preload/index.cjs', devTools: false })
    const [window] = electron.BrowserWindow.made
    expect(window?.options).toMatchObject({ show: false, minWidth: 1024, minHeight: 700 })
    expect(window?.options.webPreferences).toEqual({ ...baseline, preload: '/built/preload/index.cjs', devTools: false })
    expect(window?.loaded).toEqual(['app://daiko/'])
    expect(window?.shown).toBe(false)
    window?.emit('ready-to-show')
    expect(window?.shown).toBe(true)
    expect(window?.webContents.openHandler()).toEqual({ action: 'deny' })
  })
})
