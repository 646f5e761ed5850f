import { resolve } from 'node:path'
import type { BusinessDate } from '../../preload/contract/date'
import { formatYen } from '../../preload/contract/money'
import type { Desk, Told } from './desk'
import { deliver } from './merchant-statements'

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
