import { randomUUID } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { copyFile, mkdir, rename } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { BusinessDate } from '../../preload/contract/date'
import type { StatementFormat } from '../../preload/contract/documents'
import { formatYen } from '../../preload/contract/money'
import { type Desk, Refused, type Told } from './desk'

/* Merchants' statements of a closing day, put into a folder with their check-list. */
interface StatementFlags {
  cycle: BusinessDate
  out: string
  format: StatementFormat | 'both'
  language: 'ja' | 'en'
}

/** Writes every statement of a closing and the check-list into a folder. What stands there under the same name is replaced by the same bytes. */
export async function writeStatements(desk: Desk, { cycle: closingOn, out, format, language }: StatementFlags): Promise<Told> {
  const formats: StatementFormat[] = format === 'both' ? ['pdf', 'xlsx'] : [format]
  const started = await desk.call('statements.pack', { closingOn, formats, bundle: 'list', language })
  const { pack } = await desk.result('statement_pack', started)
  const folder = resolve(out)
  await mkdir(folder, { recursive: true }).catch(unwritable)
  const checkList = join(folder, pack.fileName)
  await deliver(desk, pack.ticket, checkList)
  const files: { file: string; sha256: string }[] = []
  for (const { documentId } of pack.documents) {
    const { ticket, fileName, sha256 } = await desk.call('documents.open', { id: documentId })
    const file = join(folder, fileName)
    await deliver(desk, ticket, file)
    files.push({ file, sha256 })
  }
  const { merchants, statements, net } = pack
  return {
    answer: { closingOn, merchants, statements, net, checkList, files },
    lines: [...files.map(({ file }) => file), `${checkList}: ${statements} of ${merchants} merchants, ¥${formatYen(net)}`],
  }
}

/** Puts a finished file where it was wanted: beside it first, then by one renaming, so that nobody ever finds half of it. */
export async function deliver(desk: Desk, ticket: string, file: string): Promise<void> {
  const download = desk.core.files.redeem(ticket, await desk.actor('export'))
  if (!download) throw new Refused({ refusal: 'not_found', what: 'download' })
  const beside = join(dirname(file), `.${basename(file)}.${randomUUID()}`)
  try {
    await copyFile(download.path, beside)
    await rename(beside, file)
  } catch (fault) {
    if (existsSync(beside)) rmSync(beside, { force: true })
    unwritable(fault)
  } finally {
    await desk.core.files.discard(download.path)
  }
}

function unwritable(fault: unknown): never {
  throw new Refused({ refusal: 'cannot_write_file', detail: fault instanceof Error && 'code' in fault ? String(fault.code) : '' })
}
