import { describe, expect, test } from 'vitest'
import { en } from '../../../src/renderer/words/en'
import { ja } from '../../../src/renderer/words/ja'

const isTree = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Every sentence of a tree of words with its path. */
function sentences(tree: Record<string, unknown>, path = ''): [path: string, sentence: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    isTree(value) ? sentences(value, `${path}${key}.`) : [[`${path}${key}`, String(value)]],
  )
}

const blanks = (sentence: string) => [...sentence.matchAll(/{{(\w+)}}/g)].map((found) => found[1]).sort()

const japanese = new Map(sentences(ja))
const english = new Map(sentences(en))

describe('every sentence', () => {
  test.each([...japanese.keys()])('%s is said in both languages, with the same blanks', (path) => {
    const inJapanese = japanese.get(path) ?? ''
    const inEnglish = english.get(path) ?? ''
    expect(inJapanese.trim()).not.toBe('')
    expect(inEnglish.trim()).not.toBe('')
    expect(blanks(inEnglish)).toEqual(blanks(inJapanese))
  })

  test('exists in both languages', () => {
    const singular = (path: string) => path.endsWith('_one') && japanese.has(path.slice(0, -'_one'.length))
    expect([...english.keys()].filter((path) => !japanese.has(path) && !singular(path))).toEqual([])
  })

  test('is calm', () => {
    expect([...japanese, ...english].filter(([, sentence]) => /[!！]/.test(sentence))).toEqual([])
  })
})
