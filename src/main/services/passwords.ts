import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import type { Refusal } from '../../preload/contract/errors'
import { PASSWORD_MINIMUM } from '../../preload/contract/people'
import { commonPasswords } from './common-passwords'

/** OWASP's least for scrypt; Node refuses it unless it may use more memory than by default. */
const COST = { N: 2 ** 17, r: 8, p: 1 } as const
const MEMORY_MAX_BYTES = 160 * 1024 * 1024
const SALT_BYTES = 16
const HASH_BYTES = 32

/** One at a time: each takes 128 MiB, and a guesser gains nothing by asking twice at once. */
let turn: Promise<unknown> = Promise.resolve()
function derive(password: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> {
  const mine = turn.then(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(password, salt, HASH_BYTES, { ...cost, maxmem: MEMORY_MAX_BYTES }, (fault, hash) => (fault ? reject(fault) : resolve(hash)))
      }),
  )
  turn = mine.catch(() => undefined)
  return mine
}

/** `scrypt$N$r$p$salt$hash`, to be stored. The password is taken verbatim, any Unicode. */
export async function hashPassword(password: string, cost: { N: number; r: number; p: number } = COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** Verified against where there is no such user, so that the answer takes as long. */
const NOBODY = [
  'scrypt',
  COST.N,
  COST.r,
  COST.p,
  randomBytes(SALT_BYTES).toString('base64url'),
  randomBytes(HASH_BYTES).toString('base64url'),
].join('$')

/** Whether this is the password of that hash; with null (no such user) false after the same work. A malformed hash is a fault. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [scheme, N, r, p, salt, hash] = (stored ?? NOBODY).split('$')
  if (scheme !== 'scrypt' || !salt || !hash) throw new Error('A stored password is not in a known form')
  const expected = Buffer.from(hash, 'base64url')
  const found = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) })
  return timingSafeEqual(expected, found) && stored !== null
}

/** The shortest part that makes up the whole by repetition. */
function repeatedPart(text: string): string {
  return /^(.+?)\1*$/su.exec(text)?.[1] ?? text
}

/** Whether each character follows the one before by the same small step: 111…, 123…, zyx…. */
function isRun(characters: readonly string[]): boolean {
  const codes = characters.map((character) => character.codePointAt(0) ?? 0)
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0))
  // Counting on after nine (or nine after zero) is the same idea.
  const wrapped = steps.map((step) => (step === -9 ? 1 : step === 9 ? -1 : step))
  return wrapped.every((step) => step === wrapped[0]) && Math.abs(wrapped[0] ?? 0) <= 1
}

const SHORT_PART = 4
const NAME_LENGTH_MIN = 3

/** Whether a guesser's first list holds it: a run, a repetition, a common word with anything but letters around it, the own name. */
function isCommon(password: string, userName: string): boolean {
  const text = password.normalize('NFKC').toLowerCase()
  const part = repeatedPart(text)
  if ([...part].length <= SHORT_PART || isRun([...part])) return true
  if (commonPasswords.has(part) || commonPasswords.has(repeatedPart(part.replace(/[^\p{L}]/gu, '')))) return true
  const name = userName.normalize('NFKC').toLowerCase()
  return name.length >= NAME_LENGTH_MIN && text.includes(name)
}

/** Why this password is not taken: `password_too_short` or `password_too_common`; null when it is. No rule of composition. */
export function passwordRefusal(password: string, userName: string): Refusal | null {
  if ([...password].length < PASSWORD_MINIMUM) return { refusal: 'password_too_short', minimum: PASSWORD_MINIMUM }
  return isCommon(password, userName) ? { refusal: 'password_too_common' } : null
}
