import { randomBytes, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
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

/** Files on their way in and out, for one run of the core. */
export interface Files {
  /**
   * Takes a copy of a file, by path or as a stream. Refuses: file_unreadable, file_empty, file_too_large, disk_full.
   */
  offer(source: string | AsyncIterable<Uint8Array>, name: string): Promise<Result<OfferReference>>
  /** What a reference stands for. Refuses: offer_expired. */
  resolve(reference: OfferReference): Result<OfferedFile>
  /** A path of the folder where a file to be fetched may be written; nothing is there yet. */
  room(): string
  /** A ticket for one fetching of this file. */
  issueTicket(path: string, name: string): string
  /** What the ticket stands for, once; null for any other. */
  redeem(ticket: string): Download | null
  /** The file was fetched: its bytes are no longer needed. */
  discard(path: string): Promise<void>
  close(): Promise<void>
}

export const OFFER_BYTES_MAX = 512 * 1024 * 1024
const NAME_LENGTH_MAX = 200
const KEPT_MAX = 100

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

/** Keeps so many of a kind; the oldest goes first. */
function remember<V>(kept: Map<string, V>, key: string, value: V): V | undefined {
  kept.set(key, value)
  const [oldest] = kept
  if (kept.size <= KEPT_MAX || !oldest) return undefined
  kept.delete(oldest[0])
  return oldest[1]
}

/** Makes the folder of this run, readable by this person alone; `close` removes it with all that is in it. */
export async function createFiles(options: { offerBytesMax?: number } = {}): Promise<Files> {
  const limit = options.offerBytesMax ?? OFFER_BYTES_MAX
  const folder = await mkdtemp(join(tmpdir(), 'daiko-'))
  await chmod(folder, 0o700)
  const offered = new Map<string, OfferedFile>()
  const tickets = new Map<string, Download>()
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
    async offer(source, name) {
      const reference = OfferReference.parse(randomUUID())
      const path = join(folder, reference)
      const copied = await copy(source, path)
      if (!copied.ok) {
        await remove(path)
        return copied
      }
      const forgotten = remember(offered, reference, { path, name: plainName(name), bytes: copied.value })
      if (forgotten) await remove(forgotten.path)
      return done(reference)
    },
    resolve(reference) {
      const found = offered.get(reference)
      return found ? done(found) : refuse({ refusal: 'offer_expired' })
    },
    room: () => join(folder, randomUUID()),
    issueTicket(path, name) {
      const ticket = randomBytes(32).toString('base64url')
      remember(tickets, ticket, { path, name: plainName(name) })
      return ticket
    },
    redeem(ticket) {
      const found = tickets.get(ticket) ?? null
      tickets.delete(ticket)
      return found
    },
    discard: remove,
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
