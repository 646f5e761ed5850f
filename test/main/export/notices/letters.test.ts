import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Letter, writeLetters } from '../../../../src/main/export/notices/letters'
import type { Part, Wording } from '../../../../src/main/export/notices/wording'
import { businessDate } from '../../../../src/preload/contract/date'

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

/** The objects of a PDF by number, a packed stream unpacked. */
function objectsOf(bytes: Buffer): Map<string, string> {
  const objects = new Map<string, string>()
  const whole = bytes.toString('latin1')
  for (const [, number = '', object = ''] of whole.matchAll(/(?<=^|\n)(\d+) 0 obj\n(.*?)\nendobj/gs)) {
    const from = object.indexOf('stream\n')
    const packed =
      from >= 0 && object.includes('/FlateDecode') ? Buffer.from(object.slice(from + 7, object.lastIndexOf('\nendstream')), 'latin1') : null
    objects.set(number, packed ? object.slice(0, from) + inflateSync(packed).toString('latin1') : object)
  }
  return objects
}

/** What a reader of the PDF can copy out of each page, by the tables that turn glyphs into text. */
function textsOf(bytes: Buffer): string[] {
  const objects = objectsOf(bytes)
  const followed = (object: string, name: string) => objects.get(new RegExp(`/${name} (\\d+) 0 R`).exec(object)?.[1] ?? '') ?? ''
  const pages = [...objects.values()].filter((object) => /\/Type \/Page\b/.test(object))
  return pages.map((page) => {
    const resources = followed(page, 'Resources') || page
    const tables = new Map(
      [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, at = '']) => [
        name,
        glyphTable(followed(objects.get(at) ?? '', 'ToUnicode')),
      ]),
    )
    let font: string | undefined
    return [...followed(page, 'Contents').matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9a-f]+)>/g)]
      .map(([, name, glyphs]) => {
        font = name ?? font
        return (glyphs?.match(/.{4}/g) ?? []).map((glyph) => tables.get(font)?.get(Number.parseInt(glyph, 16)) ?? '�').join('')
      })
      .join('')
  })
}

function glyphTable(table: string): Map<number, string> {
  const glyphs = new Map<number, string>()
  for (const [, from = '', list = ''] of table.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[(.*?)\]/gs)) {
    for (const [at, [, code = '']] of [...list.matchAll(/<([0-9a-f ]*)>/g)].entries()) {
      glyphs.set(Number.parseInt(from, 16) + at, Buffer.from(code.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'))
    }
  }
  return glyphs
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
