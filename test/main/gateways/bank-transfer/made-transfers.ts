import fc from 'fast-check'
import { businessDate } from '../../../../src/preload/contract/date'
import { PositiveYen } from '../../../../src/preload/contract/money'
import type {
  Originator,
  ReadOriginator,
  ReadTransfer,
  Transfer,
  TransferBatch,
  TransferFault,
  TransferPart,
  ZediEnvelope,
  Zengin21Profile,
} from '../../../../src/preload/contract/transfers'

/* Batches of transfers for tests: one that is written out byte by byte, and any that is legal. */

export const crlf: Zengin21Profile = { format: 'zengin-21', separator: 'crlf', transferClass: '7' }
export const none: Zengin21Profile = { ...crlf, separator: 'none' }
export const zedi: ZediEnvelope = {
  format: 'pain.001',
  messageId: 'DAIKO-2026-11-20-1',
  createdAt: Date.UTC(2026, 10, 20, 3, 4, 5, 678),
  from: '9900000001:PASS<&>"\'',
  to: '0001:CENTER1',
  transferClass: '7',
}

export const originator: Originator = {
  code: '0123456789',
  name: 'ﾀﾞｲｺｳ ｷﾞﾝｺｳ',
  account: { bankCode: '0001', branchCode: '002', accountType: '1', accountNumber: '0034567' },
  bankName: 'ﾐｽﾞﾎ',
  branchName: 'ﾎﾝﾃﾝ',
}

export const transfer = (changes: Partial<Transfer> = {}): Transfer => ({
  account: { bankCode: '0005', branchCode: '010', accountType: '2', accountNumber: '7654321' },
  bankName: 'ﾐﾂﾋﾞｼUFJ',
  branchName: 'ｷﾞﾝｻﾞ',
  holderKana: 'ｶ)ｻｸﾗ ｽﾄｱ',
  amount: PositiveYen.parse(1_234_567),
  newCode: '1',
  edi: 'ｾｲｻﾝ-1/¥｢ｦ｣',
  ...changes,
})

export const batch = (transfers: readonly Transfer[] = [transfer()]): TransferBatch => ({
  originator,
  payOn: businessDate('2026-11-30'),
  transfers,
})

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
const letters = {
  bank: ['ｱ', 'ﾝ', 'ｶﾞ', 'ﾊﾟ', 'ｳﾞ', 'A', 'Z', '0', '9', '-'],
  party: ['ｱ', 'ﾝ', 'ｶﾞ', 'ﾊﾟ', 'ｳﾞ', 'A', 'Z', '0', '9', '-', '.', '(', ')', ' '],
  edi: ['ｱ', 'ｦ', 'ｶﾞ', 'ﾊﾟ', 'A', 'Z', '0', '9', '-', '.', '(', ')', ' ', '/', '¥', '｢', '｣'],
}

/** A legal text: kana and mark are drawn together, and no space stands at an end. */
function text(unit: readonly string[], bytesMax: number, isRequired: boolean): fc.Arbitrary<string> {
  const cut = (parts: readonly string[]) => {
    let made = ''
    for (const part of parts) if (made.length + part.length <= bytesMax) made += part
    return made.trim()
  }
  return fc
    .array(fc.constantFrom(...unit), { maxLength: bytesMax })
    .map(cut)
    .filter((made) => !isRequired || made !== '')
}

const account = (types: readonly ('1' | '2' | '4' | '9')[]) =>
  fc.record({ bankCode: digits(4), branchCode: digits(3), accountType: fc.constantFrom(...types), accountNumber: digits(7) })
const bankNames = { bankName: text(letters.bank, 15, false), branchName: text(letters.bank, 15, false) }

const anyTransfer: fc.Arbitrary<Transfer> = fc.record({
  account: account(['1', '2', '4', '9']),
  ...bankNames,
  holderKana: text(letters.party, 30, true),
  amount: fc
    .oneof(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 1, max: 9_999_999_999 }))
    .map((amount) => PositiveYen.parse(amount)),
  newCode: fc.constantFrom('0', '1', '2'),
  edi: text(letters.edi, 20, false),
})

/** Any batch that can be written. */
export const anyBatch: fc.Arbitrary<TransferBatch> = fc.record({
  originator: fc.record({ code: digits(10), name: text(letters.party, 40, true), account: account(['1', '2', '9']), ...bankNames }),
  payOn: fc.constantFrom('2026-11-30', '2028-02-29', '2027-01-04').map(businessDate),
  transfers: fc.array(anyTransfer, { maxLength: 8 }),
})

/** The bytes of a string of characters below 256, one byte each. */
export const latin = (characters: string) => new Uint8Array(Buffer.from(characters, 'latin1'))

/** A text in JIS X 0201, one byte a letter. */
export const jis = (text: string) =>
  Buffer.from(
    [...text].map((letter) => (letter >= '｡' ? letter.charCodeAt(0) - 0xff61 + 0xa1 : letter === '¥' ? 0x5c : letter.charCodeAt(0))),
  )

/** Everything of a file at once, sorted by what it is. */
export function collected(parts: Iterable<TransferPart>) {
  const heads: ReadOriginator[] = []
  const transfers: ReadTransfer[] = []
  const faults: TransferFault[] = []
  for (const part of parts) {
    if (part.part === 'head') heads.push(part.head)
    else if (part.part === 'transfer') transfers.push(part.transfer)
    else if (part.part === 'error') faults.push(part.error)
  }
  return { heads, transfers, faults }
}
