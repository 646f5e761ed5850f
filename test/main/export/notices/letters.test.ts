import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Letter, writeLetters } from '../../../../src/main/export/notices/letters'
import type { Part, Wording } from '../../../../src/main/export/notices/wording'
import { businessDate } from '../../../../src/preload/contract/date'
import { textsOf } from '../../../support/pdf-text'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'daiko-letters-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const wording = (own: Partial<Wording> = {}): Wording => ({
  subject: 'A-100 返品のお申し出への回答のお願い',
  addressee: '株式会社さくら書房 御中',
  parts: [
    { kind: 'text', text: '購入者から返品のお申し出がありました。' },
    { kind: 'facts', facts: [['注文番号', 'A-100']] },
    { kind: 'link', says: '次のページでご回答ください。', url: 'https://pay.example.jp/return/3.abc' },
  ],
  foot: ['みなと銀行'],
  ...own,
})
const letter = (own: Partial<Letter> = {}): Letter => ({
  wording: wording(),
  address: '〒101-0051\n東京都千代田区神田神保町一丁目105番地\n神保町三井ビル 12階',
  bank: 'みなと銀行',
  writtenOn: businessDate('2026-11-20'),
  language: 'ja',
  reference: '4f2kz9',
  ...own,
})

let files = 0
async function printed(...letters: Letter[]) {
  files += 1
  const path = join(folder, `${files}.pdf`)
  const { pages } = await writeLetters(path, letters)
  return { path, pages, texts: textsOf(readFileSync(path)) }
}

describe('letters', () => {
  it('stand one to a page, each with its address, its words, its bank and its date', async () => {
    const { pages, texts } = await printed(
      letter(),
      letter({ wording: wording({ subject: 'B-200 入金のお知らせ', addressee: '山田陶器店 御中' }) }),
    )
    expect(pages).toBe(2)
    expect(texts).toHaveLength(2)
    for (const part of [
      '〒101-0051',
      '株式会社さくら書房 御中',
      '2026年11月20日（金）',
      'A-100',
      'https://pay.example.jp/return/3.abc',
      '1 / 1',
      '4f2kz9',
    ]) {
      expect(texts[0]).toContain(part)
    }
    expect(texts[1]).toContain('B-200 入金のお知らせ')
    expect(texts[1]).toContain('山田陶器店 御中')
    expect(texts[1]).not.toContain('さくら')
  })

  it('go on over the page, and count their own pages', async () => {
    const paragraphs = Array.from({ length: 30 }, (_, at): Part => ({ kind: 'text', text: `第${at}段落。${'長い文です。'.repeat(20)}` }))
    const { pages, texts } = await printed(letter(), letter({ wording: wording({ parts: paragraphs }) }))
    expect(pages).toBeGreaterThan(2)
    expect(texts).toHaveLength(pages)
    expect(texts[0]).toContain('1 / 1')
    expect(texts[1]).toContain(`1 / ${pages - 1}`)
    expect(texts.at(-1)).toContain(`${pages - 1} / ${pages - 1}`)
    for (const at of [0, 15, 29]) expect(texts.join('')).toContain(`第${at}段落。`)
  })

  it('have a sign for every letter of a name: rare kanji, half width, Latin', async () => {
    const name = '髙﨑①㈱ﾔﾏﾀﾞ 邊邉齋 Café–Ünal 御中'
    const { texts } = await printed(letter({ wording: wording({ addressee: name }) }))
    expect(texts[0]).toContain(name)
    expect(texts[0]).not.toContain('�')
  })

  it('name the person before the place in English', async () => {
    const english = letter({
      language: 'en',
      wording: wording({ addressee: 'To Sakura Books K.K.' }),
      address: '1-105 Kanda, Tokyo 101-0051',
    })
    const [text = ''] = (await printed(english)).texts
    expect(text.indexOf('Sakura Books')).toBeGreaterThanOrEqual(0)
    expect(text.indexOf('Sakura Books')).toBeLessThan(text.indexOf('1-105 Kanda'))
    expect(text).toContain('Friday, 20 November 2026')
  })

  it('show a long name in the window to its end', async () => {
    const name = '株式会社東京都千代田区神田神保町古書籍専門店組合共同販売センター東日本統括本部第二営業部オンラインストア'
    const { texts } = await printed(letter({ wording: wording({ addressee: `${name} 御中` }) }))
    const [text = ''] = texts
    for (const part of ['株式会社東京都千代田区', 'オンラインストア 御中']) expect(text.replaceAll('\n', '')).toContain(part)
    expect(text).not.toContain('…')
  })

  it('keep an address that is too long inside the window', async () => {
    const { pages, texts } = await printed(letter({ address: '東京都千代田区'.repeat(28) }))
    expect(pages).toBe(1)
    expect(texts[0]).toContain('株式会社さくら書房 御中')
  })

  it('are readable by their owner alone, and no file is written over', async () => {
    const { path } = await printed(letter())
    expect(statSync(path).mode & 0o077).toBe(0)
    await expect(writeLetters(path, [letter()])).rejects.toThrow('EEXIST')
  })
})
