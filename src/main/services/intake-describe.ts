import type { BusinessDate } from '../../preload/contract/date'
import type { Refusal } from '../../preload/contract/errors'
import type { PlannedStatement, StatementPlan } from '../../preload/contract/intake'
import { type Yen, yen } from '../../preload/contract/money'
import type { StatementHead } from '../../preload/contract/statement'
import { accountBalance } from '../ledger/journal'
import { rolledBackFiles } from '../ledger/roll-backs'
import { filesById, filesWithHash } from '../ledger/statement-files'
import { findGap, findGaps, findNumberGap, missingIn, wholeTo } from '../settlement/statement-continuity'
import { planDigest } from './intake-lines'
import { type Planning, type Section, told } from './intake-planning'
import type { JobResources } from './jobs'

/** Tells what the plan comes to, for people to look at before it is applied. */
export async function describePlan(
  resources: JobResources,
  planning: Planning,
  file: Pick<StatementPlan, 'fileName' | 'sha256' | 'format'>,
): Promise<StatementPlan> {
  const alreadyImported = await filesWithHash(resources.ledger.reader, file.sha256)
  const statements: PlannedStatement[] = []
  for (const section of planning.sections) statements.push(await describeSection(resources, section))
  return {
    planId: planning.id,
    digest: await planDigest(resources.ledger.reader, planning.id),
    ...file,
    statements,
    deposits: planning.deposits.map(({ head: { account, from, to }, lines, foot }) => ({
      account,
      from,
      to,
      lines,
      closing: foot?.closing ?? null,
    })),
    credits: told(planning.credits),
    debits: told(planning.debits),
    stored: planning.stored,
    duplicates: planning.duplicates,
    willClear: [...planning.byLevel].sort(([a], [b]) => a - b).map(([level, sum]) => ({ level, ...told(sum) })),
    waiting: told(planning.waiting),
    alreadyImported: alreadyImported && {
      fileName: alreadyImported.fileName,
      importedBy: alreadyImported.importedBy,
      importedAt: alreadyImported.importedAt,
    },
  }
}

async function describeSection(resources: JobResources, section: Section): Promise<PlannedStatement> {
  const { head, account } = section
  const ids = [...section.duplicatesByFile.keys()]
  const files = ids.length > 0 ? await filesById(resources.ledger.reader, ids) : []
  const rolledBack = await rolledBackFiles(resources.ledger.reader, [...section.rolledBackByFile.keys()])
  return {
    account: head.account,
    accountId: account.id,
    ...namesOf(resources, head),
    accountName: head.accountName || account.account_name,
    from: head.from,
    to: head.to,
    opening: head.opening,
    closing: section.foot?.closing ?? null,
    lines: section.lines,
    duplicates: [...section.duplicatesByFile.values()].reduce((sum, lines) => sum + lines, 0),
    rolledBack: rolledBack.map((file) => ({ ...file, lines: section.rolledBackByFile.get(file.fileId) ?? 0 })),
    earlierFiles: files.map(({ id, fileName, importedBy, importedAt }) => ({
      fileId: id,
      fileName,
      importedBy,
      importedAt,
      lines: section.duplicatesByFile.get(id) ?? 0,
    })),
    layout: head.layout,
    readDates: [...(section.foot?.readDates ?? [])],
    pending: { credits: told(section.pending.credits), debits: told(section.pending.debits) },
    numberGap: findNumberGap(section.covered, head),
    gap: gapBefore(section, resources.gateways.holidays),
  }
}

function gapBefore(
  { head, account, covered }: Section,
  holidays: ReadonlySet<string>,
): { from: BusinessDate; to: BusinessDate; difference: Yen | null } | null {
  return findGap({ openedOn: account.opened_on, openingBalance: account.opening_balance }, covered, head, holidays)
}

function namesOf(resources: JobResources, head: StatementHead): { bankName: string; branchName: string } {
  const { bankCode, branchCode } = head.account
  return {
    bankName: resources.gateways.banks.findBank(bankCode)?.name ?? head.bankName,
    branchName: resources.gateways.banks.findBranch(bankCode, branchCode)?.name ?? head.branchName,
  }
}

/**
 * The bank's last closing balance must be what the ledger comes to with these lines, holes told apart; else a line is missing
 * or doubled somewhere, and nothing is stored until a person knows why. Refuses balance_differs.
 */
export async function balanceRefusal(resources: JobResources, planning: Planning): Promise<Refusal | null> {
  for (const last of planning.sections.filter(isNewest)) {
    const own = planning.sections.filter(({ account }) => account.id === last.account.id)
    const moved = own.reduce((sum, section) => sum + section.moved, 0)
    const closing = last.foot?.closing ?? null
    if (closing === null || own.every(({ lines, duplicatesByFile }) => lines === sumOf(duplicatesByFile))) continue
    const spans = own.map(({ head, foot }) => {
      const told = { ...head, closing: foot?.closing ?? null }
      return { ...told, wholeTo: wholeTo(told) ?? head.to }
    })
    const opened = { openedOn: last.account.opened_on, openingBalance: last.account.opening_balance }
    const missing = missingIn(findGaps(opened, [...last.covered, ...spans], resources.gateways.holidays))
    const ledger = (await accountBalance(resources.ledger.reader, last.account.id)) + moved + missing
    if (ledger !== closing)
      return { refusal: 'balance_differs', account: last.head.account, day: last.head.to, bank: closing, ledger: yen(ledger) }
  }
  return null
}

/** Nothing of this account, in the ledger or further down in the file, ends later: only then must the balances meet. */
function isNewest(section: Section, index: number, all: readonly Section[]): boolean {
  if (all.slice(index + 1).some(({ account }) => account.id === section.account.id)) return false
  return section.covered.every(({ to }) => to < section.head.to || (to === section.head.to && section.continues))
}

const sumOf = (counts: ReadonlyMap<unknown, number>): number => [...counts.values()].reduce((sum, lines) => sum + lines, 0)
