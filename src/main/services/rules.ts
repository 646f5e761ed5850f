import { isDeepStrictEqual } from 'node:util'
import { ClearingRules } from '../../preload/contract/clearing-rules'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { ApprovalId, JobId } from '../../preload/contract/ids'
import type { ClearingRulesCase, TrialFigures } from '../../preload/contract/rules'
import { clearingRules, saveClearingRules } from '../ledger/agent-settings'
import { AGENT_SUBJECT, insertApproval, openApproval } from '../ledger/approvals'
import { type AuditEvent, appendAudit } from '../ledger/audit'
import { candidateOrdersById, openDeposit } from '../ledger/clearing'
import { learnedUses } from '../ledger/learned-payers'
import type { Ledger, Writer } from '../ledger/ledger'
import { ruleRecords } from '../ledger/rule-uses'
import { nameKey } from '../settlement/names'
import type { Handlers, Person } from './context'
import { type Events, publishChanged } from './events'
import type { Jobs } from './jobs'
import { cardNumberProblem, type Problem, refusalOf } from './merchant-checks'

/*
 * The rules by which deposits clear: how each has fared, what others would have decided, and asking for others. An administrator asks, a supervisor
 * agrees, and from then on they hold for what comes. What waits already is cleared by nothing but a person or a run that a person starts.
 */
export interface RulesDeps {
  readonly ledger: Ledger
  readonly events: Events
  readonly jobs: Pick<Jobs, 'start' | 'get'>
}

type RulesHandlers = Pick<Handlers, 'rules.records' | 'rules.learned' | 'rules.get' | 'rules.save' | 'rules.try'>

export function rulesHandlers(deps: RulesDeps): RulesHandlers {
  const { ledger, jobs } = deps
  return {
    'rules.records': async (_context, within) => done({ records: await ruleRecords(ledger.reader, within) }),
    'rules.learned': async (_context, { receiptId, orderId }) => {
      const deposit = await openDeposit(ledger.reader, receiptId)
      const [order] = await candidateOrdersById(ledger.reader, [orderId])
      if (!deposit) return refuse({ refusal: 'not_found', what: 'deposit' })
      if (!order) return refuse({ refusal: 'not_found', what: 'order' })
      const { remitterName, remittingBank, remittingBranch } = deposit
      const learned = await learnedUses(ledger.reader, deposit, order.payerKey)
      return done({ remitterName, remittingBank, remittingBranch, payerName: order.payerName, ...learned })
    },
    'rules.get': async () => {
      const staged = await openApproval(ledger.reader, 'clearing_rules', AGENT_SUBJECT)
      return done({
        ...(await clearingRules(ledger.reader)),
        staged: staged && { approvalId: staged.id, rules: staged.case.after, madeBy: staged.madeBy },
      })
    },
    'rules.save': save(deps),
    'rules.try': async (context, asked) => done({ jobId: jobs.start({ kind: 'rules_trial', ...asked }, context.by) }),
  }
}

function save({ ledger, events, jobs }: RulesDeps): RulesHandlers['rules.save'] {
  return async (context, { version, rules, trialJobId }) => {
    const maker = context.user
    if (!maker) return refuse({ refusal: 'not_signed_in' })
    const problem = refusalOf(problemsOf(rules))
    if (problem) return refuse(problem)
    const trial = (before: ClearingRules) => figuresOf(jobs, trialJobId, context.actor, { before, after: rules })
    const asked = await ledger.write(context.by, async (writer) => {
      const present = await clearingRules(writer)
      if (present.version !== version) return refuse({ refusal: 'changed_meanwhile' })
      return stage(writer, maker, { kind: 'clearing_rules', before: present.rules, after: rules, trial: trial(present.rules) })
    })
    if (!asked.ok) return asked
    publishChanged(events, 'settings', 'approvals', 'audit')
    return done({ approvalId: asked.value })
  }
}

/** Of one bank no two price lists begin on one day; its name is no card number. */
function problemsOf({ senderPrices }: ClearingRules): Problem[] {
  const lists = senderPrices.map(({ bank, validFrom }) => `${nameKey(bank)}|${validFrom ?? ''}`)
  const isTwice = new Set(lists).size < lists.length
  const twice = [{ path: 'rules.senderPrices', message: 'two_from_one_day' }]
  return [
    ...senderPrices.flatMap(({ bank }, at) => cardNumberProblem(`rules.senderPrices.${at}.bank`, bank)),
    ...(isTwice ? [{ path: 'rules.senderPrices', refusal: { refusal: 'invalid_input' as const, problems: twice } }] : []),
  ]
}

/** What a trial came to, where it is one of exactly these rules beside those in force. */
function figuresOf(
  jobs: RulesDeps['jobs'],
  jobId: JobId | null,
  actor: string,
  { before, after }: { before: ClearingRules; after: ClearingRules },
): TrialFigures | null {
  const job = jobId === null ? null : jobs.get(jobId, actor)
  if (!job?.ok || job.value.state !== 'done' || job.value.result.kind !== 'rules_trial') return null
  const { trial } = job.value.result
  return isSame(trial.present, before) && isSame(trial.other, after) ? trial.figures : null
}

const isSame = (one: ClearingRules, other: ClearingRules): boolean =>
  isDeepStrictEqual(ClearingRules.parse(one), ClearingRules.parse(other))

async function stage(writer: Writer, maker: Pick<Person, 'id'>, asked: ClearingRulesCase): Promise<Result<ApprovalId>> {
  if (await openApproval(writer, 'clearing_rules', AGENT_SUBJECT)) return refuse({ refusal: 'change_already_staged' })
  const approvalId = await insertApproval(writer, maker.id, asked)
  const { before, after, trial } = asked
  await appendAudit(writer, told('clearing_rules_staged', { before, after, trial, approvalId }))
  return done(approvalId)
}

const told = (action: string, detail: Record<string, unknown>): AuditEvent => ({
  stream: 'settings',
  action,
  subject: 'clearing_rules',
  detail,
})

/** The rules that were shown hold from now on. Refuses changed_meanwhile where those in force are no longer what stood beside them. */
export async function changeClearingRules(writer: Writer, { before, after }: ClearingRulesCase): Promise<Result<AuditEvent>> {
  const present = await clearingRules(writer)
  if (!isSame(present.rules, before)) return refuse({ refusal: 'changed_meanwhile' })
  await saveClearingRules(writer, after)
  return done(told('clearing_rules_changed', { before, after }))
}

export async function keepClearingRules(_writer: Writer, { before, after }: ClearingRulesCase): Promise<AuditEvent> {
  return told('clearing_rules_rejected', { before, after })
}
