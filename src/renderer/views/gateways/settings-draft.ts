/*
 * 接続: the doors to the outside, each in a clerk's words, and their settings for administrators. Whether a connector works is told by
 * the core; nothing is connected from here.
 *
 * This file turns what stands in the form of a connector into its settings, and says which field does not fit.
 */
import type { z } from 'zod'
import { CardMethod, CardProvider } from '../../../preload/contract/cards'
import { CollectionFormat } from '../../../preload/contract/collection'
import type { ColumnProfile } from '../../../preload/contract/column-profile'
import {
  type CardCompanySettings,
  CashOnDeliverySettings,
  type ConvenienceStoreSettings,
  type GatewayName,
  GatewaySettings,
} from '../../../preload/contract/gateways'
import { type FeeBandDraft, readBands } from './fee-bands'
import { readCycles, writeCycles } from './transfer-cycles'

/** One field of a connector's settings. */
export interface SettingField {
  readonly name: SettingName
  readonly kind: 'text' | 'number' | 'security' | 'certificates' | 'choice' | 'one_of' | 'bands'
  /** What it is called where that is not its own name. */
  readonly label?:
    | 'resultFormat'
    | 'resultFolder'
    | 'payersName'
    | 'cardAddress'
    | 'debitCutOffDays'
    | 'debitFees'
    | 'debitNetwork'
    | 'balanceCheckDays'
  /** Of `one_of`: what may be chosen. */
  readonly choices?: readonly SettingChoice[]
  /** Has a sentence of its own beneath. */
  readonly hint?:
    | 'bindHint'
    | 'publicUrlHint'
    | 'fromNameHint'
    | 'replyToHint'
    | 'trustedHint'
    | 'allowPrivateHint'
    | 'channelHint'
    | 'hostKeysHint'
    | 'signInHint'
    | 'filesAreTakenAwayHint'
    | 'formatHint'
    | 'separatorHint'
    | 'transferClassHint'
    | 'payFromHint'
    | 'partyHint'
    | 'companyCodeHint'
    | 'graceDaysHint'
    | 'resultFolderHint'
    | 'amountMaxHint'
    | 'accountHint'
    | 'chargeCodeHint'
    | 'cardAddressHint'
    | 'formAddressHint'
    | 'tokenFieldHint'
    | 'transferAfterDaysHint'
    | 'transferCyclesHint'
    | 'feeBasisPointsHint'
    | 'feesTaxedHint'
    | 'authorizationDaysHint'
    | 'warnDaysHint'
    | 'collectorAccountHint'
    | 'debitDaysHint'
}

export type SettingName =
  | 'bind'
  | 'port'
  | 'publicUrl'
  | 'host'
  | 'security'
  | 'user'
  | 'from'
  | 'fromName'
  | 'replyTo'
  | 'folder'
  | 'everyMinutes'
  | 'timeoutSeconds'
  | 'trusted'
  | 'allowPrivate'
  | 'channel'
  | 'remoteFolder'
  | 'hostKeys'
  | 'signIn'
  | 'filesAreTakenAway'
  | 'format'
  | 'separator'
  | 'transferClass'
  | 'originatorCode'
  | 'originatorName'
  | 'payFrom'
  | 'cutOffDays'
  | 'cutOffTime'
  | 'zediFrom'
  | 'zediTo'
  | 'party'
  | 'agentName'
  | 'makerCode'
  | 'companyCode'
  | 'payable'
  | 'graceDays'
  | 'fees'
  | 'taxRounding'
  | 'amountMax'
  | 'account'
  | 'accountName'
  | 'chargeCode'
  | 'carrier'
  | 'companyName'
  | 'provider'
  | 'address'
  | 'formAddress'
  | 'shopId'
  | 'tokenField'
  | 'transferAfterDays'
  | 'transferCycles'
  | 'capture'
  | 'feeBasisPoints'
  | 'feeRounding'
  | 'feesTaxed'
  | 'authorizationDays'
  | 'warnDays'
  | 'collectorName'
  | 'collectorCode'
  | 'collectorKana'
  | 'bankCode'
  | 'branchCode'
  | 'collectorAccount'
  | 'debitDays'
  | 'resultDays'
  | 'transferDays'
  | 'retries'

