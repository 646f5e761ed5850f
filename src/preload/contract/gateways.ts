import { z } from 'zod'
import { CardProvider } from './cards'
import { CollectionFeeBand, CollectionFormat, Party } from './collection'
import { ColumnProfile } from './column-profile'
import { Instant } from './date'
import { MailAddress, PayoutCycle } from './merchants'
import { method } from './method'
import { PositiveYen } from './money'
import { HandOverChannel } from './payouts'
import { CutOff, TransferFormat } from './transfers'

/** A connector of the core that can be switched on and off at the desk. */
export const GatewayName = z.enum([
  'storefront',
  'mail_out',
  'mail_in',
  'webhook',
  'bank_transfer',
  'convenience_store',
  'card',
  'debit',
  'direct_debit',
  'postal',
  'e_money',
  'cash_on_delivery',
])
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

/** How files of transfers are written and how they reach the bank. The secret: the SFTP password, or the private key as PEM text. */
export const BankTransferSettings = z.object({
  gateway: z.literal('bank_transfer'),
  channel: HandOverChannel.default('download'),
  /** The folder from which the bank's own program takes files. */
  folder: z.string().trim().max(500).default(''),
  host: z.string().trim().max(253).default(''),
  port: Port.default(22),
  user: z.string().trim().max(200).default(''),
  /** The folder at the SFTP server; empty for the one it opens. */
  remoteFolder: z.string().trim().max(500).default(''),
  /** Fingerprints the server may show, as `ssh-keygen -l` prints them (`SHA256:…`), with spaces between. */
  hostKeys: z
    .string()
    .trim()
    .regex(/^(SHA256:[A-Za-z0-9+/]{43}(\s+|$)){0,10}$/)
    .default(''),
  signIn: z.enum(['password', 'key']).default('key'),
  timeoutSeconds: z.int().min(1).max(120).default(20),
  /**
   * The bank takes files away from where they are put. Then a file that is not there may have been taken, so that nothing is known of a
   * hand-over that was cut off.
   */
  filesAreTakenAway: z.boolean().default(true),
  format: TransferFormat.default('zengin-21'),
  separator: z.enum(['crlf', 'none']).default('crlf'),
  /** 振込指定区分: 7 by wire, 8 by post, none where the bank wants the field empty. */
  transferClass: z.enum(['7', '8', 'none']).default('7'),
  /** 振込依頼人コード, given by the bank; 10 digits, empty while nobody has said it. */
  originatorCode: z.union([z.literal(''), z.string().regex(/^\d{10}$/)]).default(''),
  /** 振込依頼人名 in kana. */
  originatorName: z.string().trim().max(80).default(''),
  /** The designated account that is paid from, as `0001-001-1234567`; empty: the only one there is. */
  payFrom: z.union([z.literal(''), z.string().regex(/^\d{4}-\d{3}-\d{7}$/)]).default(''),
  /** Until when the bank takes a file: so many business days before it pays, at a time of day in Japan. */
  cutOffDays: CutOff.shape.businessDaysBefore.default(1),
  cutOffTime: CutOff.shape.time.default('15:00'),
  /** The two ends of a ZEDI message, as agreed with the bank. */
  zediFrom: z.string().trim().max(100).default(''),
  zediTo: z.string().trim().max(100).default(''),
})
export type BankTransferSettings = z.infer<typeof BankTransferSettings>

/** What an agent keeps of a collection, by its amount: each limit is above the one before, and only the last band has none. */
const CollectionFeeBands = z
  .array(CollectionFeeBand)
  .max(20)
  .superRefine((bands, context) => {
    for (const [at, { upTo }] of bands.entries()) {
      const problem = bandProblem(upTo, bands[at - 1]?.upTo ?? null, at === bands.length - 1)
      if (problem) context.addIssue({ code: 'custom', path: [at, 'upTo'], message: problem })
    }
  })

