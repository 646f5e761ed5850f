import { createHash, randomUUID } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { copyFile, readFile, rename } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { Command, CommanderError, Option } from 'commander'
import { pino } from 'pino'
import type { z } from 'zod'
import type { Seat } from '../preload/contract/carrier'
import { type BusinessDate, parseDate } from '../preload/contract/date'
import type { Refusal } from '../preload/contract/errors'
import type { JobId, MerchantId, OfferReference } from '../preload/contract/ids'
import type { StatementPlan } from '../preload/contract/intake'
import type { JobResult } from '../preload/contract/jobs'
import { type InputOf, type MethodName, methods, type OutputOf } from '../preload/contract/methods'
import { formatYen } from '../preload/contract/money'
import type { Permission } from '../preload/contract/permissions'
import type { BankAccount, RecordError } from '../preload/contract/statement'
import { type Core, compose, composeDemonstration, composeGateways, systemClock } from './compose'
import { logFault } from './transport/faults'
import { serveUntilStopped } from './transport/serving'

/*
 * The operators' command: the same core and the same door as the desk, with no window. It sits at a seat of kind `cli`, which the
 * dispatcher lets do everything but decide. One answer on standard output; exit 0 done, 1 refused, 2 fault.
 */
const log = pino({ level: 'warn' }, pino.destination({ dest: 2, sync: true }))
const ownName = (): string => {
  try {
    return userInfo().username
  } catch {
    return `uid-${process.getuid?.() ?? 0}`
  }
}
const SEAT: Seat = { id: ownName(), kind: 'cli' }

/** What a command came to: one object for scripts, a few lines for people. */
interface Told {
  readonly answer: object
  readonly lines: readonly string[]
  readonly exitCode?: 0 | 1
}

/** Ends a command with a named refusal. */
class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.refusal)
  }
}

/** Ends a command with the number under which a fault was logged. */
class Faulted extends Error {
  constructor(readonly number: string) {
    super(`internal, no. ${number}`)
  }
}

const outputs: { readonly [M in MethodName]: { readonly output: z.ZodType<OutputOf<M>> } } = methods

/** The core as this command calls it: a refusal or a fault ends the command. */
class Desk {
  constructor(readonly core: Core) {}

  async call<M extends MethodName>(method: M, input: InputOf<M>): Promise<OutputOf<M>> {
    const answer = await this.core.dispatch(SEAT, { method, input })
    if (answer.outcome === 'refused') throw new Refused(answer.refusal)
    if (answer.outcome === 'fault') throw new Faulted(answer.number)
    return outputs[method].output.parse(answer.value)
  }

  /** Waits for a job to end, asking again whenever the core says that jobs have changed. */
  async result<K extends JobResult['kind']>(kind: K, { jobId }: { jobId: JobId }): Promise<Extract<JobResult, { kind: K }>> {
    for (;;) {
      const changed = this.#jobsChanged()
      const state = await this.call('jobs.get', { jobId })
      if (state.state === 'refused') throw new Refused(state.refusal)
      if (state.state === 'fault') throw new Faulted(state.number)
      if (state.state === 'done' && isOfKind(state.result, kind)) return state.result
      await changed
    }
  }
  #jobsChanged(): Promise<void> {
    return new Promise((changed) => {
      const leave = this.core.events.subscribe((notification) => {
        if (notification.kind !== 'changed' || !notification.subjects.includes('jobs')) return
        leave()
        changed()
      })
    })
  }

  async offer(path: string): Promise<OfferReference> {
    const offered = await this.core.files.offer(path, basename(path), await this.actor('bring_in'))
    if (!offered.ok) throw new Refused(offered.refusal)
    return offered.value
  }

  /** Who hands a file over or fetches one. */
  async actor(permission: Permission): Promise<string> {
    const admitted = await this.core.admit(SEAT, permission)
    if (!admitted.ok) throw new Refused(admitted.refusal)
    return admitted.value.actor
  }

  /** A merchant by its registration number or its whole name. */
  async merchant(named: string): Promise<MerchantId> {
    const { rows } = await this.call('merchants.list', {})
    const found = rows.find((row) => row.registrationNumber === named) ?? rows.find((row) => row.name === named)
    if (!found) throw new Refused({ refusal: 'not_found', what: `merchant ${named}` })
    return found.id
  }
}

function isOfKind<K extends JobResult['kind']>(result: JobResult, kind: K): result is Extract<JobResult, { kind: K }> {
  return result.kind === kind
}

const usage = (detail: string) => new Refused({ refusal: 'usage', detail })

async function atDesk(ledgerPath: string, work: (desk: Desk) => Promise<Told>, workerPath: string | null = null): Promise<Told> {
  if (!existsSync(ledgerPath)) throw new Refused({ refusal: 'ledger_missing', path: ledgerPath })
  // A command ends with its answer; only a core that stays goes on with what is left undone.
  const core = await compose({ ledgerPath, demonstration: false, workerPath, resume: workerPath !== null, log })
  if (!core.ok) throw new Refused(core.refusal)
  try {
    return await work(new Desk(core.value))
  } finally {
    await core.value.close()
  }
}

