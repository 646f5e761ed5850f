import { randomBytes } from 'node:crypto'
import type { Log } from '../services/context'

/** Without letters that are mistaken for digits on the telephone (Crockford's base 32). */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A short number a person can read out: 40 random bits as `XXXX-XXXX`. */
function faultNumber(): string {
  const digits = [...randomBytes(8)].map((byte) => DIGITS[byte % DIGITS.length])
  return `${digits.slice(0, 4).join('')}-${digits.slice(4).join('')}`
}

/** Logs what was thrown, whole, and answers the number under which it stands there: all that may leave the core. */
export function logFault(log: Log, err: unknown, where: Record<string, unknown>): string {
  const number = faultNumber()
  log.error({ number, ...where, err }, 'fault')
  return number
}
