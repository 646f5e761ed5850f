import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { z } from 'zod'
import { composeGateways } from '../../src/main/compose-gateways'
import { type OrderLine, orderList } from '../../src/main/export/lists'
import { streamOrders } from '../../src/main/ledger/export-rows'
import { type Ledger, openLedger } from '../../src/main/ledger/ledger'
import { openSnapshot } from '../../src/main/ledger/snapshot'
import { runJob } from '../../src/main/services/job-kinds'
import { addDays } from '../../src/preload/contract/date'
import type { ExportRequest } from '../../src/preload/contract/exports'
import { TESTER, valueIn } from '../support/ledger'
import { benchClock, TODAY } from './bench-clock'
import { inOwnProcess, rounded, step } from './child'
import { listSteps } from './list-bench'
import { CACHE, ordersLedger, type Size } from './story-ledgers'

const REQUEST: ExportRequest = { list: 'orders', merchantId: null, from: addDays(TODAY, -60), to: TODAY, language: 'ja' }
const Given = z.object({ ledger: z.string(), path: z.string() })
const Written = z.object({ rows: z.int(), seconds: z.number() })

async function opened<T>(path: string, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = valueIn(await openLedger({ path, clock: benchClock, create: false }))
  try {
    return await work(ledger)
  } finally {
    await ledger.close()
  }
}

/** The order list as the program writes it, from the first query to the renamed file. */
const product = step({
  given: Given,
  result: Written,
  run: ({ ledger: from, path }) =>
    opened(from, async (ledger) => {
      const began = performance.now()
      const resources = { ledger, clock: benchClock, by: TESTER, gateways: composeGateways() }
      const spec = { kind: 'export' as const, request: REQUEST, path, ticket: 'bench', fileName: 'orders.xlsx' }
      const made = valueIn(await runJob(resources, spec, { progress: () => undefined, cancelled: false }))
      if (made.kind !== 'export') throw new Error(made.kind)
      return { rows: made.export.rows, seconds: (performance.now() - began) / 1000 }
    }),
})

const CHUNK = 5000
const formats = { text: undefined, code: '@', date: 'yyyy/mm/dd', yen: '#,##0' }

/** A bare loop over exceljs' streaming writer with the same cells; fetching them is not measured. */
const bare = step({
  given: Given,
  result: Written,
  run: async ({ ledger, path }) => {
    const snapshot = openSnapshot({ path: ledger })
    try {
      return await writeBare(streamOrders<OrderLine>(snapshot, REQUEST), path)
    } finally {
      snapshot.close()
    }
  },
})

async function writeBare(lines: Iterator<OrderLine>, path: string): Promise<z.infer<typeof Written>> {
  const { columns, cells } = orderList(REQUEST.language)
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useStyles: true, useSharedStrings: false })
  const sheet = workbook.addWorksheet('orders')
  sheet.columns = columns.map(({ header, kind, width }) => ({
    header,
    width,
    style: formats[kind] === undefined ? {} : { numFmt: formats[kind] },
  }))
  let rows = 0
  let ms = 0
  const timed = (write: () => void) => {
    const began = performance.now()
    write()
    ms += performance.now() - began
  }
  for (let chunk = fetched(lines, cells); chunk.length > 0; chunk = fetched(lines, cells)) {
    timed(() => {
      for (const row of chunk) sheet.addRow(row).commit()
    })
    rows += chunk.length
  }
  timed(() => sheet.commit())
  const began = performance.now()
  await workbook.commit()
  return { rows, seconds: (ms + performance.now() - began) / 1000 }
}

/** The cells of the next lines. */
function fetched<L, C>(lines: Iterator<L>, cells: (line: L) => C): C[] {
  const chunk: C[] = []
  while (chunk.length < CHUNK) {
    const line = lines.next()
    if (line.done) break
    chunk.push(cells(line.value))
  }
  return chunk
}

export const exportSteps = { 'export-product': product, 'export-bare': bare }

const ROUNDS = 2

/** The order list of so many orders to Excel against a bare loop of exceljs; in turns, the quickest of each side counts. */
export async function exportBench(size: Size): Promise<object[]> {
  inOwnProcess('orders-build', listSteps['orders-build'], size)
  mkdirSync(CACHE, { recursive: true })
  const runs = Array.from({ length: ROUNDS }, () => {
    const path = join(CACHE, 'export.xlsx')
    const given = { ledger: ordersLedger(size), path }
    const measured = { product: inOwnProcess('export-product', product, given), bare: inOwnProcess('export-bare', bare, given) }
    rmSync(path, { force: true })
    return measured
  })
  const perSecond = (side: 'product' | 'bare') => Math.max(...runs.map((run) => run[side].result.rows / run[side].result.seconds))
  const rssMb = Math.max(...runs.map((run) => run.product.rssMb))
  const ratio = rounded(perSecond('product') / perSecond('bare'))
  return [
    {
      bench: 'export',
      rows: runs[0]?.product.result.rows ?? 0,
      rowsPerSecond: Math.round(perSecond('product')),
      floorRowsPerSecond: Math.round(perSecond('bare')),
      ratio,
      rssMb,
      floorRssMb: Math.max(...runs.map((run) => run.bare.rssMb)),
      bars: { ratio: { atLeast: 0.9, ok: ratio >= 0.9 }, rssMb: { under: 300, ok: rssMb < 300 } },
    },
  ]
}
