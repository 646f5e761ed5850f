import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { saveGateway } from '../../src/main/ledger/gateways'
import type { Writer } from '../../src/main/ledger/ledger'
import type { SlipRow } from '../../src/main/ledger/schema-collection'
import { runJob } from '../../src/main/services/job-kinds'
import type { JobResources } from '../../src/main/services/jobs'
import type { CollectionKind, CollectionLine, SlipNumbering } from '../../src/preload/contract/collection'
import type { CollectionPreview, CollectionResult } from '../../src/preload/contract/collections'
import { businessDate } from '../../src/preload/contract/date'
import type { Result } from '../../src/preload/contract/errors'
import { ConvenienceStoreSettings } from '../../src/preload/contract/gateways'
import { type AccountId, type MerchantId, type OrderId, ReceiptId, SlipId } from '../../src/preload/contract/ids'
import { PositiveYen, yen } from '../../src/preload/contract/money'
import { addAccount, addMerchant, addOrders, openTestLedger, type TestLedger, type TestOrder, valueIn, writing } from './ledger'
import { ACCOUNT, quietControl, resourcesOf } from './statements'
import { bringIn } from './story'

/* A bank whose merchants' orders are paid at stores, and the agent that tells of it in its files. */

export const AGENT = ConvenienceStoreSettings.parse({
  gateway: 'convenience_store',
  party: 'dsk',
  agentName: '電算システム',
  makerCode: '929023',
  companyCode: '25207',
  fees: [
    { upTo: 10_000, fee: 130 },
    { upTo: null, fee: 160 },
  ],
})
const NUMBERING = { makerCode: AGENT.makerCode, companyCode: AGENT.companyCode }

export interface TestSlip {
  readonly orderId: OrderId
  readonly reference: string
  readonly amount: number
}

/** What a till and the agent tell of a slip. */
export interface Telling {
  readonly slip: Pick<TestSlip, 'reference' | 'amount'>
  readonly kind: CollectionKind
  readonly paidOn?: string
  readonly paidAt?: string
  readonly transferOn?: string
  readonly reissue?: number
  readonly storeCode?: string
  readonly needsStamp?: boolean
  readonly dueOn?: string
}

export interface CollectionDesk extends TestLedger {
  readonly account: AccountId
  readonly merchant: MerchantId
  readonly resources: JobResources
  /** Orders to be paid at stores, each with a slip of its own. */
  slips(orders: readonly (TestOrder | number)[], merchantId?: MerchantId): Promise<TestSlip[]>
  /** The same orders with another slip each, re-issued. */
  reissue(slips: readonly TestSlip[]): Promise<TestSlip[]>
  /** The agent's file of these lines, where it is delivered. */
  file(tellings: readonly Telling[]): string
  preview(path: string): Promise<Result<CollectionPreview>>
  /** Shows a file and brings it in. */
  bring(tellings: readonly Telling[]): Promise<CollectionResult>
  settle(own: Partial<ConvenienceStoreSettings>): Promise<void>
  /** A deposit from the agent comes in by the bank's statement; tells its line. */
  transfer(day: string, amount: number): Promise<ReceiptId>
  order(orderId: OrderId): {
    payment: string
    disbursement: string
    protection: string
    paid_amount: number
    paid_on: string | null
    status: string
  }
  balances(): Record<string, number>
}

