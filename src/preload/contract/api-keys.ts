import { z } from 'zod'
import { Instant } from './date'
import { ApiKeyId, MerchantId } from './ids'
import { method } from './method'
import { isOneLine } from './text'

/*
 * Keys with which merchants' programs sign what they ask of the storefront (API). The secret is shown once, to whoever issues
 * the key; what is kept can check a signature and cannot be read by the desk.
 */

/** How long an old key may go on beside the one that takes its place. */
export const OVERLAP_DAYS_MAX = 90
/** More keys in force than one merchant needs at once. */
export const API_KEYS_MAX = 10

/** in_force · expiring: replaced by another, good until its day · expired · revoked. */
export const ApiKeyState = z.enum(['in_force', 'expiring', 'expired', 'revoked'])
export type ApiKeyState = z.infer<typeof ApiKeyState>

export const ApiKeyRow = z.object({
  id: ApiKeyId,
  /** What the merchant's program calls itself by; no secret. */
  key: z.string(),
  name: z.string(),
  state: ApiKeyState,
  createdBy: z.string(),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  /** To the minute. */
  lastUsedAt: Instant.nullable(),
})
export type ApiKeyRow = z.infer<typeof ApiKeyRow>

export const apiKeyMethods = {
  /** The keys of a merchant, newest first. */
  'merchants.apiKeys': method({
    permission: 'read',
    input: z.object({ merchantId: MerchantId }),
    output: z.object({ keys: z.array(ApiKeyRow) }),
  }),
  /** Makes a key and tells its secret, this once. An old key that it takes the place of goes on for so many days. */
  'merchants.issueApiKey': method({
    permission: 'administer',
    input: z.object({
      merchantId: MerchantId,
      name: z.string().trim().min(1).max(60).refine(isOneLine),
      replaces: z
        .object({ id: ApiKeyId, days: z.int().min(0).max(OVERLAP_DAYS_MAX) })
        .nullable()
        .default(null),
    }),
    output: z.object({ id: ApiKeyId, key: z.string(), secret: z.string() }),
  }),
  /** Ends a key at once. */
  'merchants.revokeApiKey': method({ permission: 'administer', input: z.object({ id: ApiKeyId }), output: z.object({}) }),
}
