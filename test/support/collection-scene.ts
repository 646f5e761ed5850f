import Database from 'better-sqlite3'
import { z } from 'zod'
import { storeAgent } from '../../src/main/gateways/convenience-store/store-agent'
import { storeAgent as demonstrationAgent } from '../../src/main/services/demonstration/cast'
import type { CollectionFormat } from '../../src/preload/contract/collection'
import type { ColumnProfile } from '../../src/preload/contract/column-profile'
import { addDays, BusinessDate } from '../../src/preload/contract/date'
import { EMoneySettings } from '../../src/preload/contract/gateways'
import { OfferReference } from '../../src/preload/contract/ids'
import type { OrderRow, OrderStatus } from '../../src/preload/contract/orders'
import type { Desk } from './browser'
import { lineOf, type Telling } from './collections'
import { jobEnded } from './desk-jobs'
import { AGENT_PAID } from './money-out-scene'
import { SETTLED } from './notices'

/* What a store agent has told and paid at a demonstration before its screens are looked at. */

/** The demonstration's own agent, whose files are brought in by hand here. */
export const AGENT = { ...demonstrationAgent, folder: '' }
const AGENT_NAME = '株式会社電算システム 収納代行サービス部 関東第二センター'

/** An administrator has settled the store agent, or settles it anew. */
export async function settleStoreAgent(desk: Desk, own: { format?: CollectionFormat } = {}): Promise<void> {
  const { gateways } = await desk.ask('gateways.list', {})
  const version = gateways.find(({ name }) => name === 'convenience_store')?.version ?? 0
  await desk.ask('gateways.save', { version, enabled: true, settings: { ...AGENT, agentName: AGENT_NAME, ...own } })
}

/** Whoever takes e-money is settled too; what the columns of its files mean is said only where a mapping is given. */
export async function settleEMoney(desk: Desk, profile: ColumnProfile | null = null): Promise<void> {
  const { gateways } = await desk.ask('gateways.list', {})
  const version = gateways.find(({ name }) => name === 'e_money')?.version ?? 0
  await desk.ask('gateways.save', { version, enabled: true, settings: EMoneySettings.parse({ ...SETTLED.e_money, profile }) })
}

export async function todayAt(desk: Desk): Promise<BusinessDate> {
  return BusinessDate.parse((await desk.ask('session.state', {})).today)
}

/** Puts a slip of an order into the ledger's file, as the payer's choice would have; its reference. */
export function issueSlip(ledgerPath: string, order: Pick<OrderRow, 'id' | 'amount'>, dueOn: BusinessDate): string {
  const file = new Database(ledgerPath)
  try {
    file.prepare("update orders set method = 'convenience_store' where id = ?").run(order.id)
    const id = 1 + (file.prepare<[], number>('select count(*) from slips').pluck().get() ?? 0)
    const reference = String(id).padStart(16, '0')
    file
      .prepare(
        `insert into slips (id, order_id, method, party, maker_code, company_code, reference, reissue, amount, needs_stamp, due_on, issued_at)
         values (?, ?, 'convenience_store', ?, ?, ?, ?, 0, ?, ?, ?, ?)`,
      )
      .run(
        ...[id, order.id, AGENT.party, AGENT.makerCode, AGENT.companyCode, reference, order.amount],
        order.amount >= 50_000 ? 1 : 0,
        dueOn,
        0,
      )
    return reference
  } finally {
    file.close()
  }
}

/** A file as the agent delivers it. */
export function resultFile(tellings: readonly Telling[], format: CollectionFormat = AGENT.format): Uint8Array {
  return storeAgent.writeCollection(
    format,
    tellings.map((telling) => lineOf(telling, AGENT)),
  )
}

const Offered = z.object({ value: OfferReference })

/** Hands bytes to the core as if they had been chosen at the desk; their reference. */
export async function offered(desk: Desk, name: string, bytes: Uint8Array): Promise<OfferReference> {
  const { origin } = new URL(desk.page.url())
  const headers = { origin, 'content-type': 'application/octet-stream', 'x-daiko-name': name }
  const answer = await desk.page.request.post(`${origin}/offer`, { headers, data: Buffer.from(bytes) })
  return Offered.parse(await answer.json()).value
}

/** Brings a file of the agent in; what came of it. */
export async function broughtInResults(desk: Desk, name: string, tellings: readonly Telling[]) {
  const reference = await offered(desk, name, resultFile(tellings))
  const read = await jobEnded(desk, (await desk.ask('collections.preview', { reference })).jobId)
  if (read.kind !== 'collection_preview') throw new Error('no preview')
  const { planId, sha256 } = read.preview
  const brought = await jobEnded(desk, (await desk.ask('collections.bringIn', { planId, sha256 })).jobId)
  if (brought.kind !== 'collection') throw new Error('nothing was brought in')
  return brought.collection
}

async function ordersOf(desk: Desk, status: OrderStatus, count: number): Promise<OrderRow[]> {
  const { rows } = await desk.ask('orders.list', { filter: { status, method: 'bank_transfer', amountTo: 300_000 }, size: 40 })
  return rows.slice(-count)
}

/** An agent has told of payments, of slips nobody knows and of one paid twice; one of its transfers is cleared, one fits, one is late. */
export async function setCollections(desk: Desk, ledgerPath: string): Promise<void> {
  const today = await todayAt(desk)
  const paidOn = addDays(today, -5)
  const [fits, short] = AGENT_PAID
  const [waiting, ...unpaid] = await ordersOf(desk, 'unpaid', 5)
  const dueOn = addDays(today, -3)
  const slips = unpaid.map((order) => ({ amount: order.amount, reference: issueSlip(ledgerPath, order, dueOn) }))
  const [one, two, soon, over] = slips
  const cancelled = unpaid.at(-1)
  if (!one || !two || !soon || !over || !cancelled || !waiting) throw new Error('the demonstration has orders that are not paid')
  issueSlip(ledgerPath, waiting, addDays(today, 7))
  await desk.ask('orders.cancel', { id: cancelled.id, version: cancelled.version, reason: '利用者の申し出' })
  const unknown = (reference: string, amount: number) => ({
    slip: { reference, amount },
    needsStamp: false,
    kind: 'confirmed' as const,
    paidOn,
  })
  const confirmed = { kind: 'confirmed' as const, paidOn, dueOn, transferOn: addDays(today, -1) }
  await broughtInResults(desk, 'cvs-sokuho.csv', [{ slip: soon, kind: 'preliminary', dueOn, paidOn: addDays(today, -1) }])
  await broughtInResults(desk, 'cvs-kakuho.csv', [
    { ...confirmed, slip: one },
    { ...confirmed, slip: two },
    { ...confirmed, slip: one, storeCode: '110077', paidAt: '1902' },
    { ...confirmed, slip: over, paidOn: addDays(today, -2) },
    { ...unknown('9000000000000001', fits + 176), transferOn: addDays(today, -2) },
    { ...unknown('9000000000000002', short + 183), transferOn: today },
  ])
  const { transfers } = await desk.ask('collections.transfers', {})
  const cleared = transfers.find(({ transferOn }) => transferOn === addDays(today, -2))
  const deposit = cleared?.candidates.find(({ difference }) => difference === 0)
  if (!cleared || !deposit) throw new Error('the agent has paid a transfer to the yen')
  const { party, transferOn, gross, deductions, fees, tax, stampDuty } = cleared
  const { receiptId, version } = deposit
  await desk.ask('collections.settle', { party, transferOn, receiptId, version, gross, deductions, fees, tax, stampDuty, reason: '' })
}
