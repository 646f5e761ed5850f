import { createHash } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import type SftpClient from 'ssh2-sftp-client'
import type { HandOverRefusal, SftpPlace, SftpSecret } from '../gateway'

/*
 * One connection to a bank's SFTP server: opened, used, closed. It tells apart what was certainly refused from what nobody knows, because
 * the line broke after it stood.
 */

export type SessionEnd<T> =
  | { readonly ended: 'done'; readonly value: T }
  | { readonly ended: 'refused'; readonly why: HandOverRefusal; readonly detail: string }
  | { readonly ended: 'lost'; readonly detail: string }

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** How the server answers an operation (SSH_FX_…), as the client hands it on; anything else is no answer but a broken line. */
const answers: ReadonlyMap<unknown, HandOverRefusal> = new Map<unknown, HandOverRefusal>([
  [2, 'place_missing'],
  ['ENOENT', 'place_missing'],
  [3, 'not_permitted'],
  ['EACCES', 'not_permitted'],
  [4, 'rejected'],
  [8, 'rejected'],
  [11, 'exists'],
  [14, 'no_space'],
  [15, 'no_space'],
])

/** What the server said, or null where an error is none of its answers. */
export function answerOf(error: unknown): HandOverRefusal | null {
  return error instanceof Error && 'code' in error ? (answers.get(error.code) ?? null) : null
}

/** `SHA256:…` of a host key, as ssh-keygen prints it. */
export function fingerprintOf(hostKey: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(hostKey).digest('base64').replace(/=+$/, '')}`
}

/** Signs in, works, and closes. Nothing that fails before the work began has changed anything. */
export async function inSession<T>(place: SftpPlace, secret: SftpSecret, work: (client: SftpClient) => Promise<T>): Promise<SessionEnd<T>> {
  // loaded when a bank is first called, not at every start
  const { default: Client } = await import('ssh2-sftp-client')
  const line = new Line(place)
  const silent = () => undefined
  const client = new Client('daiko', { error: silent, end: silent, close: silent })
  try {
    const refused = await signIn(line, client, place, secret)
    if (refused !== null) return refused
    return { ended: 'done', value: await Promise.race([work(client), line.lost]) }
  } catch (error) {
    const why = answerOf(error)
    return why === null ? { ended: 'lost', detail: messageOf(error) } : { ended: 'refused', why, detail: messageOf(error) }
  } finally {
    line.close()
  }
}

async function signIn(line: Line, client: SftpClient, place: SftpPlace, secret: SftpSecret): Promise<SessionEnd<never> | null> {
  const strangers: string[] = []
  const isKnown = (hostKey: Buffer) => {
    const shown = fingerprintOf(hostKey)
    if (!place.hostKeys.includes(shown)) strangers.push(shown)
    return strangers.length === 0
  }
  try {
    const sock = await Promise.race([line.opened, line.lost])
    const options = { sock, username: place.user, hostVerifier: isKnown, readyTimeout: place.timeoutMs, ...secret }
    await Promise.race([client.connect(options), line.lost])
    return null
  } catch (error) {
    const [stranger] = strangers
    if (stranger !== undefined) return { ended: 'refused', why: 'host_key_differs', detail: stranger }
    const isRejected = /authentication|privateKey|passphrase/i.test(messageOf(error))
    return { ended: 'refused', why: isRejected ? 'sign_in_refused' : 'unreachable', detail: messageOf(error) }
  }
}

/** The line itself, with a limit on silence. */
class Line {
  readonly opened: Promise<Socket>
  /** Rejects when the line ends, for whatever reason. */
  readonly lost: Promise<never>
  readonly #socket: Socket

  constructor({ host, port, timeoutMs }: SftpPlace) {
    const socket = connect({ host, port })
    this.#socket = socket
    let reason = 'the connection was closed'
    socket.setTimeout(timeoutMs, () => {
      reason = `no sign of life for ${timeoutMs} ms`
      socket.destroy()
    })
    socket.on('error', (error) => {
      reason = error.message
    })
    this.opened = new Promise((resolve) => socket.once('connect', () => resolve(socket)))
    this.lost = new Promise((_, reject) => socket.once('close', () => reject(new Error(reason))))
    this.lost.catch(() => undefined)
  }

  close(): void {
    this.#socket.destroy()
  }
}
