/*
 * The bank gateway: bytes of a statement in, its parts out (and, for demonstration and tests, parts in, bytes out). No file,
 * no ledger, no clock lives here, and nothing here decides what a line pays. The parts go on to services/intake, which stores
 * them in one piece or not at all.
 */
import type { StatementPart } from '../../../preload/contract/statement'
import { readCamt } from './camt'
import { Faults } from './faults'
import type { ReadingProfile } from './profile'
import { recogniseStatement } from './recognise'
import { readZengin01 } from './zengin-01'
import { readZengin03 } from './zengin-03'
import { readZenginCsv } from './zengin-csv'

/**
 * Reads a statement of any format this gateway knows. Yields heads, lines, feet and errors in file order; a file of an
 * unknown format is one error whose `found` is the hint (see `formatHints`). Nothing is thrown, whatever the bytes.
 */
export function* readStatement(bytes: Uint8Array, profile: ReadingProfile): Generator<StatementPart> {
  const recognised = recogniseStatement(bytes)
  switch (recognised.format) {
    case 'zengin-03':
      return yield* readZengin03(bytes, profile)
    case 'zengin-01':
      return yield* readZengin01(bytes, profile)
    case 'zengin-03-csv':
      return yield* readZenginCsv(bytes, '03', profile)
    case 'zengin-01-csv':
      return yield* readZenginCsv(bytes, '01', profile)
    case 'camt.052':
    case 'camt.053':
    case 'camt.054':
      return yield* readCamt(bytes, profile)
    case null: {
      const faults = new Faults(1)
      if (recognised.hint === 'ebcdic') faults.add('ebcdic_not_supported', 4, '1', '0')
      else faults.add('format_unknown', null, recognised.hint)
      for (const error of faults.errors) yield { part: 'error', error }
    }
  }
}
