import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PrintedSlip, writeSlip } from '../../../../src/main/export/slips/slip'
import {
  type PrinterDpi,
  SYMBOL_HEIGHT,
  SYMBOL_WIDTH_MAX,
  symbolOf,
  symbolWidth,
  USUAL_DPI,
} from '../../../../src/main/export/slips/symbol'
import type { Slip } from '../../../../src/preload/contract/collection'
import { businessDate } from '../../../../src/preload/contract/date'
import { PositiveYen, yen } from '../../../../src/preload/contract/money'
import { barcodesIn, type Colours, dotRuns, paperReaders, renderedForm } from '../../../support/paper-pictures'
import { textsOf } from '../../../support/pdf-text'
import { slipOf } from '../../../support/slips'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'daiko-slips-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
async function printed(slip: PrintedSlip, dpi?: PrinterDpi): Promise<string> {
  files += 1
  const path = join(folder, `${files}.pdf`)
  await writeSlip(path, slip, dpi)
  return path
}
const wordsOf = async (slip: PrintedSlip) => textsOf(readFileSync(await printed(slip)))

const LONG = '株式会社東京都千代田区神田神保町古書籍専門店組合共同販売センター東日本統括本部第二営業部オンラインストア'

describe('a slip', () => {
  it('stands on one page, for the payer and for the store', async () => {
    const slip = slipOf()
    const pages = await wordsOf(slip)
    expect(pages).toHaveLength(1)
    const [page = ''] = pages
    for (const part of [
      'コンビニ払込票',
      '10,605円',
      '2026年12月10日',
      slip.merchant,
      slip.orderNumber,
      slip.goods,
      slip.payer,
      '964円',
      'お支払いの方法',
      '払込受領証（お客様控え）',
      '払込票（店舗控え）',
      '領収日付印',
      ...slip.barcode.lines,
      ...slip.contact,
    ]) {
      expect(page).toContain(part)
    }
    for (const part of ['収入印紙', '再発行', '期限なし']) expect(page).not.toContain(part)
    expect(page.split('10,605円')).toHaveLength(4)
  })

  it.each([
    ['the amount without the tax', yen(8_000), '消費税等を除く受取金額が5万円以上'],
    ['the whole amount where the tax is not told apart', null, '受取金額が5万円以上'],
  ])('has a place for the revenue stamp, and says why, by %s', async (_, tax, why) => {
    const [page = ''] = await wordsOf(slipOf({ needsStamp: true, amount: PositiveYen.parse(88_000) }, { tax }))
    for (const part of [why, '収入印紙（200円）', '1-088000']) expect(page.replaceAll('\n', '')).toContain(part)
    expect(page.includes('消費税等を除く')).toBe(tax !== null)
  })

  it('without a last day names none and threatens with none', async () => {
    const [page = ''] = await wordsOf(slipOf({ dueOn: null }))
    expect(page).toContain('期限なし')
    expect(page).toContain('999999-0-010605')
    expect(page).not.toContain('お支払期限を過ぎ')
    expect(page).not.toContain('お支払期限までに')
  })

  it('that was issued anew warns of the earlier one', async () => {
    expect((await wordsOf(slipOf({ reissue: 1 })))[0]).toContain('以前の払込票ではお支払いにならないでください')
  })

  it('keeps a long name whole above, and both its ends in the form; many goods are cut with a sign', async () => {
    const goods = '国産りんごジュース 1リットル瓶 送料込み、'.repeat(20)
    const payer = '髙﨑①㈱ﾔﾏﾀﾞ 邊邉齋 Café–Ünal'
    const [page = ''] = await wordsOf(slipOf({}, { merchant: LONG, goods, payer, orderNumber: `WEB-${'0'.repeat(40)}-END` }))
    const flat = page.replaceAll('\n', '')
    expect(flat).toContain(LONG)
    expect(flat).toContain(payer)
    expect(flat).toMatch(/株式会社東京都千代[^。]{0,10}…[^。]{0,12}オンラインストア/)
    expect(flat).toContain('-END')
    expect(flat).not.toContain(goods)
    expect(flat).not.toContain('�')
  })

  it('speaks English to the payer, and Japanese to the till as well', async () => {
    const [page = ''] = await wordsOf(slipOf({}, { language: 'en', payer: 'Jane Roe' }))
    for (const part of [
      'Convenience store payment slip',
      '10,605 yen',
      '10 December 2026',
      'How to pay',
      'Jane Roe',
      '払込票（店舗控え）',
      '支払期限',
      '2026/12/10',
      '¥10,605',
    ]) {
      expect(page).toContain(part)
    }
  })

  it('is readable by its owner alone, is never written over, and asks to be printed as large as it is', async () => {
    const path = await printed(slipOf())
    expect(statSync(path).mode & 0o077).toBe(0)
    await expect(writeSlip(path, slipOf())).rejects.toThrow('EEXIST')
    expect(readFileSync(path).toString('latin1')).toMatch(/<<\s*\/PrintScaling \/None\s*>>/)
  })
})

