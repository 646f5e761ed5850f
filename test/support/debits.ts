import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MerchantActor } from '../../src/main/gateways/counter'
import { gatewayOf, saveGateway } from '../../src/main/ledger/gateways'
import type { Ledger } from '../../src/main/ledger/ledger'
import { approvalHandlers } from '../../src/main/services/approvals'
import type { Context, Handlers } from '../../src/main/services/context'
import { debitHandlers } from '../../src/main/services/debits'
import { createEvents } from '../../src/main/services/events'
import { createFiles, type Files } from '../../src/main/services/files'
import { mandateHandlers } from '../../src/main/services/mandates'
import type { Posted } from '../../src/main/services/shop-order-storing'
import { businessDate } from '../../src/preload/contract/date'
import type { DebitPreview, DebitResult } from '../../src/preload/contract/debits'
import type { DebitBatch, DebitResultCode } from '../../src/preload/contract/direct-debit'
import type { Result } from '../../src/preload/contract/errors'
import { DirectDebitSettings } from '../../src/preload/contract/gateways'
import { ApprovalId, type DebitRunId, type MandateId, type OrderId } from '../../src/preload/contract/ids'
import type { OutputOf } from '../../src/preload/contract/methods'
import { personAt } from './desk'
import { TESTER, valueIn, writing } from './ledger'
import { openTestShops, type TestShops } from './shop'
import { gateways } from './statements'

/* A bank that debits accounts for its merchants: mandates, runs, and the collecting bank's results. */

export const COLLECTOR = DirectDebitSettings.parse({
  gateway: 'direct_debit',
  party: 'smbcfs',
  collectorName: 'みほんファイナンス',
  collectorCode: '0123456789',
  collectorKana: 'ダイコウギンコウ',
  bankCode: '0009',
  branchCode: '015',
  cutOffDays: 2,
  cutOffTime: '12:00',
  fees: [{ upTo: null, fee: 100 }],
})

export interface DebitDesk extends TestShops {
  readonly clerk: Context
  readonly supervisor: Context
  readonly files: Files
  readonly desk: Pick<Handlers, Extract<keyof Handlers, `debits.${string}` | `mandates.${string}`>>
  readonly shop: MerchantActor
  /** A supervisor decides the case that waits. */
  decide(decision?: 'approved' | 'rejected', who?: Context): Promise<Result<object>>
  settle(own?: Partial<DirectDebitSettings>, enabled?: boolean): Promise<void>
  /** A mandate of this customer of the shop. */
  mandate(customerNumber: string, own?: object): Promise<MandateId>
  /** An order of that customer whose payer has chosen to be debited. */
  chosen(customerNumber: string, amount?: number): Promise<Posted>
  /** The file of a cycle is made and released. */
  run(debitOn?: string): Promise<DebitRunId>
  /** A result file of what was asked for on a day: by order, the code of each; other orders are left out. */
  file(codes: ReadonlyMap<OrderId, DebitResultCode>, debitOn?: string): Uint8Array
  preview(bytes: Uint8Array): Promise<Result<DebitPreview>>
  bring(bytes: Uint8Array): Promise<Result<DebitResult>>
  /** What became of these orders' debits. */
  result(codes: readonly (readonly [Posted, DebitResultCode])[], debitOn?: string): Promise<DebitResult>
  /** Payment, method, due day, amount paid. */
  stands(orderId: OrderId): string
  /** The results that wait for a person. */
  waiting(): Promise<OutputOf<'debits.exceptions'>['rows']>
  /** What stands on each account, without whose it is; debit above nought. */
  accounts(): Record<string, number>
  /** Until it is noon of a day in Japan. */
  goTo(day: string): void
}

export const DEBIT_ON = '2026-11-27'

