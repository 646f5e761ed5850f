import type { Answer, Notification } from '../../preload/contract/carrier'
import type { Refusal } from '../../preload/contract/errors'
import { FromCore, type ToCore } from '../../preload/contract/port'

/** The core as the shell sees it: a process that is spoken to by messages. Electron's UtilityProcess fits. */
export interface ChildProcess {
  postMessage(message: ToCore): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  once(event: 'exit', listener: (code: number) => void): unknown
}

type Question = ToCore extends infer M ? (M extends { id: number } ? Omit<M, 'id'> : never) : never

export interface CoreLine {
  ask(question: Question): Promise<Answer>
}

export interface CoreProcessOptions {
  /** Starts the process anew. */
  fork(): ChildProcess
  notify(notification: Notification): void
  /** The ledger could not be opened: there is nothing to restart for. */
  refused(refusal: Refusal): void
  /** The process ended too often. */
  lost(): void
  readonly monotonicMs: () => number
}

/** A core that ends this often within five minutes is not started again. */
const RESTARTS_MAX = 3
const RESTART_WINDOW_MS = 5 * 60_000

/**
 * Keeps the core running. When it ends by itself, every call that waits is answered with a fault (whether it was carried out
 * is not known), the core is started again, and the windows are told to ask anew: nobody is signed in any more.
 */
export class CoreProcess implements CoreLine {
  #child: ChildProcess | null = null
  #nextId = 1
  #stopping = false
  #refused = false
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #restarts: number[] = []
  constructor(private readonly options: CoreProcessOptions) {}

  start(): void {
    const child = this.options.fork()
    this.#child = child
    child.on('message', (message) => this.#hear(message))
    child.once('exit', () => this.#ended())
  }

  ask(question: Question): Promise<Answer> {
    const child = this.#child
    if (!child || this.#stopping) return Promise.resolve({ outcome: 'fault', number: 'core-ended' })
    const id = this.#nextId++
    return new Promise((answer) => {
      this.#waiting.set(id, answer)
      child.postMessage({ ...question, id })
    })
  }

  /** Asks the core to end and waits until it has. */
  stop(): Promise<void> {
    this.#stopping = true
    const child = this.#child
    if (!child) return Promise.resolve()
    return new Promise((ended) => {
      child.once('exit', () => ended())
      child.postMessage({ kind: 'stop' })
    })
  }

  #hear(message: unknown): void {
    const parsed = FromCore.safeParse(message)
    if (!parsed.success) return
    const heard = parsed.data
    if (heard.kind === 'notification') this.options.notify(heard.notification)
    if (heard.kind === 'answer') this.#answer(heard.id, heard.answer)
    if (heard.kind === 'refused') {
      this.#refused = true
      this.options.refused(heard.refusal)
    }
  }

  #answer(id: number, answer: Answer): void {
    this.#waiting.get(id)?.(answer)
    this.#waiting.delete(id)
  }

  #ended(): void {
    this.#child = null
    for (const id of [...this.#waiting.keys()]) this.#answer(id, { outcome: 'fault', number: 'core-ended' })
    if (this.#stopping || this.#refused) return
    const now = this.options.monotonicMs()
    this.#restarts = [...this.#restarts.filter((at) => now - at < RESTART_WINDOW_MS), now]
    if (this.#restarts.length > RESTARTS_MAX) {
      this.options.lost()
    } else {
      this.start()
      this.options.notify({ kind: 'changed', subjects: ['session', 'jobs'] })
    }
  }
}
