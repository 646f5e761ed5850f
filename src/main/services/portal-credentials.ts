import type { Clock } from '../../preload/contract/clock'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { SignInClaim } from '../gateways/counter'
import { appendAudit } from '../ledger/audit'
import type { By, Ledger } from '../ledger/ledger'
import { type PortalAccount, portalAccountByNumber, recordPortalFailure, recordPortalSuccess } from '../ledger/portal-accounts'
import { createLockout, type Verdict } from './lockout'
import { verifyPassword } from './passwords'
import type { Secrets } from './secrets'
import { freshStep } from './totp'

/*
 * Judges who signs in at a merchant's portal: registration number, password, and the one-time code where the merchant asks for one.
 * Whether there is such a number, whether it was ever invited and whether it is active is not told apart, neither in words nor in time.
 */
export interface PortalCredentials {
  /** Refuses wrong_credentials, sign_in_blocked, totp_required, totp_wrong, overloaded, key_unreadable. */
  signIn(claim: SignInClaim): Promise<Result<PortalAccount>>
  /** The password once more, before something is changed. Refuses wrong_credentials, sign_in_blocked, overloaded. */
  confirm(registrationNumber: string, password: string): Promise<Result<PortalAccount>>
}

/** Claims that may wait for their turn: each takes half a second, and the desk's own sign-in waits in the same line. */
const WAITING_MAX = 8

interface Claim {
  readonly password: string
  /** Null where the password alone is asked for. */
  readonly code: string | null
}

/** As it is printed, whatever the width and case of the keyboard. */
export const canonicalNumber = (registrationNumber: string): string => registrationNumber.normalize('NFKC').trim().toUpperCase()

export const portalBy = (registrationNumber: string): By => ({ actor: `merchant:${registrationNumber}`, seat: 'portal' })

export interface PortalCredentialDeps {
  readonly ledger: Ledger
  readonly clock: Pick<Clock, 'now'>
  readonly secrets: Pick<Secrets, 'open'>
}

export function createPortalCredentials({ ledger, clock, secrets }: PortalCredentialDeps): PortalCredentials {
  let waiting = 0

  async function judge(account: PortalAccount | null, { password, code }: Claim): Promise<Verdict<number | null>> {
    const mayEnter = account?.merchantState === 'active'
    const right = await verifyPassword(password, mayEnter ? account.passwordHash : null)
    if (!right || !account) return { right: false, refusal: { refusal: 'wrong_credentials' }, counts: true }
    if (code === null || account.totpSecret === null) return { right: true, proof: null }
    if (code.trim() === '') return { right: false, refusal: { refusal: 'totp_required' }, counts: false }
    const secret = secrets.open(account.totpSecret)
    if (!secret.ok) return { right: false, refusal: secret.refusal, counts: false }
    const step = freshStep(secret.value, code, clock.now(), account.totpLastStep)
    return step === null ? { right: false, refusal: { refusal: 'totp_wrong' }, counts: true } : { right: true, proof: step }
  }

  const judged = createLockout<PortalAccount, Claim, number | null>(clock, {
    find: (registrationNumber) => portalAccountByNumber(ledger.reader, registrationNumber),
    judge,
    failed: ({ merchantId, registrationNumber }, _claim, failures, until) =>
      ledger.write({ actor: 'portal', seat: 'portal' }, async (writer) => {
        await recordPortalFailure(writer, merchantId, failures, until)
        const subject = `merchant:${merchantId}`
        await appendAudit(writer, { stream: 'session', action: 'portal.sign_in_failed', subject, detail: { registrationNumber, failures } })
        return done(null)
      }),
    succeeded: (account, { code }, step) =>
      ledger.write(portalBy(account.registrationNumber), async (writer) => {
        const signedIn = code !== null
        await recordPortalSuccess(writer, account.merchantId, { step, signedIn })
        const action = signedIn ? 'portal.signed_in' : 'portal.confirmed'
        await appendAudit(writer, { stream: 'session', action, subject: `merchant:${account.merchantId}` })
        return done(account)
      }),
  })

  async function inTurn(registrationNumber: string, claim: Claim): Promise<Result<PortalAccount>> {
    if (waiting >= WAITING_MAX) return refuse({ refusal: 'overloaded' })
    waiting += 1
    try {
      return await judged(canonicalNumber(registrationNumber), claim)
    } finally {
      waiting -= 1
    }
  }

  return {
    signIn: ({ registrationNumber, password, code }) => inTurn(registrationNumber, { password, code }),
    confirm: (registrationNumber, password) => inTurn(registrationNumber, { password, code: null }),
  }
}
