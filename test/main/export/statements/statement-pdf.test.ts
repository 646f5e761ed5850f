import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StatementToWrite } from '../../../../src/main/export/statements/statement'
import { writeStatementPaper } from '../../../../src/main/export/statements/statement-pdf'
import type { Language } from '../../../../src/main/export/words'
import { yen } from '../../../../src/preload/contract/money'
import { paidLine, statementFrom, statementOf } from '../../../support/merchant-statements'
import { textsOf } from '../../../support/pdf-text'

let folder: string
let files = 0
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'daiko-statements-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const nextPath = () => join(folder, `${++files}.pdf`)
async function printed(toWrite: StatementToWrite, language: Language = 'ja') {
  const path = nextPath()
  const written = await writeStatementPaper(path, toWrite, language, { goOn: () => true })
  return { pages: written?.pages ?? 0, texts: textsOf(readFileSync(path)) }
}

const everyFact = [
  '精算書 兼 適格請求書',
  '株式会社さくら書房 御中',
  'みなと銀行 決済代行部',
  '登録番号 T7000012050002',
  '2026年11月30日',
  '2026/11/01 – 2026/11/28',
  '2026年12月18日',
  '普通 ****321',
  '139,248円',
  '10%対象4,3204324,752',
  '決済手数料および振込手数料',
]

describe('a statement on paper', () => {
  it('says everything a qualified invoice must say', async () => {
    const { pages, texts } = await printed(statementOf(12))
    expect([pages, texts.length]).toEqual([1, 1])
    for (const fact of everyFact) expect(texts[0]).toContain(fact)
    expect(texts[0]).toContain('1 / 1')
    expect(texts[0]).not.toContain('7654321')
    expect(texts.join('')).not.toContain('�')
  })

  it('says the same in English', async () => {
    const [text = ''] = (await printed(statementOf(12), 'en')).texts
    for (const fact of ['Statement and qualified invoice', '¥139,248', 'at 10%4,3204324,752', 'ordinary ****321', '18 December 2026']) {
      expect(text).toContain(fact)
    }
  })

  it('is no invoice without a number, or where nothing was charged', async () => {
    const issuer = { name: 'みなと銀行', postalAddress: '', tNumber: null }
    const { statement, ...rest } = statementOf(2)
    const [without = ''] = (await printed({ statement: { ...statement, issuer }, ...rest })).texts
    expect(without).toContain('この書面は適格請求書ではありません')
    expect(without).not.toContain('兼 適格請求書')
    const free = [paidLine(1, { fee: yen(0), taxRate: null })]
    const [nothing = ''] = (await printed({ statement: statementFrom(free), lineCount: 1, lines: free })).texts
    expect(nothing).not.toContain('適格請求書')
  })

  it.each([0, 1, 18, 19, 20, 21, 47, 65, 66, 67, 68, 69, 114, 115, 116, 117, 500])(
    'has %i lines on pages that count themselves, each line once',
    async (count) => {
      const { pages, texts } = await printed(statementOf(count))
      expect(texts).toHaveLength(pages)
      for (const [at, text] of texts.entries()) expect(text).toContain(`${at + 1} / ${pages}`)
      const whole = texts.join('\n')
      for (let line = 1; line <= count; line++) expect(whole.split(`A-${String(line).padStart(5, '0')}`)).toHaveLength(2)
      expect(texts.at(-1)).toContain(`合計${(count * 12_000).toLocaleString('ja-JP')}${(count * 360).toLocaleString('ja-JP')}`)
    },
  )

  it('keeps long names and many figures inside the page', async () => {
    const name = '特定非営利活動法人日本全国地域特産品振興協同組合連合会 東日本統括事業本部 オンラインショップ運営事務局 第二営業所'
    const made = statementOf(3)
    const { merchant, net } = made.statement
    const offsets = Array.from({ length: 40 }, (_, at) => ({ kind: 'refund' as const, amount: yen(10), orderNumber: `B-${at}` }))
    const statement = { ...made.statement, merchant: { ...merchant, name }, offsets, net: yen(net - 400) }
    const { pages, texts } = await printed({ ...made, statement })
    expect(pages).toBe(2)
    for (const part of ['第二営業', '所 御中']) expect(texts[0]?.replaceAll('\n', '')).toContain(part)
    expect(texts.join('')).toContain('精算後の返金 B-39▲10')
    expect(texts[1]).toContain('2 / 2')
  })

  it('keeps the end of a long order number, and every line of an address', async () => {
    const lines = [paidLine(1, { orderNumber: 'WEB-2026-1130-00000003-ABCDEFGH-IJKLMNOP' })]
    const issuer = { name: 'みなと銀行', postalAddress: '〒105-0001\n東京都港区虎ノ門一丁目1番1号\n虎ノ門タワーズ 8階', tNumber: null }
    const [text = ''] = (await printed({ statement: statementFrom(lines, { issuer }), lineCount: 1, lines })).texts
    expect(text).toMatch(/WEB-2026[\w-]*…[\w-]*IJKLMNOP/)
    expect(text).toContain('8階')
  })

  it('says what is owed, and why, where nothing is sent', async () => {
    const lines = [paidLine(1, { amount: yen(300), fee: yen(500) })]
    const statement = statementFrom(lines, { carriedOver: [{ amount: yen(-250), reason: 'fees_exceed_money' }], net: yen(0) })
    const [text = ''] = (await printed({ statement, lineCount: 1, lines })).texts
    for (const part of ['今回のお振込はありません', '次回ご請求（手数料の不足）250', '不足額を次回の精算から差し引きます'])
      expect(text).toContain(part)
    expect(text).not.toContain('お振込先')
  })

  it('makes the same bytes of the same facts', async () => {
    const [one, two] = [nextPath(), nextPath()]
    for (const path of [one, two]) await writeStatementPaper(path, statementOf(60), 'ja', { goOn: () => true })
    expect(readFileSync(one).equals(readFileSync(two))).toBe(true)
  })

  it('is never written where its figures do not add up', async () => {
    const { statement, ...rest } = statementOf(2)
    const wrong: [string, StatementToWrite][] = [
      ['the net', { statement: { ...statement, net: yen(statement.net + 1) }, ...rest }],
      ['its sources', { statement: { ...statement, sources: [] }, ...rest }],
      ['a line', { statement, lineCount: 2, lines: [paidLine(1), paidLine(2, { amount: yen(1) })] }],
      ['the number of lines', { statement, lineCount: 3, lines: [paidLine(1), paidLine(2)] }],
    ]
    for (const [, toWrite] of wrong) await expect(printed(toWrite)).rejects.toThrow(/statement K7Q2M/)
  })

  it('stops between two pages when asked', async () => {
    const told: number[] = []
    const path = nextPath()
    expect(await writeStatementPaper(path, statementOf(500), 'ja', { goOn: (lines) => told.push(lines) < 2 })).toBeNull()
    expect(told).toHaveLength(2)
    expect(existsSync(path)).toBe(true)
  })
})
