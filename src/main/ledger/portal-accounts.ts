import type { Instant } from '../../preload/contract/date'
import type { MerchantId } from '../../preload/contract/ids'
import { Contacts, type Language, type MerchantState } from '../../preload/contract/merchants'
import type { Reader, Writer } from './ledger'

/* How merchants sign in at their portal. Of passwords and invitations only hashes are here; the secret of one-time codes is sealed. */

export interface PortalAccount {
  merchantId: MerchantId
  registrationNumber: string
  merchantName: string
  merchantState: MerchantState
  language: Language
  /** Null until the first invitation was used. */
  passwordHash: string | null
  /** Sealed; null where no one-time codes are asked for. */
  totpSecret: string | null
  /** The last time step whose code was taken: none up to it is taken again. */
  totpLastStep: number | null
  failures: number
  blockedUntil: Instant | null
  lastSignInAt: Instant | null
  invitationUntil: Instant | null
  version: number
}

const accounts = (ledger: Reader) =>
  ledger.db
    .selectFrom('portal_accounts as p')
    .innerJoin('merchants as m', 'm.id', 'p.merchant_id')
    .select([
      'p.merchant_id as merchantId',
      'm.registration_number as registrationNumber',
      'm.name as merchantName',
      'm.state as merchantState',
      'm.contacts',
      'p.password_hash as passwordHash',
      'p.totp_secret as totpSecret',
      'p.totp_last_step as totpLastStep',
      'p.failures',
      'p.blocked_until as blockedUntil',
      'p.last_sign_in_at as lastSignInAt',
      'p.invitation_until as invitationUntil',
      'p.version',
    ])

function nounOf(row: Omit<PortalAccount, 'language'> & { contacts: string }): PortalAccount {
  const { contacts, ...account } = row
  return { ...account, language: Contacts.parse(JSON.parse(contacts)).language }
}

/** The account of a merchant, or null where it was never invited. */
export async function portalAccountOf(ledger: Reader, merchantId: MerchantId): Promise<PortalAccount | null> {
  const row = await accounts(ledger).where('p.merchant_id', '=', merchantId).executeTakeFirst()
  return row ? nounOf(row) : null
}

/** The account by registration number, or null. */
export async function portalAccountByNumber(ledger: Reader, registrationNumber: string): Promise<PortalAccount | null> {
  const row = await accounts(ledger).where('m.registration_number', '=', registrationNumber).executeTakeFirst()
  return row ? nounOf(row) : null
}

/** The account whose invitation has this hash, or null: never sent, used, or replaced by a later one. */
export async function portalAccountInvited(ledger: Reader, invitationHash: string): Promise<PortalAccount | null> {
  const row = await accounts(ledger).where('p.invitation_hash', '=', invitationHash).executeTakeFirst()
  return row ? nounOf(row) : null
}

/** Remembers an invitation in the place of an earlier one. Password and sessions stay until it is used. */
export async function storeInvitation(writer: Writer, merchantId: MerchantId, invitationHash: string, until: Instant): Promise<void> {
  const invitation = { invitation_hash: invitationHash, invitation_until: until }
  await writer.db
    .insertInto('portal_accounts')
    .values({
      merchant_id: merchantId,
      password_hash: null,
      totp_secret: null,
      totp_last_step: null,
      blocked_until: null,
      last_sign_in_at: null,
      ...invitation,
    })
    .onConflict((conflict) => conflict.column('merchant_id').doUpdateSet(invitation))
    .execute()
}

/** A password by invitation: the invitation is used up, and one-time codes and a block end, since whoever lost either was invited anew. */
export async function redeemInvitation(writer: Writer, merchantId: MerchantId, passwordHash: string): Promise<void> {
  await writer.db
    .updateTable('portal_accounts')
    .set((row) => ({
      password_hash: passwordHash,
      totp_secret: null,
      totp_last_step: null,
      failures: 0,
      blocked_until: null,
      invitation_hash: null,
      invitation_until: null,
      last_sign_in_at: writer.at,
      version: row('version', '+', 1),
    }))
    .where('merchant_id', '=', merchantId)
    .execute()
}

/** Another password. An invitation that was sent before ends with the old one. */
export async function setPortalPassword(writer: Writer, merchantId: MerchantId, passwordHash: string): Promise<void> {
  await writer.db
    .updateTable('portal_accounts')
    .set((row) => ({
      password_hash: passwordHash,
      failures: 0,
      blocked_until: null,
      invitation_hash: null,
      invitation_until: null,
      version: row('version', '+', 1),
    }))
    .where('merchant_id', '=', merchantId)
    .execute()
}

/** Asks for one-time codes from now on, or (null) no longer. */
export async function setPortalTotp(writer: Writer, merchantId: MerchantId, totp: { secret: string; step: number } | null): Promise<void> {
  await writer.db
    .updateTable('portal_accounts')
    .set((row) => ({ totp_secret: totp?.secret ?? null, totp_last_step: totp?.step ?? null, version: row('version', '+', 1) }))
    .where('merchant_id', '=', merchantId)
    .execute()
}

/** Counts a wrong password or code; `blockedUntil` is null while more may be tried. */
export async function recordPortalFailure(
  writer: Writer,
  merchantId: MerchantId,
  failures: number,
  blockedUntil: Instant | null,
): Promise<void> {
  await writer.db
    .updateTable('portal_accounts')
    .set({ failures, blocked_until: blockedUntil })
    .where('merchant_id', '=', merchantId)
    .execute()
}

/** All was right: the count of failures begins anew, and the code of this step is used up. `signedIn`: not merely confirmed. */
export async function recordPortalSuccess(
  writer: Writer,
  merchantId: MerchantId,
  { step, signedIn }: { step: number | null; signedIn: boolean },
): Promise<void> {
  await writer.db
    .updateTable('portal_accounts')
    .set({
      failures: 0,
      blocked_until: null,
      ...(step === null ? {} : { totp_last_step: step }),
      ...(signedIn ? { last_sign_in_at: writer.at } : {}),
    })
    .where('merchant_id', '=', merchantId)
    .execute()
}
