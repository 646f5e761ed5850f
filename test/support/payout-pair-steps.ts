import { expect } from 'vitest'
import { businessDate } from '../../src/preload/contract/date'
import type { Result } from '../../src/preload/contract/errors'
import { ApprovalId, ReceiptId, type RefundId, type TransferRunId } from '../../src/preload/contract/ids'
import type { SettlementAccount } from '../../src/preload/contract/merchants'
import { PositiveYen } from '../../src/preload/contract/money'
import type { RefundTarget } from '../../src/preload/contract/refunds'
import { valueIn } from './ledger'
import { openPayoutDesk } from './payout-desk'
import { daysAfter, type ModelDeposit, type ModelOrder, type ModelRefund, type ModelRun, total } from './payout-model'
import type { FoundRun } from './payout-pair'
import { PairOfRuns } from './payout-pair-runs'

/* Everything that is done in a sequence, by name. */

const PAYER = { bankCode: '0001', branchCode: '001', accountType: '1' as const, holderKana: 'ｻﾄｳ ﾊﾅｺ' }

/** What is done to one of several. */
export type Simple = 'pay_back' | 'go_on' | 'reject' | 'give_up' | 'send_back' | 'hold' | 'correct' | 'pay_again' | 'wait'

export type Step =
  | { readonly do: 'pay'; readonly merchant: number; readonly amounts: readonly number[]; readonly isProtected: boolean }
  | { readonly do: 'deposit'; readonly amount: number }
  /** `month`: of the month that ends next. */
  | { readonly do: 'plan'; readonly month: 'last' | 'next' }
  /** All the way; `which`: shown as one debit, or line by line. */
  | { readonly do: 'pay_out'; readonly month: 'last' | 'next'; readonly which: number }
  | { readonly do: Simple; readonly which: number }
  | { readonly do: 'plan_refunds' | 'close' }
  | { readonly do: 'come_back'; readonly which: number; readonly isShort: boolean }
  | { readonly do: 'answer'; readonly which: number; readonly says: 'received' | 'returned' }
  | { readonly do: 'refund' | 'refund_again'; readonly which: number; readonly quarters: number; readonly isAgreed: boolean }

