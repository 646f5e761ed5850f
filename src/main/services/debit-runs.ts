import { createHash } from 'node:crypto'
import type { BusinessDate } from '../../preload/contract/date'
import type { DebitCycle } from '../../preload/contract/debits'
import type { Debit } from '../../preload/contract/direct-debit'
import { done, type Result, refuse } from '../../preload/contract/errors'
import { DebitRunId, type OrderId } from '../../preload/contract/ids'
import { type Yen, yen } from '../../preload/contract/money'
import type { BankMaster, Gateways } from '../gateways/gateway'
import { appendAudit } from '../ledger/audit'
import {
  type DueDebit,
  dueByDay,
  dueDebits,
  giveUpRun,
  insertRun,
  ordersOfEndedMandates,
  ordersOfRun,
  releaseRun,
  runById,
  type StoredRun,
} from '../ledger/debit-runs'
import type { Reader, Writer } from '../ledger/ledger'
import { reservedOrders } from '../ledger/reservations'
import { isPerson } from '../settlement/actors'
import { cycleOn, isOpen } from '../settlement/debit-cycles'
import { bankNameFor } from '../settlement/transfer-names'
import type { Person } from './context'
import { factOf, postpone, sendToChoose } from './debit-orders'
import { collectorOf, cyclesFrom, type SettledDebit, settledDebit } from './direct-debit-terms'
import { takeSteps } from './order-steps'
import type { Days } from './payment-terms'
import { momentInJapan } from './transfer-settings'

/*
 * Runs of direct debit: the request file of a cycle is made from all that is due, released by a second person who names its digest, and
 * fetched. From its making until its result an order stands in it and is neither paid otherwise, switched nor cancelled.
 */
export type RunGateways = Pick<Gateways, 'banks' | 'directDebit' | 'holidays'>

const CYCLES_SHOWN = 4
/** More are asked for in another run of the same day. */
const LINES_MOST = 20_000

/** The next cycles with what is due in each; what was due before belongs to the first. None while nobody has settled direct debit. */
export async function cyclesShown(ledger: Reader, at: Writer['at'], holidays: RunGateways['holidays']): Promise<DebitCycle[]> {
  const debit = await settledDebit(ledger)
  if (!debit) return []
  const due = await dueByDay(ledger)
  let after: BusinessDate | null = null
  return cyclesFrom(debit, at, CYCLES_SHOWN, holidays).map((cycle) => {
    const own = due.filter(({ dueOn }) => dueOn <= cycle.debitOn && (after === null || dueOn > after))
    after = cycle.debitOn
    return {
      ...cycle,
      orders: own.reduce((sum, { count }) => sum + count, 0),
      amount: yen(own.reduce((sum, { amount }) => sum + amount, 0)),
    }
  })
}

/** A run in the place of another: of nothing that was not in that one; it may be released by neither its maker nor whoever released that one. */
interface Again {
  readonly madeBy: string
  readonly orders: ReadonlySet<OrderId>
}

export interface Prepared {
  readonly id: DebitRunId
  readonly lines: number
  readonly total: Yen
  readonly sha256: string
}

/**
 * Makes the file of a cycle, of all that is due; `again`: in the place of another, of what is left of that. Refuses direct_debit_not_settled, debit_day_passed (no cycle debits on that day, or it is too late for it),
 * nothing_to_debit, debits_unwritable.
 */
export async function prepareRun(writer: Writer, gateways: RunGateways, debitOn: BusinessDate, again?: Again): Promise<Result<Prepared>> {
  const debit = await settledDebit(writer)
  if (!debit) return refuse({ refusal: 'direct_debit_not_settled' })
  const cycle = cyclesFrom(debit, writer.at, CYCLES_SHOWN, gateways.holidays).find((one) => one.debitOn === debitOn)
  if (!cycle) return refuse({ refusal: 'debit_day_passed', debitOn })
  const asked = await unreserved(writer, await dueDebits(writer, debitOn, LINES_MOST))
  const due = again ? asked.filter(({ orderId }) => again.orders.has(orderId)) : asked
  if (due.length === 0) return refuse({ refusal: 'nothing_to_debit', debitOn })
  const written = writeFile(gateways, debit, debitOn, due)
  if (!written.ok) return refuse({ refusal: 'debits_unwritable', problems: [...written.problems] })
  const id = DebitRunId.parse(writer.newId())
  const sha256 = createHash('sha256').update(written.bytes).digest('hex')
  const total = yen(due.reduce((sum, { amount }) => sum + amount, 0))
  const { party, collectorCode } = debit
  const madeBy = again?.madeBy ?? writer.by.actor
  const dates = { debitOn, resultOn: cycle.resultOn, transferOn: cycle.transferOn }
  await insertRun(
    writer,
    {
      id,
      party,
      collectorCode,
      ...dates,
      total,
      file: written.bytes,
      fileName: fileNameOf(debitOn, id),
      sha256,
      madeBy,
      remadeBy: again ? writer.by.actor : null,
    },
    due,
  )
  await appendAudit(writer, {
    stream: 'debits',
    action: 'prepared',
    subject: `debit_run:${id}`,
    detail: { debitOn, lines: due.length, total, sha256, madeBy },
  })
  return done({ id, lines: due.length, total, sha256 })
}

/** A deposit on its way to an order pays it first. */
async function unreserved(writer: Writer, due: DueDebit[]): Promise<DueDebit[]> {
  const reserved = await reservedOrders(
    writer,
    due.map(({ orderId }) => orderId),
  )
  return due.filter(({ orderId }) => !reserved.has(orderId))
}

