import type { Approval, ApprovalCase, CaseKind, CaseOf } from '../../preload/contract/approvals'
import { dateInJapan } from '../../preload/contract/date'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import { isPermitted } from '../../preload/contract/permissions'
import type { Gateways } from '../gateways/gateway'
import { approvalById, decideApproval, listApprovals, type StoredApproval } from '../ledger/approvals'
import { type AuditEvent, appendAudit } from '../ledger/audit'
import type { Ledger, Writer } from '../ledger/ledger'
import { isPerson } from '../settlement/actors'
import type { Holidays } from '../settlement/calendar'
import { changeMoneyRules, keepMoneyRules } from './agent'
import { agreeToUndo, keepCleared } from './clearing-undo'
import { keepClosed, reopenDay } from './closing-approvals'
import { agreeToReplace, keepFirst } from './collection-contradictions'
import type { Deciding, Handlers, Person } from './context'
import { agreeToMade, leaveUndebited } from './debit-made'
import { agreeToNotMade, leaveOpenDebit } from './debit-not-made'
import { type Events, publishChanged } from './events'
import { agreeToEnding, leaveOpen } from './exception-approvals'
import type { Jobs } from './jobs'
import { activate, changeAccount, changeDays, keepAccount, keepDays, turnDown } from './merchant-approvals'
import { changeCharges, keepCharges } from './merchant-charges'
import { agreeToMapping, leaveMapping } from './notice-columns'
import { approveRun, endQuarantine, keepQuarantine, rejectRun } from './payout-runs'
import { endContest, leaveContested } from './protection-cases'
import { agreeToRefund, leaveRefund } from './refund-approvals'
import { agreeToRollBack, keepFile } from './roll-backs'
import { changeClearingRules, keepClearingRules } from './rules'
import type { Secrets } from './secrets'

export interface ApprovalDeps {
  readonly ledger: Ledger
  readonly events: Events
  /** Without them (the operators' command) nobody is invited to the portal. */
  readonly secrets: Pick<Secrets, 'seal'> | null
  /** What an approved run of payouts is posted by. */
  readonly jobs?: Pick<Jobs, 'start'>
  /** Without them it is left to the hand-over whether a file is still in time. */
  readonly gateways?: Pick<Gateways, 'holidays'>
}

/** What one person asks and another decides. Whoever made a case never decides it, whatever their roles; the ledger refuses it too. */
export function approvalHandlers({
  ledger,
  events,
  secrets,
  jobs,
  gateways,
}: ApprovalDeps): Pick<Handlers, 'approvals.list' | 'approvals.decide'> {
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
        const deciding = { approvalId: id, maker: approval.madeById, person }
        const followed = await follow(writer, approval.case.kind, approval.case, decision, {
          secrets,
          deciding,
          holidays: gateways?.holidays,
        })
        if (!followed.ok) return followed
        const { detail, ...event } = followed.value
        await appendAudit(writer, { ...event, detail: { approvalId: id, ...detail } })
        return done(approval.case.kind)
      })
      if (!decided.ok) return decided
      const about = [
        'orders',
        'deposits',
        'clearing',
        'payouts',
        'refunds',
        'collections',
        'exceptions',
        'closing',
        'settings',
        'gateways',
        'debits',
      ] as const
      publishChanged(events, 'approvals', 'merchants', 'applications', ...about, 'notices', 'audit')
      if (decided.value === 'roll_back') jobs?.start({ kind: 'roll_back' }, context.by)
      if (decided.value === 'payout_run' || decided.value === 'quarantine') jobs?.start({ kind: 'payout_posting' }, context.by)
      return done({})
    },
  }
}

/** Why this person may not decide this case, or null. */
function objectionOf(approval: StoredApproval, person: Person | null): Refusal | null {
  if (approval.decision !== null) return { refusal: 'already_decided' }
  if (!person) return { refusal: 'not_signed_in' }
  const touchedBy = 'touchedBy' in approval.case ? approval.case.touchedBy : []
  const hands = [...touchedBy, approval.madeByActor]
  if (approval.madeById === person.id || hands.some((actor) => isPerson(actor, person.name))) return { refusal: 'second_person_required' }
  return isPermitted('approve', person.roles) ? null : { refusal: 'not_permitted', permission: 'approve' }
}