function bandProblem(
  upTo: number | null,
  before: number | null,
  isLast: boolean,
): 'last_not_open' | 'only_last_is_open' | 'not_rising' | null {
  if (isLast) return upTo === null ? null : 'last_not_open'
  if (upTo === null) return 'only_last_is_open'
  return upTo > (before ?? 0) ? null : 'not_rising'
}

/** The store agent (収納代行会社): whose barcodes are printed, what its files look like, what it keeps, and when merchants may be paid. */
export const ConvenienceStoreSettings = z.object({
  gateway: z.literal('convenience_store'),
  /** Its short name: its receivable stands in the journal under it. */
  party: Party.default('store_agent'),
  agentName: z.string().trim().max(100).default(''),
  /** GS1: six digits of the company whose barcodes they are; empty while nobody has said it. */
  makerCode: z.union([z.literal(''), z.string().regex(/^\d{6}$/)]).default(''),
  /** The bank's number at the agent, the first of the 21 free digits. */
  companyCode: z.union([z.literal(''), z.string().regex(/^\d{1,10}$/)]).default(''),
  format: CollectionFormat.default('dsk'),
  /** By contract: merchants are paid once the agent has paid (s42, s43), or as soon as it has confirmed. */
  payable: z.enum(['when_funded', 'at_confirmation']).default('when_funded'),
  /** So many business days after a slip's last day the agent may still tell of a payment: before that no order expires. */
  graceDays: z.int().min(0).max(30).default(3),
  /** What it keeps of each collection, before tax, by amount, ascending; the last one open. Empty: nothing. */
  fees: CollectionFeeBands.default([]),
  /** How the tax on a transfer's fees is rounded. */
  taxRounding: z.enum(['down', 'half_up', 'up']).default('down'),
  /** A folder that is looked into for new result files; empty: they are brought in by hand. */
  folder: z.string().trim().max(500).default(''),
  everyMinutes: z.int().min(1).max(1440).default(15),
})
export type ConvenienceStoreSettings = z.infer<typeof ConvenienceStoreSettings>

/** What is settled of a collector whose files are read by a mapping of their columns. `amountMax` null: it takes any amount. */
const noticeCollector = (party: string, amountMax: number | null) => ({
  party: Party.default(party),
  agentName: z.string().trim().max(100).default(''),
  /** What the columns of its files mean; null while nobody has said it. */
  profile: ColumnProfile.nullable().default(null),
  payable: ConvenienceStoreSettings.shape.payable,
  /** So many business days after the last day it may still tell of a payment: before that no order expires. */
  graceDays: ConvenienceStoreSettings.shape.graceDays,
  fees: ConvenienceStoreSettings.shape.fees,
  taxRounding: ConvenienceStoreSettings.shape.taxRounding,
  amountMax: PositiveYen.nullable().default(amountMax === null ? null : PositiveYen.parse(amountMax)),
})

/** 振替口座: the postal office takes payments with 払込取扱票 into the bank's account there. */
export const PostalSettings = z.object({
  gateway: z.literal('postal'),
  ...noticeCollector('japan_post', null),
  /** 口座番号 as people write it, e.g. `00150-9-900584`; empty while nobody has said it. The digit behind the 記号 is carried, never checked. */
  account: z.union([z.literal(''), z.string().regex(/^0\d{4}(-\d)?-\d{1,6}$/)]).default(''),
  /** 加入者名, as it is printed on forms. */
  accountName: z.string().trim().max(100).default(''),
  /** 払込料金負担区分; 2: whoever has the account bears the charge. */
  chargeCode: z.string().regex(/^\d$/).default('2'),
})

/** Whoever takes e-money: payers name a reference there. */
export const EMoneySettings = z.object({ gateway: z.literal('e_money'), ...noticeCollector('e_money', null) })

