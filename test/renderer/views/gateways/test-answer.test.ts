import { expect, it } from 'vitest'
import { factIn } from '../../../../src/renderer/views/gateways/test-answer'

it.each([
  ['bank_transfer', 'download', { fact: 'download' }],
  ['bank_transfer', 'absent', { fact: 'absent' }],
  ['bank_transfer', 'ECONNREFUSED', null],
  ['convenience_store', 'by_hand', { fact: 'by_hand' }],
  ['convenience_store', 'files:12', { fact: 'files', count: 12 }],
  ['convenience_store', 'ENOENT: no such file or directory', null],
  ['mail_in', 'files:12', null],
  ['mail_out', 'absent', null],
] as const)('of %s the answer %s is %o', (name, answer, fact) => {
  expect(factIn(name, answer)).toEqual(fact)
})
