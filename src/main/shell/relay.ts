import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron'
import type { Answer, Notification } from '../../preload/contract/carrier'
import { CallAsked, type CallChannel, DownloadAsked, OfferAsked, type PushChannel } from '../../preload/contract/port'
import type { CoreLine } from './core-process'
import { isOwn } from './security'

/** The shape of what one channel carries. */
interface Shape<T> {
  safeParse(asked: unknown): { success: true; data: T } | { success: false }
}

const NOT_OURS: Answer = { outcome: 'refused', refusal: { refusal: 'not_permitted', permission: 'window' } }
const NOT_READABLE: Answer = {
  outcome: 'refused',
  refusal: { refusal: 'invalid_input', problems: [{ path: '', message: 'not readable' }] },
}

export interface RelayOptions {
  readonly core: CoreLine
  /** Asks where to save; null when the person cancelled. */
  saveTo(contents: WebContents, suggestedName: string): Promise<string | null>
}

export interface Relay {
  /** Lets this window speak to the core until it is gone. */
  admit(contents: WebContents): void
  /** Tells every admitted window. */
  notify(notification: Notification): void
}

/** SECURITY: speaks only for the main frame of a window that the shell opened itself, while it shows a page of Daiko. */
function isAdmitted(event: IpcMainInvokeEvent, admitted: ReadonlySet<WebContents>): boolean {
  const frame = event.senderFrame
  return frame !== null && frame === event.sender.mainFrame && isOwn(frame.url) && admitted.has(event.sender)
}

/** The only listener for what windows say. Everything goes on to the core, which judges it; nothing is decided here. */
export function openRelay({ core, saveTo }: RelayOptions): Relay {
  const admitted = new Set<WebContents>()

  function handle<T>(channel: CallChannel, schema: Shape<T>, answer: (asked: T, contents: WebContents) => Promise<Answer>): void {
    ipcMain.handle(channel, async (event, asked: unknown): Promise<Answer> => {
      if (!isAdmitted(event, admitted)) return NOT_OURS
      const parsed = schema.safeParse(asked)
      return parsed.success ? answer(parsed.data, event.sender) : NOT_READABLE
    })
  }

  handle('daiko:call', CallAsked, (asked) => core.ask({ kind: 'call', ...asked }))
  handle('daiko:offer', OfferAsked, (path) => core.ask({ kind: 'offer', path }))
  handle('daiko:download', DownloadAsked, async ({ ticket, suggestedName }, contents) => {
    const path = await saveTo(contents, suggestedName)
    return path === null ? { outcome: 'done', value: false } : core.ask({ kind: 'save', ticket, path })
  })

  return {
    admit(contents) {
      admitted.add(contents)
      contents.once('destroyed', () => admitted.delete(contents))
    },
    notify(notification) {
      const channel: PushChannel = 'daiko:notification'
      for (const contents of admitted) contents.send(channel, notification)
    },
  }
}
