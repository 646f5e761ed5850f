import { join } from 'node:path'
import { app, type BrowserWindow, powerMonitor, protocol, session, utilityProcess } from 'electron'
import { CoreProcess } from './core-process'
import { askWhereToSave, tellCoreLost, tellRefusal } from './dialogs'
import { setMenu } from './menu'
import { pageHandler } from './protocol'
import { openRelay, type Relay } from './relay'
import { hardenBeforeReady, hardenSession, SCHEME } from './security'
import { openWindow } from './window'
import { wordsFor } from './words'

export interface DesktopOptions {
  /** The folder of the built program, with main, preload and renderer in it. */
  readonly built: string
  /** Null takes the one in the person's own data folder. */
  readonly ledgerPath: string | null
  readonly demonstration: boolean
}

/** Runs Daiko on the desktop: one instance, one window, the core in a process of its own. */
export async function runDesktop(options: DesktopOptions): Promise<void> {
  hardenBeforeReady()
  if (!app.requestSingleInstanceLock()) return app.quit()
  await app.whenReady()
  const words = wordsFor(app.getLocale())
  hardenSession(session.defaultSession)
  protocol.handle(SCHEME, pageHandler(join(options.built, 'renderer')))
  setMenu(words, process.platform === 'darwin')

  let relay: Relay | null = null
  const core = new CoreProcess({
    fork: () => forkCore(options),
    notify: (notification) => relay?.notify(notification),
    refused: (refusal) => {
      tellRefusal(refusal, words)
      app.exit(1)
    },
    lost: () => {
      tellCoreLost(words)
      app.exit(1)
    },
    monotonicMs: () => performance.now(),
  })
  core.start()
  relay = openRelay({ core, saveTo: (contents, name) => askWhereToSave(contents, name, words) })
  const window = openWindow({ preload: join(options.built, 'preload', 'index.cjs'), devTools: !app.isPackaged })
  relay.admit(window.webContents)
  lockWithTheMachine(core)
  quitTogether(core, window)
}

function forkCore(options: DesktopOptions) {
  const ledger = options.ledgerPath ?? join(app.getPath('userData'), options.demonstration ? 'demo.daiko' : 'ledger.daiko')
  const flags = ['--ledger', ledger, ...(options.demonstration ? ['--demo'] : [])]
  return utilityProcess.fork(join(options.built, 'main', 'core.js'), flags, { serviceName: 'Daiko core', stdio: 'inherit' })
}

/** Whoever locks or leaves the machine has left the desk. */
function lockWithTheMachine(core: CoreProcess): void {
  const lock = () => void core.ask({ kind: 'call', method: 'session.lock', input: {} })
  powerMonitor.on('suspend', lock)
  powerMonitor.on('lock-screen', lock)
}

/** A second start shows the first window; the last window's end is the core's end, and only then the program's. */
function quitTogether(core: CoreProcess, window: BrowserWindow): void {
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('window-all-closed', () => app.quit())
  let stopped = false
  app.on('before-quit', (event) => {
    if (stopped) return
    event.preventDefault()
    void core.stop().then(() => {
      stopped = true
      app.quit()
    })
  })
}
