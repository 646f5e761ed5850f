import { EventEmitter } from 'node:events'

/*
 * Stands in for the electron module, which plain Node cannot load: it keeps what the shell asked for, and lets a test play
 * the window and the system. It proves what is asked of Electron, not what Electron does. Take it in with
 * `vi.mock('electron', () => import('…/support/electron'))`; `electron` below is what the test looks at.
 */

type Handler = (...args: unknown[]) => unknown

export class WebContents extends EventEmitter {
  url = 'app://daiko/'
  readonly mainFrame = { url: 'app://daiko/' }
  readonly sent: unknown[][] = []
  openHandler: Handler = () => ({ action: 'allow' })
  getURL() {
    return this.url
  }
  send(...args: unknown[]) {
    this.sent.push(args)
  }
  setWindowOpenHandler(handler: Handler) {
    this.openHandler = handler
  }
}

export class BrowserWindow extends EventEmitter {
  static made: BrowserWindow[] = []
  readonly webContents = new WebContents()
  readonly loaded: string[] = []
  shown = false
  focused = false
  minimized = false
  constructor(readonly options: Record<string, unknown>) {
    super()
    BrowserWindow.made.push(this)
  }
  static fromWebContents(contents: WebContents) {
    return BrowserWindow.made.find((window) => window.webContents === contents) ?? null
  }
  async loadURL(url: string) {
    this.loaded.push(url)
  }
  show() {
    this.shown = true
  }
  focus() {
    this.focused = true
  }
  isMinimized() {
    return this.minimized
  }
  restore() {
    this.minimized = false
  }
}

class App extends EventEmitter {
  readonly calls: string[] = []
  readonly isPackaged = true
  locked = true
  locale = 'ja-JP'
  enableSandbox() {
    this.calls.push('enableSandbox')
  }
  requestSingleInstanceLock() {
    return this.locked
  }
  async whenReady() {
    this.calls.push('whenReady')
  }
  getLocale() {
    return this.locale
  }
  getPath(name: string) {
    return `/person/${name}`
  }
  quit() {
    this.calls.push('quit')
  }
  exit(code: number) {
    this.calls.push(`exit ${code}`)
  }
}

class Session extends EventEmitter {
  permissionRequest: Handler = () => undefined
  permissionCheck: Handler = () => true
  devicePermission: Handler = () => true
  beforeRequest: Handler = () => undefined
  readonly webRequest = {
    onBeforeRequest: (handler: Handler) => {
      this.beforeRequest = handler
    },
  }
  setPermissionRequestHandler(handler: Handler) {
    this.permissionRequest = handler
  }
  setPermissionCheckHandler(handler: Handler) {
    this.permissionCheck = handler
  }
  setDevicePermissionHandler(handler: Handler) {
    this.devicePermission = handler
  }
}

/** The core's process, as the test plays it. */
export class UtilityProcess extends EventEmitter {
  readonly posted: unknown[] = []
  constructor(
    readonly path: string,
    readonly args: string[],
    readonly options: unknown,
  ) {
    super()
  }
  postMessage(message: unknown) {
    this.posted.push(message)
  }
}

export const app = new App()
export const session = { defaultSession: new Session() }
export const powerMonitor = new EventEmitter()
export const ipcMain = {
  handlers: new Map<string, Handler>(),
  handle(channel: string, handler: Handler) {
    this.handlers.set(channel, handler)
  },
}
export const protocol = {
  schemes: [] as unknown[],
  handlers: new Map<string, Handler>(),
  registerSchemesAsPrivileged(schemes: unknown[]) {
    app.calls.push('registerSchemesAsPrivileged')
    this.schemes = schemes
  },
  handle(scheme: string, handler: Handler) {
    this.handlers.set(scheme, handler)
  },
}
export const utilityProcess = {
  forked: [] as UtilityProcess[],
  fork(path: string, args: string[], options: unknown) {
    const child = new UtilityProcess(path, args, options)
    this.forked.push(child)
    return child
  },
}
export const Menu = {
  buildFromTemplate: (template: unknown) => template,
  setApplicationMenu: (_template: unknown) => undefined,
}
export const dialog = {
  answer: { canceled: false, filePath: '/person/downloads/saved.xlsx' },
  asked: [] as unknown[],
  errors: [] as string[][],
  async showSaveDialog(_window: unknown, options: unknown) {
    this.asked.push(options)
    return this.answer
  },
  showErrorBox(title: string, content: string) {
    this.errors.push([title, content])
  },
}

/* What the preload sees. */
export const contextBridge = {
  exposed: new Map<string, Record<string, Handler>>(),
  exposeInMainWorld(name: string, door: Record<string, Handler>) {
    this.exposed.set(name, door)
  },
}
class IpcRenderer extends EventEmitter {
  readonly invoked: unknown[][] = []
  answer: unknown = { outcome: 'done', value: null }
  async invoke(...args: unknown[]) {
    this.invoked.push(args)
    return this.answer
  }
}
export const ipcRenderer = new IpcRenderer()
export const webUtils = { path: '/person/statement.txt', getPathForFile: (_file: unknown): string => webUtils.path }
