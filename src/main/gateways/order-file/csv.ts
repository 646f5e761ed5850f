import { CsvError, parse } from 'csv-parse'
import { done, type Result, refuse } from '../../../preload/contract/errors'
import type { OrderSheetRow } from '../gateway'

const RECORD_CHARACTERS_MAX = 100_000

/** Strict in both: bytes that are legal UTF-8 are UTF-8, else they must be legal CP932; nothing is replaced or guessed. */
function decode(bytes: Uint8Array): { text: string; encoding: 'UTF-8' | 'CP932' } | null {
  for (const [label, encoding] of [
    ['utf-8', 'UTF-8'],
    ['shift_jis', 'CP932'],
  ] as const) {
    try {
      return { text: new TextDecoder(label, { fatal: true }).decode(bytes), encoding }
    } catch (fault) {
      if (!(fault instanceof TypeError)) throw fault
    }
  }
  return null
}

/** Reads a CSV (RFC 4180). A field may hold line breaks, so rows are counted as a spreadsheet would show them. */
export async function readCsv(bytes: Uint8Array, rowsMax: number): Promise<Result<{ encoding: 'UTF-8' | 'CP932'; rows: OrderSheetRow[] }>> {
  const decoded = decode(bytes)
  if (!decoded) return refuse({ refusal: 'file_unreadable', detail: 'neither UTF-8 nor CP932' })
  if (decoded.text.includes('\u0000')) return refuse({ refusal: 'file_unreadable', detail: 'not a text file' })
  const rows: OrderSheetRow[] = []
  const parser = parse(decoded.text, { relax_column_count: true, skip_empty_lines: false, max_record_size: RECORD_CHARACTERS_MAX })
  let row = 0
  try {
    for await (const record of parser) {
      row += 1
      const cells = cellsOf(record)
      if (cells.some((cell) => cell !== '')) rows.push({ row, cells })
      if (rows.length > rowsMax + 1) break
    }
  } catch (fault) {
    if (!(fault instanceof CsvError)) throw fault
    const read: unknown = fault.records
    return refuse({ refusal: 'file_unreadable', detail: `row ${(typeof read === 'number' ? read : row) + 1}: ${fault.code}` })
  }
  return done({ encoding: decoded.encoding, rows })
}

function cellsOf(record: unknown): string[] {
  return Array.isArray(record) ? record.map((cell) => String(cell).trim()) : []
}