export class PayoutPair extends PairOfRuns {
  static async open(): Promise<PayoutPair> {
    const pair = new PayoutPair(await openPayoutDesk())
    await pair.desk.settle()
    return pair
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'pay':
        return this.pay(step.merchant, step.amounts, step.isProtected)
      case 'deposit':
        return this.deposit(step.amount)
      case 'plan':
        await this.plan(step.month)
        return
      case 'pay_out':
        return this.payOut(step.month, step.which)
      case 'plan_refunds':
        await this.planRefunds()
        return
      case 'close':
        return this.close()
      case 'come_back':
        return this.comeBack(step.which, step.isShort)
      case 'answer':
        return this.answer(step.which, step.says)
      case 'refund':
        return this.refund(step.which, step.quarters, step.isAgreed)
      case 'refund_again':
        return this.refundAgain(step.which, step.isAgreed)
      default:
        return this.takeOne(step.do, step.which)
    }
  }

  protected takeOne(what: Simple, which: number): Promise<void> {
    const found = (...states: readonly ModelRun['state'][]) => this.run(which, states)
    switch (what) {
      case 'pay_back':
        return this.payBack(which)
      case 'go_on':
        return this.goOn(found('draft', 'submitted', 'approved', 'out'), which)
      case 'reject':
        return this.reject(found('submitted'))
      case 'give_up':
        return this.giveUp(found('draft', 'approved'))
      case 'send_back':
        return this.sendBack(found('draft', 'submitted'), which)
      case 'hold':
        return this.hold(this.own(which))
      case 'correct':
        return this.correct(this.own(which))
      case 'pay_again':
        return this.payAgain(which)
      case 'wait':
        return this.passTo(daysAfter(this.today, 1 + which))
    }
  }

  // money in

  protected async pay(which: number, amounts: readonly number[], isProtected: boolean): Promise<void> {
    const at = this.own(which)
    const tracks = isProtected ? { protection: 'wished' as const } : {}
    const own = { dueOn: businessDate('2099-12-31'), tracks }
    const { today } = this
    this.orders.push(...(await this.desk.paid(this.merchant(at), today, amounts, own)))
    this.model.paid(at, amounts, today, isProtected)
    this.agree('paid')
    await this.passTo(daysAfter(today, 1))
  }

  protected async deposit(amount: number): Promise<void> {
    await this.bankDay('deposit', [{ amount, remitterName: 'ﾐｼﾗﾇ ﾋﾄ' }], () => {
      this.deposits.push(ReceiptId.parse(this.openLines('credit').find((line) => line.amount === amount)?.id))
      this.model.deposited(amount)
    })
  }

  protected async answer(which: number, says: 'received' | 'returned'): Promise<void> {
    const order = this.order(which, ({ standing }) => standing === 'protected')
    if (!order) return
    for (const told of says === 'received' ? (['received'] as const) : (['return_wanted', 'goods_returned'] as const)) {
      const id = this.orderId(order)
      const [row] = this.all<{ version: number }>('select version from orders where id = ?', id)
      const asked = { id, version: row?.version ?? 0, told, source: 'telephone' as const, text: '電話で聞いた' }
      valueIn(await this.handlers['orders.record'](this.desk.clerk, asked))
    }
    if (says === 'received') this.model.release(order, this.today)
    else order.standing = 'due_back'
    this.agree(says)
  }

  // refunds

  protected async refund(which: number, quarters: number, isAgreed: boolean): Promise<void> {
    const { model, today } = this
    const orders = model.orders.slice(this.begun.orders).filter((order) => order.standing === 'taken' || model.refundable(order) > 0)
    const deposits = model.deposits.slice(this.begun.deposits).filter(({ left }) => left > 0)
    const found = [...orders, ...deposits][which % Math.max(orders.length + deposits.length, 1)]
    if (!found) return
    const most = 'left' in found ? found.left : model.refundable(found)
    const amount = Math.max(1, Math.floor((most * quarters) / 4))
    const target = this.target(found)
    if (!('left' in found) && found.standing === 'taken') {
      const refused = await this.handlers['refunds.preview'](this.desk.clerk, { target })
      return expect(refused).toMatchObject({ refusal: { refusal: 'in_payout_run' } })
    }
    const standing = 'left' in found ? '' : found.standing
    const asked = await this.ask(target, amount, isAgreed)
    if (!isAgreed && !('left' in found)) model.refundRejected(found, today)
    if (isAgreed) {
      if ('left' in found) model.refundDeposit(found, amount)
      else model.refundOrder(found, amount, today)
      this.refunds.push(asked)
    }
    this.agree(
      `refund ${amount === most ? 'of all' : 'of part'} ${'left' in found ? 'of a deposit' : standing} ${isAgreed ? 'agreed' : 'rejected'}`,
    )
  }

  protected target(of: ModelOrder | ModelDeposit): RefundTarget {
    if (!('left' in of)) return { of: 'order', orderId: this.orderId(of) }
    return { of: 'deposit', receiptId: this.deposits[this.model.deposits.indexOf(of)] ?? expect.fail('no such deposit') }
  }

  protected async refundAgain(which: number, isAgreed: boolean): Promise<void> {
    const back = this.model.refunds.slice(this.begun.refunds).filter(({ state }) => state === 'returned')
    const found: ModelRefund | undefined = back[which % Math.max(back.length, 1)]
    if (!found) return
    const { id: refundId } = this.refunds[this.model.refunds.indexOf(found)] ?? expect.fail()
    const asked = await this.ask({ of: 'returned', refundId }, found.amount, isAgreed)
    if (isAgreed) {
      this.model.refundAgain(found)
      this.refunds.push(asked)
    }
    this.agree(`refund again ${isAgreed ? 'agreed' : 'rejected'}`)
  }

  /** A clerk asks, a supervisor decides. */
  protected async ask(target: RefundTarget, amount: number, isAgreed: boolean): Promise<{ id: RefundId; account: SettlementAccount }> {
    const account = { ...PAYER, accountNumber: this.number() }
    const wish = { target, amount: PositiveYen.parse(amount), account }
    const { version, most } = valueIn(await this.handlers['refunds.preview'](this.desk.clerk, wish))
    expect(most).toBeGreaterThanOrEqual(amount)
    const told = { cause: 'merchant_wish' as const, why: '加盟店の依頼', source: 'letter' as const, differenceConfirmed: true }
    const { refundId, approvalId } = valueIn(await this.handlers['refunds.request'](this.desk.clerk, { ...wish, ...told, version }))
    const [row] = this.all<{ digest: string }>('select digest from approvals where id = ?', approvalId)
    const decision = isAgreed ? ('approved' as const) : ('rejected' as const)
    const asked = { id: ApprovalId.parse(approvalId), digest: row?.digest ?? '', decision, reason: '' }
    valueIn<object>(await this.handlers['approvals.decide'](this.desk.supervisor, asked))
    return { id: refundId, account }
  }

  protected async payBack(which: number): Promise<void> {
    await this.allTheWay(await this.planRefunds(), which)
  }

  protected async planRefunds(): Promise<FoundRun | null> {
    const run = this.model.planRefunds()
    const made: Result<{ runId: TransferRunId; total: number }> = await this.handlers['refunds.plan'](this.desk.clerk, {})
    if (run === null) {
      expect(made).toMatchObject({ refusal: { refusal: 'nothing_to_refund' } })
      return null
    }
    const { runId, total: sum } = valueIn(made)
    this.runs.push(runId)
    expect(sum).toBe(total(run))
    this.agree('refunds planned')
    return { run, id: runId }
  }

  // the day

  protected async close(): Promise<void> {
    const day = businessDate(this.today)
    await this.bankDay('nothing moved', [], () => undefined)
    const state = valueIn(await this.handlers['closing.state'](this.desk.clerk, { day }))
    expect(state.conditions.filter(({ holds }) => !holds)).toEqual([])
    valueIn<object>(await this.handlers['closing.close'](this.desk.supervisor, { day, digest: state.digest }))
    this.agree('day closed')
  }
}
