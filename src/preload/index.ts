import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron'
import type { Answer, Door, Notification } from './contract/carrier'
import type { CallChannel, PushChannel } from './contract/port'

/*
 * The bridge, and nothing else: four functions at `window.daiko`. No channel name, no event and no Electron object gets
 * through to the page. What it sends is judged by the relay and then by the core.
 */
const ask = (channel: CallChannel, asked: unknown): Promise<Answer> => ipcRenderer.invoke(channel, asked)
const PUSHED: PushChannel = 'daiko:notification'

const door: Door<File> = {
  call: (method: string, input: unknown, background: boolean) => ask('daiko:call', { method, input, background }),

  subscribe(listener: (notification: Notification) => void) {
    const heard = (_event: IpcRendererEvent, notification: Notification) => listener(notification)
    ipcRenderer.on(PUSHED, heard)
    return () => void ipcRenderer.off(PUSHED, heard)
  },

  async offer(file: File): Promise<Answer<string>> {
    // A file that a page made up has no path; a dropped or chosen one always has.
    const path = webUtils.getPathForFile(file)
    if (path === '') return { outcome: 'refused', refusal: { refusal: 'file_unreadable', detail: 'no path' } }
    const answer = await ask('daiko:offer', path)
    return answer.outcome === 'done' ? { outcome: 'done', value: String(answer.value) } : answer
  },

  async download(ticket: string, suggestedName: string): Promise<boolean> {
    const answer = await ask('daiko:download', { ticket, suggestedName })
    if (answer.outcome === 'done') return answer.value === true
    throw new Error(answer.outcome === 'refused' ? answer.refusal.refusal : answer.number)
  },
}

contextBridge.exposeInMainWorld('daiko', door)
