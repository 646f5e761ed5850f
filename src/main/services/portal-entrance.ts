import type { Clock } from '../../preload/contract/clock'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { PortalEntrance, PortalPerson } from '../gateways/counter'
import { appendAudit } from '../ledger/audit'
import type { Ledger, Writer } from '../ledger/ledger'
import {
  type PortalAccount,
  portalAccountInvited,
  setPortalPassword,
  setPortalTotp,
  usePortalInvitation,
} from '../ledger/portal-accounts'
import { type Events, publishChanged } from './events'
import { hashPassword, passwordRefusal } from './passwords'
import { createPortalCredentials, portalBy } from './portal-credentials'
import { invitationHash } from './portal-invitations'
import { createPortalSessions, type PortalSession } from './portal-sessions'
import type { Secrets } from './secrets'
import { freshStep, newTotp } from './totp'

/* The way into a merchant's portal: invitation, sign-in, session, and what the merchant itself changes of them. */
export interface EntranceDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly secrets: Pick<Secrets, 'seal' | 'open'>
}

/** A session that was found, with its account. */
interface Entered {
  readonly session: PortalSession
  readonly account: PortalAccount
}

export function createPortalEntrance(deps: EntranceDeps): PortalEntrance {
  const { ledger, clock, events, secrets } = deps
  const credentials = createPortalCredentials(deps)
  const sessions = createPortalSessions(deps)

  async function entered(token: string): Promise<Result<Entered>> {
    const found = await sessions.find(token)
    return found ? done(found) : refuse({ refusal: 'not_signed_in' })
  }

  /** A change of how the merchant signs in: every session but this one is over. */
  async function change({ session, account }: Entered, action: string, work: (writer: Writer) => Promise<void>): Promise<Result<null>> {
    const changed = await ledger.write(portalBy(account.registrationNumber), async (writer) => {
      await work(writer)
      await appendAudit(writer, { stream: 'merchants', action, subject: `merchant:${account.merchantId}` })
      return done(null)
    })
    if (!changed.ok) return changed
    session.version = account.version + 1
    publishChanged(events, 'merchants', 'audit')
    return changed
  }

  return {
    async signIn(claim) {
      const account = await credentials.signIn(claim)
      return account.ok ? done(sessions.begin(account.value)) : account
    },
    async who(token) {
      const found = await entered(token)
      return found.ok ? done(personOf(found.value)) : found
    },
    async signOut(token) {
      const found = await sessions.find(token)
      sessions.end(token)
      if (!found) return
      const { registrationNumber, merchantId } = found.account
      await ledger.write(portalBy(registrationNumber), async (writer) => {
        await appendAudit(writer, { stream: 'session', action: 'portal.signed_out', subject: `merchant:${merchantId}` })
        return done(null)
      })
    },
    async invitation(token) {
      const account = await invited(ledger.reader, clock, token)
      if (!account) return refuse({ refusal: 'invitation_invalid' })
      const { registrationNumber, merchantName, language } = account
      return done({ registrationNumber, merchantName, language })
    },
    async acceptInvitation(token, password) {
      const account = await accept(deps, token, password)
      if (account.ok) publishChanged(events, 'merchants', 'audit')
      return account.ok ? done(sessions.begin(account.value)) : account
    },
    async changePassword(token, { current, next }) {
      const found = await entered(token)
      if (!found.ok) return found
      const { merchantId, registrationNumber } = found.value.account
      const confirmed = await credentials.confirm(registrationNumber, current)
      if (!confirmed.ok) return confirmed
      const unfit = passwordRefusal(next, registrationNumber)
      if (unfit) return refuse(unfit)
      if (next === current) return refuse({ refusal: 'password_too_common' })
      const passwordHash = await hashPassword(next)
      return change(found.value, 'portal_password_changed', (writer) => setPortalPassword(writer, merchantId, passwordHash))
    },
    async beginTotp(token, password) {
      const found = await entered(token)
      if (!found.ok) return found
      const { session, account } = found.value
      const confirmed = await credentials.confirm(account.registrationNumber, password)
      if (!confirmed.ok) return confirmed
      const made = newTotp(account.registrationNumber)
      session.totpSecret = made.secret
      return done(made)
    },
    async confirmTotp(token, code) {
      const found = await entered(token)
      if (!found.ok) return found
      const { session, account } = found.value
      const { totpSecret } = session
      const step = totpSecret === null ? null : freshStep(totpSecret, code, clock.now(), null)
      if (totpSecret === null || step === null) return refuse({ refusal: 'totp_wrong' })
      session.totpSecret = null
      return change(found.value, 'portal_totp_on', (writer) =>
        setPortalTotp(writer, account.merchantId, { secret: secrets.seal(totpSecret), step }),
      )
    },
    async endTotp(token, password) {
      const found = await entered(token)
      if (!found.ok) return found
      const { merchantId, registrationNumber } = found.value.account
      const confirmed = await credentials.confirm(registrationNumber, password)
      return confirmed.ok ? change(found.value, 'portal_totp_off', (writer) => setPortalTotp(writer, merchantId, null)) : confirmed
    },
  }
}

function personOf({ session, account }: Entered): PortalPerson {
  const { merchantId, registrationNumber, merchantName, language, totpSecret } = account
  return {
    merchantId,
    actor: portalBy(registrationNumber).actor,
    source: 'portal',
    registrationNumber,
    merchantName,
    language,
    oneTimeCodes: totpSecret !== null,
    formToken: session.formToken,
  }
}

/** Whose invitation this is, or null: unknown, used, replaced, expired, or of a merchant that is not active. */
async function invited(ledger: Ledger['reader'], clock: Pick<Clock, 'now'>, token: string): Promise<PortalAccount | null> {
  const account = await portalAccountInvited(ledger, invitationHash(token))
  if (!account || account.merchantState !== 'active' || account.invitationUntil === null) return null
  return account.invitationUntil > clock.now() ? account : null
}

async function accept({ ledger, clock }: EntranceDeps, token: string, password: string): Promise<Result<PortalAccount>> {
  const before = await invited(ledger.reader, clock, token)
  if (!before) return refuse({ refusal: 'invitation_invalid' })
  const unfit = passwordRefusal(password, before.registrationNumber)
  if (unfit) return refuse(unfit)
  const passwordHash = await hashPassword(password)
  return ledger.write(portalBy(before.registrationNumber), async (writer) => {
    // Somebody may have used it while the password was being hashed.
    const account = await invited(writer, clock, token)
    if (!account) return refuse({ refusal: 'invitation_invalid' })
    const { merchantId, version } = account
    await usePortalInvitation(writer, merchantId, passwordHash)
    await appendAudit(writer, { stream: 'merchants', action: 'portal_password_set', subject: `merchant:${merchantId}` })
    return done({ ...account, passwordHash, version: version + 1 })
  })
}
