import { expect, it } from 'vitest'
import { writeZengin03 } from '../../../../src/main/gateways/bank/write-zengin-03'
import { recogniseCollection } from '../../../../src/main/gateways/convenience-store/recognise'
import { writeCollection } from '../../../../src/main/gateways/convenience-store/write'
import { statement } from '../bank/made-statements'
import { line } from './made-collections'

const mizuho = writeCollection('mizuho_factor', [line])
const mufg = Buffer.from(writeCollection('mufg_factor', [line]))
const lines = (bytes: Uint8Array) =>
  (
    Buffer.from(bytes)
      .toString('latin1')
      .match(/.{120}/g) ?? []
  ).join('\r\n')

it.each([
  ['Mizuho Factor', mizuho, 'mizuho_factor'],
  ['Mizuho Factor with CRLF', Buffer.from(lines(mizuho), 'latin1'), 'mizuho_factor'],
  ['Mizuho Factor without a line, whose header is not published', writeCollection('mizuho_factor', []), null],
  ['MUFG Factor', mufg, 'mufg_factor'],
  ['MUFG Factor without CRLF', Buffer.from(mufg.toString('latin1').replaceAll('\r\n', ''), 'latin1'), 'mufg_factor'],
  ['MUFG Factor without a line, by its header', Buffer.concat([mufg.subarray(0, 122), mufg.subarray(244)]), 'mufg_factor'],
  ['DSK', writeCollection('dsk', [line]), 'dsk'],
  ['DSK without a line', writeCollection('dsk', []), 'dsk'],
  ['a statement of a bank', writeZengin03([statement], 'crlf'), null],
  ['another CSV', Buffer.from('種別,収納日\r\n01,20240112\r\n'), null],
  ['nothing', Buffer.alloc(0), null],
  ['spaces', Buffer.alloc(1_000, ' '), null],
])('%s', (_, bytes, format) => {
  expect(recogniseCollection(bytes)).toBe(format)
})
