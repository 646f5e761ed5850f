import { MerchantCharges } from '../../../preload/contract/charges'
import { addDays, type BusinessDate } from '../../../preload/contract/date'
import { FeePlan, type PaymentMethod, type TaxClass } from '../../../preload/contract/merchants'
import type { PayoutContract } from '../../../preload/contract/payouts'
import { basisPointsOf, type FeeDraft, NO_FEE, percentOf } from './merchant-draft'

/** A fee to come while it is typed. */
export interface PlanDraft extends FeeDraft {
  readonly method: PaymentMethod
  readonly validFrom: BusinessDate | null
  readonly taxClass: TaxClass
}

export interface ChargesDraft {
  /** Fees that have begun: they stay as they are. */
  readonly begun: readonly FeePlan[]
  readonly plans: readonly PlanDraft[]
  readonly contract: PayoutContract
}

export type PlanProblem = 'not_after_today' | 'two_from_one_day' | 'limits_crossed'

const hasBegun = ({ validFrom }: Pick<FeePlan, 'validFrom'>, today: BusinessDate) => validFrom === null || validFrom <= today

/** Charges as a form shows them: what has begun apart from what is to come. */
export function chargesDraftOf({ fees, payoutContract }: MerchantCharges, today: BusinessDate): ChargesDraft {
  const toCome = fees.filter((plan) => !hasBegun(plan, today))
  return {
    begun: fees.filter((plan) => hasBegun(plan, today)),
    plans: toCome.map(({ basisPoints, ...plan }) => ({ ...plan, percent: percentOf(basisPoints) })),
    contract: payoutContract,
  }
}

/** A fee to come that begins with that of today, from the first of next month. */
export function newPlan(method: PaymentMethod, { begun }: Pick<ChargesDraft, 'begun'>, today: BusinessDate): PlanDraft {
  const present = begun.findLast((plan) => plan.method === method)
  const validFrom = firstOfNextMonth(today)
  if (!present) return { ...NO_FEE, method, validFrom, taxClass: 'standard' }
  const { basisPoints, ...plan } = present
  return { ...plan, percent: percentOf(basisPoints), validFrom }
}

const LONGEST_MONTH = 31

function firstOfNextMonth(today: BusinessDate): BusinessDate {
  const [day] = Array.from({ length: LONGEST_MONTH }, (_, after) => addDays(today, after + 1)).filter((date) => date.endsWith('-01'))
  return day ?? addDays(today, 1)
}

/** What is wrong with a fee to come among the others, beyond what the contract says of each field; or null. */
export function planProblem(plan: PlanDraft, { begun, plans }: ChargesDraft, today: BusinessDate): PlanProblem | null {
  if (plan.validFrom === null) return null
  if (hasBegun(plan, today)) return 'not_after_today'
  const others = [...begun, ...plans.filter((other) => other !== plan)]
  if (others.some(({ method, validFrom }) => method === plan.method && validFrom === plan.validFrom)) return 'two_from_one_day'
  return plan.maximum !== null && plan.minimum !== null && plan.maximum < plan.minimum ? 'limits_crossed' : null
}

const planOf = ({ percent, ...plan }: PlanDraft) => FeePlan.safeParse({ ...plan, basisPoints: basisPointsOf(percent) })

/** A form read by the contract: the charges, or which fields do not fit (`plans.0.validFrom`, `contract.minimum`). */
export function readCharges(draft: ChargesDraft, today: BusinessDate): { charges: MerchantCharges | null; problems: readonly string[] } {
  const problems = draft.plans.flatMap((plan, at) => {
    const fields = planOf(plan).error?.issues.map(({ path }) => path.join('.')) ?? []
    const open = plan.validFrom === null ? ['validFrom'] : []
    return [...fields, ...open, ...(planProblem(plan, draft, today) ? ['whole'] : [])].map((field) => `plans.${at}.${field}`)
  })
  const fees = [...draft.begun, ...draft.plans.flatMap((plan) => planOf(plan).data ?? [])]
  const read = MerchantCharges.safeParse({ fees, payoutContract: draft.contract })
  const ofContract = read.error?.issues.map(({ path }) => `contract.${path.slice(1).join('.')}`) ?? []
  const all = [...new Set([...problems, ...ofContract])]
  return { charges: all.length === 0 && read.success ? read.data : null, problems: all }
}

const inOrder = ({ fees, payoutContract }: MerchantCharges) =>
  JSON.stringify([fees.map((plan) => JSON.stringify(FeePlan.parse(plan))).sort(), payoutContract])

/** Whether two charges are the same, in whatever order their fees stand. */
export const isSameCharges = (one: MerchantCharges, other: MerchantCharges): boolean =>
  inOrder(MerchantCharges.parse(one)) === inOrder(MerchantCharges.parse(other))
