import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { copyFile, rename } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { BusinessDate } from '../../preload/contract/date'
import { formatYen } from '../../preload/contract/money'
import { type Desk, Refused, type Told } from './desk'

/* Lists in Excel, put where they are wanted. */

interface ExportFlags {
  merchant?: string
  from: BusinessDate
  to: BusinessDate
  out: string
  language: 'ja' | 'en'
}

export async function exportList(
  desk: Desk,
  list: 'orders' | 'deposits',
  { merchant, from, to, out, language }: ExportFlags,
): Promise<Told> {
  const merchantId = merchant === undefined ? null : await desk.merchant(merchant)
  const { export: made } = await desk.result('export', await desk.call('exports.start', { list, merchantId, from, to, language }))
  const file = resolve(out)
  await deliver(desk, made.ticket, file)
  const { rows, total, sheets, bytes } = made
  return { answer: { file, rows, total, sheets, bytes }, lines: [`${file}: ${rows} rows, ¥${formatYen(total)}`] }
}

/** Puts the finished file where it was wanted: beside it first, then by one renaming, so that nobody ever finds half of it. */
async function deliver(desk: Desk, ticket: string, file: string): Promise<void> {
  const download = desk.core.files.redeem(ticket, await desk.actor('export'))
  if (!download) throw new Refused({ refusal: 'not_found', what: 'download' })
  const beside = join(dirname(file), `.${basename(file)}.${randomUUID()}`)
  try {
    await copyFile(download.path, beside)
    await rename(beside, file)
  } catch (fault) {
    rmSync(beside, { force: true })
    throw new Refused({ refusal: 'cannot_write_file', detail: fault instanceof Error && 'code' in fault ? String(fault.code) : '' })
  } finally {
    await desk.core.files.discard(download.path)
  }
}
