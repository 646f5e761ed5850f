import { sql } from 'kysely'
import type { BusinessDate, Instant } from '../../preload/contract/date'
import type { AccountId, MerchantId, OrderId, ReceiptId, StatementFileId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { StatementFormat, StatementLine } from '../../preload/contract/statement'
import type { Reader, Writer } from './ledger'
import type { StatementFileRowStored } from './schema'

/*
 * A statement on its way in. Its lines are written in small units of work while nobody sees them (`staging`), and become
 * visible all at once when one row changes (`published`). A file that is not published may be taken away without a trace.
 */
export interface StagedLine {
  id: ReceiptId
  statementId: number
  /** 1-based among the stored lines of the file. */
  line: number
  accountId: AccountId
  read: StatementLine
  nameKey: string
  merchantId: MerchantId | null
  identity: string
  planned: { orderId: OrderId; level: number; evidence: string } | null
}

export interface NewStatement {
  id: number
  accountId: AccountId
  from: BusinessDate
  to: BusinessDate
  opening: Yen | null
  closing: Yen | null
  sequenceNumber: string | null
  lines: number
}

/** Opens the staging of a file. `plannedAtEvent` marks how far the orders had come. */
export async function openStaging(
  writer: Writer,
  file: { id: StatementFileId; name: string; sha256: string; format: StatementFormat; plannedAtEvent: number },
): Promise<void> {
  await writer.db
    .insertInto('statement_files')
    .values({
      id: file.id,
      name: file.name,
      sha256: file.sha256,
      format: file.format,
      state: 'staging',
      posted_to: 0,
      lines: 0,
      stored: 0,
      duplicates: 0,
      cleared: 0,
      digest: '',
      planned_at_event: file.plannedAtEvent,
      plan: '{}',
      imported_by: writer.by.actor,
      imported_at: writer.at,
    })
    .execute()
}

export async function insertStatement(writer: Writer, fileId: StatementFileId, statement: NewStatement): Promise<void> {
  await writer.db
    .insertInto('statements')
    .values({
      id: statement.id,
      file_id: fileId,
      account_id: statement.accountId,
      from_on: statement.from,
      to_on: statement.to,
      opening: statement.opening,
      closing: statement.closing,
      sequence_number: statement.sequenceNumber,
      whole_to: null,
      lines: statement.lines,
    })
    .execute()
}

/** Completes a statement whose end has been read. `wholeTo` null: it tells all of its days. */
export async function closeStatement(
  writer: Writer,
  id: number,
  { closing, lines, wholeTo }: { closing: Yen | null; lines: number; wholeTo: BusinessDate | null },
): Promise<void> {
  await writer.db.updateTable('statements').set({ closing, lines, whole_to: wholeTo }).where('id', '=', id).execute()
}

const columns = [
  'id',
  'file_id',
  'statement_id',
  'line',
  'record',
  'account_id',
  'direction',
  'booked_on',
  'value_on',
  'amount',
  'kind',
  'not_customer_money',
  'remitter_code',
  'remitter_name',
  'name_key',
  'remitting_bank',
  'remitting_branch',
  'description',
  'edi',
  'bank_reference',
  'merchant_id',
  'identity',
  'planned_order_id',
  'planned_level',
  'planned_evidence',
  'raw',
] as const
const targets = sql.join(columns.map((column) => sql.ref(column)))
const values = sql.join(columns.map((column, at) => (column === 'raw' ? sql`unhex(v ->> ${sql.lit(at)})` : sql`v ->> ${sql.lit(at)}`)))

/** Writes a chunk of lines in one statement. */
export async function stageLines(writer: Writer, fileId: StatementFileId, lines: readonly StagedLine[]): Promise<void> {
  const rows = lines.map(({ id, statementId, line, accountId, read, nameKey, merchantId, identity, planned }) => [
    id,
    fileId,
    statementId,
    line,
    read.record,
    accountId,
    read.direction,
    read.bookedOn,
    read.valueOn,
    read.amount,
    read.kind,
    read.notCustomerMoney,
    read.remitterCode,
    read.remitterName,
    nameKey,
    read.remittingBank,
    read.remittingBranch,
    read.description,
    read.edi,
    read.bankReference,
    merchantId,
    identity,
    planned?.orderId ?? null,
    planned?.level ?? null,
    planned?.evidence ?? null,
    Buffer.from(read.raw).toString('hex'),
  ])
  // Materialised, so that the text of a wide row is made once and not once for each of its columns.
  await sql`with given as materialized (select value as v from json_each(${JSON.stringify(rows)}))
    insert into receipts (${targets}) select ${values} from given`.execute(writer.db)
}

export interface KnownLine {
  /** The file that brings it in now; null where every file that did was rolled back. */
  fileId: StatementFileId | null
  published: boolean
  /** Files that brought it in and were rolled back, the first one first. */
  rolledBack: StatementFileId[]
}

/**
 * Which of these identities an account already has: in which file, whether that file is in or only planned, and which files that had it were
 * rolled back. A line that is brought in again after that has its identity with a slash and the how-manieth time it is.
 */
export async function knownIdentities(
  ledger: Reader,
  accountId: AccountId,
  identities: readonly string[],
): Promise<Map<string, KnownLine>> {
  const found = await sql<{ identity: string; fileId: StatementFileId; state: StatementFileRowStored['state'] }>`
    select j.value as identity, r.file_id as "fileId", f.state from json_each(${JSON.stringify(identities)}) j cross join receipts r
    cross join statement_files f where r.account_id = ${accountId} and r.identity >= j.value and r.identity < j.value || '0' and f.id = r.file_id
    order by r.id`.execute(ledger.db)
  const known = new Map<string, KnownLine>()
  for (const { identity, fileId, state } of found.rows) {
    const line = known.get(identity) ?? { fileId: null, published: false, rolledBack: [] }
    known.set(identity, line)
    if (state === 'rolled_back') line.rolledBack.push(fileId)
    else Object.assign(line, { fileId, published: state === 'published' || state === 'posted' })
  }
  return known
}

/** How many lines of each hash an account has from statements that are in. */
export async function countByHash(ledger: Reader, accountId: AccountId, hashes: readonly string[]): Promise<Map<string, number>> {
  const found = await sql<{ hash: string; lines: number }>`
    select j.value as hash, count(*) as lines from json_each(${JSON.stringify(hashes)}) j cross join receipts r cross join statement_files f
    where r.account_id = ${accountId} and r.identity >= j.value || '-' and r.identity < j.value || '.' and f.id = r.file_id
      and f.state in ('published', 'posted') group by j.value`.execute(ledger.db)
  return new Map(found.rows.map((row) => [row.hash, row.lines]))
}

/** Whether a plan is still being made or waits to be applied: nobody has given it up or published it. */
export async function isStaging(ledger: Reader, fileId: StatementFileId): Promise<boolean> {
  const row = await ledger.db.selectFrom('statement_files').select('state').where('id', '=', fileId).executeTakeFirst()
  return row?.state === 'staging'
}

export interface LaterDecision {
  receiptId: ReceiptId
  orderId: OrderId
  level: number
  evidence: string
}

/** Writes down what was decided of staged lines after they were staged: whom a name and an amount clear. Few, so one by one. */
export async function planLines(writer: Writer, decided: readonly LaterDecision[]): Promise<void> {
  for (const { receiptId, orderId, level, evidence } of decided) {
    await writer.db
      .updateTable('receipts')
      .set({ planned_order_id: orderId, planned_level: level, planned_evidence: evidence })
      .where('id', '=', receiptId)
      .execute()
  }
}

/** A credit of a file that is being planned, as far as it can be taken back by a line further down. */
export interface StagedCredit {
  id: ReceiptId
  amount: Yen
  bookedOn: BusinessDate
  bankReference: string
  remitterCode: string | null
  remitterName: string
  remittingBank: string
  remittingBranch: string
  plannedOrderId: OrderId | null
  plannedLevel: number | null
}

/** Credits of one account that a file has brought so far, of one of these amounts and not taken back yet, in their order. */
export function stagedCredits(
  ledger: Reader,
  fileId: StatementFileId,
  accountId: AccountId,
  amounts: readonly Yen[],
): Promise<StagedCredit[]> {
  return ledger.db
    .selectFrom('receipts')
    .select([
      'id',
      'amount',
      'booked_on as bookedOn',
      'bank_reference as bankReference',
      'remitter_code as remitterCode',
      'remitter_name as remitterName',
      'remitting_bank as remittingBank',
      'remitting_branch as remittingBranch',
      'planned_order_id as plannedOrderId',
      'planned_level as plannedLevel',
    ])
    .where('file_id', '=', fileId)
    .where('account_id', '=', accountId)
    .where('direction', '=', 'credit')
    .where(sql<boolean>`amount in (select value from json_each(${JSON.stringify(amounts)}))`)
    .where((is) => is.or([is('not_customer_money', 'is', null), is('not_customer_money', '<>', 'correction')]))
    .orderBy('line')
    .execute()
}

/** What the file takes back further down is no customer's money, and clears nothing. Few, so one by one. */
export async function barStaged(writer: Writer, ids: readonly ReceiptId[]): Promise<void> {
  for (const id of ids) {
    await writer.db
      .updateTable('receipts')
      .set({ not_customer_money: 'correction', planned_order_id: null, planned_level: null, planned_evidence: null })
      .where('id', '=', id)
      .execute()
  }
}

/** Gives a plan up before its lines go, so that nobody publishes what is left of it. False when it is published or gone. */
export async function giveUpPlan(writer: Writer, fileId: StatementFileId): Promise<boolean> {
  const given = await writer.db
    .updateTable('statement_files')
    .set({ state: 'given_up' })
    .where('id', '=', fileId)
    .where('state', 'in', ['staging', 'given_up'])
    .executeTakeFirst()
  return given.numUpdatedRows === 1n
}

/** Takes away up to so many lines of a file that was never published; true when nothing of it is left. */
export async function discardStaged(writer: Writer, fileId: StatementFileId, atMost: number): Promise<boolean> {
  const removed = await sql`delete from receipts
    where file_id = ${fileId} and line < (select min(line) from receipts where file_id = ${fileId}) + ${atMost}`.execute(writer.db)
  if (Number(removed.numAffectedRows ?? 0n) === atMost) return false
  await writer.db.deleteFrom('statements').where('file_id', '=', fileId).execute()
  await writer.db.deleteFrom('statement_files').where('id', '=', fileId).where('state', '=', 'given_up').execute()
  return true
}

/** The literal that the index of unfinished files is declared with: most files are finished, and none of those is looked at. */
const unfinished = sql<boolean>`state <> 'posted'`

/** Plans that nobody waits for: this person's own, those given up, and those older than the instant. */
export function abandonedPlans(ledger: Reader, of: { actor: string; olderThan: Instant }): Promise<{ id: StatementFileId }[]> {
  return ledger.db
    .selectFrom('statement_files')
    .select('id')
    .where(unfinished)
    .where((is) =>
      is.or([
        is('state', '=', 'given_up'),
        is.and([is('state', '=', 'staging'), is.or([is('imported_by', '=', of.actor), is('imported_at', '<', of.olderThan)])]),
      ]),
    )
    .execute()
}

/** Files that are in but not wholly posted: their posting goes on wherever it stopped. */
export function unfinishedFiles(
  ledger: Reader,
): Promise<{ id: StatementFileId; stored: number; posted_to: number; imported_by: string }[]> {
  return ledger.db
    .selectFrom('statement_files')
    .select(['id', 'stored', 'posted_to', 'imported_by'])
    .where(unfinished)
    .where('state', '=', 'published')
    .orderBy('id')
    .execute()
}

/** How far the history of orders has come; a plan made before is made again. */
export async function newestOrderEvent(ledger: Reader): Promise<number> {
  const row = await ledger.db
    .selectFrom('order_events')
    .select((of) => of.fn.max('id').as('id'))
    .executeTakeFirst()
  return row?.id ?? 0
}

export interface StagedDecision {
  id: ReceiptId
  line: number
  accountId: AccountId
  identity: string
  direction: 'credit' | 'debit'
  amount: Yen
  bookedOn: BusinessDate
  valueOn: BusinessDate
  notCustomerMoney: StatementLine['notCustomerMoney']
  remitterCode: string | null
  remitterName: string
  description: string
  edi: string
  remittingBank: string
  remittingBranch: string
  plannedOrderId: OrderId | null
  plannedLevel: number | null
}

/** Staged lines in their order with what was decided of them. */
export function stagedDecisions(ledger: Reader, fileId: StatementFileId, after: number, atMost: number): Promise<StagedDecision[]> {
  return ledger.db
    .selectFrom('receipts')
    .select([
      'id',
      'line',
      'account_id as accountId',
      'identity',
      'direction',
      'amount',
      'booked_on as bookedOn',
      'value_on as valueOn',
      'not_customer_money as notCustomerMoney',
      'remitter_code as remitterCode',
      'remitter_name as remitterName',
      'description',
      'edi',
      'remitting_bank as remittingBank',
      'remitting_branch as remittingBranch',
      'planned_order_id as plannedOrderId',
      'planned_level as plannedLevel',
    ])
    .where('file_id', '=', fileId)
    .where('line', '>', after)
    .orderBy('line')
    .limit(atMost)
    .execute()
}

/** The earliest day among the lines of a file; null where it has none. */
export async function earliestBooking(ledger: Reader, fileId: StatementFileId): Promise<BusinessDate | null> {
  const found = await sql<{ day: BusinessDate | null }>`select min(booked_on) as day from receipts where file_id = ${fileId}`.execute(
    ledger.db,
  )
  return found.rows[0]?.day ?? null
}
