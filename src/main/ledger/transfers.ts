import { sql } from 'kysely'
import { type MerchantId, type PayoutId, type RefundId, TransferId, type TransferRunId } from '../../preload/contract/ids'
import { SettlementAccount } from '../../preload/contract/merchants'
import type { Yen } from '../../preload/contract/money'
import type { HandOverChannel, HandOverOutcome, HandOverTry, TransferState } from '../../preload/contract/payouts'
import type { RefundState } from '../../preload/contract/refunds'
import type { Reader, Writer } from './ledger'

/* The transfers of a run, one line of its file each, and what became of the file. */

/** A payout that is to be transferred, and where the merchant is paid by now, if it is. */
export interface PayoutToTransfer {
  payoutId: PayoutId
  merchantId: MerchantId
  merchantName: string
  amount: Yen
  account: SettlementAccount
  presentAccount: SettlementAccount
  /** Why nothing is paid to the merchant by now; null: it is. */
  hold: string | null
}

/** What of a run is to be sent, in the order of its file. */
export async function payoutsToTransfer(ledger: Reader, runId: TransferRunId): Promise<PayoutToTransfer[]> {
  const found = await sql<Omit<PayoutToTransfer, 'account' | 'presentAccount'> & { account: string; present: string }>`
    select p.id as "payoutId", p.merchant_id as "merchantId", m.name as "merchantName", p.net as amount, p.account, m.account as present, m.payout_hold as hold
    from payouts p indexed by payouts_run join merchants m on m.id = p.merchant_id
    where p.run_id = ${runId} and p.state in ('planned', 'approved') and p.net > 0 order by p.id`.execute(ledger.db)
  return found.rows.map(({ account, present, ...row }) => ({
    ...row,
    account: SettlementAccount.parse(JSON.parse(account)),
    presentAccount: SettlementAccount.parse(JSON.parse(present)),
  }))
}

/** Of a payout or of a refund. */
export interface NewTransfer {
  payoutId: PayoutId | null
  refundId: RefundId | null
  payee: SettlementAccount
  name: string
  nameKey: string
  amount: Yen
  edi: string
  newCode: '0' | '1' | '2'
}

/** Puts these transfers in the place of those a run had, in this order. Only while it is not approved; the ledger refuses it later. */
export async function replaceTransfers(writer: Writer, runId: TransferRunId, transfers: readonly NewTransfer[]): Promise<void> {
  await writer.db.deleteFrom('transfers').where('run_id', '=', runId).execute()
  const rows = transfers.map(({ payoutId, refundId, payee, name, nameKey, amount, edi, newCode }, at) => [
    TransferId.parse(writer.newId()),
    at + 1,
    payoutId,
    JSON.stringify(payee),
    name,
    nameKey,
    amount,
    edi,
    newCode,
    refundId,
  ])
  await sql`insert into transfers (id, run_id, line, payout_id, payee, name, name_key, amount, edi, new_code, refund_id, state)
    select value ->> 0, ${runId}, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, 'waiting'
    from json_each(${JSON.stringify(rows)})`.execute(writer.db)
}

/** Transfers of a run that stand in one state go on to another; refunds go as their transfers do. */
export async function moveTransfers(writer: Writer, runId: TransferRunId, from: TransferState, to: TransferState): Promise<void> {
  await sql`update transfers indexed by transfers_run set state = ${to}, version = version + 1 where run_id = ${runId} and state = ${from}`.execute(
    writer.db,
  )
  const refund = refundStates[to]
  if (refund) await sql`update refunds set state = ${refund}, version = version + 1 where run_id = ${runId}`.execute(writer.db)
}

const refundStates: Partial<Record<TransferState, RefundState>> = {
  waiting: 'in_run',
  handed_over: 'handed_over',
  quarantined: 'quarantined',
}

/** Writes down a try to hand a file over, or what was found out about one. Answers by which identity. */
export async function insertHandOver(
  writer: Writer,
  tried: { runId: TransferRunId; channel: HandOverChannel; target: string; outcome: HandOverOutcome; detail: string },
): Promise<number> {
  const id = writer.newId()
  await writer.db
    .insertInto('hand_overs')
    .values({
      id,
      run_id: tried.runId,
      at: writer.at,
      channel: tried.channel,
      target: tried.target,
      outcome: tried.outcome,
      detail: tried.detail.slice(0, DETAIL_MOST),
      actor: writer.by.actor,
    })
    .execute()
  return id
}

const DETAIL_MOST = 500

/** Every try to hand a run over, in their order. */
export async function handOversOf(ledger: Reader, runId: TransferRunId): Promise<HandOverTry[]> {
  return await ledger.db
    .selectFrom('hand_overs')
    .select(['at', 'channel', 'target', 'outcome', 'detail', 'actor'])
    .where('run_id', '=', runId)
    .orderBy('id')
    .execute()
}

/** A try to hand a run over that was begun: the newest, and whether any try is known to have arrived. */
export async function lastAttempt(
  ledger: Reader,
  runId: TransferRunId,
): Promise<{ id: number; channel: HandOverChannel; target: string; isDelivered: boolean } | null> {
  const tries = await ledger.db
    .selectFrom('hand_overs')
    .select(['id', 'channel', 'target', 'outcome'])
    .where('run_id', '=', runId)
    .orderBy('id')
    .execute()
  const begun = tries.findLast(({ outcome }) => outcome === 'begun')
  return begun
    ? { id: begun.id, channel: begun.channel, target: begun.target, isDelivered: tries.some(({ outcome }) => outcome === 'delivered') }
    : null
}