type SettingChoice =
  | CollectionFormat
  | ConvenienceStoreSettings['payable']
  | ConvenienceStoreSettings['taxRounding']
  | z.infer<typeof CashOnDeliverySettings>['carrier']
  | CardCompanySettings['payable']
  | CardCompanySettings['capture']
  | CardProvider

export const SECURITIES = ['tls', 'starttls', 'none'] as const

const text = (name: SettingName, hint?: SettingField['hint']): SettingField => ({ name, kind: 'text', ...(hint ? { hint } : {}) })
const trusted: SettingField = { name: 'trusted', kind: 'certificates', hint: 'trustedHint' }
const number = (name: SettingName, hint?: SettingField['hint']): SettingField => ({ name, kind: 'number', ...(hint ? { hint } : {}) })
const oneOf = (name: SettingName, choices: readonly SettingChoice[]): SettingField => ({ name, kind: 'one_of', choices })
const roundings = ['down', 'half_up', 'up'] as const
const server: readonly SettingField[] = [text('host'), number('port'), { name: 'security', kind: 'security' }, text('user')]

const payable = oneOf('payable', ['when_funded', 'at_confirmation'])
const taxRounding = oneOf('taxRounding', roundings)
/** Of collectors whose files are read by a mapping; the mapping itself is said where a file is brought in. */
const contract: readonly SettingField[] = [
  ...[number('amountMax', 'amountMaxHint'), payable, number('graceDays', 'graceDaysHint')],
  ...[{ name: 'fees', kind: 'bands' } as const, taxRounding],
]
const collector: readonly SettingField[] = [{ ...text('agentName'), label: 'payersName' }, text('party', 'partyHint')]

/** Of companies that are asked about cards, credit or debit; two of the fields by what they are called there. */
const cardCompany = (companyName: SettingField, authorizationDays: SettingField): readonly SettingField[] => [
  companyName,
  oneOf('provider', CardProvider.options),
  text('party', 'partyHint'),
  text('shopId'),
  { ...text('address', 'cardAddressHint'), label: 'cardAddress' },
  text('formAddress', 'formAddressHint'),
  text('tokenField', 'tokenFieldHint'),
  number('transferAfterDays', 'transferAfterDaysHint'),
  text('transferCycles', 'transferCyclesHint'),
  number('feeBasisPoints', 'feeBasisPointsHint'),
  oneOf('feeRounding', roundings),
  { name: 'feesTaxed', kind: 'choice', hint: 'feesTaxedHint' },
  taxRounding,
  oneOf('capture', ['at_shipment', 'at_once']),
  authorizationDays,
  number('warnDays', 'warnDaysHint'),
  oneOf('payable', ['when_funded', 'at_capture']),
]

