import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { readZengin21 } from '../../src/main/gateways/bank-transfer/read-zengin-21'
import { setMerchantAccount } from '../../src/main/ledger/merchants'
import type { Context } from '../../src/main/services/context'
import { addBusinessDays, onOrAfter } from '../../src/main/settlement/calendar'
import { businessDate } from '../../src/preload/contract/date'
import type { Ending } from '../../src/preload/contract/exceptions'
import { ApprovalId, PayableItemId, ReceiptId, TransferId, type TransferRunId } from '../../src/preload/contract/ids'
import type { SettlementAccount } from '../../src/preload/contract/merchants'
import { collected } from '../main/gateways/bank-transfer/made-transfers'
import { valueIn, writing } from './ledger'
import { daysAfter, type ModelPayout, type ModelTransfer, planned, total } from './payout-model'
import { type FoundRun, Pair } from './payout-pair'

/* What is done with runs and what they pay, up to what the statement of a later day tells of them. */

const RETURN_FEE = 660
/** Submitted, approved, handed over, seen. */
const STAGES = 4

export class PairOfRuns extends Pair {
  // merchants

  protected async hold(at: number): Promise<void> {
    const { clerk, supervisor } = this.desk
    const [row] = this.all<{ version: number }>('select version from merchants where id = ?', this.merchant(at))
    const asked = { merchantId: this.merchant(at), version: row?.version ?? 0, reason: '調査' }
    const of = this.model.merchants[at] ?? expect.fail()
    valueIn(of.held ? await this.handlers['payouts.release'](supervisor, asked) : await this.handlers['payouts.hold'](clerk, asked))
    of.held = !of.held
    this.agree(of.held ? 'held' : 'let go')
  }

  protected async correct(at: number): Promise<void> {
    const merchant = this.model.merchants[at] ?? expect.fail()
    const account = this.account(at, merchant.terms)
    this.accounts[at]?.push(account)
    await writing(this.desk.ledger, (writer) => setMerchantAccount(writer, this.merchant(at), account))
    merchant.account += 1
    this.agree('account corrected')
  }

  // runs

  protected async plan(month: 'last' | 'next'): Promise<FoundRun | null> {
    if (month === 'next') await this.passTo(firstOfNextMonth(this.today))
    const closingOn = businessDate(daysAfter(`${this.today.slice(0, 8)}01`, -1))
    const run = this.model.plan(closingOn)
    const ran = await this.desk.job({ kind: 'payouts', closingOn, payOn: null })
    if (run === null) {
      expect(ran).toMatchObject({ refusal: { refusal: 'nothing_to_pay' } })
      this.agree('nothing to pay')
      return null
    }
    const result = valueIn(ran)
    if (result.kind !== 'payouts') throw new Error(result.kind)
    const id = result.payouts.runs[0]?.id ?? expect.fail('no run')
    this.runs.push(id)
    expect(result.payouts.runs[0]?.figures.payouts).toBe(planned(run).length)
    await this.agreeOnPayouts({ run, id })
    this.agree('planned')
    return { run, id }
  }

  protected async agreeOnPayouts({ run, id }: FoundRun): Promise<void> {
    const { rows } = valueIn(await this.handlers['payouts.merchants'](this.desk.clerk, { runId: id, cursor: null, size: 50 }))
    const shown = rows.map(({ merchantId, state, gross, fees, tax, transferFee, offsets, remainder, net }) => {
      const counted = { fees, tax, transferFee, offsets, remainder, net }
      return { merchantId, state, gross, ...(state === 'planned' ? counted : {}) }
    })
    const expected = run.payouts.map((payout) => {
      const { merchant, state, gross, fees, tax, transferFee, offsets, remainder, net } = payout
      const counted = { fees, tax, transferFee, offsets: offsets.reduce((sum, { amount }) => sum + amount, 0), remainder, net }
      return { merchantId: this.merchant(merchant), state, gross, ...(state === 'planned' ? counted : {}) }
    })
    expect(shown).toEqual(expected)
  }

