import { createHash, randomBytes } from 'node:crypto'
import type { Delivery, FileToHandOver, HandOverRefusal } from '../gateway'

/* What holds for a file wherever it is handed over: its name, its digest, the name it has while it is on its way. */

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export function refusedFor(why: HandOverRefusal, detail: string): Delivery {
  return { outcome: 'refused', why, detail }
}

/** What stands against a file before anything is done with it, or null. */
export function refusalOf({ name, bytes, sha256 }: FileToHandOver): Delivery | null {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) return refusedFor('name_invalid', name)
  const digest = sha256Of(bytes)
  return digest === sha256 ? null : refusedFor('digest_differs', digest)
}

/** A name that is no other attempt's, so that nobody can publish what somebody else is still writing. */
export function temporaryName(name: string): string {
  return `.${name}.${randomBytes(6).toString('hex')}.part`
}

/** Whether this is what an attempt to hand over a file of that name has left. */
export function isLeftOver(entry: string, name: string): boolean {
  return entry.startsWith(`.${name}.`) && /^[0-9a-f]{12}\.part$/.test(entry.slice(name.length + 2))
}

/** What a file that stands there is, beside the one that was approved. */
export function sameOrDifferent(found: Uint8Array, { sha256 }: FileToHandOver): 'same' | 'different' {
  return sha256Of(found) === sha256 ? 'same' : 'different'
}
