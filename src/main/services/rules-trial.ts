import { isDeepStrictEqual } from 'node:util'
import type { OpenOrder, Reason } from '../../preload/contract/clearing'
import type { AutomaticRule, ClearingRules } from '../../preload/contract/clearing-rules'
import type { BusinessDate } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId, ReceiptId } from '../../preload/contract/ids'
import type { JobResult } from '../../preload/contract/jobs'
import type { TrialDecision } from '../../preload/contract/rules'
import { clearingRules } from '../ledger/agent-settings'
import type { Reader } from '../ledger/ledger'
import { handDecisions, othersWaitingThen } from '../ledger/orders-then'
import { countDeposits, nextFile, type PastDeposit, type PastFile, pastDeposits } from '../ledger/past-deposits'
import { ruleOf } from '../settlement/clearing-rules'
import { amountsMeant } from '../settlement/differences'
import { isOpen } from '../settlement/reasons'
import { referenceTokens } from '../settlement/references'
import { decideSum, type SumDecision } from '../settlement/sum-matching'
import type { JobControl, JobResources, JobSpec } from './jobs'
import { decideCredits, returnedRun, runsByAccount, toldBy, type Way } from './matching'
import { leastOpen, lookBack } from './past-orders'
import { TrialReport } from './trial-report'

/*
 * Tries other rules on history: every deposit of a period is decided again as when its statement was planned, once by the rules in force and once
 * by the others, and both are laid beside what people decided by hand. Nothing is written, and nothing is ever cleared by it.
 */

const CHUNK = 500

/** A decision of one set of rules. Numbers and evidence are kept only where the two sets differ. */
export interface Decided {
  readonly rule: AutomaticRule
  readonly orderIds: readonly OrderId[]
  readonly told: TrialDecision | null
}

/** One set of rules going over one file: what its earlier lines have taken, and what it has decided. */
interface Side {
  readonly rules: ClearingRules
  readonly taken: Set<OrderId>
  readonly decided: Map<ReceiptId, Decided>
}

const sideOf = (rules: ClearingRules): Side => ({ rules, taken: new Set(), decided: new Map() })

type Trial = Extract<JobSpec, { kind: 'rules_trial' }>

/** Decides the deposits of a period by two sets of rules. Refuses cancelled. */
export async function tryRules(resources: Pick<JobResources, 'ledger'>, spec: Trial, control: JobControl): Promise<Result<JobResult>> {
  const ledger = resources.ledger.reader
  const { rules: present } = await clearingRules(ledger)
  const report = new TrialReport(spec, present, spec.rules)
  const walk = new Walk(ledger, spec, control, await countDeposits(ledger, spec))
  for (let file = await nextFile(ledger, spec, 0); file; file = await nextFile(ledger, spec, file.id)) {
    const sides: Sides = [sideOf(present), sideOf(spec.rules)]
    for (const way of ['certain', 'by_name'] as const) {
      if (!(await walk.over(file, (deposits) => decideChunk(ledger, file, deposits, way, sides)))) return refuse({ refusal: 'cancelled' })
    }
    const finish = async (deposits: readonly PastDeposit[]) => {
      await decideSums(ledger, file, deposits, sides)
      const people = await handDecisions(
        ledger,
        deposits.map(({ id }) => id),
      )
      for (const deposit of deposits) {
        report.add(deposit, sides[0].decided.get(deposit.id), sides[1].decided.get(deposit.id), people.get(deposit.id) ?? [])
      }
    }
    if (!(await walk.over(file, finish))) return refuse({ refusal: 'cancelled' })
  }
  return done({ kind: 'rules_trial', trial: report.trial() })
}

type Sides = readonly [present: Side, other: Side]
const PASSES = 3

/** Goes over files in chunks, tells how far it is, and stops when it is asked to. */
class Walk {
  #seen = 0
  constructor(
    private readonly ledger: Reader,
    private readonly period: { from: BusinessDate; to: BusinessDate },
    private readonly control: JobControl,
    private readonly total: number,
  ) {}