  protected async payOut(month: 'last' | 'next', which: number): Promise<void> {
    await this.allTheWay(await this.plan(month), which)
  }

  protected async allTheWay(found: FoundRun | null, which: number): Promise<void> {
    for (let stage = 0; found && stage < STAGES; stage++) await this.goOn(found, which)
  }

  /** What comes next where nobody objects. */
  protected async goOn(found: FoundRun | null, which: number): Promise<void> {
    if (!found) return
    const { state } = found.run
    if (state === 'draft') return this.submit(found)
    if (state === 'submitted') return this.approve(found)
    if (state === 'approved') return this.handOver(found)
    if (state === 'out') return this.see(found, which % 2 === 0 ? 'file' : 'lines')
  }

  protected async seen(id: TransferRunId): Promise<{ id: TransferRunId; version: number }> {
    return { id, version: (await this.desk.run(id)).version }
  }

  /** Why no file of a run is made or handed over by now, or null. */
  protected objection({ run, id }: FoundRun, without?: ModelPayout): string | null {
    const [row] = this.all<{ payOn: string }>('select pay_on as payOn from transfer_runs where id = ?', id)
    const { holidays } = this.desk.deps.gateways
    // Every step is taken in the morning: in time for the next business day.
    const earliest = addBusinessDays(onOrAfter(businessDate(this.today), holidays), 1, holidays)
    if ((row?.payOn ?? '') < earliest) return 'pay_day_passed'
    if (this.model.isHeld(run, without)) return 'payees_held'
    if (!this.model.isStale(run, without)) return null
    return run.state === 'approved' ? 'payees_moved' : 'payee_account_changed'
  }

  protected async submit({ run, id }: FoundRun): Promise<void> {
    const refusal = this.objection({ run, id })
    const submitted = await this.handlers['payouts.submit'](this.desk.clerk, await this.seen(id))
    if (refusal) return expect(submitted).toMatchObject({ refusal: { refusal } })
    if (planned(run).length + run.refunds.length === 0) return expect(submitted).toMatchObject({ refusal: { refusal: 'nothing_to_pay' } })
    expect(valueIn(submitted).digest).toHaveLength(64)
    run.state = 'submitted'
    expect((await this.desk.run(id)).total).toBe(total(run))
    this.agree('submitted')
  }

  protected async approve({ run, id }: FoundRun): Promise<void> {
    const refusal = this.objection({ run, id })
    const decided = await this.desk.decide(id, 'approved')
    if (refusal) return expect(decided).toMatchObject({ refusal: { refusal } })
    valueIn(decided)
    this.model.approve(run, this.today)
    this.agree('approved')
  }

  protected async reject(found: FoundRun | null): Promise<void> {
    if (!found) return
    valueIn(await this.desk.decide(found.id, 'rejected'))
    found.run.state = 'draft'
    this.agree('rejected')
  }

  protected async sendBack(found: FoundRun | null, which: number): Promise<void> {
    const payouts = found ? planned(found.run) : []
    const payout = payouts[which % Math.max(payouts.length, 1)]
    if (!found || !payout) return
    const { run, id } = found
    const asked = { ...(await this.seen(id)), payoutId: this.payoutId(id, payout), reason: '確認' }
    const refusal = run.state === 'submitted' ? this.objection(found, payout) : null
    const back = await this.handlers['payouts.sendBack'](this.desk.supervisor, asked)
    if (refusal) return expect(back).toMatchObject({ refusal: { refusal } })
    valueIn(back)
    this.model.letGo(payout, 'sent_back')
    if (planned(run).length === 0) run.state = 'draft'
    this.agree('sent back')
  }

  protected async giveUp(found: FoundRun | null): Promise<void> {
    if (!found) return
    const asked = { ...(await this.seen(found.id)), reason: '作り直し' }
    valueIn(await this.handlers['payouts.giveUp'](this.desk.supervisor, asked))
    await this.desk.idle()
    this.model.giveUp(found.run)
    this.agree('given up')
  }

