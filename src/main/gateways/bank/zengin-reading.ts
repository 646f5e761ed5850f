import type { StatementFoot, StatementLine, StatementPart } from '../../../preload/contract/statement'
import { Faults } from './faults'
import type { Movement } from './tally'
import { Tally } from './tally'
import type { Field } from './zengin-fields'
import { isLegible } from './zengin-fields'
import type { ReadHead } from './zengin-head'
import type { ZenginRecord } from './zengin-records'

/** What is particular to one type (種別) of file; the order of its records is the same for all. */
export interface RecordKinds {
  header(record: Uint8Array, faults: Faults): ReadHead | null
  /** The fields of the data records below this head. */
  dataFields(above: ReadHead): Readonly<Record<string, Field>>
  /** Direction and amount: read first and apart, because the totals of the trailer need them even where the rest is faulty. */
  movement(record: Uint8Array, above: ReadHead, faults: Faults): Movement | null
  line(record: Uint8Array, movement: Movement | null, above: ReadHead, faults: Faults): StatementLine | null
  trailer(record: Uint8Array, tally: Tally, above: ReadHead | null, faults: Faults): Omit<StatementFoot, 'readDates'> | null
  end(record: Uint8Array, accounts: number, faults: Faults): void
}

/** The account being read: what its lines are read against (null: they cannot be) and what they add up to. */
interface OpenAccount {
  readonly above: ReadHead | null
  readonly tally: Tally
}

/**
 * Reads records in their order 1 → 2* → 8, repeated for each account, then one 9. Every fault is told with its record and column, and
 * reading goes on; lines and a foot appear only below a head that could be read.
 */
export function* readRecords(records: Iterable<ZenginRecord>, kinds: RecordKinds): Generator<StatementPart> {
  const reading = new Reading(kinds)
  for (const record of records) {
    const part = reading.take(record)
    for (const error of record.faults.errors) yield { part: 'error', error }
    if (part !== null) yield part
    if (reading.isOver) return
  }
  for (const error of reading.finish().errors) yield { part: 'error', error }
}

/** Where in the order of records the reading stands. */
class Reading {
  isOver = false
  #records = 0
  #accounts = 0
  #open: OpenAccount | null = null
  #ended = false

  constructor(readonly kinds: RecordKinds) {}

  /** Takes the next record; its faults gather in `record.faults`. */
  take({ number, bytes, faults, isUnreadable = false }: ZenginRecord): StatementPart | null {
    this.#records = number
    if (this.#ended) {
      faults.add('after_end', 1)
      this.isOver = true
      return null
    }
    switch (String.fromCharCode(bytes[0] ?? 0)) {
      case '1':
        return this.#header(bytes, faults, isUnreadable)
      case '2':
        return this.#data(bytes, faults, isUnreadable)
      case '8':
        return this.#trailer(bytes, faults, isUnreadable)
      case '9':
        return this.#end(bytes, faults, isUnreadable)
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

  #header(bytes: Uint8Array, faults: Faults, isUnreadable: boolean): StatementPart | null {
    if (this.#open !== null) faults.add('missing_trailer', 1)
    this.#accounts++
    const above = isUnreadable ? null : this.kinds.header(bytes, faults)
    this.#open = { above, tally: new Tally() }
    return above?.head ? { part: 'head', head: above.head } : null
  }

  #data(bytes: Uint8Array, faults: Faults, isUnreadable: boolean): StatementPart | null {
    if (this.#open === null) {
      faults.add('record_order', 1, '2', '1')
      return null
    }
    const { above, tally } = this.#open
    if (above === null || isUnreadable || !isLegible(bytes, this.kinds.dataFields(above), faults)) {
      tally.add(null)
      return null
    }
    const movement = this.kinds.movement(bytes, above, faults)
    tally.add(movement)
    const line = this.kinds.line(bytes, movement, above, faults)
    return line === null ? null : { part: 'line', line }
  }

  #trailer(bytes: Uint8Array, faults: Faults, isUnreadable: boolean): StatementPart | null {
    if (this.#open === null) {
      faults.add('record_order', 1, '8', '1')
      return null
    }
    const { above, tally } = this.#open
    this.#open = null
    const foot = isUnreadable ? null : this.kinds.trailer(bytes, tally, above, faults)
    return foot === null || !above?.head ? null : { part: 'foot', foot: { ...foot, readDates: above.dates.readDates } }
  }

  #end(bytes: Uint8Array, faults: Faults, isUnreadable: boolean): null {
    if (this.#open !== null) faults.add('missing_trailer', 1)
    else if (this.#accounts === 0) faults.add('record_order', 1, '9', '1')
    this.#open = null
    this.#ended = true
    if (!isUnreadable) this.kinds.end(bytes, this.#accounts, faults)
    return null
  }
}
