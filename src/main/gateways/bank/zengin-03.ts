import type { StatementPart } from '../../../preload/contract/statement'
import { Faults } from './faults'
import { isReencoded, toSingleBytes } from './jis-x-0201'
import type { ReadingProfile } from './profile'
import { Tally } from './tally'
import type { ReadHead } from './zengin-03-head'
import { readHead } from './zengin-03-head'
import { readLine, readMovement } from './zengin-03-line'
import { readEnd, readTrailer } from './zengin-03-totals'
import { data, isLegible } from './zengin-fields'
import type { ZenginRecord } from './zengin-records'
import { splitRecords } from './zengin-records'

/**
 * Reads 入出金取引明細 (type 03, 200 bytes; 全銀協 AP-Ⅰ-12) and yields head, lines and foot of every account in file order.
 * Every fault is told with its record and 1-based column, and reading goes on; lines and a foot appear only below a head
 * that could be read. A line's `raw` is its record of 200 bytes: a view into the file, so copy what is to be kept alone.
 */
export function* readZengin03(bytes: Uint8Array, profile: ReadingProfile): Generator<StatementPart> {
  const reading = new Reading(profile)
  for (const record of splitRecords(isReencoded(bytes) ? toSingleBytes(bytes) : bytes)) {
    const part = reading.take(record)
    for (const error of record.faults.errors) yield { part: 'error', error }
    if (part !== null) yield part
    if (reading.isOver) return
  }
  for (const error of reading.finish().errors) yield { part: 'error', error }
}

/** The account being read: what its lines are read against (null: they cannot be) and what they add up to. */
interface OpenAccount {
  readonly above: ReadHead | null
  readonly tally: Tally
}

/** Where in the order 1 → 2* → 8, repeated, then one 9, the reading stands. */
class Reading {
  isOver = false
  #records = 0
  #accounts = 0
  #open: OpenAccount | null = null
  #ended = false

  constructor(readonly profile: ReadingProfile) {}

  /** Takes the next record; its faults gather in `record.faults`. */
  take({ number, bytes, faults }: ZenginRecord): StatementPart | null {
    this.#records = number
    if (this.#ended) {
      faults.add('after_end', 1)
      this.isOver = true
      return null
    }
    switch (String.fromCharCode(bytes[0] ?? 0)) {
      case '1':
        return this.#header(bytes, faults)
      case '2':
        return this.#data(bytes, faults)
      case '8':
        return this.#trailer(bytes, faults)
      case '9':
        return this.#end(bytes, faults)
      default:
        faults.add('record_type_unknown', 1, undefined, '1, 2, 8, 9')
        return null
    }
  }

  /** What is missing when the bytes run out, told for the record that should have come next. */
  finish(): Faults {
    const faults = new Faults(this.#records + 1)
    if (this.#open !== null) faults.add('missing_trailer', 1)
    if (!this.#ended) faults.add('missing_end', 1)
    return faults
  }

  #header(bytes: Uint8Array, faults: Faults): StatementPart | null {
    if (this.#open !== null) faults.add('missing_trailer', 1)
    this.#accounts++
    const above = readHead(bytes, this.profile, faults)
    this.#open = { above, tally: new Tally() }
    return above?.head ? { part: 'head', head: above.head } : null
  }

  #data(bytes: Uint8Array, faults: Faults): StatementPart | null {
    if (this.#open === null) {
      faults.add('record_order', 1, '2', '1')
      return null
    }
    const { above, tally } = this.#open
    if (above === null || !isLegible(bytes, data, faults)) {
      tally.add(null)
      return null
    }
    const movement = readMovement(bytes, faults)
    tally.add(movement)
    const line = readLine(bytes, movement, above, faults)
    return line === null ? null : { part: 'line', line }
  }

  #trailer(bytes: Uint8Array, faults: Faults): StatementPart | null {
    if (this.#open === null) {
      faults.add('record_order', 1, '8', '1')
      return null
    }
    const { above, tally } = this.#open
    this.#open = null
    const foot = readTrailer(bytes, tally, above?.head?.opening ?? null, faults)
    return foot === null || !above?.head ? null : { part: 'foot', foot }
  }

  #end(bytes: Uint8Array, faults: Faults): null {
    if (this.#open !== null) faults.add('missing_trailer', 1)
    else if (this.#accounts === 0) faults.add('record_order', 1, '9', '1')
    this.#open = null
    this.#ended = true
    readEnd(bytes, this.#accounts, faults)
    return null
  }
}
