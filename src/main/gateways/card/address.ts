import { z } from 'zod'

/* What both companies need of an address, and of words that others wrote. */

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Over TLS only, except to this machine itself. */
const isSafe = ({ protocol, hostname }: URL) => protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname))

/** A company's address: secrets go there, so another than a safe one is a fault of the set-up. */
export function companyAddress(written: string): URL {
  const url = new URL(written)
  if (!isSafe(url)) throw new Error('the address of a card company begins with https://')
  return url
}

/** An address a company sends the payer to. */
export const PayerAddress = z.string().refine((written) => {
  const url = URL.parse(written)
  return url !== null && isSafe(url)
})

const WORDS_MAX = 200
const KEYS = /\b(?:sk|rk|pk|whsec)_\w+/g
const LONG_DIGITS = /\d(?:[ -]?\d){11,}/g

/** Words of a company as they may stand in a record: short, on one line, without keys and without runs of digits long enough for a card. */
export function harmless(words: string): string {
  return words.replace(KEYS, '…').replace(LONG_DIGITS, '…').replace(/\s+/g, ' ').trim().slice(0, WORDS_MAX)
}
