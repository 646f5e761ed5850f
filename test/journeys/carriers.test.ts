import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ensureBuilt, nodeBinary, ROOT } from '../../resources/set-up.mjs'
import { compose } from '../../src/main/compose'
import { type Answer, Notification, type Seat } from '../../src/preload/contract/carrier'
import { type InputOf, type MethodName, methods, type OutputOf } from '../../src/preload/contract/methods'
import { FromCore } from '../../src/preload/contract/port'
import { cast, soon } from '../support/browser'
import { keptLog } from '../support/door'
import { valueIn } from '../support/ledger'
import { serveDaiko } from '../support/served'

/*
 * The same small story over the three ways to the core: its dispatcher called directly, the message port to a process of its
 * own (as the desktop does, forked by Node), and HTTP on the loopback. A view cannot tell them apart; nor can this test.
 */
interface Carrier {
  call(method: string, input: unknown): Promise<Answer>
  /** Hands over a file with these bytes. */
  offer(name: string, bytes: Uint8Array): Promise<Answer>
  /** What was pushed so far. */
  readonly heard: Notification[]
  close(): Promise<void>
}

const folderOf = () => mkdtempSync(join(tmpdir(), 'daiko-carrier-'))

async function direct(): Promise<Carrier> {
  const folder = folderOf()
  const core = valueIn(await compose({ ledgerPath: join(folder, 'ledger.daiko'), demonstration: true, workerPath: null, log: keptLog() }))
  const seat: Seat = { id: 'direct', kind: 'test' }
  const heard: Notification[] = []
  core.events.subscribe((notification) => heard.push(notification))
  return {
    heard,
    call: (method, input) => core.dispatch(seat, { method, input }),
    offer: async (name, bytes) => {
      const admitted = await core.admit(seat, 'bring_in')
      if (!admitted.ok) return { outcome: 'refused', refusal: admitted.refusal }
      const path = join(folder, name)
      writeFileSync(path, bytes)
      const offered = await core.files.offer(path, name, admitted.value.actor)
      return offered.ok ? { outcome: 'done', value: offered.value } : { outcome: 'refused', refusal: offered.refusal }
    },
    close: async () => {
      await core.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Questions to a forked core, each with the answer of its number. */
function asking(child: ChildProcess, heard: Notification[]) {
  const waiting = new Map<number, (answer: Answer) => void>()
  let last = 0
  child.on('message', (message) => {
    const told = FromCore.parse(message)
    if (told.kind === 'notification') heard.push(told.notification)
    if (told.kind === 'answer') waiting.get(told.id)?.(told.answer)
  })
  return (question: Record<string, unknown>) =>
    new Promise<Answer>((answer) => {
      last += 1
      waiting.set(last, answer)
      child.send({ ...question, id: last })
    })
}

async function overPort(): Promise<Carrier> {
  ensureBuilt()
  const folder = folderOf()
  const heard: Notification[] = []
  const child = fork(join(ROOT, 'out/main/core.js'), ['--ledger', join(folder, 'ledger.daiko'), '--demo'], {
    execPath: nodeBinary(),
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const ask = asking(child, heard)
  return {
    heard,
    call: (method, input) => ask({ kind: 'call', method, input }),
    offer: (name, bytes) => {
      const path = join(folder, name)
      writeFileSync(path, bytes)
      return ask({ kind: 'offer', path })
    },
    close: async () => {
      const ended = once(child, 'exit')
      child.send({ kind: 'stop' })
      expect(await ended).toEqual([0, null])
      rmSync(folder, { recursive: true })
    },
  }
}

const AnswerShape: z.ZodType<Answer> = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('done'), value: z.unknown() }),
  z.looseObject({ outcome: z.literal('refused'), refusal: z.any() }),
  z.object({ outcome: z.literal('fault'), number: z.string() }),
])

/** Reads server-sent events until the line is cut. */
async function listen(address: string, cookie: string, heard: Notification[], cut: AbortSignal): Promise<void> {
  const { body } = await fetch(`${address}/events`, { headers: { cookie }, signal: cut })
  if (!body) throw new Error('no events')
  const decoder = new TextDecoder()
  const read = async () => {
    let text = ''
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true })
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) if (event.startsWith('data: ')) heard.push(Notification.parse(JSON.parse(event.slice(6))))
    }
  }
  void read().catch((fault: unknown) => {
    if (!cut.aborted) throw fault
  })
}

async function overLoopback(): Promise<Carrier> {
  const served = await serveDaiko({ demonstration: true })
  const entered = await fetch(served.entrance, { redirect: 'manual' })
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
  const { origin } = new URL(served.entrance)
  const heard: Notification[] = []
  const cutting = new AbortController()
  await listen(origin, cookie, heard, cutting.signal)
  const post = async (path: string, type: string, body: string | Uint8Array<ArrayBuffer>, name = '') => {
    const headers = { cookie, origin, 'content-type': type, 'x-daiko-name': encodeURIComponent(name) }
    return AnswerShape.parse(await (await fetch(`${origin}${path}`, { method: 'POST', headers, body })).json())
  }
  return {
    heard,
    call: (method, input) => post('/call', 'application/json', JSON.stringify({ method, input })),
    offer: (name, bytes) => post('/offer', 'application/octet-stream', new Uint8Array(bytes), name),
    close: async () => {
      cutting.abort()
      expect(await served.stop()).toBe(0)
    },
  }
}