  /** Visits every deposit of the file that lies within the period; false where it was stopped before the end. */
  async over(file: PastFile, visit: (deposits: readonly PastDeposit[]) => Promise<void>): Promise<boolean> {
    for (let after = 0; ; ) {
      const deposits = await pastDeposits(this.ledger, file.id, this.period, after, CHUNK)
      const last = deposits.at(-1)
      if (!last) return true
      after = last.line
      await visit(deposits)
      this.#seen += deposits.length
      this.control.progress('matching', Math.floor(this.#seen / PASSES), this.total)
      if (this.control.cancelled) return false
    }
  }
}

/** By key and reference over the whole file first, and by name only then: so a plan goes. */
async function decideChunk(ledger: Reader, file: PastFile, deposits: readonly PastDeposit[], way: Way, sides: Sides): Promise<void> {
  for (const run of runsByAccount(deposits)) {
    const undecided = run.filter(({ id }) => sides.some(({ decided }) => !decided.has(id)))
    const [first] = undecided
    if (!first) continue
    const least = Math.min(...sides.map(({ rules }) => rules.leastCutName))
    const { accountId } = first
    const looked = await lookBack(ledger, file, { accountId, told: toldBy(undecided, { leastCutName: least }), way })
    const found = [looked.byCode, looked.byReference, looked.byPayer, looked.byBeginning].flatMap((ways) => [...ways.values()].flat())
    const orders = new Map(found.map((order) => [order.id, order]))
    for (const side of sides) {
      const open = undecided.filter(({ id }) => !side.decided.has(id))
      const matched = decideCredits({ accountId, told: toldBy(open, side.rules), looked, rules: side.rules }, side.taken)
      for (const [index, { decision }] of matched.entries()) {
        const deposit = open[index]
        const order = decision.cleared ? orders.get(decision.orderId) : undefined
        if (deposit && decision.cleared && order) keep(sides, side, deposit.id, ruleOf(decision), [order], decision.evidence)
      }
    }
  }
}

type Numbered = Pick<OpenOrder, 'id' | 'orderNumber'>

function keep(
  sides: Sides,
  side: Side,
  id: ReceiptId,
  rule: AutomaticRule,
  orders: readonly Numbered[],
  evidence: readonly Reason[],
): void {
  const orderIds = orders.map((order) => order.id)
  const [present, other] = sides
  const beside = side === other ? present.decided.get(id) : undefined
  if (beside && isDeepStrictEqual(beside.orderIds, orderIds)) {
    // Both decide alike: what told so is forgotten.
    present.decided.set(id, { ...beside, told: null })
    side.decided.set(id, { rule, orderIds, told: null })
    return
  }
  side.decided.set(id, { rule, orderIds, told: { rule, orders: orders.map(({ orderNumber }) => orderNumber), evidence: [...evidence] } })
}

/** Deposits that pay all their payer owed. */
async function decideSums(ledger: Reader, file: PastFile, deposits: readonly PastDeposit[], sides: Sides): Promise<void> {
  const asking = sides.filter(({ rules }) => rules.automatic.sum)
  for (const run of runsByAccount(deposits)) {
    const undecided = run.filter(({ id, nameKey }) => nameKey !== '' && asking.some(({ decided }) => !decided.has(id)))
    const [first] = undecided
    if (!first) continue
    const { accountId } = first
    const looked = await lookBack(ledger, file, { accountId, told: toldBy(undecided, sides[0].rules), way: 'by_name' })
    for (const deposit of undecided) {
      const open = leastOpen(looked.ofPayers.get(deposit.nameKey) ?? [])
      if (open.length < 2) continue
      const others = await othersWaitingThen(ledger, file, { receiptId: deposit.id, nameKey: deposit.nameKey, fileId: file.id })
      for (const side of asking) {
        if (side.decided.has(deposit.id)) continue
        const decision = sumThen(deposit, open, { looked, others, side })
        if (!decision.cleared) continue
        for (const { id } of decision.orders) side.taken.add(id)
        keep(sides, side, deposit.id, 'sum', decision.orders, decision.evidence)
      }
    }
  }
}

function sumThen(
  deposit: PastDeposit,
  open: readonly OpenOrder[],
  { looked, others, side }: { looked: Awaited<ReturnType<typeof lookBack>>; others: readonly ReceiptId[]; side: Side },
): SumDecision {
  const references = referenceTokens(deposit)
  const meant = amountsMeant(deposit.amount, side.rules)
  return decideSum(
    {
      ...deposit,
      virtualAccount: deposit.remitterCode,
      returnedTransfer: returnedRun(deposit.accountId, deposit, looked.left.get(deposit.amount) ?? []),
      references,
      rules: side.rules,
    },
    open.filter(({ id }) => !side.taken.has(id)),
    {
      byReference: references.flatMap((reference) => looked.byReference.get(reference) ?? []),
      hasOtherDeposit: others.some((id) => !side.decided.has(id)),
      hasClosedAlike: (looked.ofPayers.get(deposit.nameKey) ?? []).some((order) => !isOpen(order) && meant.includes(order.amount)),
    },
  )
}
