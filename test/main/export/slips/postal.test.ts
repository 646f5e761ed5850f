import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PostalSheet, writePostalSheet } from '../../../../src/main/export/slips/postal'
import { isPostalLine } from '../../../../src/main/settlement/postal'
import { PositiveYen } from '../../../../src/preload/contract/money'
import { paperReaders } from '../../../support/paper-pictures'
import { textsOf } from '../../../support/pdf-text'
import { postalSheetOf } from '../../../support/slips'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'daiko-postal-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
async function printed(sheet: PostalSheet): Promise<string> {
  files += 1
  const path = join(folder, `${files}.pdf`)
  await writePostalSheet(path, sheet)
  return path
}
const wordsOf = async (sheet: PostalSheet) => textsOf(readFileSync(await printed(sheet)))

const LONG = '株式会社東京都千代田区神田神保町古書籍専門店組合共同販売センター東日本統括本部第二営業部オンラインストア'
/** As long as names may be. */
const LONGEST = LONG.repeat(2).slice(0, 100)
const fullest = { payer: LONGEST, accountName: LONGEST, merchant: LONGEST, goods: LONG.repeat(9), isReissued: true, isChecked: true }

describe('the sheet for a postal form', () => {
  it('stands on one page: every field of the form, both lines, and that it is no form itself', async () => {
    const sheet = postalSheetOf()
    const pages = await wordsOf(sheet)
    expect(pages).toHaveLength(1)
    const [page = ''] = pages
    for (const part of [
      ...['口座記号番号', '00150-9-900584', '加入者名', 'ダイコウギンコウ', '10,605円', 'ご依頼人', '山田 太郎'],
      ...['通信欄', '整理番号 10000000016', '2026年12月10日', 'A-00031', sheet.merchant, sheet.goods, ...sheet.contact],
      ...['この用紙は払込取扱票ではありません', 'お客様がお書きになる必要はありません', 'ゆうちょ銀行の審査と承認'],
      ...sheet.lines,
    ]) {
      expect(page).toContain(part)
    }
    for (const part of ['以前のご案内', '10万円']) expect(page).not.toContain(part)
    expect(sheet.lines.map((line) => [line.length, isPostalLine(line)])).toEqual([
      [39, true],
      [44, true],
    ])
  })

  it('warns of an earlier reference, and of cash above 100,000 yen, where there is cause', async () => {
    const [page = ''] = await wordsOf(postalSheetOf({ isReissued: true, isChecked: true, amount: PositiveYen.parse(100_001) }))
    for (const part of ['以前のご案内の整理番号は無効です', '現金で10万円を超える', '100,001円']) expect(page).toContain(part)
  })

  it('speaks English, and names the fields as the form does', async () => {
    const [page = ''] = await wordsOf(postalSheetOf({ language: 'en', payer: 'Jane Roe' }))
    for (const part of [
      'What to write on the postal form',
      '口座記号番号 Account',
      '10 December 2026',
      'Jane Roe',
      'This sheet is no postal form',
    ]) {
      expect(page).toContain(part)
    }
  })

  it.each(['ja', 'en'] as const)('what is copied is never cut, however long (%s)', async (language) => {
    const [page = ''] = await wordsOf(postalSheetOf({ ...fullest, language }))
    expect(page.replaceAll('\n', '').split(LONGEST)).toHaveLength(3)
    expect(page).not.toContain('�')
  })

  it('is readable by its owner alone, and is never written over', async () => {
    const path = await printed(postalSheetOf())
    expect(statSync(path).mode & 0o077).toBe(0)
    await expect(writePostalSheet(path, postalSheetOf())).rejects.toThrow('EEXIST')
  })
})

interface Word {
  readonly text: string
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Where the words of the page stand, without the room that a font leaves above and below. */
function placed(path: string): Word[] {
  const { status, stdout } = spawnSync('pdftotext', ['-bbox', path, '-'], { encoding: 'utf8' })
  expect(status).toBe(0)
  const found = stdout.matchAll(/<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<\/word>/g)
  return [...found].map(([, left, from, right, to, text = '']) => {
    const [top, bottom] = [Number(from), Number(to)]
    const bare = (bottom - top) / 4
    return { text, left: Number(left), right: Number(right), top: top + bare, bottom: bottom - bare }
  })
}

describe.skipIf(paperReaders === null)('nothing on it runs over anything else or off the page', () => {
  it.each([
    ['as usual', {}],
    ['with everything as long as it may be', { ...fullest, amount: PositiveYen.parse(9_999_999_999) }],
    ['in English', { ...fullest, language: 'en' as const }],
  ])('%s', async (_what, own) => {
    const words = placed(await printed(postalSheetOf(own)))
    expect(words.length).toBeGreaterThan(20)
    for (const { text, left, right, top, bottom } of words) {
      expect([text, left > 40, right < 556, top > 30, bottom < 830]).toEqual([text, true, true, true, true])
    }
    const over = words.flatMap((one, at) =>
      words
        .slice(at + 1)
        .filter((other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom)
        .map((other) => `${one.text} × ${other.text}`),
    )
    expect(over).toEqual([])
  })
})
