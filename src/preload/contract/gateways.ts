import { z } from 'zod'
import { Instant } from './date'
import { MailAddress } from './merchants'
import { method } from './method'

/** A connector of the core that can be switched on and off at the desk. */
export const GatewayName = z.enum(['storefront', 'mail_out', 'mail_in', 'webhook'])
export type GatewayName = z.infer<typeof GatewayName>

const Port = z.int().min(0).max(65_535)
const Host = z.string().trim().min(1).max(253)
/** Certificates in PEM that are trusted besides the system's: for a server of one's own. Empty where there is none. */
const TrustedCertificates = z.string().trim().max(20_000).default('')

/** The HTTP side for shops, payers and merchants. Off by default. */
export const StorefrontSettings = z.object({
  gateway: z.literal('storefront'),
  /** 127.0.0.1 unless a person says otherwise; anything else belongs behind a server that speaks TLS. */
  bind: Host.default('127.0.0.1'),
  port: Port.default(8443),
  /** How people outside reach it, e.g. `https://pay.example.co.jp`; links in mails begin so. Empty: by bind and port. */
  publicUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(200)]).default(''),
})

/** A mail server that takes what is to be sent (SMTP). */
export const MailOutSettings = z.object({
  gateway: z.literal('mail_out'),
  host: z.string().trim().max(253).default(''),
  port: Port.default(587),
  security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
  user: z.string().max(200).default(''),
  from: MailAddress.default(''),
  /** The bank's name, as mails and letters are signed. */
  fromName: z.string().trim().max(100).default(''),
  /** Replies come to `<user part>+<order>@<domain>` of this address; empty: replies are not read. */
  replyTo: MailAddress.default(''),
  trusted: TrustedCertificates,
})

/** The mailbox that replies come to (IMAP). */
export const MailInSettings = z.object({
  gateway: z.literal('mail_in'),
  host: z.string().trim().max(253).default(''),
  port: Port.default(993),
  security: z.enum(['tls', 'starttls', 'none']).default('tls'),
  user: z.string().max(200).default(''),
  folder: z.string().trim().min(1).max(200).default('INBOX'),
  everyMinutes: z.int().min(1).max(1440).default(5),
  trusted: TrustedCertificates,
})

/** Signed calls to merchants' own programs. */
export const WebhookSettings = z.object({
  gateway: z.literal('webhook'),
  timeoutSeconds: z.int().min(1).max(60).default(15),
  /** Also calls addresses inside the bank's own network, and plain http there. A demonstration always does. */
  allowPrivate: z.boolean().default(false),
})

export const GatewaySettings = z.discriminatedUnion('gateway', [StorefrontSettings, MailOutSettings, MailInSettings, WebhookSettings])
export type GatewaySettings = z.infer<typeof GatewaySettings>
export type SettingsOf<N extends GatewayName> = Extract<GatewaySettings, { gateway: N }>

/** What is settled until a person says otherwise. */
export function usualSettings<N extends GatewayName>(name: N): GatewaySettings {
  return GatewaySettings.parse({ gateway: name })
}

export const GatewayState = z.object({
  name: GatewayName,
  enabled: z.boolean(),
  paused: z.boolean(),
  /** Whether it works at this moment in this core. */
  running: z.boolean(),
  settings: GatewaySettings,
  /** Whether a password or key is kept for it; the secret itself never comes back. */
  hasSecret: z.boolean(),
  /** Where the storefront is reached while it runs. */
  address: z.string().nullable(),
  lastSuccessAt: Instant.nullable(),
  lastFailureAt: Instant.nullable(),
  lastFailure: z.string().nullable(),
  nextRunAt: Instant.nullable(),
  /** Notices of its channel that wait, and those given up or of which nobody knows; of the mailbox, mails that wait for a person. */
  waiting: z.int(),
  dead: z.int(),
  version: z.int(),
})
export type GatewayState = z.infer<typeof GatewayState>

export const gatewayMethods = {
  'gateways.list': method({ permission: 'read', input: z.object({}), output: z.object({ gateways: z.array(GatewayState) }) }),
  /** Settles a connector; a running one starts anew with it. `secret`: a password in the place of the one that is kept; empty takes it away. */
  'gateways.save': method({
    permission: 'administer',
    input: z.object({ version: z.int(), enabled: z.boolean(), settings: GatewaySettings, secret: z.string().max(500).optional() }),
    output: z.object({ version: z.int() }),
  }),
  /** Holds a connector for a while; what is to be sent waits. */
  'gateways.pause': method({
    permission: 'administer',
    input: z.object({ name: GatewayName, version: z.int(), paused: z.boolean() }),
    output: z.object({ version: z.int() }),
  }),
  /**
   * Tries a connector with what is kept of it: signs in at the mail server and, where `to` is given, sends a test mail there; opens
   * the mailbox and counts what it holds; calls the webhook at `to`. Answers in the server's own words.
   */
  'gateways.test': method({
    permission: 'administer',
    input: z.object({ name: GatewayName, to: z.string().trim().max(500).default('') }),
    output: z.object({ ok: z.boolean(), answer: z.string() }),
  }),
}
