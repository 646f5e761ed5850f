import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import * as electron from '../support/electron'

vi.mock('electron', () => import('../support/electron'))

type Door = Record<string, (...args: unknown[]) => unknown>
let door: Door
beforeAll(async () => {
  await import('../../src/preload/index')
  const exposed = electron.contextBridge.exposed.get('daiko')
  if (!exposed) throw new Error('Nothing was exposed')
  door = exposed
})
beforeEach(() => {
  electron.ipcRenderer.invoked.length = 0
  electron.ipcRenderer.answer = { outcome: 'done', value: true }
  electron.webUtils.path = '/person/statement.txt'
})

describe('the bridge', () => {
  it('is four functions and nothing else', () => {
    expect([...electron.contextBridge.exposed.keys()]).toEqual(['daiko'])
    expect(Object.entries(door).map(([name, value]) => [name, typeof value])).toEqual([
      ['call', 'function'],
      ['subscribe', 'function'],
      ['offer', 'function'],
      ['download', 'function'],
    ])
  })

  it('sends calls on the one channel for them', async () => {
    await door.call?.('orders.list', { size: 1 }, true, 'more')
    expect(electron.ipcRenderer.invoked).toEqual([['daiko:call', { method: 'orders.list', input: { size: 1 }, background: true }]])
  })

  it('tells what changed without the event it came in, until unsubscribed', () => {
    const listener = vi.fn()
    const unsubscribe = door.subscribe?.(listener)
    const event = { sender: electron.ipcRenderer }
    const changed = { kind: 'changed', subjects: ['orders'] }
    electron.ipcRenderer.emit('daiko:notification', event, changed)
    expect(listener.mock.calls).toEqual([[changed]])
    if (typeof unsubscribe === 'function') expect(unsubscribe()).toBeUndefined()
    electron.ipcRenderer.emit('daiko:notification', event, changed)
    expect(listener).toHaveBeenCalledOnce()
  })

  it('offers a file by the path that only Electron knows', async () => {
    electron.ipcRenderer.answer = { outcome: 'done', value: 'reference' }
    expect(await door.offer?.(new File(['x'], 'statement.txt'))).toEqual({ outcome: 'done', value: 'reference' })
    expect(electron.ipcRenderer.invoked).toEqual([['daiko:offer', '/person/statement.txt']])
    electron.webUtils.path = ''
    expect(await door.offer?.(new File(['x'], '/etc/passwd'))).toMatchObject({ refusal: { refusal: 'file_unreadable' } })
    expect(electron.ipcRenderer.invoked).toHaveLength(1)
  })

  it('says whether a download was saved, and throws the name of a refusal', async () => {
    expect(await door.download?.('ticket', 'a.xlsx')).toBe(true)
    expect(electron.ipcRenderer.invoked).toEqual([['daiko:download', { ticket: 'ticket', suggestedName: 'a.xlsx' }]])
    electron.ipcRenderer.answer = { outcome: 'done', value: false }
    expect(await door.download?.('ticket', 'a.xlsx')).toBe(false)
    electron.ipcRenderer.answer = { outcome: 'refused', refusal: { refusal: 'desk_locked' } }
    await expect(door.download?.('ticket', 'a.xlsx')).rejects.toThrow('desk_locked')
    electron.ipcRenderer.answer = { outcome: 'fault', number: '1234-5678' }
    await expect(door.download?.('ticket', 'a.xlsx')).rejects.toThrow('1234-5678')
  })
})