function shown({ madeById, madeByActor, ...approval }: StoredApproval, person: Person | null): Approval {
  const objection = objectionOf({ madeById, madeByActor, ...approval }, person)
  return { ...approval, mayDecide: objection === null, whyNot: objection?.refusal ?? null }
}

/** What follows from a decision about a case of one kind, and what the audit trail tells of it. */
interface Decision<C extends ApprovalCase> {
  /** Puts in force what was shown. Refuses changed_meanwhile where something else stands there by now. */
  approve(writer: Writer, agreed: C, secrets: ApprovalDeps['secrets'], deciding: Deciding, holidays?: Holidays): Promise<Result<AuditEvent>>
  reject(writer: Writer, refused: C): Promise<AuditEvent>
}

const decisions: { readonly [K in CaseKind]: Decision<CaseOf<K>> } = {
  merchant_registration: { approve: activate, reject: turnDown },
  merchant_account: { approve: changeAccount, reject: keepAccount },
  merchant_terms: { approve: changeDays, reject: keepDays },
  contested_case: { approve: endContest, reject: leaveContested },
  merchant_charges: { approve: changeCharges, reject: keepCharges },
  money_rules: { approve: changeMoneyRules, reject: keepMoneyRules },
  clearing_rules: { approve: changeClearingRules, reject: keepClearingRules },
  refund: {
    approve: (writer, agreed, _secrets, deciding) => agreeToRefund(writer, agreed, deciding),
    reject: (writer, refused) => leaveRefund(writer, refused, 'rejected'),
  },
  correction: {
    approve: (writer, agreed, _secrets, deciding) => agreeToEnding(writer, agreed, deciding),
    reject: leaveOpen,
  },
  clearing_undo: { approve: (writer, agreed, _secrets, deciding) => agreeToUndo(writer, agreed, deciding), reject: keepCleared },
  roll_back: {
    approve: (writer, agreed, _secrets, deciding) => agreeToRollBack(writer, agreed, deciding),
    reject: keepFile,
  },
  day_reopening: { approve: (writer, agreed, _secrets, deciding) => reopenDay(writer, agreed, deciding), reject: keepClosed },
  debit_not_made: {
    approve: (writer, agreed, _secrets, deciding, holidays = new Set()) =>
      agreeToNotMade(writer, agreed, deciding, { today: dateInJapan(writer.at), holidays }),
    reject: leaveOpenDebit,
  },
  debit_made: { approve: (writer, agreed, _secrets, deciding) => agreeToMade(writer, agreed, deciding), reject: leaveUndebited },
  column_mapping: { approve: (writer, agreed, _secrets, deciding) => agreeToMapping(writer, agreed, deciding), reject: leaveMapping },
  claim_replacement: { approve: (writer, agreed, _secrets, deciding) => agreeToReplace(writer, agreed, deciding), reject: keepFirst },
  payout_run: {
    approve: (writer, agreed, _secrets, _deciding, holidays) => approveRun(writer, agreed, holidays),
    reject: rejectRun,
  },
  quarantine: { approve: endQuarantine, reject: keepQuarantine },
}

/** Ties a case to the decision of its own kind. */
async function follow<K extends CaseKind>(
  writer: Writer,
  kind: K,
  decided: CaseOf<K>,
  decision: 'approved' | 'rejected',
  { secrets, deciding, holidays }: Pick<ApprovalDeps, 'secrets'> & { deciding: Deciding; holidays: Holidays | undefined },
): Promise<Result<AuditEvent>> {
  const of = decisions[kind]
  return decision === 'approved' ? of.approve(writer, decided, secrets, deciding, holidays) : done(await of.reject(writer, decided))
}
