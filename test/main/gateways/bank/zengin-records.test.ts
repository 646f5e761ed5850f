import { describe, expect, it } from 'vitest'
import { splitRecords } from '../../../../src/main/gateways/bank/zengin-records'
import { fixture, joined, places } from './made-statements'

const A = 'A'.repeat(200)
const B = 'B'.repeat(200)
const SHORT = `C${' '.repeat(199)}`

function cut(bytes: Uint8Array): { texts: string[]; errors: string[] } {
  const records = [...splitRecords(bytes)]
  return {
    texts: records.map((record) => Buffer.from(record.bytes).toString('latin1')),
    errors: records.flatMap((record) => places(record.faults.errors)),
  }
}

describe('cutting a file into records', () => {
  it.each([
    ['no separator', `${A}${B}`, [A, B]],
    ['CRLF', `${A}\r\n${B}\r\n`, [A, B]],
    ['LF', `${A}\n${B}\n`, [A, B]],
    ['CR', `${A}\r${B}\r`, [A, B]],
    ['CRLF, none at the end', `${A}\r\n${B}`, [A, B]],
    ['LF, none at the end', `${A}\n${B}`, [A, B]],
    ['a DOS end of file', `${A}\r\n${B}\r\n\u001a`, [A, B]],
    ['a DOS end of file behind no separator', `${A}${B}\u001a`, [A, B]],
    ['trailing spaces stripped', 'C\r\nC\r\nC', [SHORT, SHORT, SHORT]],
    [
      'a stripped record before one that ends where the first should',
      `${'C'.repeat(99)}\n${'D'.repeat(100)}\n`,
      ['C'.repeat(99).padEnd(200), 'D'.repeat(100).padEnd(200)],
    ],
    ['one record', A, [A]],
    ['nothing', '', []],
    ['only an end of file', '\u001a', []],
  ])('reads %s', (_, text, expected) => {
    expect(cut(joined(text))).toEqual({ texts: expected, errors: [] })
  })

  it.each([
    ['LF among CRLF', `${A}\r\n${B}\n${A}\r\n`, ['mixed_separators@2:201']],
    ['CRLF among LF', `${A}\n${B}\r\n${A}\n`, ['mixed_separators@2:201']],
    ['CR among CRLF', `${A}\r\n${B}\r${A}`, ['mixed_separators@2:201']],
    ['a record too long', `${A}\r\n${B}B\r\n${A}`, ['wrong_length@2:201']],
    ['a blank line', `${A}\r\n\r\n${A}`, ['wrong_length@2:1']],
    ['a rest without separators', `${A}${B}CC`, ['wrong_length@3:3']],
    ['a line end far behind the first record is part of a record', `${A}${B}${A.slice(1)}\n`, []],
  ])('tells %s and goes on', (_, text, expected) => {
    const { texts, errors } = cut(joined(text))
    expect(errors).toEqual(expected)
    expect(texts.every((each) => each.length === 200)).toBe(true)
    expect(texts).toHaveLength(3)
  })

  it('hands full records on as views and does not copy the file', () => {
    const bytes = joined(A, '\r\n', B)
    expect([...splitRecords(bytes)].map((record) => record.bytes.buffer === bytes.buffer)).toEqual([true, true])
  })

  it('refuses the malformed sample with its reason', () => {
    expect(cut(fixture('zengin/zengin4j_malformed_mixed-separators.bin')).errors).toContain('mixed_separators@14:1')
  })
})
