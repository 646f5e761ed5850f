import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it } from 'vitest'
import { CoreProcess } from '../../../src/main/shell/core-process'
import type { Notification } from '../../../src/preload/contract/carrier'
import type { Refusal } from '../../../src/preload/contract/errors'
import type { ToCore } from '../../../src/preload/contract/port'

class Child extends EventEmitter {
  readonly posted: ToCore[] = []
  postMessage(message: ToCore) {
    this.posted.push(message)
  }
}

let children: Child[]
let notified: Notification[]
let refused: Refusal[]
let lost: number
let now: number
let core: CoreProcess

beforeEach(() => {
  children = []
  notified = []
  refused = []
  lost = 0
  now = 0
  core = new CoreProcess({
    fork: () => {
      const child = new Child()
      children.push(child)
      return child
    },
    notify: (notification) => notified.push(notification),
    refused: (refusal) => refused.push(refusal),
    lost: () => {
      lost += 1
    },
    monotonicMs: () => now,
  })
  core.start()
})
const child = () => {
  const last = children.at(-1)
  if (!last) throw new Error('No core was started')
  return last
}
const ASKED = { kind: 'call', method: 'orders.list', input: {} } as const
const ENDED = { outcome: 'fault', number: 'core-ended' }

describe('the core’s process', () => {
  it('gets every question with a number and gives every answer to its asker', async () => {
    const [first, second] = [core.ask(ASKED), core.ask({ kind: 'offer', path: '/x' })]
    expect(child().posted).toEqual([
      { ...ASKED, id: 1 },
      { kind: 'offer', path: '/x', id: 2 },
    ])
    child().emit('message', { kind: 'answer', id: 2, answer: { outcome: 'done', value: 'second' } })
    child().emit('message', { kind: 'answer', id: 9, answer: { outcome: 'done', value: 'nobody' } })
    child().emit('message', { kind: 'answer', id: 1, answer: { outcome: 'refused', refusal: { refusal: 'desk_locked' } } })
    expect(await Promise.all([first, second])).toMatchObject([{ refusal: { refusal: 'desk_locked' } }, { value: 'second' }])
  })

  it('pushes what changed; what it cannot have said is dropped', () => {
    child().emit('message', { kind: 'notification', notification: { kind: 'changed', subjects: ['orders'] } })
    child().emit('message', { kind: 'notification', notification: { kind: 'changed', subjects: ['everything'] } })
    child().emit('message', 'rubbish')
    expect(notified).toEqual([{ kind: 'changed', subjects: ['orders'] }])
  })

  it('is started again when it ends by itself; who waits is told, and windows ask anew', async () => {
    const waiting = core.ask(ASKED)
    child().emit('exit', 1)
    expect(await waiting).toEqual(ENDED)
    expect(children).toHaveLength(2)
    expect(notified).toEqual([{ kind: 'changed', subjects: ['session', 'jobs'] }])
    const again = core.ask(ASKED)
    child().emit('message', { kind: 'answer', id: 2, answer: { outcome: 'done', value: 1 } })
    expect(await again).toMatchObject({ value: 1 })
  })

  it('is given up at the fourth end within five minutes', async () => {
    for (let end = 0; end < 3; end += 1) child().emit('exit', 1)
    expect([children.length, lost]).toEqual([4, 0])
    now = 5 * 60_000
    for (let end = 0; end < 3; end += 1) child().emit('exit', 1)
    expect([children.length, lost]).toEqual([7, 0])
    child().emit('exit', 1)
    expect([children.length, lost]).toEqual([7, 1])
    expect(await core.ask(ASKED)).toEqual(ENDED)
  })

  it('that cannot open the ledger is not started again', () => {
    child().emit('message', { kind: 'refused', refusal: { refusal: 'ledger_foreign' } })
    child().emit('exit', 1)
    expect([children.length, lost, refused]).toEqual([1, 0, [{ refusal: 'ledger_foreign' }]])
  })

  it('ends when it is told to, and stays so', async () => {
    const stopped = core.stop()
    expect(child().posted).toEqual([{ kind: 'stop' }])
    expect(await core.ask(ASKED)).toEqual(ENDED)
    child().emit('exit', 0)
    await stopped
    expect(children).toHaveLength(1)
    await core.stop()
  })
})
