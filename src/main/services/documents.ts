import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import type { Clock } from '../../preload/contract/clock'
import type { DocumentRow } from '../../preload/contract/documents'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { DocumentId } from '../../preload/contract/ids'
import { appendAudit } from '../ledger/audit'
import { documentById, listDocuments } from '../ledger/documents'
import type { By, Ledger } from '../ledger/ledger'
import type { Handlers } from './context'
import { diskRefusal } from './exports'
import type { Files } from './files'

/* Papers that were made, found again and taken out once more, as 電子帳簿保存法 asks. */
export interface DocumentDeps {
  readonly ledger: Ledger
  readonly clock: Pick<Clock, 'monotonicMs'>
  readonly files: Pick<Files, 'room' | 'issueTicket' | 'written'>
}

export function documentHandlers({ ledger, clock, files }: DocumentDeps): Pick<Handlers, 'documents.list' | 'documents.open'> {
  return {
    'documents.list': async (_context, { filter, cursor, size }) => {
      const began = clock.monotonicMs()
      const page = await listDocuments(ledger.reader, filter, { cursor, size })
      if (!page) return refuse({ refusal: 'invalid_input', problems: [{ path: 'cursor', message: 'not a cursor of this list' }] })
      return done({ ...page, elapsedMs: clock.monotonicMs() - began })
    },
    'documents.open': async (context, { id }) => {
      const path = files.room()
      const opened = await takeOut(ledger, context.by, id, path)
      if (!opened.ok) return opened
      const { fileName, sha256 } = opened.value
      return done({ ticket: files.issueTicket(path, fileName, context.actor), fileName, sha256 })
    },
  }
}

/**
 * Puts the bytes of a document at a path, where they are still those that were kept, and records who took them. Refuses not_found,
 * disk_full, cannot_write_file; bytes that are others by now are a fault.
 */
export async function takeOut(ledger: Ledger, by: By, id: DocumentId, path: string): Promise<Result<DocumentRow>> {
  const found = await documentById(ledger.reader, id)
  if (!found) return refuse({ refusal: 'not_found', what: 'document' })
  const { row, bytes } = found
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (sha256 !== row.sha256) throw new Error(`document ${id} has the digest ${sha256}, and was kept with ${row.sha256}`)
  const stored = await writeFile(path, bytes, { flag: 'wx', mode: 0o600 }).catch(diskRefusal)
  if (stored) return refuse(stored)
  return ledger.write(by, async (writer) => {
    const detail = { kind: row.kind, file: row.fileName, sha256 }
    await appendAudit(writer, { stream: 'documents', action: 'opened', subject: `document:${id}`, detail })
    return done(row)
  })
}