// --- init ---------------------------------------------------------------------------------------------------------------------

async function init(ledger: string, { demo, orders, seed }: { demo?: boolean; orders?: number; seed: number }): Promise<Told> {
  if (existsSync(ledger)) throw new Refused({ refusal: 'ledger_exists', path: ledger })
  if (!demo && orders === undefined) {
    const core = await compose({ ledgerPath: ledger, demonstration: false, workerPath: null, log })
    if (!core.ok) throw new Refused(core.refusal)
    await core.value.close()
    return { answer: { ledger, users: [] }, lines: [`${ledger}: a new ledger; the first to open it becomes its administrator`] }
  }
  const made = await composeDemonstration({ ledgerPath: ledger, log }, { orders: orders ?? DEMONSTRATION_ORDERS, seed })
  if (!made.ok) throw new Refused(made.refusal)
  const users = made.value.users.map(({ name, role, password }) => `  ${name}  ${role}  ${password}`)
  return {
    answer: { ledger, ...made.value },
    lines: [`${ledger}: a demonstration`, ...users, made.value.statement, made.value.statementToday, made.value.orderFile],
  }
}
const DEMONSTRATION_ORDERS = 150

// --- merchants, orders --------------------------------------------------------------------------------------------------------

async function listMerchants(desk: Desk): Promise<Told> {
  const { rows } = await desk.call('merchants.list', {})
  return {
    answer: { merchants: rows },
    lines: rows.map((row) => `${row.registrationNumber}  ${row.state}  ${row.name}  ${row.accountSummary}`),
  }
}

async function importOrders(desk: Desk, path: string, { merchant }: { merchant: string }): Promise<Told> {
  const merchantId = await desk.merchant(merchant)
  const preview = await desk.call('orders.previewFile', { reference: await desk.offer(path), merchantId })
  const { imported } = await desk.result('orders', await desk.call('orders.importFile', { planId: preview.planId }))
  const { encoding, total } = preview
  return { answer: { file: path, encoding, imported, total }, lines: [`${path}: ${imported} orders, ¥${formatYen(total)}`] }
}