  protected async handOver({ run, id }: FoundRun): Promise<void> {
    const refusal = run.transfers.length === 0 ? null : this.objection({ run, id })
    const asked = await this.handlers['payouts.handOver'](this.desk.clerk, await this.seen(id))
    if (refusal) return expect(asked).toMatchObject({ refusal: { refusal } })
    const handed = valueIn(asked)
    await this.desk.idle()
    this.model.handOver(run)
    const name = handed.fileName.replace('.txt', '')
    const read = collected(readZengin21(readFileSync(join(this.desk.bankFolder, handed.fileName))))
    expect(read.faults).toEqual([])
    expect(
      read.transfers.map(({ bankCode, branchCode, accountNumber, holderKana, amount, edi }) => ({
        ...{ bankCode, branchCode, accountNumber, holderKana, amount, edi },
      })),
    ).toEqual(
      run.transfers.map((transfer, at) => {
        const { bankCode, branchCode, accountNumber, holderKana } = this.payee(transfer)
        return { bankCode, branchCode, accountNumber, holderKana, amount: transfer.amount, edi: `${name}-${at + 1}` }
      }),
    )
    this.agree('handed over')
  }

  protected payee({ payout, refund }: ModelTransfer): SettlementAccount {
    const account = payout
      ? this.accounts[payout.merchant]?.[payout.account]
      : refund && this.refunds[this.model.refunds.indexOf(refund)]?.account
    return account ?? expect.fail('a transfer goes to somebody')
  }

  // the next day's statement

  /** The bank shows a run, as one debit or line by line. What is not certain by amount and reference, a person ties. */
  protected async see({ run, id }: FoundRun, by: 'file' | 'lines'): Promise<void> {
    if (run.transfers.length === 0) return
    const amounts = by === 'file' ? [total(run)] : run.transfers.map(({ amount }) => amount)
    const others = this.model.runs.filter((other) => other !== run && other.state === 'out')
    const waiting = others.flatMap((other) => [total(other), ...other.transfers.map(({ amount }) => amount)])
    const isAlone = amounts.every((amount) => !waiting.includes(amount))
    const [row] = this.all<{ name: string; payOn: string }>('select name, pay_on as payOn from transfer_runs where id = ?', id)
    const isInTime = this.today <= daysAfter(row?.payOn ?? '', 5)
    // Whatever looks the same and is in time would be taken for it, and rightly so.
    if (!isAlone && !isInTime) return
    const debit = { direction: 'debit' as const, remitterName: '' }
    const lines =
      by === 'file'
        ? [{ ...debit, amount: total(run), description: 'ｿｳｺﾞｳﾌﾘｺﾐ' }]
        : run.transfers.map(({ amount }, at) => ({ ...debit, amount, description: 'ﾌﾘｺﾐ', edi: `${row?.name}-${at + 1}` }))
    await this.bankDay(`seen by ${by}`, lines, async () => {
      const left = this.openLines('debit')
      if (isAlone && isInTime) expect(left).toEqual([])
      for (const { id: receiptId, edi } of left)
        await this.tie(receiptId, 'transfer_seen', by === 'file' ? { runId: id } : { transferId: this.transferId(id, edi) })
      for (const transfer of run.transfers) this.model.seen(transfer)
    })
  }

  protected transferId(runId: TransferRunId, edi: string): TransferId {
    const [row] = this.all<{ id: number }>('select id from transfers where run_id = ? and edi = ?', runId, edi)
    return TransferId.parse(row?.id)
  }

