import { done, type Refusal } from '../../preload/contract/errors'
import { ReceiptId } from '../../preload/contract/ids'
import type { StatementLine } from '../../preload/contract/statement'
import type { Writer } from '../ledger/ledger'
import { knownIdentities, type StagedLine, stageLines } from '../ledger/staging'
import { count, type Planning, type Section } from './intake-planning'
import type { JobResources } from './jobs'
import { matchCredits } from './matching'

/** Decides and stages the lines read so far. */
export async function stagePending(resources: JobResources, planning: Planning, section: Section): Promise<Refusal | null> {
  const lines = planning.pending
  planning.pending = []
  if (lines.length === 0) return null
  section.lines += lines.length
  const fresh = await withoutKnown(resources, planning, section, lines)
  const drafts = await draftLines(resources, planning, section, fresh)
  let elapsedMs = 0
  const staged = await resources.ledger.write(resources.by, async (writer) => {
    const began = resources.clock.monotonicMs()
    await stageLines(writer, planning.id, numbered(writer, drafts))
    elapsedMs = resources.clock.monotonicMs() - began
    return done(null)
  })
  if (!staged.ok) return staged.refusal
  planning.pace.took(lines.length, elapsedMs)
  return null
}

function numbered(writer: Writer, drafts: readonly Omit<StagedLine, 'id'>[]): StagedLine[] {
  return drafts.map((draft) => ({ ...draft, id: ReceiptId.parse(writer.newId()) }))
}

interface Identified {
  line: StatementLine
  identity: string
}

async function withoutKnown(
  resources: JobResources,
  planning: Planning,
  section: Section,
  lines: readonly StatementLine[],
): Promise<Identified[]> {
  const identified = lines.map((line) => ({ line, identity: section.identities.of(line) }))
  const known = await knownIdentities(
    resources.ledger.reader,
    section.account.id,
    identified.map(({ identity }) => identity),
  )
  return identified.filter(({ identity }) => {
    const file = known.get(identity)
    if (file === undefined) return true
    planning.duplicates += 1
    section.duplicatesByFile.set(file, (section.duplicatesByFile.get(file) ?? 0) + 1)
    return false
  })
}

async function draftLines(
  resources: JobResources,
  planning: Planning,
  section: Section,
  fresh: readonly Identified[],
): Promise<Omit<StagedLine, 'id'>[]> {
  const credits = fresh.filter(({ line }) => line.direction === 'credit').map(({ line }) => line)
  const matched = await matchCredits(resources.ledger.reader, section.account.id, credits, planning.taken)
  let credit = 0
  return fresh.map(({ line, identity }) => {
    const match = line.direction === 'credit' ? matched[credit++] : undefined
    const decision = match?.decision
    const planned = decision?.cleared
      ? { orderId: decision.orderId, level: decision.level, evidence: JSON.stringify(decision.evidence) }
      : null
    planning.stored += 1
    planning.digest.update(`${identity}|${planned?.orderId ?? ''}|${planned?.level ?? ''}\n`)
    tally(planning, line, planned?.level ?? null)
    return {
      statementId: section.statementId,
      line: planning.stored,
      accountId: section.account.id,
      read: line,
      identity,
      planned,
      nameKey: match?.nameKey ?? '',
      merchantId: match?.merchantId ?? null,
    }
  })
}

function tally(planning: Planning, line: StatementLine, level: number | null): void {
  count(line.direction === 'credit' ? planning.credits : planning.debits, line.amount)
  if (line.direction === 'debit') return
  if (level === null) {
    count(planning.waiting, line.amount)
    return
  }
  const atLevel = planning.byLevel.get(level) ?? { count: 0, amount: 0 }
  planning.byLevel.set(level, atLevel)
  count(atLevel, line.amount)
}
