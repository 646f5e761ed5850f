import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cardNumbersIn, cardNumbersInLedger } from './card-scan'

/* The scan that the journeys end with finds what it looks for. */

describe('in a text', () => {
  it.each([
    ['a typed number', '{"number":"4242424242424242"}', ['4242424242424242']],
    ['in groups', 'card 4242 4242 4242 4242.', ['4242424242424242']],
    ['with hyphens, in the middle of a word', 'x5555-5555-5555-4444y', ['5555555555554444']],
    ['in full width', '４０００００００００００３２２０', ['4000000000003220']],
    ['another number that passes the check', 'number=4012888888881881&', ['4012888888881881']],
    ['American Express', 'by 3782 822463 10005 paid', ['378282246310005']],
    ['one digit wrong', '4012888888881882', []],
    ['a digest', 'a1b24012888888881881c3', []],
    ['brand and last four', '{"brand":"visa","last4":"4242"}', []],
    ['as a number of JSON', '{"number":4012888888881881}', ['4012888888881881']],
    ['a moment in milliseconds', '"at":1764633600000', []],
  ])('%s', (_what, text, found) => expect(cardNumbersIn(text)).toEqual(found))
})

describe('in a ledger', () => {
  let dir: string
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'scan-'))
  })
  afterAll(() => rmSync(dir, { recursive: true }))

  it('in its pages, in its write-ahead log, and nowhere where there is none', () => {
    const path = join(dir, 'books.daiko')
    const file = new Database(path)
    file.pragma('journal_mode = WAL')
    file.exec("create table notes (text); insert into notes values ('4242 and nothing else')")
    file.pragma('wal_checkpoint(TRUNCATE)')
    expect(cardNumbersInLedger(path)).toEqual([])
    file.exec("insert into notes values ('told 4000000000000002 by telephone')")
    expect(cardNumbersInLedger(path)).toEqual(['4000000000000002'])
    file.pragma('wal_checkpoint(TRUNCATE)')
    file.close()
    expect(cardNumbersInLedger(path)).toEqual(['4000000000000002'])
    writeFileSync(path, 'nothing')
    expect(cardNumbersInLedger(path)).toEqual([])
    expect(() => cardNumbersInLedger(join(dir, 'missing'))).toThrow('ENOENT')
  })
})
