import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Yen, yen } from '../../preload/contract/money'
import type { Cell, WorkbookPlan } from './workbook'

/*
 * The same lists as text: UTF-8 with its mark, so that a spreadsheet reads the Japanese; a header, a line for each row, nothing below
 * them. What stands in a cell has been made harmless already (cells.ts).
 */
export type CsvPlan = Pick<WorkbookPlan, 'path' | 'columns' | 'rows' | 'totalColumn' | 'watch' | 'goOn'>

export interface WrittenCsv {
  readonly rows: number
  readonly total: Yen
  readonly bytes: number
}

const MARK = '\ufeff'
const STEP_ROWS = 250

/** A date is a day of no zone, as the workbook keeps it. */
function textOf(cell: Cell): string {
  if (cell === null) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10).replaceAll('-', '/')
  return String(cell)
}

/** One line (RFC 4180). */
export function csvLine(cells: readonly Cell[]): string {
  const fields = cells.map(textOf).map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
  return `${fields.join(',')}\r\n`
}

/** Writes a list of any length. Null when it was stopped; nothing is left behind then, nor after a fault. */
export async function writeCsv(plan: CsvPlan): Promise<WrittenCsv | null> {
  const temporary = `${plan.path}.part`
  let [rows, total, bytes, stopped] = [0, 0, 0, false]

  async function* chunks() {
    yield MARK + csvLine(plan.columns.map(({ header }) => header))
    let chunk = ''
    for (const row of plan.rows) {
      chunk += csvLine(row)
      rows += 1
      total += Number(row[plan.totalColumn])
      if (rows % STEP_ROWS !== 0) continue
      yield chunk
      chunk = ''
      // Reading and writing never give way by themselves.
      await new Promise<void>((resume) => setImmediate(resume))
      if (!plan.goOn(rows)) {
        stopped = true
        return
      }
    }
    yield chunk
  }

  async function* watched() {
    for await (const text of chunks()) {
      const chunk = Buffer.from(text)
      bytes += chunk.length
      plan.watch?.(chunk)
      yield chunk
    }
  }

  try {
    await pipeline(Readable.from(watched(), { objectMode: false }), createWriteStream(temporary, { flags: 'wx', mode: 0o600 }))
    if (stopped || !plan.goOn(rows)) return null
    await rename(temporary, plan.path)
    return { rows, total: yen(total), bytes }
  } finally {
    await rm(temporary, { force: true })
  }
}
