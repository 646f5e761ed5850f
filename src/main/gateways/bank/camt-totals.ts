import { readWhole } from './camt-fields'
import type { ReadCamtHead } from './camt-head'
import type { Faults } from './faults'
import type { Tally } from './tally'
import { child, textOf } from './xml-tree'

/** The entries of one statement, added up twice: what is booked, and all of them. */
export interface EntryTallies {
  readonly booked: Tally
  readonly all: Tally
}

/**
 * Compares what the statement says of itself with its entries: opening + credits − debits = closing, and the counts and
 * sums of TxsSummry where they stand. No text says whether those include entries that are not booked: either will do.
 */
export function compareTotals(statement: unknown, { head, closing }: ReadCamtHead, { booked, all }: EntryTallies, faults: Faults): void {
  if (!booked.isComplete) return
  const opening = head?.opening ?? null
  if (opening !== null && closing !== null && booked.balanceFrom(opening) !== BigInt(closing)) {
    faults.add('balance_mismatch', null, closing, booked.balanceFrom(opening))
  }
  for (const { element, figures } of summaries) {
    const summary = child(statement, 'TxsSummry', element)
    compare('trailer_count', textOf(summary, 'NbOfNtries'), figures(booked).count, figures(all).count, faults)
    compare('trailer_sum', textOf(summary, 'Sum'), figures(booked).sum, figures(all).sum, faults)
  }
}

const summaries = [
  { element: 'TtlNtries', figures: (tally: Tally) => ({ count: BigInt(tally.lines), sum: tally.creditTotal + tally.debitTotal }) },
  { element: 'TtlCdtNtries', figures: (tally: Tally) => ({ count: BigInt(tally.creditCount), sum: tally.creditTotal }) },
  { element: 'TtlDbtNtries', figures: (tally: Tally) => ({ count: BigInt(tally.debitCount), sum: tally.debitTotal }) },
]

function compare(code: 'trailer_count' | 'trailer_sum', told: string, booked: bigint, all: bigint, faults: Faults): void {
  if (told === '') return
  const figure = readWhole(told, faults)
  if (figure !== null && BigInt(figure) !== booked && BigInt(figure) !== all) faults.add(code, null, figure, booked)
}