export async function openDebitDesk(): Promise<DebitDesk> {
  const shops = await openTestShops()
  const { ledger, clock, dir } = shops
  const files = await createFiles()
  const deps = { ledger, clock, events: createEvents(), files, gateways }
  const [clerk, supervisor] = [await personAt(shops, 'hanako', ['clerk']), await personAt(shops, 'jiro', ['supervisor'])]
  const shop = await shops.merchant({ methods: ['bank_transfer', 'direct_debit'] })
  const handlers = { ...debitHandlers(deps), ...mandateHandlers(deps) }
  const approving = approvalHandlers({ ...deps, secrets: null })
  let written = 0
  const offered = async (bytes: Uint8Array) => {
    written += 1
    const path = join(dir, `result-${written}.txt`)
    writeFileSync(path, bytes)
    return valueIn(await files.offer(path, 'result.txt', clerk.actor))
  }
  const desk: DebitDesk = {
    ...shops,
    ...{ clerk, supervisor, files, desk: handlers, shop },
    cleanup: async () => {
      await files.close()
      await shops.cleanup()
    },
    decide: async (decision = 'approved', who = supervisor) => {
      const { approvals } = valueIn(await approving['approvals.list'](who, { open: true }))
      const [{ id, digest } = { id: ApprovalId.parse(1), digest: '' }] = approvals
      return approving['approvals.decide'](who, { id, digest, decision, reason: '' })
    },
    settle: (own = {}, enabled = true) => settleDebits(ledger, own, enabled),
    mandate: async (customerNumber, own = {}) => {
      const mandate = { ...MANDATE, merchantId: shop.merchantId, customerNumber, ...own }
      return valueIn(await handlers['mandates.add'](clerk, mandate)).id
    },
    chosen: async (customerNumber, amount = 2_400) => {
      const goods = { goods: [{ name: '丸筆', quantity: 1, unitPrice: amount }], amount }
      const order = await shops.posted(shop, { customerNumber, ...goods })
      valueIn(await shops.choice.choose(TESTER, order.orderId, { method: 'direct_debit', protectionWished: false }))
      return order
    },
    run: async (debitOn = DEBIT_ON) => {
      const { id, sha256 } = valueIn(await handlers['debits.prepare'](clerk, { debitOn: businessDate(debitOn) }))
      valueIn(await handlers['debits.release'](supervisor, { id, sha256 }))
      return id
    },
    file: (codes, debitOn = DEBIT_ON) => resultFile(ledger, codes, debitOn),
    preview: async (bytes) => handlers['debits.preview'](clerk, { reference: await offered(bytes) }),
    bring: async (bytes) => {
      const shown = await desk.preview(bytes)
      return shown.ok ? handlers['debits.bringIn'](clerk, { planId: shown.value.planId, sha256: shown.value.sha256 }) : shown
    },
    result: async (codes, debitOn = DEBIT_ON) => {
      if (clock.today() < debitOn) desk.goTo(debitOn)
      return valueIn(await desk.bring(desk.file(new Map(codes.map(([{ orderId }, code]) => [orderId, code])), debitOn)))
    },
    stands: (orderId) =>
      ledger.source
        .prepare<[number], string>(
          "select payment || ' ' || disbursement || ' ' || coalesce(method, '-') || ' ' || due_on || ' ' || paid_amount from orders where id = ?",
        )
        .pluck()
        .get(orderId) ?? '',
    waiting: async () => valueIn(await handlers['debits.exceptions'](clerk, { cursor: null, size: 50 })).rows,
    accounts: () =>
      Object.fromEntries(
        ledger.source
          .prepare<[], [string, number]>(
            'select code, sum(debit - credit) as sum from balances join accounts on id = account_id group by id having sum <> 0 order by code',
          )
          .raw()
          .all()
          .map(([code, sum]) => [code.replace(/:\d+$/, ''), sum]),
      ),
    goTo: (day) => clock.advance(Date.parse(`${day}T12:00:00+09:00`) - clock.now()),
  }
  await desk.settle()
  return desk
}

/** How many lines of a result file came to what. */
export const outcomesOf = ({ outcomes }: Pick<DebitResult, 'outcomes'>): Record<string, number> =>
  Object.fromEntries(outcomes.map(({ outcome, count }) => [outcome, count]))

export const MANDATE = {
  bankCode: '0005',
  branchCode: '041',
  accountType: '1' as const,
  accountNumber: '0012345',
  holderKana: 'ヤマダ　タロウ',
  validFrom: businessDate('2026-11-01'),
}

export async function settleDebits(ledger: Ledger, own: Partial<DirectDebitSettings> = {}, enabled = true): Promise<void> {
  await writing(ledger, async (writer) => {
    const { version } = await gatewayOf(writer, 'direct_debit')
    const settings = { ...COLLECTOR, ...own }
    if (!(await saveGateway(writer, 'direct_debit', version, { enabled, paused: false, settings }))) throw new Error('not settled')
  })
}

interface Asked {
  orderId: OrderId
  customerNumber: string
  bankCode: string
  branchCode: string
  accountType: '1'
  accountNumber: string
  holderKana: string
  amount: DebitBatch['debits'][number]['amount']
}

/** The collecting bank's file: what was asked for, in the order of asking, with what became of it. */
export function resultFile({ source }: Pick<Ledger, 'source'>, codes: ReadonlyMap<OrderId, DebitResultCode>, debitOn: string): Uint8Array {
  const asked = source
    .prepare<[string], Asked>(
      `select d.order_id as orderId, d.customer_number as customerNumber, m.bank_code as bankCode, m.branch_code as branchCode, m.account_type as accountType,
        m.account_number as accountNumber, m.holder_kana as holderKana, d.amount from debit_lines d join mandates m on m.id = d.mandate_id where d.debit_on = ? order by d.id`,
    )
    .all(debitOn)
    .filter(({ orderId }) => codes.has(orderId))
  const debits = asked.map(({ bankCode, branchCode, accountType, accountNumber, holderKana, amount, customerNumber }) => ({
    account: { bankCode, branchCode, accountType, accountNumber },
    ...{ bankName: '', branchName: '', holderKana, amount, newCode: '0' as const, customerNumber },
  }))
  const collector = {
    code: COLLECTOR.collectorCode,
    name: 'ﾀﾞｲｺｳｷﾞﾝｺｳ',
    bankCode: '0009',
    bankName: '',
    branchCode: '015',
    branchName: '',
    account: null,
  }
  const batch = { collector, debitOn: businessDate(debitOn), debits }
  return gateways.directDebit.writeDebitResults(
    batch,
    asked.map(({ orderId }) => codes.get(orderId) ?? '0'),
    'crlf',
  )
}
