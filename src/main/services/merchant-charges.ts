import { MerchantCharges, type MerchantChargesCase } from '../../preload/contract/charges'
import type { Clock } from '../../preload/contract/clock'
import { type BusinessDate, dateInJapan } from '../../preload/contract/date'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import { FeePlan } from '../../preload/contract/merchants'
import { insertApproval, openApproval } from '../ledger/approvals'
import { type AuditEvent, appendAudit } from '../ledger/audit'
import type { Ledger, Writer } from '../ledger/ledger'
import { type Merchant, merchantById, setMerchantCharges } from '../ledger/merchants'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import { activeMerchant } from './merchant-changes'

/*
 * Other charges of a merchant: asked for by one person, agreed to by another. A fee is that of the day an order was paid, so plans begin
 * on a day to come, and what has begun is history.
 */
export interface ChargeDeps {
  readonly ledger: Ledger
  readonly clock: Pick<Clock, 'today'>
  readonly events: Events
}

export function chargeHandlers(deps: ChargeDeps): Pick<Handlers, 'merchants.charges' | 'merchants.stageCharges'> {
  return {
    'merchants.charges': async (_context, { id }) => {
      const { reader } = deps.ledger
      const merchant = await merchantById(reader, id)
      if (!merchant) return refuse({ refusal: 'not_found', what: 'merchant' })
      const staged = await openApproval(reader, 'merchant_charges', id)
      return done({
        charges: chargesOf(merchant),
        version: merchant.version,
        staged: staged && { approvalId: staged.id, charges: staged.case.after, madeBy: staged.madeBy, madeAt: staged.madeAt },
      })
    },
    'merchants.stageCharges': stageCharges(deps),
  }
}

/** Refuses not_signed_in, not_found, merchant_not_active, changed_meanwhile, change_already_staged, invalid_input. */
function stageCharges({ ledger, clock, events }: ChargeDeps): Handlers['merchants.stageCharges'] {
  return async (context, { id, version, charges: after }) => {
    const maker = context.user
    if (!maker) return refuse({ refusal: 'not_signed_in' })
    const staged = await ledger.write(context.by, async (writer) => {
      const found = await activeMerchant(writer, id, version)
      if (!found.ok) return found
      if (await openApproval(writer, 'merchant_charges', id)) return refuse({ refusal: 'change_already_staged' })
      const before = chargesOf(found.value)
      const problem = planProblem(before.fees, after.fees, clock.today())
      if (problem) return refuse(problem)
      const asked = { kind: 'merchant_charges' as const, merchantId: id, merchantName: found.value.name, before, after }
      const approvalId = await insertApproval(writer, maker.id, asked)
      const detail = { before, after, approvalId }
      await appendAudit(writer, { stream: 'merchants', action: 'charges_staged', subject: `merchant:${id}`, detail })
      return done({ approvalId })
    })
    if (staged.ok) publishChanged(events, 'merchants', 'approvals', 'audit')
    return staged
  }
}

/** In the order of the contract, so that the same charges are the same text. */
const chargesOf = ({ fees, payoutContract }: Pick<Merchant, 'fees' | 'payoutContract'>): MerchantCharges =>
  MerchantCharges.parse({ fees, payoutContract })

const textOf = (plan: FeePlan) => JSON.stringify(FeePlan.parse(plan))
const hasBegun = ({ validFrom }: FeePlan, today: BusinessDate) => validFrom === null || validFrom <= today

/** What is wrong with other plans in the place of these, or null. */
function planProblem(before: readonly FeePlan[], after: readonly FeePlan[], today: BusinessDate): Refusal | null {
  const invalid = (message: string): Refusal => ({ refusal: 'invalid_input', problems: [{ path: 'charges.fees', message }] })
  const known = new Set(before.map(textOf))
  const kept = new Set(after.map(textOf))
  if (before.some((plan) => hasBegun(plan, today) && !kept.has(textOf(plan)))) return invalid('plan_in_force_changed')
  if (after.some((plan) => !known.has(textOf(plan)) && hasBegun(plan, today))) return invalid('not_after_today')
  const days = after.map(({ method, validFrom }) => `${method} ${validFrom}`)
  return new Set(days).size < days.length ? invalid('two_from_one_day') : null
}

/**
 * The charges that were shown hold from now on. Refuses changed_meanwhile where the present ones are no longer what stood beside them, and
 * deadline_passed where a new plan was to begin before anybody agreed: nothing is charged backwards.
 */
export async function changeCharges(writer: Writer, { merchantId, before, after }: MerchantChargesCase): Promise<Result<AuditEvent>> {
  const merchant = await merchantById(writer, merchantId)
  if (!merchant || JSON.stringify(chargesOf(merchant)) !== JSON.stringify(MerchantCharges.parse(before))) {
    return refuse({ refusal: 'changed_meanwhile' })
  }
  const today = dateInJapan(writer.at)
  const known = new Set(before.fees.map(textOf))
  const late = after.fees.find((plan) => !known.has(textOf(plan)) && hasBegun(plan, today))
  if (late) return refuse({ refusal: 'deadline_passed', on: late.validFrom ?? today })
  await setMerchantCharges(writer, merchantId, after)
  return done(told(merchantId, 'charges_changed', { before, after }))
}

export async function keepCharges(_writer: Writer, { merchantId, before, after }: MerchantChargesCase): Promise<AuditEvent> {
  return told(merchantId, 'charges_change_rejected', { before, after })
}

const told = (merchantId: number, action: string, detail: Record<string, unknown>): AuditEvent => ({
  stream: 'merchants',
  action,
  subject: `merchant:${merchantId}`,
  detail,
})
