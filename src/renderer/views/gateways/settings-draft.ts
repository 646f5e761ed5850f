/*
 * 接続: the doors to the outside, each in a clerk's words, and their settings for administrators. Whether a connector works is told by
 * the core; nothing is connected from here.
 *
 * This file turns what stands in the form of a connector into its settings, and says which field does not fit.
 */
import { type GatewayName, GatewaySettings } from '../../../preload/contract/gateways'

/** One field of a connector's settings. */
export interface SettingField {
  readonly name: SettingName
  readonly kind: 'text' | 'number' | 'security' | 'certificates' | 'choice'
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
    | 'payFromHint'
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
  | 'originatorCode'
  | 'originatorName'
  | 'payFrom'
  | 'cutOffDays'
  | 'cutOffTime'
  | 'zediFrom'
  | 'zediTo'

export const SECURITIES = ['tls', 'starttls', 'none'] as const

const text = (name: SettingName, hint?: SettingField['hint']): SettingField => ({ name, kind: 'text', ...(hint ? { hint } : {}) })
const trusted: SettingField = { name: 'trusted', kind: 'certificates', hint: 'trustedHint' }
const number = (name: SettingName): SettingField => ({ name, kind: 'number' })
const server: readonly SettingField[] = [text('host'), number('port'), { name: 'security', kind: 'security' }, text('user')]

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
    ...[text('format', 'formatHint'), text('separator', 'separatorHint'), text('originatorCode'), text('originatorName')],
    ...[text('payFrom', 'payFromHint'), number('cutOffDays'), text('cutOffTime'), text('zediFrom'), text('zediTo')],
  ],
}

/** Which connectors sign in somewhere with a password. */
export const hasPassword = (name: GatewayName): boolean => name !== 'storefront' && name !== 'webhook'

export type SettingsDraft = Readonly<Partial<Record<SettingName, string | number | boolean>>>

/** The settings as a form shows them. */
export function draftOf(settings: GatewaySettings): SettingsDraft {
  const { gateway: _, ...draft } = settings
  return draft
}

/** A form read by the contract: the settings, or which fields do not fit. */
export function readSettings(name: GatewayName, draft: SettingsDraft): { settings: GatewaySettings | null; problems: readonly string[] } {
  const plain = Object.fromEntries(Object.entries(draft).map(([field, value]) => [field, typeof value === 'string' ? value.trim() : value]))
  const read = GatewaySettings.safeParse({ ...plain, gateway: name })
  const problems = read.success ? [] : read.error.issues.map((issue) => issue.path.join('.'))
  return { settings: read.success ? read.data : null, problems: [...new Set(problems)] }
}
