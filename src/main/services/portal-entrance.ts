import type { Clock } from '../../preload/contract/clock'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { PortalEntrance, PortalPerson } from '../gateways/counter'
import { appendAudit } from '../ledger/audit'
import type { Ledger, Writer } from '../ledger/ledger'
import { type PortalAccount, portalAccountInvited, redeemInvitation, setPortalPassword, setPortalTotp } from '../ledger/portal-accounts'
import { type Events, publishChanged } from './events'
import { hashPassword, passwordRefusal } from './passwords'
import { createPortalCredentials, type PortalCredentials, portalBy } from './portal-credentials'
import { invitationHash } from './portal-invitations'
import { createPortalSessions, type PortalSession, type PortalSessions } from './portal-sessions'
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

/** What every part of the entrance works with. */
interface Doors extends EntranceDeps {
  readonly credentials: PortalCredentials
  readonly sessions: PortalSessions
  /** Refuses not_signed_in. */
  entered(token: string): Promise<Result<Entered>>
}

export function createPortalEntrance(deps: EntranceDeps): PortalEntrance {
  const sessions = createPortalSessions(deps)
  const entered = async (token: string): Promise<Result<Entered>> => {
    const found = await sessions.find(token)
    return found ? done(found) : refuse({ refusal: 'not_signed_in' })
  }
  const doors: Doors = { ...deps, credentials: createPortalCredentials(deps), sessions, entered }
  return { ...comingAndGoing(doors), ...invitations(doors), ...ownChanges(doors) }
}

function comingAndGoing({ ledger, clock, credentials, sessions, entered }: Doors): Pick<PortalEntrance, 'signIn' | 'who' | 'signOut'> {
  return {
    async signIn(claim) {
      const account = await credentials.signIn(claim)
      return account.ok ? done(sessions.begin(account.value)) : account
    },
    async who(token) {
      const found = await entered(token)
      return found.ok ? done({ ...personOf(found.value), at: clock.now() }) : found
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
  }
}

function invitations(doors: Doors): Pick<PortalEntrance, 'invitation' | 'acceptInvitation'> {
  const { ledger, clock, events, sessions } = doors
  return {
    async invitation(token) {
      const account = await invited(ledger.reader, clock, token)
      if (!account) return refuse({ refusal: 'invitation_invalid' })
      const { registrationNumber, merchantName, language } = account
      return done({ registrationNumber, merchantName, language })
    },
    async acceptInvitation(token, password) {
      const account = await accept(doors, token, password)
      if (!account.ok) return account
      publishChanged(events, 'merchants', 'audit')
      return done(sessions.begin(account.value))
    },
  }
}

/** What a merchant changes of its own way in: each ends every session but the one it was done in. */
function ownChanges(doors: Doors): Pick<PortalEntrance, 'changePassword' | 'beginTotp' | 'confirmTotp' | 'endTotp'> {
  const { credentials, secrets, clock, entered } = doors
  /** Who has this session, with the password typed once more. */
  async function confirmed(token: string, password: string): Promise<Result<Entered>> {
    const found = await entered(token)
    if (!found.ok) return found
    const right = await credentials.confirm(found.value.account.registrationNumber, password)
    return right.ok ? found : right
  }
  return {
    async changePassword(token, { current, next }) {
      const found = await confirmed(token, current)
      if (!found.ok) return found
      const { merchantId, registrationNumber } = found.value.account
      const unfit = passwordRefusal(next, registrationNumber)
      if (unfit) return refuse(unfit)
      if (next === current) return refuse({ refusal: 'password_too_common' })
      const passwordHash = await hashPassword(next)
      return change(doors, found.value, 'portal_password_changed', (writer) => setPortalPassword(writer, merchantId, passwordHash))
    },
    async beginTotp(token, password) {
      const found = await confirmed(token, password)
      if (!found.ok) return found
      const { session, account } = found.value
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
      const totp = { secret: secrets.seal(totpSecret), step }
      return change(doors, found.value, 'portal_totp_on', (writer) => setPortalTotp(writer, account.merchantId, totp))
    },
    async endTotp(token, password) {
      const found = await confirmed(token, password)
      if (!found.ok) return found
      const { merchantId } = found.value.account
      return change(doors, found.value, 'portal_totp_off', (writer) => setPortalTotp(writer, merchantId, null))
    },
  }
}

async function change(
  { ledger, events }: EntranceDeps,
  { session, account }: Entered,
  action: string,
  work: (writer: Writer) => Promise<void>,
): Promise<Result<null>> {
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

function personOf({ session, account }: Entered): Omit<PortalPerson, 'at'> {
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
  if (account?.merchantState !== 'active' || account.invitationUntil === null) return null
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
    await redeemInvitation(writer, merchantId, passwordHash)
    await appendAudit(writer, { stream: 'merchants', action: 'portal_password_set', subject: `merchant:${merchantId}` })
    return done({ ...account, passwordHash, version: version + 1 })
  })
}
