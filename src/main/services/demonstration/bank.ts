import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../../preload/contract/clock'
import { addDays, type BusinessDate } from '../../../preload/contract/date'
import { done, type Refusal, type Result, refuse } from '../../../preload/contract/errors'
import { PositiveYen, parseYen, yen } from '../../../preload/contract/money'
import type { TransferInstruction } from '../../../preload/contract/shop'
import type { BookedTransfer, DemonstrationCounter, TypedTransfer } from '../../gateways/counter'
import type { Gateways, StatementToDeliver } from '../../gateways/gateway'
import { checkHolder, legaliseHolder } from '../../settlement/holder-name'
import { type Events, publishChanged } from '../events'
import { OPENING_BALANCE } from './cast'
import { demonstrationFiles } from './create'
import { headOf } from './statement-of'
import type { StoryLine } from './story'

/*
 * The demonstration's bank: it books a payer's transfer at once and issues the statement since its last one anew, as a file of type 03 in
 * the demonstration's folder. It touches no ledger: what it issues comes in at the desk, like the file of any bank.
 */
export interface DemonstrationBankDeps {
  readonly folder: string
  readonly clock: Clock
  readonly gateways: Pick<Gateways, 'statements' | 'demonstrationBank'>
  readonly events: Events
}

const TRANSFERS = /^daiko-demo-transfers-(\d{4}-\d{2}-\d{2})\.txt$/

/** The bank's file with the transfers up to and on that day. */
export const transfersFile = (day: BusinessDate): string => `daiko-demo-transfers-${day}.txt`

/** Files of transfers that lie in a demonstration's folder, by their day. */
export function transfersFiles(folder: string): string[] {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => TRANSFERS.test(name))
        .sort()
    : []
}

const AMOUNT_MAX = 9_999_999_999
const REFERENCE = /^\d{8}$/

type Booked = Pick<DemonstrationCounter, 'transfer' | 'booked'>

/** The bank as payers of the demonstration see it. Refuses invalid_input: what was typed, by field. */
export function createDemonstrationBank(deps: DemonstrationBankDeps): Booked {
  return {
    booked: async (reference) => {
      const line = today(deps).lines.find(({ bankReference }) => bankReference === reference)
      return line ? booked(deps, line) : null
    },
    transfer: async (to, typed) => {
      const read = readTransfer(deps, to, typed)
      if (!read.ok) return read
      const statement = today(deps)
      const before = statement.lines.find(({ bankReference }) => bankReference === read.value.bankReference)
      if (before) return done(booked(deps, before))
      issue(deps, { ...statement, lines: [...statement.lines, read.value] })
      publishChanged(deps.events, 'accounts')
      return done(booked(deps, read.value))
    },
  }
}

function readTransfer({ clock }: DemonstrationBankDeps, to: TransferInstruction, typed: TypedTransfer): Result<StoryLine> {
  const amount = parseYen(typed.amount)
  const { name } = legaliseHolder(typed.payerName)
  const problems: Extract<Refusal, { refusal: 'invalid_input' }>['problems'] = []
  if (checkHolder(name).length > 0) problems.push({ path: 'payerName', message: 'not a name' })
  if (amount === null || amount < 1 || amount > AMOUNT_MAX) problems.push({ path: 'amount', message: 'not an amount' })
  if (!REFERENCE.test(typed.reference)) problems.push({ path: 'reference', message: 'not a reference' })
  if (amount === null || problems.length > 0) return refuse({ refusal: 'invalid_input', problems })
  const day = clock.today()
  return done({
    direction: 'credit',
    bookedOn: day,
    valueOn: day,
    amount: PositiveYen.parse(amount),
    kind: 'transfer',
    notCustomerMoney: null,
    remitterCode: `${to.branchCode}${to.accountNumber}`,
    remitterName: name,
    remittingBank: 'ﾃﾞﾓｷﾞﾝｺｳ',
    remittingBranch: 'ﾎﾝﾃﾝ',
    description: 'ﾌﾘｺﾐ',
    edi: '',
    bankReference: typed.reference,
  })
}

function booked({ clock }: DemonstrationBankDeps, line: StoryLine): BookedTransfer {
  const { amount, remitterName: payerName, bankReference: reference } = line
  return { amount, payerName, reference, fileName: transfersFile(clock.today()) }
}

/** A statement as the bank has issued it. */
interface Issued {
  readonly period: { readonly from: BusinessDate; readonly to: BusinessDate }
  readonly opening: ReturnType<typeof yen>
  readonly closing: ReturnType<typeof yen>
  readonly lines: readonly StoryLine[]
}

/** What is issued today so far; before the first transfer, a statement without lines that follows on the last one. */
function today(deps: DemonstrationBankDeps): Omit<Issued, 'closing'> {
  const day = deps.clock.today()
  const issued = readIssued(deps, transfersFile(day))
  if (issued) return issued
  const last = lastBefore(deps, day)
  const from = last ? addDays(last.period.to, 1) : day
  return { period: { from: from < day ? from : day, to: day }, opening: last?.closing ?? OPENING_BALANCE, lines: [] }
}

function lastBefore(deps: DemonstrationBankDeps, day: BusinessDate): Issued | null {
  const earlier = transfersFiles(deps.folder).filter((name) => name < transfersFile(day))
  for (const name of [...earlier.reverse(), demonstrationFiles.statementYesterday, demonstrationFiles.statement]) {
    const issued = readIssued(deps, name)
    if (issued) return issued
  }
  return null
}

function readIssued({ folder, gateways, clock }: DemonstrationBankDeps, name: string): Issued | null {
  const path = join(folder, name)
  if (!existsSync(path)) return null
  const lines: StoryLine[] = []
  let found: Omit<Issued, 'lines' | 'closing'> | null = null
  let closing: Issued['closing'] | null = null
  for (const part of gateways.statements.readStatement(readFileSync(path), { dates: 'era', importedOn: clock.today() })) {
    if (part.part === 'head') found = { period: { from: part.head.from, to: part.head.to }, opening: part.head.opening ?? OPENING_BALANCE }
    if (part.part === 'foot') closing = part.foot.closing
    if (part.part === 'error') throw new Error(`${name}: ${part.error.message}`)
    if (part.part === 'line') {
      const { record: _record, raw: _raw, ...line } = part.line
      lines.push(line)
    }
  }
  return found && closing !== null ? { ...found, closing, lines } : null
}

/** Puts the statement in the place of the day's earlier one, whole or not at all. */
function issue({ folder, gateways, clock }: DemonstrationBankDeps, { period, opening, lines }: Omit<Issued, 'closing'>): void {
  const closing = lines.reduce<number>((sum, line) => sum + (line.direction === 'credit' ? line.amount : -line.amount), opening)
  const statement: StatementToDeliver = { head: headOf(period, opening), lines, closing: yen(closing) }
  const path = join(folder, transfersFile(clock.today()))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(`${path}.part`, gateways.demonstrationBank.zengin03(statement), { mode: 0o600 })
  renameSync(`${path}.part`, path)
}