/** The carrier that takes the money at the door. */
export const CashOnDeliverySettings = z.object({
  gateway: z.literal('cash_on_delivery'),
  ...noticeCollector('carrier', 300_000),
  /** Of those named the check digit of tracking numbers is known. */
  carrier: z.enum(['yamato', 'sagawa', 'japan_post', 'other']).default('yamato'),
})

/** Gateways of collectors whose files are read by a mapping. */
export const NoticeGateway = GatewayName.extract(['postal', 'e_money', 'cash_on_delivery'])
export type NoticeGateway = z.infer<typeof NoticeGateway>
export type NoticeSettings = z.infer<typeof PostalSettings> | z.infer<typeof EMoneySettings> | z.infer<typeof CashOnDeliverySettings>

/** Where a company's own interface is reached; empty: where its protocol has it. */
const CompanyAddress = z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(200)]).default('')

interface UsualCardContract {
  readonly party: string
  readonly capture: 'at_shipment' | 'at_once'
  readonly transferAfterDays: number
}

/**
 * A company that is asked about cards: where it is asked, when it transfers, and what it keeps. The secret: the key with which it is asked,
 * and on a second line that by which its notices are known.
 */
const cardContract = (usual: UsualCardContract) => ({
  /** Its short name: its receivable stands in the journal under it. */
  party: Party.default(usual.party),
  companyName: z.string().trim().max(100).default(''),
  provider: CardProvider.default('stripe'),
  address: CompanyAddress,
  /** Where its form for cards stands, where that is elsewhere. */
  formAddress: CompanyAddress,
  /** What the company's form calls the token it sends the payer back with, where its protocol has one. */
  tokenField: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9_.-]{1,40}$/)
    .default('token'),
  /** The bank's number at the company (ショップID), where its protocol asks for one; empty while nobody has said it. */
  shopId: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9_-]{0,40}$/)
    .default(''),
  /** 締め日・振込日: what was captured by a closing is transferred on its pay day. */
  transferCycles: z
    .array(PayoutCycle)
    .min(1)
    .max(6)
    .default([{ closingDay: 31, monthOffset: 1, payDay: 31, holidayRule: 'previous' }]),
  /** It transfers so many business days after a capture; none: by its closings. */
  transferAfterDays: z.int().min(0).max(30).default(usual.transferAfterDays),
  /** What it keeps of each capture: so many ten-thousandths, rounded. */
  feeBasisPoints: z.int().min(0).max(10_000).default(0),
  feeRounding: z.enum(['down', 'half_up', 'up']).default('down'),
  /** Consumption tax is added to what it keeps: with an agent it is, under a contract with the company itself it is not (collection.md §6.4). */
  feesTaxed: z.boolean().default(true),
  taxRounding: z.enum(['down', 'half_up', 'up']).default('down'),
  /** So long an authorisation can be captured where the company does not tell. */
  authorizationDays: z.int().min(1).max(180).default(30),
  /** So many days before its end the merchant is warned; none: not at all. */
  warnDays: z.int().min(0).max(30).default(3),
  /** Captured when the merchant has shipped (s62, s63), or as soon as the company has said yes. */
  capture: z.enum(['at_shipment', 'at_once']).default(usual.capture),
  /** By contract: merchants are paid once the company has paid (s64), or as soon as it has captured. */
  payable: z.enum(['when_funded', 'at_capture']).default('when_funded'),
})

/** The card company (カード会社、決済代行会社). */
export const CardSettings = z.object({
  gateway: z.literal('card'),
  ...cardContract({ party: 'card', capture: 'at_shipment', transferAfterDays: 0 }),
})

/**
 * The debit network (デビットカード): asked by the same protocols. With its yes the balance was checked, so that nothing is left to wait for;
 * it pays on the third business day.
 */
export const DebitCardSettings = z.object({
  gateway: z.literal('debit'),
  ...cardContract({ party: 'debit', capture: 'at_once', transferAfterDays: 3 }),
})

