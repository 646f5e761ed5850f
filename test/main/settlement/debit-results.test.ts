import { expect, it } from 'vitest'
import { type AskedDebit, decideDebit } from '../../../src/main/settlement/debit-results'
import type { DebitOutcome } from '../../../src/preload/contract/debits'
import type { DebitResultCode } from '../../../src/preload/contract/direct-debit'

const open: AskedDebit = { result: null, shortBefore: 0 }
const known = (result: string): AskedDebit => ({ result, shortBefore: 0 })

it.each<[string, DebitResultCode, AskedDebit | null, DebitOutcome]>([
  ['debited', '0', open, 'paid'],
  ['too little', '1', open, 'postponed'],
  ['too little once more', '1', { ...open, shortBefore: 1 }, 'refused'],
  ['no such account', '2', open, 'refused'],
  ['stopped by the holder', '3', open, 'refused'],
  ['no mandate on file', '4', open, 'refused'],
  ['stopped by the collector', '8', open, 'refused'],
  ['another reason', '9', open, 'refused'],
  ['a fault in the data', 'E', open, 'no_result'],
  ['no result yet', 'N', open, 'no_result'],
  ['the same again', '0', known('0'), 'repeated'],
  ['no result, after one', 'N', known('0'), 'repeated'],
  ['another result', '1', known('0'), 'contradicts'],
  ['of what a person found out', '0', known('N'), 'contradicts'],
  ['of a run that was given up', '0', known('given_up'), 'contradicts'],
  ['of nothing that was asked for', '0', null, 'unknown'],
])('%s: code %s', (_what, code, debit, outcome) => {
  expect(decideDebit(code, debit, 1)).toBe(outcome)
})
