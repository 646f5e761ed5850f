import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { done, type Result, refuse } from '../../../preload/contract/errors'
import type { OrderSheet } from '../gateway'
import { readCsv } from './csv'
import { readWorkbook } from './workbook'

/*
 * The order-file gateway: bytes of a merchant's CSV or .xlsx become rows of text. What the columns mean and whether a row may
 * become an order is not decided here; services/order-files checks the rows and hands them to the ledger.
 */
export const ORDER_FILE_BYTES_MAX = 64 * 1024 * 1024

const ZIP_BEGINS = Buffer.from('PK\u0003\u0004', 'latin1')

/** Reads one order file whole. Refuses: file_unreadable, file_too_large, file_empty. */
export async function readOrderFile(path: string, rowsMax: number): Promise<Result<OrderSheet>> {
  const loaded = await load(path)
  if (!loaded.ok) return loaded
  const bytes = loaded.value
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const isZip = bytes.subarray(0, ZIP_BEGINS.length).equals(ZIP_BEGINS)
  const read = isZip ? await readWorkbook(bytes, rowsMax) : await readCsv(bytes, rowsMax)
  if (!read.ok) return read
  const [header = null, ...rows] = read.value.rows
  return header ? done({ sha256, encoding: read.value.encoding, header, rows }) : refuse({ refusal: 'file_empty' })
}

async function load(path: string): Promise<Result<Buffer>> {
  try {
    const { size } = await stat(path)
    if (size > ORDER_FILE_BYTES_MAX) return refuse({ refusal: 'file_too_large', bytes: size, limit: ORDER_FILE_BYTES_MAX })
    if (size === 0) return refuse({ refusal: 'file_empty' })
    return done(await readFile(path))
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? String(fault.code) : ''
    if (code === '') throw fault
    return refuse({ refusal: 'file_unreadable', detail: code })
  }
}
