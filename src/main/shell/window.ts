import { BrowserWindow, type WebPreferences } from 'electron'
import { HOME, hardenContents } from './security'

/** What every window of Daiko is made with; said in full, so that a changed default changes nothing. */
export const baseline = Object.freeze({
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
}) satisfies WebPreferences

/** Opens the one window. `devTools` is for a build that is not packaged. */
export function openWindow(options: { preload: string; icon?: string; devTools: boolean }): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Daiko',
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    ...(options.icon === undefined ? {} : { icon: options.icon }),
    webPreferences: { ...baseline, preload: options.preload, devTools: options.devTools },
  })
  hardenContents(window.webContents)
  window.once('ready-to-show', () => window.show())
  void window.loadURL(HOME)
  return window
}
