import { randomBytes, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, rmSync } from 'node:fs'
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import { OfferReference } from '../../preload/contract/ids'

/** A file that was handed over: its bytes lie in the core's own folder and cannot change any more. */
export interface OfferedFile {
  readonly path: string
  /** As the person knows it; never used as a path. */
  readonly name: string
  readonly bytes: number
}

export interface Download {
  readonly path: string
  readonly name: string
}

/** Files on their way in and out, for one run of the core. Each belongs to an actor, as audit records name them. */
export interface Files {
  /**
   * Takes a copy of a file, by path or as a stream; it may push out the oldest of the same actor, nobody else's.
   * Refuses: file_unreadable, file_empty, file_too_large, disk_full.
   */
  offer(source: string | AsyncIterable<Uint8Array>, name: string, actor: string): Promise<Result<OfferReference>>
  /** What a reference stands for, for whoever offered it. Refuses: offer_expired. */
  resolve(reference: OfferReference, actor: string): Result<OfferedFile>
  /** A path of the folder where a file to be fetched may be written; nothing is there yet. */
  room(): string
  /** A ticket for one fetching of this file by this actor; it may push out their oldest. */
  issueTicket(path: string, name: string, actor: string): string
  /** The file at a path of `room` is whole, or will never be. Bytes that nobody can fetch are removed. */
  written(path: string, whole: boolean): Promise<void>
  /** What the ticket stands for, once and for its actor; null for any other. */
  redeem(ticket: string, actor: string): Download | null
  /** The file was fetched: its bytes are no longer needed. */
  discard(path: string): Promise<void>
  close(): Promise<void>
}

export const OFFER_BYTES_MAX = 512 * 1024 * 1024
const NAME_LENGTH_MAX = 200
/** So many files in, and so many tickets out, are kept for one person. */
export const KEPT_MAX = 10

/** A file and whose it is. */
interface Kept {
  readonly actor: string
  readonly path: string
}

/** The last part of a name, without what could mislead a screen, a header or a file system. */
export function plainName(name: string): string {
  const last = basename(name.replaceAll('\\', '/'))
  const plain = last.replace(/[\p{Cc}\p{Cf}\p{Cs}"*/:<>?|]/gu, '_').replace(/^\.+/, '')
  return [...plain].slice(0, NAME_LENGTH_MAX).join('') || 'file'
}

function refusalOf(fault: unknown): Refusal {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT') return { refusal: 'disk_full' }
  return { refusal: 'file_unreadable', detail: code || 'broken off' }
}

/** Counts what passes and stops at the limit. */
class Gauge extends Transform {
  bytes = 0
  constructor(private readonly limit: number) {
    super()
  }
  override _transform(chunk: Buffer, _encoding: BufferEncoding, next: (fault: Error | null, chunk?: Buffer) => void): void {
    this.bytes += chunk.length
    if (this.bytes > this.limit) next(new Error('over the limit'))
    else next(null, chunk)
  }
}

/** Keeps so many of a kind for each actor; their own oldest goes first. Answers what went. */
function remember<V extends Kept>(kept: Map<string, V>, key: string, value: V): V | undefined {
  kept.set(key, value)
  const own = [...kept].filter(([, { actor }]) => actor === value.actor)
  const [oldest] = own
  if (own.length <= KEPT_MAX || !oldest) return undefined
  kept.delete(oldest[0])
  return oldest[1]
}

/** Makes the folder of this run, readable by this person alone; `close` removes it with all that is in it. */
export async function createFiles(options: { offerBytesMax?: number } = {}): Promise<Files> {
  const limit = options.offerBytesMax ?? OFFER_BYTES_MAX
  const folder = await mkdtemp(join(tmpdir(), 'daiko-'))
  await chmod(folder, 0o700)
  const offered = new Map<string, OfferedFile & Kept>()
  const tickets = new Map<string, Download & Kept>()
  const remove = (path: string) => rm(path, { force: true })

  /** Why a file named by path is not taken: it is no file, or larger than anything a bank sends. */
  async function objection(source: string): Promise<Refusal | null> {
    const found = await stat(source).catch(refusalOf)
    if ('refusal' in found) return found
    if (!found.isFile()) return { refusal: 'file_unreadable', detail: 'not a file' }
    return found.size > limit ? { refusal: 'file_too_large', bytes: found.size, limit } : null
  }

  async function copy(source: string | AsyncIterable<Uint8Array>, path: string): Promise<Result<number>> {
    const objected = typeof source === 'string' ? await objection(source) : null
    if (objected) return refuse(objected)
    const gauge = new Gauge(limit)
    try {
      await pipeline(
        typeof source === 'string' ? createReadStream(source) : source,
        gauge,
        createWriteStream(path, { mode: 0o600, flags: 'wx' }),
      )
      return gauge.bytes === 0 ? refuse({ refusal: 'file_empty' }) : done(gauge.bytes)
    } catch (fault) {
      return refuse(gauge.bytes > limit ? { refusal: 'file_too_large', bytes: gauge.bytes, limit } : refusalOf(fault))
    }
  }

  return {
    async offer(source, name, actor) {
      const reference = OfferReference.parse(randomUUID())
      const path = join(folder, reference)
      const copied = await copy(source, path)
      if (!copied.ok) {
        await remove(path)
        return copied
      }
      const forgotten = remember(offered, reference, { path, name: plainName(name), bytes: copied.value, actor })
      if (forgotten) await remove(forgotten.path)
      return done(reference)
    },
    resolve(reference, actor) {
      const found = offered.get(reference)
      return found?.actor === actor && existsSync(found.path) ? done(found) : refuse({ refusal: 'offer_expired' })
    },
    room: () => join(folder, randomUUID()),
    issueTicket(path, name, actor) {
      const ticket = randomBytes(32).toString('base64url')
      const forgotten = remember(tickets, ticket, { path, name: plainName(name), actor })
      // Still being written, it is removed by `written`.
      if (forgotten) rmSync(forgotten.path, { force: true })
      return ticket
    },
    async written(path, whole) {
      const [ticket] = [...tickets].find(([, download]) => download.path === path) ?? []
      if (whole && ticket !== undefined) return
      if (ticket !== undefined) tickets.delete(ticket)
      await remove(path)
    },
    redeem(ticket, actor) {
      const found = tickets.get(ticket)
      if (found?.actor !== actor) return null
      tickets.delete(ticket)
      return { path: found.path, name: found.name }
    },
    discard: remove,
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
