import { gatewayOf, saveGateway } from '../../src/main/ledger/gateways'
import { runById } from '../../src/main/ledger/payouts'
import { approvalHandlers } from '../../src/main/services/approvals'
import { closingHandlers } from '../../src/main/services/closing'
import type { Context } from '../../src/main/services/context'
import { createEvents } from '../../src/main/services/events'
import { exceptionHandlers } from '../../src/main/services/exceptions'
import { handOverRun } from '../../src/main/services/hand-over'
import { resumePayouts } from '../../src/main/services/payout-posting'
import { submitRun } from '../../src/main/services/payout-runs'
import { refundAccountHandlers } from '../../src/main/services/refund-accounts'
import { refundRunHandlers } from '../../src/main/services/refund-runs'
import { refundStopHandlers } from '../../src/main/services/refund-stops'
import { refundHandlers } from '../../src/main/services/refunds'
import type { Result } from '../../src/preload/contract/errors'
import { BankTransferSettings } from '../../src/preload/contract/gateways'
import type { ApprovalId, OrderId, TransferRunId } from '../../src/preload/contract/ids'
import type { OutputOf, ParsedInputOf } from '../../src/preload/contract/methods'
import { PositiveYen, type Yen } from '../../src/preload/contract/money'
import type { RefundTarget } from '../../src/preload/contract/refunds'
import { personAt } from './desk'
import { type DisputeDesk, openDisputeDesk } from './disputes'
import { valueIn, writing } from './ledger'
import { gateways, quietControl } from './statements'

/** The account a payer of the story is refunded to: its holder is ヤマダ タロウ. */
export const PAYER_ACCOUNT = {
  bankCode: '0001',
  branchCode: '001',
  accountType: '1' as const,
  accountNumber: '7654321',
  holderKana: 'ﾔﾏﾀﾞ ﾀﾛｳ',
}

/** How a test ends something. */
export type EndingAsked = ParsedInputOf<'exceptions.preview'>

/** The desk of those who give money back, end exceptions and close days, over the story with two days at the bank. */
export interface RefundDesk extends Omit<DisputeDesk, 'handlers'> {
  handlers: DisputeDesk['handlers'] &
    ReturnType<typeof refundHandlers> &
    ReturnType<typeof refundRunHandlers> &
    ReturnType<typeof refundStopHandlers> &
    ReturnType<typeof exceptionHandlers> &
    ReturnType<typeof closingHandlers> &
    ReturnType<typeof refundAccountHandlers>
  /** A clerk who is nothing else. */
  maker: Context
  another: Context
  /** Asks for a refund as the preview of it says. */
  ask(
    target: RefundTarget,
    own?: Partial<Omit<ParsedInputOf<'refunds.request'>, 'amount'>> & { amount?: Yen },
    who?: Context,
  ): Promise<Result<OutputOf<'refunds.request'>>>
  decide(approvalId: ApprovalId, decision?: 'approved' | 'rejected', who?: Context): Promise<Result<object>>
  /** The protected order's goods are back: its refund is due. */
  returnGoods(): Promise<void>
  /** Ends an exception as its preview says. */
  end(wish: EndingAsked, who?: Context): Promise<Result<OutputOf<'exceptions.end'>>>
  /** What an account of the ledger stands at: debits less credits. */
  balance(code: string): number
  tracksOf(orderId: OrderId): Promise<{ payment: string; protection: string; disbursement: string; payoutOn: string | null }>
}

export async function openRefundDesk(): Promise<RefundDesk> {
  const desk = await openDisputeDesk()
  const deps = { ...desk, events: createEvents(), gateways, secrets: null }
  const handlers = {
    ...desk.handlers,
    ...approvalHandlers(deps),
    ...refundHandlers(deps),
    ...refundRunHandlers(deps),
    ...refundStopHandlers(deps),
    ...exceptionHandlers(deps),
    ...closingHandlers(deps),
    ...refundAccountHandlers(deps),
  }
  const maker = await personAt(desk, 'tanaka', ['clerk'])
  const another = await personAt(desk, 'ito', ['supervisor'])
  return {
    ...desk,
    handlers,
    maker,
    another,
    ask: async (target, own = {}, who = maker) => {
      const { amount, ...rest } = own
      const account = 'account' in own ? own.account : PAYER_ACCOUNT
      const asked = amount === undefined ? undefined : PositiveYen.parse(amount)
      const preview = await handlers['refunds.preview'](who, { target, amount: asked, account })
      if (!preview.ok) return preview
      return handlers['refunds.request'](who, {
        cause: 'merchant_wish',
        why: '加盟店の依頼による',
        source: 'letter',
        differenceConfirmed: false,
        version: preview.value.version,
        ...rest,
        account,
        target,
        amount: preview.value.amount,
      })
    },
    decide: async (approvalId, decision = 'approved', who = desk.supervisor) => {
      const { approvals } = valueIn(await handlers['approvals.list'](who, { open: true }))
      const digest = approvals.find(({ id }) => id === approvalId)?.digest ?? '0'.repeat(64)
      return handlers['approvals.decide'](who, { id: approvalId, digest, decision, reason: '' })
    },
    returnGoods: async () => {
      await desk.tell('return_wanted', '色が違う')
      await desk.tell('goods_returned', '返品を受け取った', 'fax')
    },
    end: async (wish, who = maker) => {
      const preview = await handlers['exceptions.preview'](who, wish)
      if (!preview.ok) return preview
      return handlers['exceptions.end'](who, { ...wish, version: preview.value.version, why: '明細で確かめた' })
    },
    balance: (code) =>
      desk.ledger.source
        .prepare<[string], number>('select coalesce(sum(debit - credit), 0) from balances join accounts on id = account_id where code = ?')
        .pluck()
        .get(code) ?? 0,
    tracksOf: async (orderId) =>
      desk.ledger.reader.db
        .selectFrom('orders')
        .select(['payment', 'protection', 'disbursement', 'payout_on as payoutOn'])
        .where('id', '=', orderId)
        .executeTakeFirstOrThrow(),
  }
}

/** The approval of a request, which must be there. */
export const approvalOf = (asked: Result<{ approvalId: ApprovalId | null }>): ApprovalId => {
  const { approvalId } = valueIn(asked)
  if (approvalId === null) throw new Error('nobody was asked')
  return approvalId
}

/** The bank has the file of a run: submitted by the maker, agreed to by a supervisor, handed over on the day of the test's clock. */
export async function handOver(desk: Pick<RefundDesk, 'ledger' | 'maker' | 'clock' | 'decide'>, runId: TransferRunId): Promise<void> {
  const { ledger, maker, clock } = desk
  const version = async () => (await runById(ledger.reader, runId))?.version ?? 0
  await writing(ledger, async (writer) => {
    if ((await gatewayOf(writer, 'bank_transfer')).enabled) return
    const settings = BankTransferSettings.parse({ gateway: 'bank_transfer', originatorCode: '0000000001', originatorName: 'ﾀﾞｲｺｳｷﾞﾝｺｳ' })
    await saveGateway(writer, 'bank_transfer', 0, { enabled: true, paused: false, settings })
  })
  const seen = { id: runId, version: await version() }
  const { approvalId } = valueIn(await ledger.write(maker.by, (writer) => submitRun(writer, gateways, maker, seen)))
  valueIn(await desk.decide(approvalId))
  valueIn(await resumePayouts({ ledger, clock }, quietControl()))
  valueIn(await handOverRun({ ledger, gateways, secrets: null }, maker.by, { id: runId, version: await version() }))
}
