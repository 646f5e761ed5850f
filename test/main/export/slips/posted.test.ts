import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type PostedSlip, writePostedSlips } from '../../../../src/main/export/slips/posted'
import { businessDate } from '../../../../src/preload/contract/date'
import { barcodesIn, paperReaders, rendered } from '../../../support/paper-pictures'
import { textsOf } from '../../../support/pdf-text'
import { slipOf } from '../../../support/slips'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'daiko-posted-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const posted: readonly PostedSlip[] = [
  { slip: slipOf({ reference: '0000000000000001' }), address: '〒101-0051\n東京都千代田区神田神保町一丁目105番地' },
  {
    slip: slipOf({ reference: '0000000000000002' }, { language: 'en', payer: 'Jane Roe', orderNumber: 'B-1' }),
    address: '1-105 Kanda, Tokyo 101-0051',
  },
]
const run = { title: '払込票', bank: 'みなと銀行', writtenOn: businessDate('2026-11-26') }

it('a run is one PDF: for each slip the page with its address, then the slip', async () => {
  const path = join(folder, 'run.pdf')
  const told: number[] = []
  const made = await writePostedSlips(path, { ...run, slips: posted }, { goOn: () => true, told: (slips) => told.push(slips) })
  expect([made, told]).toEqual([{ slips: 2, pages: 4 }, [1, 2]])
  const pages = textsOf(readFileSync(path))
  expect(pages).toHaveLength(4)
  for (const part of ['〒101-0051', '山田 太郎 様', 'コンビニ払込票のご送付', '2026年11月26日（木）', '10,605円', '1 / 1'])
    expect(pages[0]).toContain(part)
  for (const part of ['コンビニ払込票', posted[0]?.slip.barcode.lines[0]]) expect(pages[1]).toContain(part)
  expect(pages[2]?.indexOf('Jane Roe')).toBeLessThan(pages[2]?.indexOf('1-105 Kanda') ?? 0)
  for (const part of ['Convenience store payment slip', 'B-1', posted[1]?.slip.barcode.lines[0]]) expect(pages[3]).toContain(part)
})

it.skipIf(paperReaders === null)('each slip has its own barcode, and no page with an address has one', { timeout: 60_000 }, async () => {
  const path = join(folder, 'read.pdf')
  await writePostedSlips(path, { ...run, slips: posted }, { goOn: () => true, told: () => undefined })
  const found = rendered(path, path.replace('.pdf', ''), 300).map((picture) => barcodesIn(picture).map(({ text }) => text))
  expect(found).toEqual([[], [posted[0]?.slip.barcode.digits], [], [posted[1]?.slip.barcode.digits]])
})

it('a run that is stopped makes nothing', async () => {
  const path = join(folder, 'stopped.pdf')
  expect(await writePostedSlips(path, { ...run, slips: posted }, { goOn: (slips) => slips < 1, told: () => undefined })).toBeNull()
})
