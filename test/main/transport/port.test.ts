import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { portToParent } from '../../../src/main/transport/port'
import type { Answer, Notification } from '../../../src/preload/contract/carrier'
import { FromCore } from '../../../src/preload/contract/port'
import { builtChild } from '../../support/built-child'

let built: string
let folder: string
let child: ChildProcess
let heard: FromCore[]
let lastId = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daiko-port-'))
  built = await builtChild('port-child')
})
afterAll(() => rm(folder, { recursive: true }))

beforeEach(() => {
  heard = []
  child = fork(built, { serialization: 'advanced', execArgv: [] })
  child.on('message', (message) => heard.push(FromCore.parse(message)))
})
afterEach(async () => {
  if (child.exitCode === null && child.connected) {
    child.disconnect()
    await once(child, 'exit')
  }
})

async function ask(question: Record<string, unknown>): Promise<Answer> {
  lastId += 1
  const id = lastId
  child.send({ ...question, id })
  const find = () => heard.find((message) => message.kind === 'answer' && message.id === id)
  await expect.poll(find, { timeout: 10_000, interval: 5 }).toBeDefined()
  const found = find()
  if (found?.kind !== 'answer') throw new Error('No answer')
  return found.answer
}
const call = (method: string, input: unknown) => ask({ kind: 'call', method, input })
const notifications = (): Notification[] => heard.flatMap((message) => (message.kind === 'notification' ? [message.notification] : []))

describe('over a port to a process of its own', () => {
  it('calls are answered, each its own, also those sent before the core was ready', async () => {
    const answers = await Promise.all([
      call('orders.list', {}),
      call('no.such', {}),
      call('people.list', {}),
      call('approvals.list', { open: 1 }),
    ])
    expect(answers).toMatchObject([
      { refusal: { refusal: 'cancelled' } },
      { refusal: { refusal: 'unknown_method', method: 'no.such' } },
      { outcome: 'done', value: { users: [] } },
      { refusal: { refusal: 'invalid_input', problems: [{ path: 'open' }] } },
    ])
    expect(heard[0]).toEqual({ kind: 'ready' })
  })

  it('what JSON cannot carry arrives as it is, and is refused', async () => {
    for (const input of [new Map(), new Date(0), { filter: new Uint8Array(3) }, { size: 1n }]) {
      expect(await call('orders.list', input)).toMatchObject({ refusal: { refusal: 'invalid_input' } })
    }
  })

  it('changes are pushed', async () => {
    await call('people.list', {})
    expect(notifications()).toEqual([{ kind: 'changed', subjects: ['people'] }])
  })

  it('a file is offered by its path and copied', async () => {
    const path = join(folder, '明細.txt')
    await writeFile(path, 'x'.repeat(1000))
    expect(await ask({ kind: 'offer', path })).toEqual({ outcome: 'done', value: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    await writeFile(path, 'x'.repeat(1001))
    expect(await ask({ kind: 'offer', path })).toMatchObject({ refusal: { refusal: 'file_too_large', bytes: 1001, limit: 1000 } })
    expect(await ask({ kind: 'offer', path: join(folder, 'none') })).toMatchObject({ refusal: { refusal: 'file_unreadable' } })
  })

  it('a download is written to the path the person chose, once', async () => {
    const ticketOf = async (text: string) => {
      const answer = await call('banks.search', { text })
      return JSON.parse(JSON.stringify(answer)).value.banks[0].code
    }
    const path = join(folder, 'saved.txt')
    const ticket = await ticketOf('workbook')
    expect(await ask({ kind: 'save', ticket, path })).toEqual({ outcome: 'done', value: true })
    expect(await readFile(path, 'utf8')).toBe('workbook')
    expect(await ask({ kind: 'save', ticket, path })).toMatchObject({ refusal: { refusal: 'not_found', what: 'download' } })
    const nowhere = join(folder, 'none', 'saved.txt')
    expect(await ask({ kind: 'save', ticket: await ticketOf('x'), path: nowhere })).toMatchObject({
      refusal: { refusal: 'cannot_write_file', detail: 'ENOENT' },
    })
  })

  it('whoever may not bring in or export hands nothing over and gets nothing', async () => {
    await call('session.signOut', {})
    expect(await ask({ kind: 'offer', path: join(folder, 'none') })).toMatchObject({
      refusal: { refusal: 'not_permitted', permission: 'bring_in' },
    })
    expect(await ask({ kind: 'save', ticket: 'x', path: join(folder, 'y') })).toMatchObject({
      refusal: { refusal: 'not_permitted', permission: 'export' },
    })
  })

  it('another person’s ticket is not found, and stays theirs', async () => {
    const path = join(folder, 'theirs.txt')
    const answer = JSON.parse(JSON.stringify(await call('banks.search', { text: 'workbook' })))
    const [{ code: ticket }] = answer.value.banks
    await call('session.signIn', { name: 'sato', password: 'a long password' })
    expect(await ask({ kind: 'save', ticket, path })).toMatchObject({ refusal: { refusal: 'not_found', what: 'download' } })
    await call('session.signIn', { name: 'yamada', password: 'a long password' })
    expect(await ask({ kind: 'save', ticket, path })).toEqual({ outcome: 'done', value: true })
  })

  it('what the window asks by itself is no sign of a person', async () => {
    const touched = async () => JSON.parse(JSON.stringify(await call('session.state', {}))).refusal.problems[0].message
    await ask({ kind: 'call', method: 'orders.list', input: {}, background: true })
    expect(await touched()).toBe('touched 0')
    await ask({ kind: 'call', method: 'orders.list', input: {}, background: false })
    expect(await touched()).toBe('touched 1')
  })

  it('a locked desk hands nothing over and gets nothing', async () => {
    await call('session.lock', {})
    expect(await ask({ kind: 'offer', path: join(folder, 'none') })).toMatchObject({ refusal: { refusal: 'desk_locked' } })
    expect(await ask({ kind: 'save', ticket: 'x', path: join(folder, 'y') })).toMatchObject({ refusal: { refusal: 'desk_locked' } })
  })

  it('what is no message is dropped, and the next one answered', async () => {
    for (const rubbish of [null, 'stop', { kind: 'exec' }, { kind: 'call', id: 'x', method: 'orders.list' }, []]) child.send(rubbish ?? {})
    expect(await call('orders.list', {})).toMatchObject({ refusal: { refusal: 'cancelled' } })
  })

  it('the core ends when it is told to, and when the shell is gone', async () => {
    await call('orders.list', {})
    child.send({ kind: 'stop' })
    expect((await once(child, 'exit'))[0]).toBe(0)
    child = fork(built, { serialization: 'advanced', execArgv: [] })
    await once(child, 'message')
    child.disconnect()
    expect((await once(child, 'exit'))[0]).toBe(0)
  })
})

describe('a line to the parent', () => {
  it('is opened from its event in a utility process', () => {
    const port = Object.assign(new EventEmitter(), {
      posted: [] as unknown[],
      postMessage: (message: unknown) => void port.posted.push(message),
    })
    Object.defineProperty(process, 'parentPort', { value: port, configurable: true })
    try {
      const line = portToParent()
      const got: unknown[] = []
      line.listen((message) => got.push(message))
      line.closed(() => got.push('closed'))
      port.emit('message', { data: { kind: 'stop' }, ports: [] })
      line.send({ kind: 'ready' })
      expect(got).toEqual([{ kind: 'stop' }])
      expect(port.posted).toEqual([{ kind: 'ready' }])
    } finally {
      Reflect.deleteProperty(process, 'parentPort')
    }
  })
})
