import type { ClearingRules } from '../../preload/contract/clearing-rules'
import type { BusinessDate } from '../../preload/contract/date'
import type { OrderId, ReceiptId } from '../../preload/contract/ids'
import type { PositiveYen } from '../../preload/contract/money'
import {
  type RulesTrial,
  TRIAL_LISTED_MOST,
  type TrialDecision,
  type TrialDifference,
  type TrialFigures,
} from '../../preload/contract/rules'

/* What a trial of rules comes to: counted over all its deposits, and told one by one where the two sets of rules differ, up to a bound. */

/** What a set of rules decided of a deposit; left out where it waits. `told`: only where the other set decided otherwise. */
interface Decided {
  readonly orderIds: readonly OrderId[]
  readonly told: TrialDecision | null
}

/** One order that a person gave a deposit to, or took from it again. */
interface ByHand {
  readonly orderId: OrderId
  readonly orderNumber: string
  readonly by: string
  readonly undone: boolean
}

interface DepositTried {
  readonly id: ReceiptId
  readonly bookedOn: BusinessDate
  readonly amount: PositiveYen
  readonly remitterName: string
}

const isSame = (one: readonly OrderId[], other: readonly OrderId[]): boolean =>
  one.length === other.length && one.every((id) => other.includes(id))

/** Whether a decision is against what people decided: other orders than theirs, or one that was taken back from this deposit. */
function isAgainst({ orderIds }: Decided, people: readonly ByHand[]): boolean {
  const given = people.filter(({ undone }) => !undone).map(({ orderId }) => orderId)
  const takenBack = people.some(({ undone, orderId }) => undone && orderIds.includes(orderId) && !given.includes(orderId))
  return takenBack || (given.length > 0 && !isSame(orderIds, given))
}

export class TrialReport {
  readonly #figures: TrialFigures
  readonly #against: TrialDifference[] = []
  readonly #besides: TrialDifference[] = []

  constructor(
    period: { from: BusinessDate; to: BusinessDate },
    private readonly present: ClearingRules,
    private readonly other: ClearingRules,
  ) {
    const none = { deposits: 0, present: 0, other: 0, more: 0, fewer: 0, otherwise: 0, presentAgainst: 0, otherAgainst: 0, moreAsPeople: 0 }
    this.#figures = { from: period.from, to: period.to, ...none }
  }

  /** Counts one deposit: what each set of rules decided of it, and what people did. */
  add(deposit: DepositTried, present: Decided | undefined, other: Decided | undefined, people: readonly ByHand[]): void {
    const figures = this.#figures
    figures.deposits += 1
    if (present) figures.present += 1
    if (other) figures.other += 1
    if (present && isAgainst(present, people)) figures.presentAgainst += 1
    const against = other !== undefined && isAgainst(other, people)
    if (against) figures.otherAgainst += 1
    if (!present && !other) return
    if (present && other && isSame(present.orderIds, other.orderIds)) return
    if (!present) figures.more += 1
    else if (!other) figures.fewer += 1
    else figures.otherwise += 1
    const given = people.filter(({ undone }) => !undone)
    if (!present && other && given.length > 0 && !against) figures.moreAsPeople += 1
    const list = against ? this.#against : this.#besides
    if (list.length < TRIAL_LISTED_MOST) list.push(differenceOf(deposit, { present, other, people, against }))
  }

  trial(): RulesTrial {
    const { more, fewer, otherwise } = this.#figures
    const differences = [...this.#against, ...this.#besides].slice(0, TRIAL_LISTED_MOST)
    return { present: this.present, other: this.other, figures: this.#figures, differences, differencesInAll: more + fewer + otherwise }
  }
}

function differenceOf(
  { id, bookedOn, amount, remitterName }: DepositTried,
  decided: { present: Decided | undefined; other: Decided | undefined; people: readonly ByHand[]; against: boolean },
): TrialDifference {
  const { present, other, people, against } = decided
  const given = people.filter(({ undone }) => !undone)
  const [first] = given.length > 0 ? given : people
  const takenBack = people.filter(({ undone }) => undone).map(({ orderNumber }) => orderNumber)
  const decision = first ? { orders: given.map(({ orderNumber }) => orderNumber), takenBack, by: first.by } : null
  return {
    receiptId: id,
    bookedOn,
    amount,
    remitterName,
    present: present?.told ?? null,
    other: other?.told ?? null,
    people: decision,
    against,
  }
}
