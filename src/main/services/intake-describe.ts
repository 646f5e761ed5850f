import type { BusinessDate } from '../../preload/contract/date'
import type { PlannedStatement, StatementPlan } from '../../preload/contract/intake'
import type { Yen } from '../../preload/contract/money'
import type { StatementHead } from '../../preload/contract/statement'
import { filesById, filesWithHash } from '../ledger/statement-files'
import { findGap } from '../settlement/statement-continuity'
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
    digest: planning.digest.digest('hex'),
    ...file,
    statements,
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
    earlierFiles: files.map(({ id, fileName, importedBy, importedAt }) => ({
      fileName,
      importedBy,
      importedAt,
      lines: section.duplicatesByFile.get(id) ?? 0,
    })),
    gap: gapBefore(section, resources.gateways.holidays),
  }
}

function gapBefore(
  { head, account, covered }: Section,
  holidays: ReadonlySet<string>,
): { from: BusinessDate; to: BusinessDate; difference: Yen } | null {
  return findGap({ openedOn: account.opened_on, openingBalance: account.opening_balance }, covered, head, holidays)
}

function namesOf(resources: JobResources, head: StatementHead): { bankName: string; branchName: string } {
  const { bankCode, branchCode } = head.account
  return {
    bankName: resources.gateways.banks.findBank(bankCode)?.name ?? head.bankName,
    branchName: resources.gateways.banks.findBranch(bankCode, branchCode)?.name ?? head.branchName,
  }
}
