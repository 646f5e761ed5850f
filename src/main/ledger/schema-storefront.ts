import type { Generated } from 'kysely'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type { ApiKeyId, ApplicationId, EntryId, IncomingMailId, MerchantId, NoticeId, OrderId } from '../../preload/contract/ids'
import type { Language } from '../../preload/contract/merchants'
import type { Yen } from '../../preload/contract/money'
import type { NoticeChannel, NoticeName, NoticeState, Recipient } from '../../preload/contract/notices'
import type { Source } from '../../preload/contract/shop'
import type { Flag } from './schema'

/* The rows of the storefront and of what is told; what each table promises stands in migrations/0002-storefront.ts. */

export interface ShopOrderRow {
  order_id: OrderId
  /** JSON array of the contract's GoodsLine. */
  lines: string
  language: Language
  return_url: string
}

export interface OrderDeadlineRow {
  order_id: OrderId
  kind: 'acceptance' | 'reminder' | 'window' | 'merchant_answer'
  falls_on: BusinessDate
}

/** Of a contested order: what of its money the merchant keeps; the rest is to be refunded. */
export interface ReleasedPartRow {
  order_id: OrderId
  amount: Yen
  entry_id: EntryId
}

export interface RefundAccountRow {
  id: number
  order_id: OrderId
  account: string
  holder_matches: Flag
  source: Source
  actor: string
  at: Instant
}

export interface NoticeRowStored {
  id: NoticeId
  name: NoticeName
  recipient: Recipient
  channel: NoticeChannel
  address: string
  language: Language
  /** What it tells of, e.g. `event:12`: nobody is told twice of the same by the same channel. */
  about: string
  merchant_id: MerchantId | null
  order_id: OrderId | null
  /** JSON: the facts as they stood, to be put into words. */
  facts: string
  state: Generated<NoticeState>
  attempts: Generated<number>
  /** When it is to be tried next; null for what no program sends (letters). */
  next_at: Instant | null
  delivered_at: Instant | null
  last_error: string | null
  created_at: Instant
  version: Generated<number>
}

export interface NoticeTryRow {
  id: number
  notice_id: NoticeId
  at: Instant
  outcome: 'delivered' | 'failed' | 'refused' | 'unknown' | 'printed'
  detail: string
}

export interface IncomingMailRow {
  id: IncomingMailId
  message_id: string
  received_at: Instant
  sender: string
  subject: string
  text: string
  order_id: OrderId | null
  understood: string | null
  state: 'understood' | 'waiting' | 'handled' | 'put_aside'
  handled_by: string | null
  handled_at: Instant | null
  version: Generated<number>
}

export interface ApplicationRow {
  id: ApplicationId
  received_at: Instant
  language: Language
  facts: string
  state: 'received' | 'taken' | 'declined'
  merchant_id: MerchantId | null
  reason: Generated<string>
  handled_by: string | null
  handled_at: Instant | null
  version: Generated<number>
}

export interface ApiKeyRow {
  id: ApiKeyId
  merchant_id: MerchantId
  name: string
  /** Sealed: what a signature is checked with, a digest of the secret that was shown once. */
  verifier: string
  created_by: string
  created_at: Instant
  expires_at: Instant | null
  revoked_at: Instant | null
  last_used_at: Instant | null
}

export interface IdempotentRequestRow {
  merchant_id: MerchantId
  key: string
  body_sha256: string
  order_id: OrderId
  /** JSON: what was answered the first time. */
  answer: string
  at: Instant
}

export interface PortalAccountRow {
  merchant_id: MerchantId
  password_hash: string | null
  /** Sealed. */
  totp_secret: string | null
  totp_last_step: number | null
  failures: Generated<number>
  blocked_until: Instant | null
  last_sign_in_at: Instant | null
  invitation_hash: string | null
  invitation_until: Instant | null
  version: Generated<number>
}

export interface MerchantRequestRow {
  id: number
  merchant_id: MerchantId
  kind: 'account' | 'contacts'
  wish: string
  made_at: Instant
  state: 'waiting' | 'taken' | 'declined'
  handled_by: string | null
  handled_at: Instant | null
  reason: Generated<string>
  version: Generated<number>
}

export interface GatewayRow {
  name: string
  enabled: Flag
  paused: Flag
  settings: string
  last_success_at: Instant | null
  last_failure_at: Instant | null
  last_failure: string | null
  /** JSON: how far the mailbox has been read. */
  position: Generated<string | null>
  version: Generated<number>
}

export interface SealedSecretRow {
  name: string
  sealed: string
  changed_at: Instant
}

export interface StorefrontSchema {
  shop_orders: ShopOrderRow
  order_deadlines: OrderDeadlineRow
  released_parts: ReleasedPartRow
  refund_accounts: RefundAccountRow
  notices: NoticeRowStored
  notice_tries: NoticeTryRow
  incoming_mails: IncomingMailRow
  applications: ApplicationRow
  api_keys: ApiKeyRow
  idempotent_requests: IdempotentRequestRow
  portal_accounts: PortalAccountRow
  merchant_requests: MerchantRequestRow
  gateways: GatewayRow
  sealed_secrets: SealedSecretRow
}
