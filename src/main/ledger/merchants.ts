import { type Selectable, sql } from 'kysely'
import type { Instant } from '../../preload/contract/date'
import type { AccountId, MerchantId } from '../../preload/contract/ids'
import {
  Contacts,
  Deadlines,
  FeePlan,
  type MerchantDays,
  type MerchantState,
  type MerchantTerms,
  PaymentMethod,
  PayoutCycle,
  SettlementAccount,
  type VirtualRange,
} from '../../preload/contract/merchants'
import { PayoutContract } from '../../preload/contract/payouts'
import type { Reader, Writer } from './ledger'
import type { MerchantRowStored } from './schema'

/** A merchant as the ledger keeps it; names of banks are added from the bank master where it is shown. */
export interface Merchant extends MerchantTerms {
  id: MerchantId
  registrationNumber: string
  state: MerchantState
  account: SettlementAccount
  /** The virtual account number given last, or null before the first. */
  virtualCursor: number | null
  /** Why nothing is paid out to it for the time being, or null. */
  payoutHold: string | null
  payoutContract: PayoutContract
  version: number
  registeredAt: Instant
}

/** 7 digits, as a virtual account number is written. */
export function accountNumberText(number: number): string {
  return String(number).padStart(7, '0')
}

type MerchantFound = Selectable<MerchantRowStored>

function virtualRangeOf(row: MerchantFound): VirtualRange | null {
  const { virtual_account_id: accountId, virtual_branch: branchCode, virtual_first: first, virtual_last: last } = row
  if (accountId === null || branchCode === null || first === null || last === null) return null
  return { accountId, branchCode, first: accountNumberText(first), last: accountNumberText(last) }
}

const TEXTS_MOST = 500

/** Reads a column of JSON once for each text it holds: merchants are asked for with every order, and seldom change. */
function readOnce<T extends object>(schema: { parse(value: unknown): T }): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    if (known.size >= TEXTS_MOST) known.clear()
    // Handed out to many: nobody may change it.
    const read = Object.freeze(schema.parse(JSON.parse(text)))
    known.set(text, read)
    return read
  }
}

const columns = {
  methods: readOnce(PaymentMethod.array()),
  fees: readOnce(FeePlan.array()),
  payoutCycle: readOnce(PayoutCycle),
  account: readOnce(SettlementAccount),
  contacts: readOnce(Contacts),
  deadlines: readOnce(Deadlines),
  payoutContract: readOnce(PayoutContract),
}

function nounOf(row: MerchantFound): Merchant {
  return {
    id: row.id,
    registrationNumber: row.registration_number,
    name: row.name,
    nameKana: row.name_kana,
    consignorCode: row.consignor_code,
    tNumber: row.t_number,
    state: row.state,
    methods: columns.methods(row.methods),
    fees: columns.fees(row.fees),
    payoutCycle: columns.payoutCycle(row.payout_cycle),
    protectionWindowDays: row.protection_window_days,
    acceptanceRequired: row.acceptance_required === 1,
    account: columns.account(row.account),
    virtualRange: virtualRangeOf(row),
    contacts: columns.contacts(row.contacts),
    deadlines: columns.deadlines(row.deadlines),
    virtualCursor: row.virtual_cursor,
    payoutHold: row.payout_hold,
    payoutContract: columns.payoutContract(row.payout_terms),
    version: row.version,
    registeredAt: row.created_at,
  }
}

/** One merchant, or null. */
export async function merchantById(ledger: Reader, id: MerchantId): Promise<Merchant | null> {
  const row = await ledger.db.selectFrom('merchants').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? nounOf(row) : null
}

/** These merchants, by identity. */
export async function merchantsById(ledger: Reader, ids: readonly MerchantId[]): Promise<Map<MerchantId, Merchant>> {
  const found =
    await sql<MerchantFound>`select m.* from json_each(${JSON.stringify(ids)}) j cross join merchants m where m.id = j.value`.execute(
      ledger.db,
    )
  return new Map(found.rows.map((row) => [row.id, nounOf(row)]))
}

/** Every merchant in the order of registration: a few hundred at the most, so a search sifts them in the service. */
export async function allMerchants(ledger: Reader): Promise<Merchant[]> {
  const rows = await ledger.db.selectFrom('merchants').selectAll().orderBy('id').execute()
  return rows.map(nounOf)
}

/** Whether the bank has given this 委託者コード to a merchant already. A rejected registration holds no code. */
export async function isConsignorCodeTaken(ledger: Reader, consignorCode: string): Promise<boolean> {
  const row = await ledger.db
    .selectFrom('merchants')
    .select('id')
    .where('consignor_code', '=', consignorCode)
    .where('state', '<>', 'rejected')
    .executeTakeFirst()
  return row !== undefined
}