// --- bank statements ----------------------------------------------------------------------------------------------------------

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
    for (const { bankCode, branchCode, accountType, accountNumber, accountName, from, opening } of stop.refusal.accounts) {
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
async function importStatements(desk: Desk, paths: readonly string[], how: { plan?: boolean; takeIn?: boolean }): Promise<Told> {
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

// --- matching, verifying, exporting -------------------------------------------------------------------------------------------

async function match(desk: Desk): Promise<Told> {
  const { match: found } = await desk.result('match', await desk.call('clearing.match', {}))
  return { answer: found, lines: [`cleared ${found.cleared}, waiting ${found.waiting}`] }
}

async function verify(desk: Desk): Promise<Told> {
  const { verify: found } = await desk.result('verify', await desk.call('ledger.verify', {}))
  const lines = found.invariants.map(
    ({ name, violations, first }) => `${String(violations).padStart(6)}  ${name}${first === null ? '' : `  (${first})`}`,
  )
  return { answer: found, lines: [...lines, found.ok ? 'the ledger is whole' : 'THE LEDGER IS NOT WHOLE'], exitCode: found.ok ? 0 : 1 }
}

interface ExportFlags {
  merchant?: string
  from: BusinessDate
  to: BusinessDate
  out: string
  language: 'ja' | 'en'
}

async function exportList(desk: Desk, list: 'orders' | 'deposits', { merchant, from, to, out, language }: ExportFlags): Promise<Told> {
  const merchantId = merchant === undefined ? null : await desk.merchant(merchant)
  const { export: made } = await desk.result('export', await desk.call('exports.start', { list, merchantId, from, to, language }))
  const file = resolve(out)
  await deliver(desk, made.ticket, file)
  const { rows, total, sheets, bytes } = made
  return { answer: { file, rows, total, sheets, bytes }, lines: [`${file}: ${rows} rows, ¥${formatYen(total)}`] }
}

/** Puts the finished file where it was wanted: beside it first, then by one renaming, so that nobody ever finds half of it. */
async function deliver(desk: Desk, ticket: string, file: string): Promise<void> {
  const download = desk.core.files.redeem(ticket, await desk.actor('export'))
  if (!download) throw new Refused({ refusal: 'not_found', what: 'download' })
  const beside = join(dirname(file), `.${basename(file)}.${randomUUID()}`)
  try {
    await copyFile(download.path, beside)
    await rename(beside, file)
  } catch (fault) {
    rmSync(beside, { force: true })
    throw new Refused({ refusal: 'cannot_write_file', detail: fault instanceof Error && 'code' in fault ? String(fault.code) : '' })
  } finally {
    await desk.core.files.discard(download.path)
  }
}

// --- serve --------------------------------------------------------------------------------------------------------------------

async function serve(desk: Desk, { port, json }: { port: number; json?: boolean }): Promise<Told> {
  await serveUntilStopped({
    core: desk.core,
    port,
    pages: join(import.meta.dirname, '..', 'renderer'),
    log,
    monotonicMs: () => systemClock().monotonicMs(),
    openBrowser: false,
    say: (line) => console.log(json ? JSON.stringify({ address: line.replace(/^[^h]*/, '') }) : line),
  })
  return { answer: {}, lines: [] }
}

// --- the command line ---------------------------------------------------------------------------------------------------------

interface EveryCommand {
  ledger: string
  json?: boolean
}

const day = (text: string): BusinessDate => {
  const date = parseDate(text)
  if (!date) throw usage(`${text} is no date`)
  return date
}
const count = (text: string): number => {
  if (!/^\d{1,8}$/.test(text)) throw usage(`${text} is no number`)
  return Number(text)
}

/** All commands; the one that was asked for is handed to `chosen`. */
function commandLine(chosen: (run: () => Promise<Told>) => void): Command {
  const program = new Command('daiko').exitOverride().configureOutput({ writeErr: () => undefined })
  const named = (name: string, summary: string, parent: Command = program) =>
    parent
      .command(name)
      .summary(summary)
      .requiredOption('--ledger <path>', 'the ledger', (path) => resolve(path))
      .option('--json', 'one JSON object')
  const run = <F extends EveryCommand>(work: (desk: Desk, flags: F) => Promise<Told>, flags: F) =>
    chosen(() => atDesk(flags.ledger, (desk) => work(desk, flags)))

  named('init', 'makes a new ledger')
    .option('--demo', 'with merchants, people, orders and files to bring in')
    .option('--orders <n>', 'how many orders', count)
    .option('--seed <s>', 'another story', count, 1)
    .action((flags) => chosen(() => init(flags.ledger, flags)))
  const merchants = program.command('merchants').summary('merchants')
  named('list', 'every merchant', merchants).action((flags) => run(listMerchants, flags))
  const orders = program.command('orders').summary('orders')
  named('import <file>', 'brings in an order file', orders)
    .requiredOption('--merchant <m>', 'registration number or name')
    .action((file, flags) => run((desk) => importOrders(desk, file, flags), flags))
  const bank = program.command('bank').summary('statements of the bank')
  named('import <files...>', 'brings in statements', bank)
    .option('--plan', 'only shows what would come in')
    .option('--take-in', 'takes an unknown account in with the balance the file begins with')
    .action((files, flags) => run((desk) => importStatements(desk, files, flags), flags))
  named('match', 'tries waiting deposits again').action((flags) => run(match, flags))
  named('verify', 'checks every promise of the ledger').action((flags) => run(verify, flags))
  const exporting = program.command('export').summary('lists in Excel')
  for (const list of ['orders', 'deposits'] as const) {
    named(list, `writes ${list} to Excel`, exporting)
      .option('--merchant <m>', 'registration number or name; without it all')
      .requiredOption('--from <day>', 'first day', day)
      .requiredOption('--to <day>', 'last day', day)
      .requiredOption('--out <file>', 'where to')
      .addOption(new Option('--language <l>').choices(['ja', 'en']).default('ja'))
      .action((flags) => run((desk) => exportList(desk, list, flags), flags))
  }
  named('serve', 'opens Daiko to a browser of this machine')
    .option('--port <n>', 'a fixed port', count, 0)
    .action((flags) => chosen(() => atDesk(flags.ledger, (desk) => serve(desk, flags), join(import.meta.dirname, 'worker.js'))))
  return program
}

async function told(args: readonly string[]): Promise<Told> {
  const asked: (() => Promise<Told>)[] = []
  try {
    await commandLine((work) => void asked.push(work)).parseAsync(args, { from: 'user' })
  } catch (fault) {
    if (!(fault instanceof CommanderError)) throw fault
    if (fault.exitCode === 0) return { answer: {}, lines: [] }
    throw usage(fault.message.replace(/^error: /, ''))
  }
  const [work] = asked
  return work ? await work() : { answer: {}, lines: [] }
}

async function main(args: readonly string[]): Promise<number> {
  const say = (answer: object, lines: readonly string[]) => {
    const text = args.includes('--json') ? JSON.stringify(answer) : lines.join('\n')
    if (text !== '' && text !== '{}') console.log(text)
  }
  try {
    const { answer, lines, exitCode } = await told(args)
    say(answer, lines)
    return exitCode ?? 0
  } catch (stop) {
    if (stop instanceof Refused) {
      say(stop.refusal, [`refused: ${stop.refusal.refusal}`, JSON.stringify(stop.refusal)])
      return 1
    }
    const number = stop instanceof Faulted ? stop.number : logFault(log, stop, { command: args[0] })
    say({ fault: number }, [`fault ${number}; details are on standard error`])
    return 2
  }
}

process.exitCode = await main(process.argv.slice(2))