export async function openCollectionDesk(own: Partial<ConvenienceStoreSettings> = {}): Promise<CollectionDesk> {
  const test = await openTestLedger()
  const { ledger, dir } = test
  const account = await addAccount(ledger, { ...ACCOUNT })
  const merchant = await addMerchant(ledger, { methods: ['bank_transfer', 'convenience_store'] })
  const resources = resourcesOf(test)
  let version = 0
  let [references, files] = [0, 0]
  const settle = async (changed: Partial<ConvenienceStoreSettings>) => {
    const settings = { ...AGENT, ...changed }
    await writing(ledger, (writer) => saveGateway(writer, 'convenience_store', version, { enabled: true, paused: false, settings }))
    version += 1
  }
  await settle(own)
  const file = (tellings: readonly Telling[]) => {
    files += 1
    const path = join(dir, `result-${files}.csv`)
    writeFileSync(
      path,
      resources.gateways.storeAgent.writeCollection(
        AGENT.format,
        tellings.map((telling) => lineOf(telling)),
      ),
    )
    return path
  }
  const preview = async (path: string): Promise<Result<CollectionPreview>> => {
    const ended = await runJob(
      resources,
      { kind: 'collection_preview', method: 'convenience_store', mapping: null, path, fileName: 'result.csv', planId: 'plan' },
      quietControl(),
    )
    if (!ended.ok) return ended
    if (ended.value.kind !== 'collection_preview') throw new Error(ended.value.kind)
    return { ok: true, value: ended.value.preview }
  }
  const desk: CollectionDesk = {
    ...test,
    ...{ account, merchant, resources, settle, file, preview },
    slips: async (orders, merchantId = merchant) => {
      const made = orders.map((order) => ({
        method: 'convenience_store' as const,
        ...(typeof order === 'number' ? { amount: order } : order),
      }))
      const ids = await addOrders(ledger, merchantId, made)
      return writing(ledger, async (writer) => {
        const slips = ids.map((orderId, at) => ({
          orderId,
          reference: String(++references).padStart(16, '0'),
          amount: made[at]?.amount ?? 0,
        }))
        for (const slip of slips)
          await writer.db
            .insertInto('slips')
            .values(slipRow(writer, slip, 0))
            .execute()
        return slips
      })
    },
    reissue: (slips) =>
      writing(ledger, async (writer) => {
        for (const { orderId, reference, amount } of slips)
          await writer.db
            .insertInto('slips')
            .values(slipRow(writer, { orderId, reference, amount }, 1))
            .execute()
        return [...slips]
      }),
    bring: async (tellings) => {
      const path = file(tellings)
      const { sha256 } = valueIn(await preview(path))
      const ended = valueIn(
        await runJob(
          resources,
          { kind: 'collection', method: 'convenience_store', mapping: null, path, fileName: 'result.csv', sha256 },
          quietControl(),
        ),
      )
      if (ended.kind !== 'collection') throw new Error(ended.kind)
      return ended.collection
    },
    transfer: async (day, amount) => {
      await bringIn(test, businessDate(day), desk.balances()[`bank:${account}`] ?? 0, [{ amount, remitterName: 'ﾃﾞﾝｻﾝｼｽﾃﾑ' }])
      const found = ledger.source.prepare<[], number>('select max(receipt_id) from open_items').pluck().get()
      return ReceiptId.parse(found)
    },
    order: (orderId) =>
      ledger.source
        .prepare<[number], ReturnType<CollectionDesk['order']>>(
          'select payment, disbursement, protection, paid_amount, paid_on, status from orders where id = ?',
        )
        .get(orderId) ?? unheardOf(orderId),
    balances: () =>
      Object.fromEntries(
        ledger.source
          .prepare<[], [string, number]>(
            'select code, sum(debit - credit) as sum from balances join accounts on id = account_id group by id having sum <> 0 order by code',
          )
          .raw()
          .all(),
      ),
  }
  return desk
}

function slipRow(writer: Writer, { orderId, reference, amount }: TestSlip, reissue: number): SlipRow {
  const numbering = {
    method: 'convenience_store' as const,
    party: AGENT.party,
    maker_code: AGENT.makerCode,
    company_code: AGENT.companyCode,
  }
  return {
    ...{ id: SlipId.parse(writer.newId()), order_id: orderId, ...numbering, reference, reissue, amount: yen(amount) },
    ...{
      needs_stamp: amount >= 50_000 ? 1 : 0,
      due_on: businessDate('2026-11-24'),
      issued_at: writer.at,
      withdrawn_at: null,
      withdrawn_why: null,
    },
  }
}

function unheardOf(orderId: OrderId): never {
  throw new Error(`no order ${orderId}`)
}

/** A line of the agent's file, as it is written; with the numbers of another agent's slips where they are named. */
export function lineOf(telling: Telling, numbering: SlipNumbering = NUMBERING): Omit<CollectionLine, 'record' | 'raw' | 'barcode'> {
  const { slip, kind, paidOn = '2026-11-18', paidAt = '1015', transferOn, reissue = 0, storeCode = '110001' } = telling
  const { needsStamp = slip.amount >= 50_000 } = telling
  return {
    kind,
    slip: {
      ...numbering,
      reference: slip.reference,
      reissue,
      dueOn: businessDate(telling.dueOn ?? '2026-11-24'),
      needsStamp,
      amount: PositiveYen.parse(slip.amount),
    },
    ...{ paidOn: businessDate(paidOn), paidAt, chainCode: '010', chainName: 'セブン－イレブン', storeCode, madeOn: businessDate(paidOn) },
    transferOn: kind === 'confirmed' ? businessDate(transferOn ?? '2026-11-30') : null,
  }
}
