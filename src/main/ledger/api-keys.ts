import type { Instant } from '../../preload/contract/date'
import type { ApiKeyId, MerchantId } from '../../preload/contract/ids'
import type { MerchantState } from '../../preload/contract/merchants'
import type { Ledger, Reader, Writer } from './ledger'

/* Keys of merchants' programs. What checks a signature is kept sealed (services/api-keys); a key is never rewritten, only ended. */

export interface StoredApiKey {
  id: ApiKeyId
  merchantId: MerchantId
  name: string
  createdBy: string
  createdAt: Instant
  expiresAt: Instant | null
  revokedAt: Instant | null
  lastUsedAt: Instant | null
}

const columns = [
  'id',
  'merchant_id as merchantId',
  'name',
  'created_by as createdBy',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'revoked_at as revokedAt',
  'last_used_at as lastUsedAt',
] as const

/** The keys a merchant has ever had, newest first. */
export async function apiKeysOf(ledger: Reader, merchantId: MerchantId): Promise<StoredApiKey[]> {
  return ledger.db.selectFrom('api_keys').select(columns).where('merchant_id', '=', merchantId).orderBy('id', 'desc').execute()
}

/** One key, or null. */
export async function apiKeyById(ledger: Reader, id: ApiKeyId): Promise<StoredApiKey | null> {
  return (await ledger.db.selectFrom('api_keys').select(columns).where('id', '=', id).executeTakeFirst()) ?? null
}

/** A key as a signature is checked with it, and whom it speaks for. */
export interface KeyInUse {
  merchantId: MerchantId
  registrationNumber: string
  merchantState: MerchantState
  verifier: string
  expiresAt: Instant | null
  revokedAt: Instant | null
}

/** Looks up what signatures are checked with; null where there is no such key. Asked with every request, so prepared once. */
export function keyLookup({ source }: Pick<Ledger, 'source'>): (id: ApiKeyId) => KeyInUse | null {
  const found = source.prepare<[ApiKeyId], KeyInUse>(`select k.merchant_id as merchantId, m.registration_number as registrationNumber,
      m.state as merchantState, k.verifier, k.expires_at as expiresAt, k.revoked_at as revokedAt
    from api_keys k cross join merchants m where k.id = ? and m.id = k.merchant_id`)
  return (id) => found.get(id) ?? null
}

/** Keeps a new key. */
export async function insertApiKey(
  writer: Writer,
  key: { id: ApiKeyId; merchantId: MerchantId; name: string; verifier: string },
): Promise<void> {
  const { id, merchantId, name, verifier } = key
  await writer.db
    .insertInto('api_keys')
    .values({
      id,
      merchant_id: merchantId,
      name,
      verifier,
      created_by: writer.by.actor,
      created_at: writer.at,
      expires_at: null,
      revoked_at: null,
      last_used_at: null,
    })
    .execute()
}

/** The key is good until this moment. */
export async function expireApiKey(writer: Writer, id: ApiKeyId, at: Instant): Promise<void> {
  await writer.db.updateTable('api_keys').set({ expires_at: at }).where('id', '=', id).execute()
}

/** The key is good no longer. */
export async function endApiKey(writer: Writer, id: ApiKeyId): Promise<void> {
  await writer.db.updateTable('api_keys').set({ revoked_at: writer.at }).where('id', '=', id).execute()
}

/** Remembers that the key has been used. */
export async function markApiKeyUsed(writer: Writer, id: ApiKeyId): Promise<void> {
  await writer.db.updateTable('api_keys').set({ last_used_at: writer.at }).where('id', '=', id).execute()
}
