import { createHash, randomBytes } from 'node:crypto'
import { dateInJapan, Instant } from '../../preload/contract/date'
import { done, refuse } from '../../preload/contract/errors'
import { appendAudit } from '../ledger/audit'
import type { Ledger, Writer } from '../ledger/ledger'
import { type Merchant, merchantById } from '../ledger/merchants'
import { insertNotices } from '../ledger/notices'
import { portalAccountOf, storeInvitation } from '../ledger/portal-accounts'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import type { Secrets } from './secrets'

/*
 * One-time links by which a merchant chooses the password of its portal: at the beginning, and again where it is lost. The ledger
 * keeps the hash of the token; the notice carries the link sealed, so that a copy of the ledger's file opens no portal.
 */
const TOKEN_BYTES = 32
export const INVITATION_DAYS = 7
const DAY_MS = 86_400_000

/** As the ledger keeps it. */
export const invitationHash = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Invites a merchant by mail, in the place of an earlier invitation; answers until when. The merchant must have a mail address. */
export async function invite(writer: Writer, secrets: Pick<Secrets, 'seal'>, merchant: Merchant): Promise<Instant> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const until = Instant.parse(writer.at + INVITATION_DAYS * DAY_MS)
  const { id, name, registrationNumber, contacts } = merchant
  await storeInvitation(writer, id, invitationHash(token), until)
  await insertNotices(writer, [
    {
      name: 'portal_invitation',
      to: 'merchant',
      channel: 'mail',
      address: contacts.email,
      language: contacts.language,
      about: `invitation:${writer.newId()}`,
      merchantId: id,
      orderId: null,
      facts: { name, registrationNumber, until: dateInJapan(until), sealed: secrets.seal(`/portal/invitation/${token}`) },
    },
  ])
  await appendAudit(writer, { stream: 'merchants', action: 'portal_invited', subject: `merchant:${id}`, detail: { until } })
  return until
}

export interface InvitationDeps {
  readonly ledger: Ledger
  readonly events: Events
  readonly secrets: Pick<Secrets, 'seal'> | null
}

/** What the desk does for a merchant's portal: where it stands, and another invitation. */
export function invitationHandlers({ ledger, events, secrets }: InvitationDeps): Pick<Handlers, 'merchants.portal' | 'merchants.invite'> {
  return {
    'merchants.portal': async (_context, { id }) => {
      if (!(await merchantById(ledger.reader, id))) return refuse({ refusal: 'not_found', what: 'merchant' })
      const account = await portalAccountOf(ledger.reader, id)
      return done({
        invitedUntil: account?.invitationUntil ?? null,
        signedUp: account !== null && account.passwordHash !== null,
        oneTimeCodes: account !== null && account.totpSecret !== null,
        lastSignInAt: account?.lastSignInAt ?? null,
        blockedUntil: account?.blockedUntil ?? null,
      })
    },
    'merchants.invite': async (context, { id }) => {
      if (!secrets) return refuse({ refusal: 'key_unreadable' })
      const invited = await ledger.write(context.by, async (writer) => {
        const merchant = await merchantById(writer, id)
        if (!merchant) return refuse({ refusal: 'not_found', what: 'merchant' })
        if (merchant.state !== 'active') return refuse({ refusal: 'merchant_not_active', merchant: merchant.name })
        if (merchant.contacts.email === '')
          return refuse({ refusal: 'invalid_input', problems: [{ path: 'contacts.email', message: 'missing' }] })
        return done({ until: await invite(writer, secrets, merchant) })
      })
      if (invited.ok) publishChanged(events, 'merchants', 'notices', 'audit')
      return invited
    },
  }
}