  protected async tie(
    receipt: number,
    ending: Ending,
    what: { runId?: TransferRunId; transferId?: TransferId },
    bearer?: 'agent' | 'merchant',
  ): Promise<void> {
    const wish = { target: { of: 'line' as const, receiptId: ReceiptId.parse(receipt) }, ending, bearer, ...what }
    const { version, approvers } = valueIn(await this.handlers['exceptions.preview'](this.desk.clerk, wish))
    const ended = valueIn(await this.handlers['exceptions.end'](this.desk.clerk, { ...wish, version, why: '銀行の明細で確かめた' }))
    expect(ended.ended).toBe(approvers.needed === 0)
    if (ended.approvalId !== null) await this.agreeTo(ended.approvalId)
    if (approvers.needed === 2) await this.agreeTo(this.openApproval(), this.desk.otherSupervisor)
  }

  /** What the second of two supervisors is asked. */
  private openApproval(): ApprovalId {
    const [row] = this.all<{ id: number }>(
      "select id from approvals where decision is null and kind = 'correction' order by id desc limit 1",
    )
    return ApprovalId.parse(row?.id)
  }

  protected async agreeTo(approvalId: ApprovalId, by: Context = this.desk.supervisor): Promise<void> {
    const [row] = this.all<{ digest: string }>('select digest from approvals where id = ?', approvalId)
    const asked = { id: approvalId, digest: row?.digest ?? '', decision: 'approved' as const, reason: '' }
    valueIn<object>(await this.handlers['approvals.decide'](by, asked))
  }

  /** 組戻し of one transfer, whole or less the bank's fee. */
  protected async comeBack(which: number, isShort: boolean): Promise<void> {
    const seen = this.model.runs
      .slice(this.begun.runs)
      .flatMap((run, at) => run.transfers.map((transfer, line) => ({ run, transfer, line, at: at + this.begun.runs })))
      .filter(({ transfer }) => transfer.state === 'seen')
    const found = seen[which % Math.max(seen.length, 1)]
    if (!found) return
    const { transfer, line, at } = found
    const runId = this.runs[at] ?? expect.fail()
    const [row] = this.all<{ name: string; seenOn: string }>(
      'select r.name, t.seen_on as seenOn from transfers t join transfer_runs r on r.id = t.run_id where t.run_id = ? and t.line = ?',
      runId,
      line + 1,
    )
    const kept = isShort && transfer.amount > RETURN_FEE ? RETURN_FEE : 0
    const edi = `${row?.name}-${line + 1}`
    const isCertain = kept === 0 && this.today <= daysAfter(row?.seenOn ?? '', 10)
    const back = { amount: transfer.amount - kept, remitterName: '', description: 'ﾌﾘｺﾐｸﾐﾓﾄﾞｼ ﾒｲｷﾞｿｳｲ', edi }
    await this.bankDay(`${transfer.payout ? 'payout' : 'refund'} came back${kept > 0 ? ' short' : ''}`, [back], async () => {
      const left = this.openLines('credit')
      if (isCertain) expect(left).toEqual([])
      const terms = transfer.payout && this.model.merchants[transfer.payout.merchant]?.terms
      // Whom the contract names, unless a person says otherwise.
      const bearer = terms?.bearsReturnFee ? undefined : 'agent'
      for (const { id } of left) await this.tie(id, 'transfer_returned', { transferId: this.transferId(runId, edi) }, bearer)
      this.model.back(transfer, kept, this.today)
    })
  }

  protected async payAgain(which: number): Promise<void> {
    const waiting = this.model.items.flatMap((item, at) => {
      const isOwn = item.merchant >= this.begun.merchants
      const isSame = item.of?.account === this.model.merchants[item.merchant]?.account
      return isOwn && isSame && item.isReturned && item.state === 'free' && !item.isConfirmed ? [{ item, at }] : []
    })
    const found = waiting[which % Math.max(waiting.length, 1)]
    if (!found) return
    const [row] = this.all<{ id: number }>('select id from payable_items order by id limit 1 offset ?', found.at)
    valueIn(await this.handlers['exceptions.payAgain'](this.desk.clerk, { itemId: PayableItemId.parse(row?.id), reason: '電話で確認' }))
    found.item.isConfirmed = true
    this.agree('to be paid again')
  }
}

function firstOfNextMonth(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
}
