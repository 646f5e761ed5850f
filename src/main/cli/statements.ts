import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { BusinessDate } from '../../preload/contract/date'
import type { Refusal } from '../../preload/contract/errors'
import type { StatementPlan } from '../../preload/contract/intake'
import type { BankAccount, RecordError } from '../../preload/contract/statement'
import { composeGateways } from '../compose-gateways'
import { type Desk, Refused, type Told } from './desk'

/* Statements of the bank, brought in one after another. */

interface BankFile {
  path: string
  sha256: string | null
  format: string | null
  account: string | null
  from: BusinessDate | null
  to: BusinessDate | null
  lines: number
  stored: number
  duplicates: number
  errors: RecordError[]
  accounts?: string[]
}

type Brought = { file: BankFile; cleared: number; waiting: number; refusal: Refusal | null }

const accountText = ({ bankCode, branchCode, accountType, accountNumber }: BankAccount) =>
  `${bankCode}-${branchCode}-${accountType}-${accountNumber}`

/** What can be told of a file that is not taken in. */
async function refusedFile(path: string, refusal: Refusal): Promise<BankFile> {
  const file: BankFile = {
    path,
    sha256: null,
    format: null,
    account: null,
    from: null,
    to: null,
    lines: 0,
    stored: 0,
    duplicates: 0,
    errors: [],
  }
  const bytes = await readFile(path).catch(() => null)
  if (!bytes) return file
  file.sha256 = createHash('sha256').update(bytes).digest('hex')
  file.format = composeGateways().statements.recogniseStatement(bytes).format
  if (refusal.refusal === 'statement_has_errors') file.errors = refusal.errors
  if (refusal.refusal === 'format_unknown') {
    file.errors = [
      { record: 1, column: null, code: 'format_unknown', message: 'This is no statement in a known format.', found: refusal.hint },
    ]
  }
  if (refusal.refusal === 'account_unknown') {
    file.account = refusal.accounts.map(accountText)[0] ?? null
    file.from = refusal.accounts[0]?.from ?? null
  }
  return file
}

function plannedFile(path: string, plan: StatementPlan): BankFile {
  const [first] = plan.statements
  const accounts = plan.statements.map(({ account }) => accountText(account))
  return {
    path,
    sha256: plan.sha256,
    format: plan.format,
    account: accounts[0] ?? null,
    from: first?.from ?? null,
    to: first?.to ?? null,
    lines: plan.stored + plan.duplicates,
    stored: plan.stored,
    duplicates: plan.duplicates,
    errors: [],
    ...(new Set(accounts).size > 1 ? { accounts } : {}),
  }
}

async function plan(desk: Desk, path: string): Promise<StatementPlan> {
  return (await desk.result('plan', await desk.call('intake.plan', { reference: await desk.offer(path) }))).plan
}

/** Plans a file; with `takeIn`, accounts that Daiko does not know yet are taken in with the balance the file begins with. */
async function planTakingIn(desk: Desk, path: string, takeIn: boolean): Promise<StatementPlan> {
  try {
    return await plan(desk, path)
  } catch (stop) {
    if (!takeIn || !(stop instanceof Refused) || stop.refusal.refusal !== 'account_unknown') throw stop
    for (const { bankCode, branchCode, accountType, accountNumber, accountName, from, opening, booksFrom } of stop.refusal.accounts) {
      // A balance is never invented: without one in the file the account is taken in on the desk.
      if (opening === null) throw stop
      await desk.call('accounts.takeIn', {
        bankCode,
        branchCode,
        accountType,
        accountNumber,
        accountName: accountName || accountNumber,
        openedOn: from,
        openingBalance: opening,
        booksFrom,
      })
    }
    return await plan(desk, path)
  }
}

async function bringIn(desk: Desk, path: string, how: { plan?: boolean; takeIn?: boolean }): Promise<Brought> {
  try {
    const planned = await planTakingIn(desk, path, how.takeIn === true && how.plan !== true)
    const file = plannedFile(path, planned)
    if (how.plan) {
      await desk.call('intake.discard', { planId: planned.planId })
      return { file, cleared: planned.willClear.reduce((sum, { count }) => sum + count, 0), waiting: planned.waiting.count, refusal: null }
    }
    const { intake } = await desk.result('intake', await desk.call('intake.apply', { planId: planned.planId, digest: planned.digest }))
    return { file: { ...file, stored: intake.stored, duplicates: intake.duplicates }, cleared: intake.cleared, waiting: 0, refusal: null }
  } catch (stop) {
    if (!(stop instanceof Refused)) throw stop
    return { file: await refusedFile(path, stop.refusal), cleared: 0, waiting: 0, refusal: stop.refusal }
  }
}

/** Brings statements in, one after another. A refused file stores nothing; the others still come in, and the command exits 1. */
export async function importStatements(desk: Desk, paths: readonly string[], how: { plan?: boolean; takeIn?: boolean }): Promise<Told> {
  const brought: Brought[] = []
  for (const path of paths) brought.push(await bringIn(desk, path, how))
  const files = brought.map(({ file, refusal }) => (refusal ? { ...file, refusal: refusal.refusal } : file))
  const cleared = brought.reduce((sum, one) => sum + one.cleared, 0)
  const waiting = brought.reduce((sum, one) => sum + one.waiting, (await desk.call('home.pulse', {})).waitingDeposits)
  const refused = brought.find(({ refusal }) => refusal !== null)?.refusal ?? null
  return {
    answer: { ...refused, files, cleared, waiting },
    lines: [...brought.flatMap(describe), `cleared ${cleared}, waiting ${waiting}`],
    exitCode: refused ? 1 : 0,
  }
}

function describe({ file, refusal }: Brought): string[] {
  if (!refusal)
    return [
      `${file.path}: ${file.format} ${file.account} ${file.from}…${file.to}: ${file.stored} lines stored, ${file.duplicates} known already`,
    ]
  const errors = file.errors.map(
    ({ record, column, message }) => `  record ${record}${column === null ? '' : `, column ${column}`}: ${message}`,
  )
  return [`${file.path}: refused: ${refusal.refusal}`, ...errors]
}
