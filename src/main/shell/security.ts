import { app, protocol, type Session, type WebContents } from 'electron'

/*
 * This folder and index.ts are the only places of the main process that know Electron: window, own protocol, menu, dialogs,
 * the line to the core. Nothing of settlement, no ledger, no parsing of a bank's file. A call goes on to the core's process.
 */
export const SCHEME = 'app'
export const HOST = 'daiko'
export const HOME = `${SCHEME}://${HOST}/`

/** Whether an address is of Daiko's own pages. Compared by its parsed parts: a beginning can be made to look right. */
export function isOwn(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol: scheme, host, username, password } = new URL(address)
  return scheme === `${SCHEME}:` && host === HOST && username === '' && password === ''
}

/** What must be said before Electron is ready. */
export function hardenBeforeReady(): void {
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }])
}

/** Refuses a session everything but Daiko's own pages and copying text out of them. */
export function hardenSession(session: Session): void {
  // SECURITY: the default grants every permission.
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    answer(permission === 'clipboard-sanitized-write' && isOwn(contents.getURL()) && isOwn(details.requestingUrl))
  })
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => {
    return permission === 'clipboard-sanitized-write' && isOwn(requestingOrigin)
  })
  session.setDevicePermissionHandler(() => false)
  // SECURITY: nothing leaves the window but for its own pages, whatever a page asks for.
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOwn(details.url) }))
  // Downloads go by ticket through a dialog of the shell, never by the window itself.
  session.on('will-download', (event) => event.preventDefault())
}

/** Keeps a window where it is: no navigation away, no second window, no embedded page. */
export function hardenContents(contents: WebContents): void {
  const stay = (event: { preventDefault(): void; readonly url: string }) => {
    if (!isOwn(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