/** The fields of each connector, in the order in which they are filled in. */
export const settingFields: Record<GatewayName, readonly SettingField[]> = {
  storefront: [text('bind', 'bindHint'), number('port'), text('publicUrl', 'publicUrlHint')],
  mail_out: [...server, text('from'), text('fromName', 'fromNameHint'), text('replyTo', 'replyToHint'), trusted],
  mail_in: [...server, text('folder'), number('everyMinutes'), trusted],
  webhook: [number('timeoutSeconds'), { name: 'allowPrivate', kind: 'choice', hint: 'allowPrivateHint' }],
  bank_transfer: [
    text('channel', 'channelHint'),
    ...[text('folder'), text('host'), number('port'), text('user'), text('remoteFolder'), text('hostKeys', 'hostKeysHint')],
    ...[text('signIn', 'signInHint'), number('timeoutSeconds')],
    { name: 'filesAreTakenAway', kind: 'choice', hint: 'filesAreTakenAwayHint' },
    ...[
      text('format', 'formatHint'),
      text('separator', 'separatorHint'),
      text('transferClass', 'transferClassHint'),
      text('originatorCode'),
      text('originatorName'),
    ],
    ...[text('payFrom', 'payFromHint'), number('cutOffDays'), text('cutOffTime'), text('zediFrom'), text('zediTo')],
  ],
  convenience_store: [
    text('agentName'),
    text('makerCode'),
    text('party', 'partyHint'),
    text('companyCode', 'companyCodeHint'),
    { ...oneOf('format', CollectionFormat.options), label: 'resultFormat' },
    payable,
    number('graceDays', 'graceDaysHint'),
    { name: 'fees', kind: 'bands' },
    taxRounding,
    number('everyMinutes'),
    { ...text('folder', 'resultFolderHint'), label: 'resultFolder' },
  ],
  postal: [...collector, text('account', 'accountHint'), text('accountName'), text('chargeCode', 'chargeCodeHint'), ...contract],
  e_money: [...collector, ...contract],
  cash_on_delivery: [...collector, oneOf('carrier', CashOnDeliverySettings.shape.carrier.unwrap().options), ...contract],
  card: cardCompany(text('companyName'), number('authorizationDays', 'authorizationDaysHint')),
  debit: cardCompany(
    { ...text('companyName'), label: 'debitNetwork' },
    { ...number('authorizationDays', 'authorizationDaysHint'), label: 'balanceCheckDays' },
  ),
  direct_debit: [
    ...[
      text('collectorName'),
      text('party', 'partyHint'),
      text('collectorCode'),
      text('collectorKana'),
      text('bankCode'),
      text('branchCode'),
    ],
    ...[text('collectorAccount', 'collectorAccountHint'), text('separator', 'separatorHint'), text('debitDays', 'debitDaysHint')],
    { ...number('cutOffDays'), label: 'debitCutOffDays' },
    ...[text('cutOffTime'), number('resultDays'), number('transferDays'), number('retries')],
    oneOf('payable', ['when_funded', 'at_confirmation']),
    { name: 'fees', kind: 'bands', label: 'debitFees' },
    oneOf('taxRounding', ['down', 'half_up', 'up']),
  ],
}

/** Which connectors sign in somewhere with a password. */
export const hasPassword = (name: GatewayName): boolean => ['mail_out', 'mail_in', 'bank_transfer', 'card', 'debit'].includes(name)

/** What kind of secret: a password, a private key of many lines, or a key with another beneath it. */
export type SecretKind = 'password' | 'key' | 'two_lines'
export const secretKind = (name: GatewayName, draft: SettingsDraft): SecretKind =>
  CardMethod.safeParse(name).success ? 'two_lines' : draft.signIn === 'key' ? 'key' : 'password'

export type SettingValue = string | number | boolean | readonly FeeBandDraft[]
/** What the columns of a collector's files mean is said elsewhere, and is kept as it is. */
export type SettingsDraft = Readonly<Partial<Record<SettingName, SettingValue>>> & { readonly profile?: ColumnProfile | null }

const isCardCompany = (settings: GatewaySettings): settings is CardCompanySettings => CardMethod.safeParse(settings.gateway).success

/** The settings as a form shows them. */
export function draftOf(settings: GatewaySettings): SettingsDraft {
  if (isCardCompany(settings)) {
    const { gateway: _, transferCycles, ...draft } = settings
    return { ...draft, transferCycles: writeCycles(transferCycles) }
  }
  const { gateway: _, ...draft } = settings
  return 'amountMax' in draft ? { ...draft, amountMax: draft.amountMax ?? 0 } : draft
}

/** Words without the spaces around them, rows of fees as the contract has them; no limit of an amount is none. */
function plainValue(field: string, value: SettingValue | ColumnProfile | null): unknown {
  if (field === 'amountMax') return Number(value) > 0 ? Number(value) : null
  if (typeof value === 'string') return value.trim()
  return areBands(value) ? readBands(value) : value
}

/** Whether a setting is rows of fees. */
export function areBands(value: SettingValue | ColumnProfile | null | undefined): value is readonly FeeBandDraft[] {
  return Array.isArray(value)
}

/** A form read by the contract: the settings, or which fields do not fit. */
export function readSettings(name: GatewayName, draft: SettingsDraft): { settings: GatewaySettings | null; problems: readonly string[] } {
  const plain = Object.fromEntries(
    Object.entries(draft).map(([field, value]) => [
      field,
      field === 'transferCycles' ? readCycles(String(value)) : plainValue(field, value),
    ]),
  )
  const read = GatewaySettings.safeParse({ ...plain, gateway: name })
  const problems = read.success ? [] : read.error.issues.map((issue) => String(issue.path[0]))
  return { settings: read.success ? read.data : null, problems: [...new Set(problems)] }
}
