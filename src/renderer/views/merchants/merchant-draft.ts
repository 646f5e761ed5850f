/*
 * 加盟店: registering merchants, looking at them, staging another account. Nothing here decides; a supervisor does (views/approvals).
 * This file turns what stands in the form into what the contract takes, and says which field does not fit.
 */
import type { ApplicationDetail } from '../../../preload/contract/applications'
import type { AccountId } from '../../../preload/contract/ids'
import { type Contacts, NO_CONTACTS, type PaymentMethod, type PayoutCycle, USUAL_DEADLINES } from '../../../preload/contract/merchants'
import { methods as contract, type InputOf } from '../../../preload/contract/methods'
import { type Yen, ZERO_YEN } from '../../../preload/contract/money'
import type { DaysDraft } from './DayFields'
import { readContacts } from './merchant-contacts'

export interface AccountDraft {
  readonly bankCode: string
  readonly branchCode: string
  readonly accountType: string
  readonly accountNumber: string
  readonly holderKana: string
}

export interface FeeDraft {
  readonly fixed: Yen | null
  /** As typed: `3.25` per cent. */
  readonly percent: string
  readonly minimum: Yen | null
  /** Null where there is no upper limit. */
  readonly maximum: Yen | null
}

export interface RangeDraft {
  readonly accountId: AccountId | null
  readonly branchCode: string
  readonly first: string
  readonly last: string
}

export interface MerchantDraft {
  readonly name: string
  readonly nameKana: string
  readonly consignorCode: string
  readonly tNumber: string
  readonly methods: readonly PaymentMethod[]
  readonly fees: Readonly<Partial<Record<PaymentMethod, FeeDraft>>>
  readonly payoutCycle: PayoutCycle
  readonly acceptanceRequired: boolean
  readonly account: AccountDraft
  readonly contacts: Contacts
  readonly days: DaysDraft
  /** Null where the merchant has no virtual accounts. */
  readonly range: RangeDraft | null
}

export const NO_ACCOUNT: AccountDraft = { bankCode: '', branchCode: '', accountType: '1', accountNumber: '', holderKana: '' }
export const NO_FEE: FeeDraft = { fixed: ZERO_YEN, percent: '', minimum: ZERO_YEN, maximum: null }
export const NO_RANGE: RangeDraft = { accountId: null, branchCode: '', first: '', last: '' }

export const EMPTY_DRAFT: MerchantDraft = {
  name: '',
  nameKana: '',
  consignorCode: '',
  tNumber: '',
  methods: ['bank_transfer'],
  fees: {},
  payoutCycle: { closingDay: 31, monthOffset: 1, payDay: 31, holidayRule: 'previous' },
  acceptanceRequired: false,
  account: NO_ACCOUNT,
  contacts: NO_CONTACTS,
  days: { ...USUAL_DEADLINES, protectionWindowDays: 7 },
  range: NO_RANGE,
}

/** A draft that begins with what an applicant said; the clerk completes fees, consignor code and virtual accounts. */
export function draftFrom({ name, nameKana, tNumber, methods, contacts, account }: ApplicationDetail['prefill']): MerchantDraft {
  return withMethods({ ...EMPTY_DRAFT, name, nameKana, tNumber: tNumber ?? '', contacts, account }, methods)
}

/** Per cent as typed to basis points, without floating point: `3.25` is 325. Null for anything else; empty is nought. */
export function basisPointsOf(percent: string): number | null {
  const text = percent.normalize('NFKC').replace(/[\s%]/g, '')
  if (text === '') return 0
  const found = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text)
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : null
}

/** Basis points as people read them: 325 is `3.25`. */
export function percentOf(basisPoints: number): string {
  const cents = String(basisPoints % 100)
    .padStart(2, '0')
    .replace(/0+$/, '')
  return `${Math.floor(basisPoints / 100)}${cents === '' ? '' : `.${cents}`}`
}

const plain = (text: string) => text.normalize('NFKC').trim()

/** An account as the contract takes it: digits in half width, zeros in front of a short number. */
export function accountOf(draft: AccountDraft) {
  const number = plain(draft.accountNumber)
  return { ...draft, accountNumber: /^\d{1,7}$/.test(number) ? number.padStart(7, '0') : number, holderKana: draft.holderKana.trim() }
}

function inputOf(draft: MerchantDraft) {
  const { range, fees, account, tNumber, consignorCode, contacts, days, ...terms } = draft
  const { protectionWindowDays, ...deadlines } = days
  return {
    ...terms,
    contacts: { ...contacts, email: contacts.email.trim(), webhookUrl: contacts.webhookUrl.trim() },
    deadlines,
    protectionWindowDays,
    consignorCode: plain(consignorCode),
    tNumber: plain(tNumber) === '' ? null : plain(tNumber).toUpperCase(),
    account: accountOf(account),
    virtualRange: range && { ...range, branchCode: plain(range.branchCode), first: plain(range.first), last: plain(range.last) },
    fees: draft.methods.map((method) => {
      const { percent, ...fee } = fees[method] ?? NO_FEE
      return { method, ...fee, basisPoints: basisPointsOf(percent) }
    }),
  }
}

/** A draft read by the contract: what may be sent, or the paths of the fields that do not fit (`account.bankCode`, `fees.0.fixed`). */
export function readDraft(
  draft: MerchantDraft,
): { input: InputOf<'merchants.register'>; problems: [] } | { input: null; problems: readonly string[] } {
  const read = contract['merchants.register'].input.safeParse(inputOf(draft))
  const untold = readContacts(draft.contacts).problems.map((field) => `contacts.${field}`)
  if (read.success && untold.length === 0) return { input: read.data, problems: [] }
  const paths = read.success ? [] : read.error.issues.map((issue) => issue.path.join('.'))
  return { input: null, problems: [...new Set([...paths, ...untold])] }
}

/** Whether nothing stands yet in the field at this path (`account.bankCode`, `virtualRange.first`). */
export function isBlank(draft: MerchantDraft, path: string): boolean {
  const fields: object = { ...draft, virtualRange: draft.range, ...draft.days, deadlines: draft.days }
  const inner = (at: unknown, key: string): unknown => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined)
  const value = path.split('.').reduce<unknown>(inner, fields)
  return value === null || (typeof value === 'string' && value.trim() === '')
}

/** The draft with one method more or fewer; its fee plan stays in the form in case it is taken back. */
export function withMethods(draft: MerchantDraft, chosen: readonly PaymentMethod[]): MerchantDraft {
  const range = chosen.includes('bank_transfer') ? (draft.range ?? NO_RANGE) : null
  return { ...draft, methods: chosen, range }
}