const asked: Partial<Slip>[] = [
  { reference: '0000010123499900', reissue: 1, dueOn: null },
  { reference: '0000010123499900', reissue: 3, dueOn: null, needsStamp: true, amount: PositiveYen.parse(106_632) },
  { reference: '9'.repeat(16), amount: PositiveYen.parse(299_999), reissue: 9, needsStamp: true },
  { reference: '7395393569273000', dueOn: businessDate('2030-07-31'), amount: PositiveYen.parse(1) },
]

/** One row of dots in so many is looked at. */
const STEP = 5

describe('the sizes of the symbol', () => {
  it.each([
    [300, 48.77],
    [400, 54.86],
    [480, 45.72],
    [600, 48.77],
  ] as const)('printed at %i dots an inch it is %d mm wide, and at most 60 with its quiet zones', (dpi, mm) => {
    const MM = 72 / 25.4
    expect(symbolWidth(dpi) / MM).toBeCloseTo(mm + 2 * 2.54, 2)
    expect(symbolWidth(dpi)).toBeLessThanOrEqual(SYMBOL_WIDTH_MAX)
    expect(SYMBOL_HEIGHT / MM).toBeGreaterThanOrEqual(10)
  })

  it('is 288 modules: start, FNC1, 22 pairs, check and stop', async () => {
    const symbol = await symbolOf(slipOf().barcode.digits)
    expect(symbol.reduce((sum, width) => sum + width, 0)).toBe(288)
    expect(symbol.slice(0, 12).join('')).toBe('211232411131')
  })
})

describe.skipIf(paperReaders === null)('the printed barcode', () => {
  const made = new Map<PrinterDpi, Promise<{ slip: PrintedSlip; path: string }[]>>()
  /** The same slips for each printer, written once. */
  const slipsFor = (dpi: PrinterDpi) => {
    const slips =
      made.get(dpi) ??
      Promise.all(
        asked.map(async (each) => {
          const slip = slipOf(each)
          return { slip, path: await printed(slip, dpi) }
        }),
      )
    made.set(dpi, slips)
    return slips
  }
  /**
   * A slip made for a printer of so many dots an inch, its page at so many. At 203 no module is a whole number of dots: in shades the
   * usual one, made for 400, can still be read there; smaller ones only by chance.
   */
  const rows: [printer: PrinterDpi, dpi: number, colours: Colours][] = [
    [USUAL_DPI, 203, 'gray'],
    [USUAL_DPI, 300, 'gray'],
    [USUAL_DPI, 600, 'gray'],
    [USUAL_DPI, 600, 'mono'],
    [600, 300, 'gray'],
    [600, 300, 'mono'],
    [600, 600, 'gray'],
    [600, 600, 'mono'],
    [300, 300, 'mono'],
    [480, 480, 'mono'],
    [400, 400, 'mono'],
  ]
  it.each(rows)(
    'of a slip for %i dots an inch is read back from its page at %i, %s',
    { timeout: 90_000 },
    async (printer, dpi, colours) => {
      for (const { slip, path } of await slipsFor(printer)) {
        const picture = renderedForm(path, path.replace('.pdf', ''), dpi, colours)
        expect(barcodesIn(picture)).toEqual([{ text: slip.barcode.digits, isGs1: true }])
      }
    },
  )

  it.each([
    [600, 600, 4],
    [600, 300, 2],
    [300, 300, 2],
    [400, 400, 3],
    [480, 480, 3],
  ] as const)('of a slip for %i has at %i dots an inch exactly %i in every module', { timeout: 90_000 }, async (printer, dpi, dots) => {
    for (const { slip, path } of await slipsFor(printer)) {
      const wanted = (await symbolOf(slip.barcode.digits)).map((width) => width * dots)
      const picture = renderedForm(path, path.replace('.pdf', ''), dpi, 'mono')
      const barred = dotRuns(picture, STEP).filter((runs) => runs.join(' ').includes(` ${wanted.join(' ')} `))
      expect(barred.length * STEP).toBeGreaterThan((10 / 25.4) * dpi)
      const [middle = []] = barred.slice(Math.floor(barred.length / 2))
      const at = middle.findIndex((_, from) => wanted.every((width, index) => middle[from + index] === width))
      const quiet = (2.54 / 25.4) * dpi
      for (const side of [middle[at - 1], middle[at + wanted.length]]) expect(side).toBeGreaterThanOrEqual(Math.floor(quiet))
    }
  })
})
