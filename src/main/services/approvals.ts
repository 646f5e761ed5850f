import type { Approval, ApprovalCase } from '../../preload/contract/approvals'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import { MerchantTerms, SettlementAccount } from '../../preload/contract/merchants'
import { isPermitted } from '../../preload/contract/permissions'
import { approvalById, decideApproval, listApprovals, type StoredApproval } from '../ledger/approvals'
import { appendAudit } from '../ledger/audit'
import type { Ledger, Writer } from '../ledger/ledger'
import { type Merchant, merchantById, setMerchantAccount, setMerchantState } from '../ledger/merchants'
import { reopenApplication } from './applications'
import type { Handlers, Person } from './context'
import { type Events, publishChanged } from './events'
import { invite } from './portal-invitations'
import type { Secrets } from './secrets'

export interface ApprovalDeps {
  readonly ledger: Ledger
  readonly events: Events
  /** Without them (the operators' command) nobody is invited to the portal. */
  readonly secrets: Pick<Secrets, 'seal'> | null
}

/** What one person asks and another decides. Whoever made a case never decides it, whatever their roles; the ledger refuses it too. */
export function approvalHandlers({ ledger, events, secrets }: ApprovalDeps): Pick<Handlers, 'approvals.list' | 'approvals.decide'> {
  return {
    'approvals.list': async (context, { open }) => {
      const approvals = await listApprovals(ledger.reader, open)
      return done({ approvals: approvals.map((approval) => shown(approval, context.user)) })
    },
    'approvals.decide': async (context, { id, digest, decision, reason }) => {
      const person = context.user
      if (!person) return refuse({ refusal: 'not_signed_in' })
      const decided = await ledger.write(context.by, async (writer) => {
        const approval = await approvalById(writer, id)
        if (!approval) return refuse({ refusal: 'not_found', what: 'approval' })
        const objection = objectionOf(approval, person)
        if (objection) return refuse(objection)
        if (approval.digest !== digest) return refuse({ refusal: 'changed_meanwhile' })
        await decideApproval(writer, id, decision, person.id, reason)
        await appendAudit(writer, {
          stream: 'approvals',
          action: decision,
          subject: `approval:${id}`,
          detail: { kind: approval.case.kind, digest, madeBy: approval.madeBy, reason },
        })
        return decision === 'approved' ? approve(writer, approval, secrets) : reject(writer, approval)
      })
      if (decided.ok) publishChanged(events, 'approvals', 'merchants', 'applications', 'notices', 'audit')
      return decided
    },
  }
}

/** Why this person may not decide this case, or null. */
function objectionOf(approval: StoredApproval, person: Person | null): Refusal | null {
  if (approval.decision !== null) return { refusal: 'already_decided' }
  if (!person) return { refusal: 'not_signed_in' }
  if (approval.madeById === person.id) return { refusal: 'second_person_required' }
  return isPermitted('approve', person.roles) ? null : { refusal: 'not_permitted', permission: 'approve' }
}

function shown({ madeById: _, ...approval }: StoredApproval, person: Person | null): Approval {
  const objection = objectionOf({ madeById: _, ...approval }, person)
  return { ...approval, mayDecide: objection === null, whyNot: objection?.refusal ?? null }
}

/** Brings into force what was asked; a new merchant with a mail address is invited to its portal in the same unit of work. */
async function approve(writer: Writer, approval: StoredApproval, secrets: ApprovalDeps['secrets']): Promise<Result<Record<string, never>>> {
  const { case: decided } = approval
  const merchant = await merchantById(writer, decided.merchantId)
  if (!merchant || !isAsShown(merchant, decided)) return refuse({ refusal: 'changed_meanwhile' })
  if (decided.kind === 'merchant_registration') {
    await setMerchantState(writer, decided.merchantId, 'active')
    if (secrets && merchant.contacts.email !== '') await invite(writer, secrets, merchant)
    return audited(writer, approval, 'activated')
  }
  await setMerchantAccount(writer, decided.merchantId, SettlementAccount.parse(decided.after))
  return audited(writer, approval, 'account_changed')
}

/** Whether the merchant still is what the case says of it: terms and account of a registration, the present account of a change. */
function isAsShown(merchant: Merchant, decided: ApprovalCase): boolean {
  const isSame = (account: SettlementAccount) =>
    JSON.stringify(SettlementAccount.parse(account)) === JSON.stringify(SettlementAccount.parse(merchant.account))
  if (decided.kind === 'merchant_account') return isSame(decided.before)
  // Parsed, so that both stand in the order of the contract.
  return isSame(decided.account) && JSON.stringify(MerchantTerms.parse(merchant)) === JSON.stringify(decided.terms)
}

async function reject(writer: Writer, approval: StoredApproval): Promise<Result<Record<string, never>>> {
  if (approval.case.kind === 'merchant_account') return audited(writer, approval, 'account_change_rejected')
  await setMerchantState(writer, approval.case.merchantId, 'rejected')
  await reopenApplication(writer, approval.case.merchantId)
  return audited(writer, approval, 'rejected')
}

async function audited(writer: Writer, approval: StoredApproval, action: string): Promise<Result<Record<string, never>>> {
  const { case: decided, id } = approval
  const accounts = decided.kind === 'merchant_account' ? { before: decided.before, after: decided.after } : {}
  await appendAudit(writer, {
    stream: 'merchants',
    action,
    subject: `merchant:${decided.merchantId}`,
    detail: { approvalId: id, ...accounts },
  })
  return done({})
}