/** What differs from ledger to ledger and from moment to moment, and says nothing about the carrier. */
const OWN = /^(id|.*Id|allocationIds|at|.*At|digest|sha256|reference|number|elapsedMs|hash|seat|ticket|version)$/

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function plain(value: unknown): unknown {
  if (typeof value === 'string' && UUID.test(value)) return '…'
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, OWN.test(key) && inner !== null ? '…' : plain(inner)]))
}

/** A morning in a few calls; everything that was answered, in order. */
async function story(carrier: Carrier): Promise<unknown[]> {
  const told: unknown[] = []
  const contract: { readonly [M in MethodName]: { readonly output: { parse(value: unknown): OutputOf<M> } } } = methods
  const hear = (name: string, answer: Answer): Answer => {
    told.push([name, plain(answer)])
    return answer
  }
  const ask = async (method: string, input: unknown) => hear(method, await carrier.call(method, input))
  const done = async <M extends MethodName>(method: M, input: InputOf<M>): Promise<OutputOf<M>> => {
    const answer = await ask(method, input)
    if (answer.outcome !== 'done') throw new Error(`${method}: ${JSON.stringify(answer)}`)
    return contract[method].output.parse(answer.value)
  }
  /** The end of a job; what it said on the way depends on the clock. */
  const ended = async (jobId: InputOf<'jobs.get'>['jobId']) => {
    for (;;) {
      const answer = await carrier.call('jobs.get', { jobId })
      const state = answer.outcome === 'done' ? contract['jobs.get'].output.parse(answer.value) : null
      if (state?.state === 'running') {
        await setImmediate()
        continue
      }
      hear('jobs.get', answer)
      return state?.state === 'done' ? state.result : null
    }
  }

  await ask('orders.list', {})
  hear('offer', await carrier.offer('a.txt', new TextEncoder().encode('nobody sits here yet')))
  await ask('session.signIn', { name: cast.clerk.name, password: 'not the password' })
  await done('session.signIn', cast.clerk)
  await ask('people.list', {})
  await ask('no.such.method', {})
  await ask('orders.list', { size: '50', cursor: 7 })
  const { files } = await done('intake.demonstrationFiles', {})
  const statement = files.find(({ kind }) => kind === 'statement')
  if (!statement) throw new Error('the demonstration has a statement')
  const planned = await ended((await done('intake.plan', { reference: statement.reference })).jobId)
  if (planned?.kind !== 'plan') throw new Error('no plan')
  await ended((await done('intake.apply', { planId: planned.plan.planId, digest: planned.plan.digest })).jobId)
  await done('home.figures', {})
  await done('deposits.totals', { filter: { open: true } })
  const waiting = (await done('deposits.list', { filter: { open: true } })).rows
  for (const deposit of waiting) {
    const { proposals } = await done('clearing.candidates', { receiptId: deposit.id })
    const fits = proposals.flatMap(({ orders }) => orders).find(({ open }) => open >= deposit.remaining)
    if (!fits) continue
    const part = { orderId: fits.orderId, amount: deposit.amount }
    await done('clearing.preview', { receiptId: deposit.id, parts: [part] })
    const cleared = await done('clearing.clear', {
      receiptId: deposit.id,
      version: deposit.version,
      parts: [{ ...part, version: fits.version }],
    })
    await ask('clearing.clear', { receiptId: deposit.id, version: deposit.version, parts: [{ ...part, version: fits.version }] })
    for (const allocationId of cleared.allocationIds) await done('clearing.undo', { allocationId })
    break
  }
  const offered = hear('offer', await carrier.offer('何でもない.csv', new TextEncoder().encode('これは明細ではない')))
  await ended((await done('intake.plan', { reference: offered.outcome === 'done' ? String(offered.value) : '' })).jobId)
  await done('session.lock', {})
  await ask('orders.list', {})
  await done('session.unlock', { password: cast.clerk.password })
  await done('session.signOut', {})
  return told
}

describe('the same story over every carrier', () => {
  const carriers = { direct, 'over the port': overPort, 'over HTTP': overLoopback }
  const stories = new Map<string, { told: unknown[]; subjects: string[] }>()

  it.each(Object.entries(carriers))('%s: it can be told to its end, and changes are pushed', async (name, open) => {
    const carrier = await open()
    try {
      const told = await story(carrier)
      expect(told.length).toBeGreaterThan(20)
      // Connectors come round by the clock: whether one did meanwhile says nothing about the carrier.
      const changedBy = (one: Notification) => (one.kind === 'changed' ? one.subjects.filter((subject) => subject !== 'gateways') : [])
      const subjects = () => [...new Set(carrier.heard.flatMap(changedBy))].sort()
      await soon(subjects).toEqual(expect.arrayContaining(['clearing', 'deposits', 'orders', 'session']))
      stories.set(name, { told, subjects: subjects() })
    } finally {
      await carrier.close()
    }
  })

  it.each(['over the port', 'over HTTP'])('%s every answer is the one given directly', (name) => {
    expect(stories.get(name)).toEqual(stories.get('direct'))
  })

  it('refusals came back by name', () => {
    const refusals = (stories.get('direct')?.told ?? []).flatMap((one) => JSON.stringify(one).match(/"refusal":"(\w+)"/)?.[1] ?? [])
    expect(refusals).toEqual([
      'not_signed_in',
      'not_signed_in',
      'wrong_credentials',
      'not_permitted',
      'unknown_method',
      'invalid_input',
      'deposit_not_open',
      'format_unknown',
      'desk_locked',
    ])
  })
})
