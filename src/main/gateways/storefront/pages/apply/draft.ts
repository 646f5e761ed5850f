import { z } from 'zod'
import { ApplicationDraft } from '../../../../../preload/contract/applications'
import type { Refusal } from '../../../../../preload/contract/errors'
import type { ApplicationCounter } from '../../../counter'
import type { StorefrontWords } from '../../words'
import type { FieldFault } from '../parts/fields'

/*
 * An application on its way from page to page, without script and without anything kept here: what was typed so far goes along in the
 * form. Each page asks for some of the fields and says what is wrong with them; everything is judged once more when it is sent.
 */
export const stages = ['company', 'bank', 'branch', 'account', 'wishes', 'review'] as const
export type Stage = (typeof stages)[number]

type Field = keyof ApplicationDraft

/** What each page asks for. */
const asked: Record<Stage, readonly Field[]> = {
  company: ['name', 'nameKana', 'representative', 'postalAddress', 'telephone', 'email', 'website', 'tNumber'],
  bank: ['bankCode'],
  branch: ['branchCode'],
  account: ['accountType', 'accountNumber', 'holderKana'],
  wishes: ['methods', 'noticeBy', 'language'],
  review: ['termsVersion'],
}

const Move = z.object({
  stage: z.enum(stages).default('company'),
  /** The next page, the one before, a search on this one, or the page to be changed. */
  go: z.enum(['next', 'back', 'find', ...stages]).default('next'),
  find: z.string().max(100).default(''),
  /** A bank or branch from what was found. */
  choose: z.string().max(10).optional(),
  methods: z.union([z.string(), z.array(z.string())]).default([]),
})

/** What was sent: where from, where to, and the application as typed so far. */
export interface SentApplication {
  readonly stage: Stage
  readonly go: z.infer<typeof Move>['go']
  readonly find: string
  readonly draft: ApplicationDraft
}

/** Reads a form; null where it is none of these pages'. */
export function readApplication(body: unknown): SentApplication | null {
  const move = Move.safeParse(body ?? {})
  const draft = move.success ? ApplicationDraft.safeParse({ ...asRecord(body), methods: [move.data.methods].flat() }) : null
  if (!move.success || !draft?.success) return null
  const { stage, go, find, choose } = move.data
  return { stage, go, find, draft: choose === undefined ? draft.data : chosen(draft.data, stage, choose) }
}

const asRecord = (body: unknown): object => (typeof body === 'object' && body !== null ? body : {})

/** Another bank has other branches. */
function chosen(draft: ApplicationDraft, stage: Stage, code: string): ApplicationDraft {
  if (stage === 'bank') return { ...draft, bankCode: code, branchCode: code === draft.bankCode ? draft.branchCode : '' }
  return stage === 'branch' ? { ...draft, branchCode: code } : draft
}

/** Everything that is wrong with the draft, in the order of the pages. */
export function faultsOf(applications: Pick<ApplicationCounter, 'check'>, draft: ApplicationDraft, words: StorefrontWords): FieldFault[] {
  const checked = applications.check(draft)
  return checked.ok ? [] : faultsIn(checked.refusal, words)
}

/** A refusal of the whole as sentences beside the fields. */
export function faultsIn(refusal: Refusal, words: StorefrontWords): FieldFault[] {
  if (refusal.refusal !== 'invalid_input') return []
  const labels = labelsOf(words)
  return refusal.problems.map(({ path, message }) => ({ name: path, text: words.forms.fault(message, labels[path] ?? path) }))
}

function labelsOf({ apply, forms }: StorefrontWords): Record<string, string> {
  const { company, wishes } = apply
  return {
    ...company,
    bankCode: forms.bank,
    branchCode: forms.branch,
    accountType: forms.accountType,
    accountNumber: forms.accountNumber,
    holderKana: forms.holder,
    methods: wishes.methods,
    noticeBy: wishes.noticeBy,
    language: wishes.language,
  }
}

export const faultsOn = (stage: Stage, faults: readonly FieldFault[]): FieldFault[] => faults.filter(({ name }) => asks(stage, name))

const asks = (stage: Stage, name: string) => asked[stage].some((field) => field === name)

/** The page to show now: the same again where it has faults, else where it was asked to go. */
export function nextStage({ stage, go }: SentApplication, faults: readonly FieldFault[]): Stage {
  if (go === 'find') return stage
  const at = stages.indexOf(stage)
  if (go === 'back') return stages[at - 1] ?? 'company'
  if (go !== 'next') return go
  if (faultsOn(stage, faults).length > 0) return stage
  return stages[at + 1] ?? 'review'
}

/** The first page on which something is wrong. */
export function faultyStage(faults: readonly FieldFault[]): Stage {
  return stages.find((stage) => faultsOn(stage, faults).length > 0) ?? 'review'
}

/** What goes along unseen: all but what the page asks for itself. */
export function carried(stage: Stage, draft: ApplicationDraft): [name: string, value: string][] {
  return Object.entries(draft).flatMap(([name, value]) =>
    asks(stage, name) ? [] : [value].flat().map((each): [string, string] => [name, each]),
  )
}
