import { readFileSync } from 'node:fs'
import { CARDS } from './agency/card-company-contract'

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