const fileNameOf = (debitOn: BusinessDate, id: DebitRunId) => `DEBIT-${debitOn.replaceAll('-', '')}-${id}.txt`

function writeFile({ banks, directDebit }: RunGateways, debit: SettledDebit, debitOn: BusinessDate, due: readonly DueDebit[]) {
  const batch = { collector: collectorOf(debit, banks), debitOn, debits: due.map((one) => debitOf(banks, one)) }
  return directDebit.writeDebits(batch, debit.separator)
}

function debitOf(banks: BankMaster, due: DueDebit): Debit {
  const { bankCode, branchCode, accountType, accountNumber, holderKana, amount, isFirst, customerNumber } = due
  return {
    account: { bankCode, branchCode, accountType, accountNumber },
    bankName: bankNameFor(banks.findBank(bankCode)?.kana ?? '', 'bank_name'),
    branchName: bankNameFor(banks.findBranch(bankCode, branchCode)?.kana ?? '', 'branch_name'),
    ...{ holderKana, amount, newCode: isFirst === 1 ? '1' : '0', customerNumber },
  }
}

/**
 * A second person releases the file with this digest: it may go to the bank. Where mandates have ended since it was made it goes nowhere: their
 * orders are left out with that reason, and what is left is made anew, to be released as it then is. Refuses not_found, second_person_required, debit_run_not_there,
 * changed_meanwhile (another digest), direct_debit_not_settled, debit_day_passed.
 */
export async function release(
  writer: Writer,
  person: Person,
  { id, sha256 }: { id: DebitRunId; sha256: string },
  gateways: RunGateways,
  today: BusinessDate,
): Promise<Result<Released>> {
  const { holidays } = gateways
  const run = await runById(writer, id)
  if (!run) return refuse({ refusal: 'not_found', what: 'debit_run' })
  if (isPerson(run.madeBy, person.name) || (run.remadeBy !== null && isPerson(run.remadeBy, person.name)))
    return refuse({ refusal: 'second_person_required' })
  if (run.state !== 'prepared') return refuse({ refusal: 'debit_run_not_there', state: run.state })
  if (run.sha256 !== sha256) return refuse({ refusal: 'changed_meanwhile' })
  const debit = await settledDebit(writer)
  if (!debit) return refuse({ refusal: 'direct_debit_not_settled' })
  if (!isOpen(cycleOn(run.debitOn, debit.terms, holidays), momentInJapan(writer.at))) {
    return refuse({ refusal: 'debit_day_passed', debitOn: run.debitOn })
  }
  const ended = await ordersOfEndedMandates(writer, id)
  if (ended.length > 0) return remake(writer, gateways, run, { ended: ended.length, today })
  await releaseRun(writer, id)
  const orders = await ordersOfRun(writer, id)
  await takeSteps(
    writer,
    [],
    orders.map(({ orderId, amount }) => ({ ...factOf(orderId, 'debit_submitted', { run: id, debitOn: run.debitOn }), amount })),
  )
  // Due earlier, and in no file of that day: their payers were told another day.
  const late = orders.filter(({ dueOn }) => dueOn !== run.debitOn).map(({ orderId }) => orderId)
  await postpone(writer, late, { debitOn: run.debitOn, why: 'not_submitted' })
  await appendAudit(writer, {
    stream: 'debits',
    action: 'released',
    subject: `debit_run:${id}`,
    detail: { debitOn: run.debitOn, lines: run.lines, total: run.total, sha256, madeBy: run.madeBy },
  })
  return done({ leftOut: 0, remade: null })
}

export interface Released {
  /** Debits that were left out, since their mandates have ended. */
  readonly leftOut: number
  /** The run that was made in its place, and is to be released. */
  readonly remade: DebitRunId | null
}

/**
 * The same day's file without those whose mandates have ended: nothing else is in it. Its maker stays whoever made the first; whoever has released
 * that one has brought this one about, so that a third person releases it.
 */
async function remake(
  writer: Writer,
  gateways: RunGateways,
  { id, debitOn, madeBy }: StoredRun,
  { ended, today }: { ended: number; today: BusinessDate },
): Promise<Result<Released>> {
  const orders = new Set((await ordersOfRun(writer, id)).map(({ orderId }) => orderId))
  const given = await giveUp(writer, id, 'mandate_ended', { today, holidays: gateways.holidays })
  if (!given.ok) return given
  const remade = await prepareRun(writer, gateways, debitOn, { madeBy, orders })
  if (remade.ok) return done({ leftOut: ended, remade: remade.value.id })
  return remade.refusal.refusal === 'nothing_to_debit' ? done({ leftOut: ended, remade: null }) : remade
}

/** Refuses not_found, debit_run_not_there: what was released may be with the bank, and waits for its result. */
export async function giveUp(writer: Writer, id: DebitRunId, reason: string, days: Days): Promise<Result<Record<string, never>>> {
  const run = await runById(writer, id)
  if (!run) return refuse({ refusal: 'not_found', what: 'debit_run' })
  if (run.state !== 'prepared') return refuse({ refusal: 'debit_run_not_there', state: run.state })
  await giveUpRun(writer, id, reason)
  // Nothing can be debited of them any more.
  const ended = await ordersOfEndedMandates(writer, id)
  await sendToChoose(
    writer,
    ended.map((orderId) => ({ orderId, why: 'mandate_ended' })),
    days,
  )
  await appendAudit(writer, { stream: 'debits', action: 'given_up', subject: `debit_run:${id}`, detail: { reason, sha256: run.sha256 } })
  return done({})
}
