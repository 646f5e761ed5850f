import { Secret, TOTP } from 'otpauth'
import type { Instant } from '../../preload/contract/date'

/* One-time codes of an authenticator (RFC 6238: SHA-1, six digits, thirty seconds). A code is good once. */

const PERIOD_SECONDS = 30
/** Codes of the step before and the step after are taken too: clocks differ. */
const STEPS_ASIDE = 1
const SECRET_BYTES = 20

const codesOf = (secret: Secret, label: string) =>
  new TOTP({ issuer: 'Daiko', label, secret, algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS })

/** A secret of its own, in base32, and the address an authenticator reads it from. */
export function newTotp(label: string): { secret: string; uri: string } {
  const secret = new Secret({ size: SECRET_BYTES })
  return { secret: secret.base32, uri: codesOf(secret, label).toString() }
}

/** The time step a code belongs to, or null where it is wrong or of a step that was used (`lastStep`) or is older than that. */
export function freshStep(secret: string, code: string, now: Instant, lastStep: number | null): number | null {
  const token = code.normalize('NFKC').replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const delta = codesOf(Secret.fromBase32(secret), '').validate({ token, timestamp: now, window: STEPS_ASIDE })
  if (delta === null) return null
  const step = Math.floor(now / 1000 / PERIOD_SECONDS) + delta
  return lastStep === null || step > lastStep ? step : null
}
