import { done, type Result, refuse } from '../../preload/contract/errors'
import type { AccountId, OrderId } from '../../preload/contract/ids'
import type { JobResult } from '../../preload/contract/jobs'
import { ZERO_YEN } from '../../preload/contract/money'
import { appendAudit } from '../ledger/audit'
import { countOpenDeposits, type OpenDeposit, reduceOpenItem, waitingDeposits } from '../ledger/clearing'
import type { Writer } from '../ledger/ledger'
import { orderStates } from '../ledger/posting'
import { Allotments, evidenceText } from './allocating'
import type { JobControl, JobResources } from './jobs'
import { type Matched, matchCredits } from './matching'
import { pace } from './pace'

/**
 * Tries every waiting deposit again, e.g. after orders came in. Only deposits of which nothing has been allocated and that nobody
 * holds are tried; decision and clearing happen in one unit of work, so what was decided is what is cleared.
 */
export async function matchWaiting(resources: JobResources, control: JobControl): Promise<Result<JobResult>> {
  const { ledger, by, clock } = resources
  const steps = pace(100, 2000)
  let cleared = 0
  let tried = 0
  for (let after = 0; ; ) {
    const size = steps.size
    const began = clock.monotonicMs()
    const unit = await ledger.write(by, async (writer) => {
      const deposits = await waitingDeposits(writer, after, size)
      return done({ deposits: deposits.length, last: deposits.at(-1)?.receiptId ?? null, cleared: await matchUnit(writer, deposits) })
    })
    if (!unit.ok) return unit
    if (unit.value.last === null) break
    after = unit.value.last
    cleared += unit.value.cleared
    tried += unit.value.deposits
    steps.took(size, clock.monotonicMs() - began)
    control.progress('matching', tried, null)
    if (control.cancelled) return refuse({ refusal: 'cancelled' })
  }
  return done({ kind: 'match', match: { cleared, waiting: await countOpenDeposits(ledger.reader) } })
}

async function matchUnit(writer: Writer, deposits: readonly OpenDeposit[]): Promise<number> {
  const taken = new Set<OrderId>()
  let cleared = 0
  for (const accountId of new Set<AccountId>(deposits.map((deposit) => deposit.accountId))) {
    const whole = deposits.filter((deposit) => deposit.accountId === accountId && deposit.remaining === deposit.amount)
    const matched = await matchCredits(writer, accountId, whole, taken)
    cleared += await clearMatched(writer, whole, matched)
  }
  return cleared
}

async function clearMatched(writer: Writer, deposits: readonly OpenDeposit[], matched: readonly Matched[]): Promise<number> {
  const orders = await orderStates(
    writer,
    matched.flatMap(({ decision }) => (decision.cleared ? decision.orderId : [])),
  )
  const allotments = new Allotments()
  for (const [index, deposit] of deposits.entries()) {
    const decision = matched[index]?.decision
    const order = decision?.cleared ? orders.get(decision.orderId) : undefined
    if (!decision?.cleared || !order) continue
    const added = allotments.add(writer, {
      receiptId: deposit.receiptId,
      order,
      amount: deposit.amount,
      bookedOn: deposit.bookedOn,
      valueOn: deposit.valueOn,
      level: decision.level,
      evidence: evidenceText(decision.evidence),
    })
    if (added.ok) await reduceOpenItem(writer, deposit.receiptId, ZERO_YEN)
  }
  await allotments.write(writer)
  if (allotments.ids.length > 0) {
    await appendAudit(writer, {
      stream: 'clearing',
      action: 'matched',
      subject: 'waiting_deposits',
      detail: { allocations: allotments.ids },
    })
  }
  return allotments.ids.length
}
