import { BrowserWindow } from 'electron'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { openRelay, type Relay } from '../../../src/main/shell/relay'
import type { Answer } from '../../../src/preload/contract/carrier'
import * as electron from '../../support/electron'

vi.mock('electron', () => import('../../support/electron'))

const DONE: Answer = { outcome: 'done', value: 'reached' }
let relay: Relay
let asked: unknown[]
let savePath: string | null
let window: BrowserWindow
let contents: electron.WebContents

beforeEach(() => {
  asked = []
  savePath = '/person/saved.xlsx'
  const ask = async (question: unknown) => {
    asked.push(question)
    return DONE
  }
  relay = openRelay({ core: { ask }, saveTo: async () => savePath })
  electron.BrowserWindow.made = []
  window = new BrowserWindow()
  const [made] = electron.BrowserWindow.made
  if (!made) throw new Error('No window was made')
  contents = made.webContents
  relay.admit(window.webContents)
})

type From = { sender: electron.WebContents; senderFrame: { url: string } | null }
const say = (channel: string, message: unknown, from: Partial<From> = {}) =>
  electron.ipcMain.handlers.get(channel)?.({ sender: contents, senderFrame: contents.mainFrame, ...from }, message)

const CALL = { method: 'orders.list', input: { size: 10 }, background: true }

describe('the relay', () => {
  it('listens on three channels', () => {
    expect([...electron.ipcMain.handlers.keys()]).toEqual(['daiko:call', 'daiko:offer', 'daiko:download'])
  })

  it('hands on what its own window says', async () => {
    expect(await say('daiko:call', CALL)).toEqual(DONE)
    expect(await say('daiko:offer', '/person/statement.txt')).toEqual(DONE)
    expect(await say('daiko:download', { ticket: 't', suggestedName: 'a.xlsx' })).toEqual(DONE)
    expect(asked).toEqual([
      { kind: 'call', ...CALL },
      { kind: 'offer', path: '/person/statement.txt' },
      { kind: 'save', ticket: 't', path: '/person/saved.xlsx' },
    ])
  })

  it('saves nothing when the person cancelled', async () => {
    savePath = null
    expect(await say('daiko:download', { ticket: 't', suggestedName: 'a.xlsx' })).toEqual({ outcome: 'done', value: false })
    expect(asked).toEqual([])
  })

  const elsewhere = () => {
    const other = new electron.WebContents()
    other.mainFrame.url = 'https://example.com/'
    return other
  }
  const strangers: [string, () => Partial<From>][] = [
    ['a frame that is gone', () => ({ senderFrame: null })],
    ['a frame within the page', () => ({ senderFrame: { url: 'app://daiko/' } })],
    ['a page elsewhere', () => ({ sender: elsewhere(), senderFrame: elsewhere().mainFrame })],
    [
      'a window that the shell did not open',
      () => {
        const sender = new electron.WebContents()
        return { sender, senderFrame: sender.mainFrame }
      },
    ],
    [
      'its own window once it shows something else',
      () => {
        contents.mainFrame.url = 'app://daiko.evil/'
        return {}
      },
    ],
    [
      'a window that was closed',
      () => {
        contents.emit('destroyed')
        return {}
      },
    ],
  ]
  it.each(strangers)('is deaf to %s', async (_who, from) => {
    const stranger = from()
    for (const [channel, message] of [
      ['daiko:call', CALL],
      ['daiko:offer', '/etc/passwd'],
      ['daiko:download', { ticket: 't', suggestedName: 'a' }],
    ] as const) {
      expect(await say(channel, message, stranger)).toMatchObject({ outcome: 'refused', refusal: { refusal: 'not_permitted' } })
    }
    expect(asked).toEqual([])
  })

  it.each([
    ['daiko:call', null],
    ['daiko:call', { input: {} }],
    ['daiko:call', { method: 5 }],
    ['daiko:offer', ''],
    ['daiko:offer', { path: '/x' }],
    ['daiko:offer', 'x'.repeat(5000)],
    ['daiko:download', { ticket: 't' }],
  ])('on %s refuses %j', async (channel, message) => {
    expect(await say(channel, message)).toMatchObject({ refusal: { refusal: 'invalid_input' } })
    expect(asked).toEqual([])
  })

  it('tells its windows what changed, until they are gone', () => {
    relay.notify({ kind: 'changed', subjects: ['orders'] })
    contents.emit('destroyed')
    relay.notify({ kind: 'changed', subjects: ['people'] })
    expect(contents.sent).toEqual([['daiko:notification', { kind: 'changed', subjects: ['orders'] }]])
  })
})