/** Gateways of companies that are asked about cards. */
export const CardCompanySettings = z.discriminatedUnion('gateway', [CardSettings, DebitCardSettings])
export type CardCompanySettings = z.infer<typeof CardCompanySettings>

/** Direct debit (口座振替): in whose name and through whom accounts are debited, on which days, and what is kept of it. */
export const DirectDebitSettings = z.object({
  gateway: z.literal('direct_debit'),
  /** The short name of whoever collects: its receivable stands in the journal under it. */
  party: Party.default('direct_debit'),
  collectorName: z.string().trim().max(100).default(''),
  /** 委託者コード, given by the collecting bank; empty while nobody has said it. */
  collectorCode: z.union([z.literal(''), z.string().regex(/^\d{10}$/)]).default(''),
  /** 委託者名 in kana. */
  collectorKana: z.string().trim().max(80).default(''),
  /** 取引銀行 and 取引支店: where the money is collected. */
  bankCode: z.union([z.literal(''), z.string().regex(/^\d{4}$/)]).default(''),
  branchCode: z.union([z.literal(''), z.string().regex(/^\d{3}$/)]).default(''),
  /** The bank's own account there, as `2-1234567`; empty where the collecting bank leaves that part of the header blank. */
  collectorAccount: z.union([z.literal(''), z.string().regex(/^[129]-\d{7}$/)]).default(''),
  separator: z.enum(['crlf', 'none']).default('crlf'),
  /** Days of the month on which accounts are debited, with spaces between; 31 is the last day. A day on which banks are shut goes to the next. */
  debitDays: z
    .string()
    .trim()
    .regex(/^([1-9]|[12]\d|3[01])( +([1-9]|[12]\d|3[01])){0,9}$/)
    .default('27'),
  /** Until when the file is to be with the collecting bank: so many business days before the debit, at a time of day in Japan. */
  cutOffDays: z.int().min(0).max(30).default(7),
  cutOffTime: CutOff.shape.time.default('16:00'),
  /** So many business days after the debit its result is to be there, and its transfer. */
  resultDays: z.int().min(0).max(30).default(4),
  transferDays: z.int().min(0).max(30).default(6),
  /** So many times more an account is debited that had too little. */
  retries: z.int().min(0).max(12).default(1),
  payable: z.enum(['when_funded', 'at_confirmation']).default('when_funded'),
  /** What is kept of each debit that was made, before tax, by amount. */
  fees: CollectionFeeBands.default([]),
  taxRounding: z.enum(['down', 'half_up', 'up']).default('down'),
})
export type DirectDebitSettings = z.infer<typeof DirectDebitSettings>

export const GatewaySettings = z.discriminatedUnion('gateway', [
  StorefrontSettings,
  MailOutSettings,
  MailInSettings,
  WebhookSettings,
  BankTransferSettings,
  ConvenienceStoreSettings,
  CardSettings,
  DebitCardSettings,
  DirectDebitSettings,
  PostalSettings,
  EMoneySettings,
  CashOnDeliverySettings,
])
export type GatewaySettings = z.infer<typeof GatewaySettings>
export type SettingsOf<N extends GatewayName> = Extract<GatewaySettings, { gateway: N }>

/** What is settled until a person says otherwise. */
export function usualSettings<N extends GatewayName>(name: N): GatewaySettings {
  return GatewaySettings.parse({ gateway: name })
}

/** How a connector fares, in one word: it works, its last try failed, it is held, it should run and does not, or it is switched off. */
export const GatewayStanding = z.enum(['working', 'failing', 'paused', 'stopped', 'off'])
export type GatewayStanding = z.infer<typeof GatewayStanding>

export const GatewayState = z.object({
  name: GatewayName,
  standing: GatewayStanding,
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
    input: z.object({ version: z.int(), enabled: z.boolean(), settings: GatewaySettings, secret: z.string().max(20_000).optional() }),
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
