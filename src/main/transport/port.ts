import { copyFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Answer, Seat } from '../../preload/contract/carrier'
import type { Permission } from '../../preload/contract/permissions'
import { type FromCore, ToCore } from '../../preload/contract/port'
import type { Log } from '../services/context'
import type { CarriedCore } from './door'
import { logFault } from './faults'

/** A line to the process that started this one, whatever kind of process this is. */
export interface CorePort {
  send(message: FromCore): void
  listen(listener: (message: unknown) => void): void
  /** Called once, when the other end is gone. */
  closed(listener: () => void): void
}

interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: unknown) => void): unknown
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value
}

/** A utility process is handed an event that holds the message; a Node child is handed the message itself. */
function messageOf(event: unknown): unknown {
  return typeof event === 'object' && event !== null && 'data' in event && 'ports' in event ? event.data : event
}

/** This process's line to its parent: Electron's utility process, or a child forked by Node with advanced serialization. */
export function portToParent(): CorePort {
  const parent: unknown = Reflect.get(process, 'parentPort')
  if (isParentPort(parent)) {
    return {
      send: (message) => parent.postMessage(message),
      listen: (listener) => void parent.on('message', (event) => listener(messageOf(event))),
      // The utility process ends with its parent by itself.
      closed: () => undefined,
    }
  }
  if (!process.send) throw new Error('This entry is started by the desktop, not by hand')
  return {
    send: (message) => void (process.connected && process.send?.(message)),
    listen: (listener) => void process.on('message', listener),
    // The parent may have gone while this process was starting.
    closed: (listener) => (process.connected ? void process.once('disconnect', listener) : queueMicrotask(listener)),
  }
}

/** One window sits at the desktop; its seat is the line itself. */
const SEAT: Seat = { id: 'window', kind: 'desktop' }

/**
 * Carries calls, offers and downloads between the shell and the core. `stop` is called when the shell says so or is gone.
 * A message that is none of these is logged and dropped.
 */
export function carryOverPort(port: CorePort, core: CarriedCore, log: Log, stop: () => void): void {
  async function admitted(permission: Permission, action: (actor: string) => Promise<Answer>): Promise<Answer> {
    const admission = await core.admit(SEAT, permission)
    return admission.ok ? action(admission.value.actor) : { outcome: 'refused', refusal: admission.refusal }
  }

  async function offer(path: string, actor: string): Promise<Answer> {
    const offered = await core.files.offer(path, basename(path), actor)
    return offered.ok ? { outcome: 'done', value: offered.value } : { outcome: 'refused', refusal: offered.refusal }
  }

  async function save(ticket: string, path: string, actor: string): Promise<Answer> {
    const download = core.files.redeem(ticket, actor)
    if (!download) return { outcome: 'refused', refusal: { refusal: 'not_found', what: 'download' } }
    try {
      await copyFile(download.path, path)
      return { outcome: 'done', value: true }
    } catch (fault) {
      const detail = fault instanceof Error && 'code' in fault ? String(fault.code) : ''
      return { outcome: 'refused', refusal: { refusal: 'cannot_write_file', detail } }
    } finally {
      await core.files.discard(download.path)
    }
  }

  function answerTo(asked: Exclude<ToCore, { kind: 'stop' }>): Promise<Answer> {
    if (asked.kind === 'call') return core.dispatch(SEAT, asked)
    if (asked.kind === 'offer') return admitted('bring_in', (actor) => offer(asked.path, actor))
    return admitted('export', (actor) => save(asked.ticket, asked.path, actor))
  }

  port.listen((message) => {
    const parsed = ToCore.safeParse(message)
    if (!parsed.success) return log.warn({}, 'a message from the shell could not be read')
    const asked = parsed.data
    if (asked.kind === 'stop') return stop()
    answerTo(asked)
      .catch((fault): Answer => ({ outcome: 'fault', number: logFault(log, fault, { kind: asked.kind }) }))
      .then((answer) => port.send({ kind: 'answer', id: asked.id, answer }))
  })
  port.closed(stop)
  core.events.subscribe((notification) => port.send({ kind: 'notification', notification }))
  port.send({ kind: 'ready' })
}
