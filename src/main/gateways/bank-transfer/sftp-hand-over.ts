import { posix } from 'node:path'
import type SftpClient from 'ssh2-sftp-client'
import type { Delivery, FileToHandOver, HandOver, Look, SftpPlace, SftpSecret } from '../gateway'
import { isLeftOver, refusalOf, refusedFor, sameOrDifferent, temporaryName } from './hand-over-file'
import { answerOf, inSession } from './sftp-session'

/*
 * Hands files over to a bank by SFTP: uploaded under a temporary name, read back and compared, then renamed. A rename of this protocol
 * fails where the name is taken.
 */

/** Hands over into the folder of this server. */
export function sftpHandOver(place: SftpPlace, secret: SftpSecret): HandOver {
  const folder = place.folder === '' ? '.' : place.folder
  return {
    deliver: async (file) => {
      const refusal = refusalOf(file)
      if (refusal !== null) return refusal
      const session = await inSession(place, secret, (client) => upload(client, folder, file))
      if (session.ended === 'done') return session.value
      return session.ended === 'refused' ? refusedFor(session.why, session.detail) : { outcome: 'unknown', detail: session.detail }
    },
    look: async (file) => {
      const session = await inSession(place, secret, (client) => standing(client, folder, file))
      return session.ended === 'done' ? session.value : { found: 'unknown', detail: session.detail }
    },
  }
}

async function upload(client: SftpClient, folder: string, file: FileToHandOver): Promise<Delivery> {
  const at = (name: string) => posix.join(folder, name)
  const entries = await client.list(folder)
  if (entries.some(({ name }) => name === file.name)) return refusedFor('exists', file.name)
  for (const { name } of entries) if (isLeftOver(name, file.name)) await client.delete(at(name), true)
  const temporary = at(temporaryName(file.name))
  await client.put(Buffer.from(file.bytes), temporary)
  if (!(await isWhole(client, temporary, file))) {
    await client.delete(temporary, true)
    return refusedFor('digest_differs', file.name)
  }
  return publish(client, temporary, at(file.name))
}

/** Whether the other side has every byte, by size and by reading it back. */
async function isWhole(client: SftpClient, path: string, file: FileToHandOver): Promise<boolean> {
  const { size } = await client.stat(path)
  return size === file.bytes.length && sameOrDifferent(await bytesOf(client, path), file) === 'same'
}

async function bytesOf(client: SftpClient, path: string): Promise<Uint8Array> {
  const bytes = await client.get(path)
  return Buffer.isBuffer(bytes) ? bytes : new Uint8Array()
}

/** Gives the file its name; where the server says no, what was uploaded is taken away again. */
async function publish(client: SftpClient, temporary: string, final: string): Promise<Delivery> {
  try {
    await client.rename(temporary, final)
    return { outcome: 'delivered' }
  } catch (error) {
    const why = answerOf(error)
    if (why === null) throw error
    const isTaken = (await client.exists(final)) !== false
    await client.delete(temporary, true)
    return refusedFor(isTaken ? 'exists' : why, error instanceof Error ? error.message : '')
  }
}

async function standing(client: SftpClient, folder: string, file: FileToHandOver): Promise<Look> {
  const entries = await client.list(folder)
  const found = entries.find(({ name }) => name === file.name)
  if (found === undefined) return { found: entries.some(({ name }) => isLeftOver(name, file.name)) ? 'partial' : 'absent', detail: '' }
  const isComparable = found.type === '-' && found.size === file.bytes.length
  const bytes = isComparable ? await bytesOf(client, posix.join(folder, file.name)) : new Uint8Array()
  return { found: isComparable ? sameOrDifferent(bytes, file) : 'different', detail: '' }
}