/** A merchant whose virtual accounts overlap these, or null. A rejected registration holds no numbers. */
export async function merchantWithin(ledger: Reader, range: VirtualRange): Promise<{ name: string } | null> {
  const row = await ledger.db
    .selectFrom('merchants')
    .select('name')
    .where('virtual_account_id', '=', range.accountId)
    .where('virtual_branch', '=', range.branchCode)
    .where('virtual_first', '<=', Number(range.last))
    .where('virtual_last', '>=', Number(range.first))
    .where('state', '<>', 'rejected')
    .executeTakeFirst()
  return row ?? null
}

/** 加盟店番号: K and at least six digits, one above the highest given. */
async function nextRegistrationNumber(writer: Writer): Promise<string> {
  const found = await sql<{
    highest: number
  }>`select coalesce(max(cast(substr(registration_number, 2) as integer)), 0) as highest from merchants`.execute(writer.db)
  return `K${String((found.rows[0]?.highest ?? 0) + 1).padStart(6, '0')}`
}

/** Stores a registration that waits for approval. */
export async function insertMerchant(writer: Writer, id: MerchantId, terms: MerchantTerms, account: SettlementAccount): Promise<void> {
  await writer.db
    .insertInto('merchants')
    .values({
      id,
      registration_number: await nextRegistrationNumber(writer),
      name: terms.name,
      name_kana: terms.nameKana,
      consignor_code: terms.consignorCode,
      t_number: terms.tNumber,
      state: 'awaiting_approval',
      methods: JSON.stringify(terms.methods),
      fees: JSON.stringify(terms.fees),
      payout_cycle: JSON.stringify(terms.payoutCycle),
      protection_window_days: terms.protectionWindowDays,
      acceptance_required: terms.acceptanceRequired ? 1 : 0,
      account: JSON.stringify(account),
      contacts: JSON.stringify(terms.contacts),
      deadlines: JSON.stringify(terms.deadlines),
      virtual_account_id: terms.virtualRange?.accountId ?? null,
      virtual_branch: terms.virtualRange?.branchCode ?? null,
      virtual_first: terms.virtualRange ? Number(terms.virtualRange.first) : null,
      virtual_last: terms.virtualRange ? Number(terms.virtualRange.last) : null,
      virtual_cursor: null,
      version: 1,
      created_at: writer.at,
    })
    .execute()
}

/** Ends a registration as decided. */
export async function setMerchantState(writer: Writer, id: MerchantId, state: MerchantState): Promise<void> {
  await writer.db
    .updateTable('merchants')
    .set((row) => ({ state, version: row('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** Puts an approved settlement account in the place of the present one. */
export async function setMerchantAccount(writer: Writer, id: MerchantId, account: SettlementAccount): Promise<void> {
  await writer.db
    .updateTable('merchants')
    .set((row) => ({ account: JSON.stringify(account), version: row('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** Puts other contacts in the place of the present ones. */
export async function setMerchantContacts(writer: Writer, id: MerchantId, contacts: Contacts): Promise<void> {
  await writer.db
    .updateTable('merchants')
    .set((row) => ({ contacts: JSON.stringify(contacts), version: row('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** Puts approved days in the place of the present ones. */
export async function setMerchantDays(writer: Writer, id: MerchantId, days: MerchantDays): Promise<void> {
  const { protectionWindowDays, ...deadlines } = days
  await writer.db
    .updateTable('merchants')
    .set((row) => ({
      protection_window_days: protectionWindowDays,
      deadlines: JSON.stringify(deadlines),
      version: row('version', '+', 1),
    }))
    .where('id', '=', id)
    .execute()
}

/** Remembers the virtual account number given last; no new version, since nothing a person agreed to has changed. */
export async function setVirtualCursor(writer: Writer, id: MerchantId, cursor: number): Promise<void> {
  await writer.db.updateTable('merchants').set({ virtual_cursor: cursor }).where('id', '=', id).execute()
}

/** Whether a designated account exists that virtual accounts may lead to. */
export async function hasDesignatedAccount(ledger: Reader, id: AccountId): Promise<boolean> {
  const row = await ledger.db.selectFrom('designated_accounts').select('id').where('id', '=', id).executeTakeFirst()
  return row !== undefined
}

/** From now on nothing is paid out to a merchant, for this reason; null: it is again. */
export async function setPayoutHold(writer: Writer, id: MerchantId, reason: string | null): Promise<void> {
  await writer.db
    .updateTable('merchants')
    .set((row) => ({ payout_hold: reason, version: row('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}
