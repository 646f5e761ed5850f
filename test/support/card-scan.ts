import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { constants, gunzipSync, inflateRawSync } from 'node:zlib'
import { CARDS } from './agency/card-company-contract'
import { piecesOf } from './pdf-text'

/*
 * Looks for card numbers in whatever bytes: those that the journeys type in, wherever and however they stand, and anything that could be
 * another one. It knows nothing of the product's own rule.
 */

/** A number with at most one sign between its digits. */
const anyhow = (number: string) => new RegExp([...number].join('[ .\\-_/\\u00a0]?'))
const TYPED = Object.values(CARDS).map((number) => ({ number, pattern: anyhow(number) }))

/**
 * Numbers as the networks issue them, that are no part of a longer word: Visa, Mastercard, American Express, Diners Club, JCB, UnionPay and
 * Discover. Ids of the ledger are numbers of 15 digits too, and begin as no card of 15 digits does.
 */
const ISSUED = /^(?:4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3(?:0|6|8|9)\d{12}|35\d{14}|6[0245]\d{14,17})$/
const RUN = /(?<![0-9A-Za-z_+/.-])[2-6]\d{12,18}(?![0-9A-Za-z_+/=-])/g
/** Groups as cards are embossed with. */
const GROUPS = /(?<![0-9A-Za-z_-])(?:[2-6]\d{3}([ -])\d{4}\1\d{4}\1\d{1,7}|3\d{3}([ -])\d{6}\2\d{4,5})(?![0-9A-Za-z_-])/g

function isLuhn(digits: string): boolean {
  let sum = 0
  for (const [at, digit] of [...digits].reverse().entries()) {
    const value = at % 2 === 0 ? Number(digit) : Number(digit) * 2
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}

/** Every card number in a text, or in the bytes of a file. */
export function cardNumbersIn(content: string | Uint8Array): string[] {
  const text = typeof content === 'string' ? content.normalize('NFKC') : Buffer.from(content).toString('latin1')
  const typed = TYPED.filter(({ pattern }) => pattern.test(text)).map(({ number }) => number)
  const alike = [RUN, GROUPS]
    .flatMap((pattern) => [...text.matchAll(pattern)].map(([found]) => found.replace(/\D/g, '')))
    .filter((digits) => ISSUED.test(digits) && isLuhn(digits))
  return [...new Set([...typed, ...alike])]
}

/** Card numbers in a file and in what SQLite keeps beside it. */
export function cardNumbersInLedger(path: string): string[] {
  return ['', '-wal', '-shm'].flatMap((beside) => {
    try {
      return cardNumbersIn(readFileSync(`${path}${beside}`))
    } catch (fault) {
      if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT' && beside !== '') return []
      throw fault
    }
  })
}

/** Also of what was cut off in the middle, as a crash leaves it: as much as there is. */
const AS_FAR_AS_IT_GOES = { finishFlush: constants.Z_SYNC_FLUSH }
const PACKINGS_MAX = 4
const ZIP_ENTRY = Buffer.from('504b0304', 'hex')
const ENTRY_HEAD = 30
const GZIP = Buffer.from('1f8b08', 'hex')
const PDF = Buffer.from('%PDF-')

const begins = (bytes: Buffer, mark: Buffer) => bytes.subarray(0, mark.length).equals(mark)

/** What the entries of a ZIP hold, also those of a ZIP that lies in it as it is. They are found one by one: half a ZIP has no directory. */
function entriesOf(zip: Buffer): Buffer[] {
  const entries: Buffer[] = []
  for (let at = zip.indexOf(ZIP_ENTRY); at >= 0 && at + ENTRY_HEAD <= zip.length; at = zip.indexOf(ZIP_ENTRY, at + 1)) {
    const from = at + ENTRY_HEAD + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28)
    const next = zip.indexOf(ZIP_ENTRY, from)
    const isPacked = zip.readUInt16LE(at + 8) === 8
    const held = isPacked ? zip.subarray(from) : zip.subarray(from, next < 0 ? zip.length : next)
    entries.push(isPacked && held.length > 0 ? inflateRawSync(held, AS_FAR_AS_IT_GOES) : held)
  }
  return entries
}

/** A file as it lies there, and whatever is packed in it: entries of a ZIP (a workbook is one), gzip, the pages of a PDF. */
function unpacked(bytes: Buffer, packings = 0): (Buffer | string)[] {
  if (packings > PACKINGS_MAX) throw new Error('packed too often')
  const within = begins(bytes, GZIP) ? [gunzipSync(bytes, AS_FAR_AS_IT_GOES)] : begins(bytes, ZIP_ENTRY) ? entriesOf(bytes) : []
  const pages = begins(bytes, PDF) ? piecesOf(bytes) : []
  return [bytes, ...pages, ...within.flatMap((one) => unpacked(one, packings + 1))]
}

/** Files of Japan, of spreadsheets and of the web; digits of full width are found by these only. */
const ENCODINGS = ['utf-8', 'utf-16le', 'shift_jis'] as const
/** A number of 13 digits is 18 signs of base64. */
const BASE64 = /[A-Za-z0-9+/_-]{18,}={0,2}/g

/** Every card number in a file, whatever it is packed in and written with. */
export function cardNumbersInFile(bytes: Uint8Array): string[] {
  const found = unpacked(Buffer.from(bytes)).flatMap((content) => {
    const texts = typeof content === 'string' ? [content] : ENCODINGS.map((encoding) => new TextDecoder(encoding).decode(content))
    const plain = typeof content === 'string' ? content : content.toString('latin1')
    const hidden = [...plain.matchAll(BASE64)].map(([coded]) => Buffer.from(coded, 'base64').toString('latin1')).join('\n')
    return [content, ...texts, hidden].flatMap(cardNumbersIn)
  })
  return [...new Set(found)]
}

/** Every file below a folder, by its path from there. */
export function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  return entries.filter((path) => statSync(path).isFile()).map((path) => relative(folder, path))
}

/** Card numbers in every file below a folder, by where they stand. */
export function cardNumbersBelow(folder: string): Record<string, string[]> {
  const found = filesBelow(folder).map((name) => [name, cardNumbersInFile(readFileSync(join(folder, name)))] as const)
  return Object.fromEntries(found.filter(([, numbers]) => numbers.length > 0))
}
