import { existsSync } from 'node:fs'
import type { MessagePort } from 'node:worker_threads'
import PQueue from 'p-queue'
import { z } from 'zod'
import type { Clock } from '../preload/contract/clock'
import { dateInJapan, Instant } from '../preload/contract/date'
import { done, type Result, refuse } from '../preload/contract/errors'
import { type GatewayName, type SettingsOf, StorefrontSettings } from '../preload/contract/gateways'
import { composeCards, type OpenCardCompany, spokenCompanies } from './compose-cards'
import { composeGateways } from './compose-gateways'
import { composePost } from './compose-post'
import { composeAddresses, composeStorefront } from './compose-storefront'
import type { Gateways } from './gateways/gateway'
import { masterKey } from './gateways/key-store/key-file'
import type { ApiLimits } from './gateways/storefront/api/limits'
import { type By, type Ledger, openLedger } from './ledger/ledger'
import { registerLedger } from './ledger/register'
import { holdsSealed } from './ledger/sealed-secrets'
import { localTurns, type Turns } from './ledger/turns'
import { isDemonstration } from './ledger/users'
import { accountHandlers } from './services/accounts'
import { agentHandlers } from './services/agent'
import { apiKeyHandlers } from './services/api-keys'
import { applicationHandlers } from './services/applications'
import { approvalHandlers } from './services/approvals'
import { auditHandlers } from './services/audit'
import { bankColumnHandlers } from './services/bank-columns'
import { keepBankFiles } from './services/bank-file-documents'
import { byMethodHandlers } from './services/by-method'
import type { CardDesk } from './services/card-desk'
import { cardHandlers } from './services/card-handlers'
import { clearingHandlers } from './services/clearing'
import { severalHandlers } from './services/clearing-several'
import { closingHandlers } from './services/closing'
import { collectionConnector } from './services/collection-connector'
import { collectionHandlers } from './services/collections'
import { type Connectors, createConnectors, createReport, type Insisted } from './services/connectors'
import type { Handlers, Log } from './services/context'
import { keepDeadlines } from './services/deadlines'
import { debitConnector } from './services/debit-connector'
import { debitHandlers } from './services/debits'
import { createDemonstration, type DemonstrationMade, demonstrationFolder } from './services/demonstration/create'
import { depositHandlers } from './services/deposits'
import { deskHandlers } from './services/desk'
import { DeskSeats } from './services/desk-seats'
import { documentHandlers } from './services/documents'
import { createEvents, type Events, publishChanged } from './services/events'
import { exceptionSheetHandlers } from './services/exception-sheets'
import { exceptionHandlers } from './services/exceptions'
import { exportHandlers } from './services/exports'
import { createFiles, type Files } from './services/files'
import { gatewayHandlers } from './services/gateways'
import { recoverHandOvers } from './services/hand-over'
import { keepFromOthers } from './services/held-deposits'
import { homeHandlers } from './services/home'
import { intakeHandlers } from './services/intake'
import { resumePosting } from './services/intake-apply'
import { changedBy } from './services/job-changes'
import { runJob } from './services/job-kinds'
import { serveJobs } from './services/job-thread'
import { createJobWorker } from './services/job-worker'
import { createJobs, type ExecuteJob, type JobControl, type JobResources, type JobSpec, type Jobs, unlessCancelled } from './services/jobs'
import { letterHandlers } from './services/letters'
import type { LinkAddresses } from './services/link-addresses'
import { createLinks } from './services/links'
import { mailHandlers } from './services/mails'
import { mandateHandlers } from './services/mandates'
import { merchantChangeHandlers } from './services/merchant-changes'
import { chargeHandlers } from './services/merchant-charges'
import { merchantRequestHandlers } from './services/merchant-requests'
import { merchantHandlers } from './services/merchants'
import { noticeConnectors } from './services/notice-columns'
import type { WordDeps } from './services/notice-words'
import { noticeHandlers } from './services/notices'
import { orderFileHandlers } from './services/order-files'
import { orderLinkHandlers } from './services/order-links'
import { orderHandlers } from './services/orders'
import { discardStaging } from './services/payout-planning'
import { resumePayouts } from './services/payout-posting'
import { payoutHandlers } from './services/payouts'
import { createPeople } from './services/people'
import { invitationHandlers } from './services/portal-invitations'
import { protectionCaseHandlers } from './services/protection-cases'
import { publicAddress } from './services/public-address'
import { recordingHandlers } from './services/recording'
import { refundAccountHandlers } from './services/refund-accounts'
import { refundRunHandlers } from './services/refund-runs'
import { refundStopHandlers } from './services/refund-stops'
import { refundHandlers } from './services/refunds'
import { returnedPayoutHandlers } from './services/returned-payouts'
import { resumeRollBacks } from './services/roll-back-run'
import { rollBackHandlers } from './services/roll-backs'
import { keepRounds, type Rounds } from './services/rounds'
import { rulesHandlers } from './services/rules'
import { viewHandlers } from './services/saved-views'
import { createSecrets, type Secrets } from './services/secrets'
import { createSessions, type SessionHandlers } from './services/sessions'
import { slipHandlers } from './services/slip-desk'
import { createSlipFiles, type SlipFileOf } from './services/slip-paper'
import { statementHandlers } from './services/statements'
import { transferConnector } from './services/transfer-connector'
import { verificationHandlers } from './services/verification'
import { webhookSecretHandler } from './services/webhook-out'
import { createDispatcher } from './transport/dispatch'
import type { CarriedCore } from './transport/door'
import { logFault } from './transport/faults'

/*
 * The one place that wires clock, ledger, gateways and services together. It decides nothing: whoever looks for what the
 * program does reads services/, whoever looks for how it is reached reads transport/.
 */
export const VERSION = '0.1.0'

export function systemClock(): Clock {
  return {
    now: () => Instant.parse(Date.now()),
    today: () => dateInJapan(Date.now()),
    monotonicMs: () => performance.now(),
  }
}

interface Parts {
  ledger: Ledger
  secrets: Secrets | null
  connectors: Connectors
  nextRunAt: (name: GatewayName) => Instant | null
  slipFileOf: SlipFileOf
  /** Where links lead; null where the key that signs them cannot be read. */
  addresses: LinkAddresses | null
  clock: Clock
  gateways: Gateways
  files: Files
  events: Events
  jobs: Jobs
  execute: ExecuteJob
  words: WordDeps
  cards: CardDesk
  seats: DeskSeats
}

function composeHandlers(parts: Parts, sessions: SessionHandlers): Handlers {
  return {
    ...sessions,
    ...createPeople(parts),
    ...merchantHandlers(parts),
    ...merchantChangeHandlers(parts),
    ...applicationHandlers(parts),
    ...invitationHandlers(parts),
    ...merchantRequestHandlers(parts),
    ...apiKeyHandlers(parts),
    ...accountHandlers(parts),
    ...bankColumnHandlers(parts),
    ...viewHandlers(parts),
    ...orderHandlers(parts),
    ...orderFileHandlers(parts),
    ...refundAccountHandlers(parts),
    ...intakeHandlers(parts),
    ...rollBackHandlers(parts),
    ...depositHandlers(parts),
    ...clearingHandlers(parts),
    ...severalHandlers(parts),
    ...approvalHandlers(parts),
    ...payoutHandlers(parts),
    ...exportHandlers(parts),
    ...auditHandlers(parts),
    ...gatewayHandlers(parts),
    ...protectionCaseHandlers(parts),
    ...recordingHandlers(parts),
    ...orderLinkHandlers(parts),
    ...noticeHandlers(parts),
    ...letterHandlers(parts),
    ...mailHandlers(parts),
    'merchants.webhookSecret': webhookSecretHandler(parts),
    ...verificationHandlers(parts),
    ...refundHandlers(parts),
    ...refundRunHandlers(parts),
    ...refundStopHandlers(parts),
    ...exceptionHandlers(parts),
    ...exceptionSheetHandlers(parts),
    ...returnedPayoutHandlers(parts),
    ...closingHandlers(parts),
    ...homeHandlers({ ...parts, banks: parts.gateways.banks }),
    ...agentHandlers(parts),
    ...rulesHandlers(parts),
    ...chargeHandlers(parts),
    ...documentHandlers(parts),
    ...collectionHandlers(parts),
    ...byMethodHandlers(parts),
    ...statementHandlers(parts),
    ...slipHandlers(parts),
    ...cardHandlers(parts),
    ...debitHandlers(parts),
    ...mandateHandlers(parts),
    ...deskHandlers(parts),
    'jobs.get': async (context, { jobId }) => parts.jobs.get(jobId, context.actor),
    'jobs.cancel': async (context, { jobId }) => parts.jobs.cancel(jobId, context.actor),
  }
}

/** Runs every job in this thread, one after another: for the operators' command and for tests. */
function inlineJobs(ledger: Ledger, clock: Clock, gateways: Gateways): ExecuteJob {
  const queue = new PQueue({ concurrency: 1 })
  return (spec, by, control) => queue.add(() => unlessCancelled(control, () => runJob({ ledger, clock, by, gateways }, spec, control)))
}

export interface ComposeOptions {
  readonly ledgerPath: string
  /** Makes a demonstration where the ledger is new, and opens the one that is there; refuses ledger_exists where it is the books of a bank. */
  readonly demonstration: boolean
  /** The built worker.js, or null to run jobs in this thread. */
  readonly workerPath: string | null
  /**
   * For a core that stays and serves desks: goes on with an import that a crash cut short, and reads the list of banks before
   * anybody asks. Without it nothing is written that was not asked for; jobs that write finish such an import all the same.
   */
  readonly resume?: boolean
  readonly log: Log
  readonly clock?: Clock
  /** The key that seals secrets, where the desktop keeps it; without it, the environment's or the file's beside the ledger. */
  readonly masterKey?: Buffer
  /** Opens the storefront although the desk has it off, with what differs from what is settled there. */
  readonly storefront?: Partial<Omit<SettingsOf<'storefront'>, 'gateway'>>
  /** Card companies other than those whose protocols are spoken: for tests. */
  readonly cardCompany?: OpenCardCompany
  /** Other rates than usual at the storefront's API: for measurements. */
  readonly apiLimits?: ApiLimits
}

export interface Core extends CarriedCore {
  /** Where a connector that listens is reached; null while it does not run. */
  addressOf(name: GatewayName): string | null
  /** Where a demonstration's shop is visited; null in every other ledger, and while its storefront is off. */
  shop(): string | null
  close(): Promise<void>
}

const SYSTEM: By = { actor: 'system', seat: 'core' }
const DEMONSTRATION_ORDERS = 150
/** Whether there is such a bank or not, all of them have been read then. */
const ANY_BANK = '0001'

type Kind = JobSpec['kind']
/** Jobs whose file is fetched with a ticket that was issued as they began. */
const HANDED_OUT: ReadonlySet<Kind> = new Set<Kind>(['export', 'statement', 'statement_pack', 'statement_paper'])
/** Long work on paper, which no list and no statement of one merchant waits for. */
const PRINTING: ReadonlySet<Kind> = new Set<Kind>(['statement_pack', 'statement_paper'])
const READING: ReadonlySet<Kind> = new Set<Kind>(['verify', 'export', 'letters', 'slip', 'postal_sheet', 'merchant_list', 'statement'])

/** What takes its turn with those that write, and writes nothing: nobody else copies the log for the desk meanwhile. */
const LOOKING: ReadonlySet<Kind> = new Set<Kind>(['group', 'rules_trial'])

/** Jobs that write take one lane, jobs that only read another, long work on paper a third, so that an export never waits for an import. */
function workerJobs(workerPath: string, ledger: Ledger, turns: Turns): { execute: ExecuteJob; close(): Promise<void> } {
  const worker = () => createJobWorker({ workerPath, ledgerPath: ledger.path, turns })
  const [writing, reading, printing] = [worker(), worker(), worker()]
  const laneOf = (kind: Kind) => (PRINTING.has(kind) ? printing : READING.has(kind) ? reading : writing)
  return {
    execute: (spec, by, control) => {
      const lane = laneOf(spec.kind)
      const run = () => lane.execute(spec, by, control)
      return lane === writing && !LOOKING.has(spec.kind) ? ledger.besideBulk(run) : run()
    },
    close: async () => {
      await Promise.all([writing.close(), reading.close(), printing.close()])
    },
  }
}

/** Opens the ledger and puts the core together. Refuses what `openLedger` refuses. */
export async function compose(options: ComposeOptions): Promise<Result<Core>> {
  const clock = options.clock ?? systemClock()
  const turns = localTurns()
  const isNew = !existsSync(options.ledgerPath)
  const opened = await openLedger({ path: options.ledgerPath, clock, create: true, turns })
  if (!opened.ok) return opened
  const ledger = opened.value
  if (!isNew && options.demonstration && !(await isDemonstration(ledger.reader))) {
    await ledger.close()
    return refuse({ refusal: 'ledger_exists', path: options.ledgerPath })
  }
  const { core, parts } = await assemble(ledger, clock, turns, options)
  const { gateways } = parts
  const registered =
    isNew && options.demonstration
      ? await tellStory(parts)
      : await ledger.write(SYSTEM, async (writer) => done(await registerLedger(writer, false)))
  if (!registered.ok) {
    await core.close()
    return registered
  }
  if (!options.resume) return done(core)
  setImmediate(() => gateways.banks.findBank(ANY_BANK))
  // Nobody gets in after midnight what the day before should have ended while the core was down.
  await keepDays(parts, options.log)
  await parts.connectors.applyAll()
  const resuming = resumeInBackground({ ledger, clock, by: SYSTEM, gateways }, parts, options.log)
  const deadlines = keepDaysInBackground(parts, options.log)
  const close = async () => {
    await Promise.all([resuming.stop(), deadlines.stop()])
    await core.close()
  }
  return done({ ...core, close })
}

/** So often it is looked whether a day has passed. */
const DAYS_EVERY_MS = 5 * 60_000

type DayParts = Pick<Parts, 'ledger' | 'clock' | 'gateways' | 'events'>

async function keepDays(parts: DayParts, log: Log, stopping?: AbortSignal): Promise<void> {
  try {
    const kept = await keepDeadlines(parts, stopping)
    if (!kept.ok) log.warn({ refusal: kept.refusal }, 'days that have passed could not be kept')
    else if (kept.value > 0) publishChanged(parts.events, 'orders', 'clearing', 'audit')
  } catch (fault) {
    logFault(log, fault, { during: 'deadlines' })
  }
}

function keepDaysInBackground(parts: DayParts, log: Log): Rounds {
  const round = (stopping: AbortSignal) => keepDays(parts, log, stopping)
  return keepRounds({ clock: parts.clock, everyMs: () => DAYS_EVERY_MS, round })
}

/** The desk works while an import goes on; it is stopped between two units of work, and goes on with the next start. */
function resumeInBackground(resources: JobResources, parts: Pick<Parts, 'secrets' | 'events'>, log: Log): { stop(): Promise<void> } {
  let cancelled = false
  const control: JobControl = {
    progress: () => undefined,
    get cancelled() {
      return cancelled
    },
  }
  const resumed = resumeAll({ ...resources, ...parts }, control).then(
    (result) => {
      if (!result.ok && !cancelled) log.warn({ refusal: result.refusal }, 'what was cut off could not be resumed')
    },
    (fault: unknown) => void logFault(log, fault, { during: 'resume' }),
  )
  return {
    stop: () => {
      cancelled = true
      return resumed
    },
  }
}

/** Files that were on their way to the bank first: nobody may hand them over before it is known what became of them. */
async function resumeAll(resources: JobResources & Pick<Parts, 'secrets' | 'events'>, control: JobControl): Promise<Result<number>> {
  const recovered = await recoverHandOvers(resources)
  if (!recovered.ok) return recovered
  if (recovered.value > 0) publishChanged(resources.events, 'payouts', 'audit')
  const posted = await resumePosting(resources, control)
  if (!posted.ok) return posted
  const rolled = await resumeRollBacks(resources, control)
  if (!rolled.ok) return rolled
  const discarded = await discardStaging(resources)
  if (!discarded.ok) return discarded
  const resumed = await resumePayouts(resources, control)
  return resumed.ok ? keepBankFiles(resources) : resumed
}

/** Jobs whose ends are told: to windows, and to whoever fetches the file one has written. */
function jobsOver(execute: ExecuteJob, { files, events, log }: { files: Files; events: Events; log: Log }): Jobs {
  return createJobs(execute, {
    notify: (notification) => events.publish(notification),
    faulted: (fault) => logFault(log, fault, { during: 'job' }),
    changed: (spec, { state }) => {
      if (HANDED_OUT.has(spec.kind) && 'path' in spec)
        files.written(spec.path, state === 'done').catch((fault: unknown) => logFault(log, fault, { during: 'export' }))
      events.publish({ kind: 'changed', subjects: changedBy[spec.kind] })
    },
  })
}

async function assemble(
  ledger: Ledger,
  clock: Clock,
  turns: Turns,
  options: ComposeOptions,
): Promise<{ core: Core; parts: Parts & { handlers: Handlers } }> {
  const { workerPath, log } = options
  const gateways = composeGateways()
  const files = await createFiles()
  const events = createEvents()
  const secrets = await openSecrets(ledger, options)
  const report = createReport({ ledger, clock, events, log })
  const address = () => connectors.running('storefront')?.address ?? null
  const run: Jobs['run'] = (spec, by) => jobs.run(spec, by)
  const slipFileOf = createSlipFiles({ ledger, clock, files, run, storeAgent: gateways.storeAgent })
  const reachedAt = () => publicAddress(ledger, connectors)
  const base = { ledger, clock, events, gateways, secrets }
  const { cards, connectors: cardConnectors } = composeCards({ ...base, report, open: options.cardCompany ?? spokenCompanies(clock) })
  // Nobody waits for it: who asks may be what the next change of a connector waits for.
  const lookAtStores = () =>
    void connectors.apply('convenience_store').catch((fault: unknown) => logFault(log, fault, { during: 'store results' }))
  const serving = { ...base, log, address, reachedAt, limits: options.apiLimits, files, run, slipFileOf, cards, lookAtStores }
  const storefront = composeStorefront(serving)
  const words: WordDeps = {
    clock,
    banks: gateways.banks,
    storeAgent: gateways.storeAgent,
    links: secrets && createLinks({ secrets, clock }),
    secrets,
    publicAddress: reachedAt,
  }
  const posting = composePost({ ledger, clock, events, report, words, secrets, slipFileOf })
  const store = collectionConnector({ ledger, clock, report, run })
  const connectors: Connectors = createConnectors({
    ledger,
    secrets,
    connectors: [
      storefront,
      ...posting.connectors,
      transferConnector(gateways),
      debitConnector(),
      store,
      ...cardConnectors,
      ...noticeConnectors(ledger),
    ],
    report,
    log,
    insisted: insistedOn(options),
  })
  const lane = workerPath
    ? workerJobs(workerPath, ledger, turns)
    : { execute: inlineJobs(ledger, clock, gateways), close: async () => undefined }
  const jobs = jobsOver(lane.execute, { files, events, log })
  const addresses = composeAddresses({ secrets, clock, address })
  const { execute } = lane
  const nextRunAt = (name: GatewayName) =>
    [store, ...cardConnectors].find((one) => one.name === name)?.nextRunAt() ?? posting.nextRunAt(name)
  const sessions = createSessions({ ledger, clock, events, version: VERSION })
  const seats = new DeskSeats({ presences: sessions.presences, clock, events })
  const parts = { ...base, files, jobs, execute, connectors, addresses, words, nextRunAt, slipFileOf, cards, seats }
  const handlers = keepFromOthers(composeHandlers(parts, sessions.handlers), parts)
  const { dispatch, admit } = createDispatcher({ handlers, sessions: sessions.presences, log })
  const close = async () => {
    await connectors.stopAll()
    await jobs.settle()
    await lane.close()
    await files.close()
    await ledger.close()
  }
  const addressOf = (name: GatewayName) => connectors.running(name)?.address ?? null
  return { core: { dispatch, admit, events, files, addressOf, shop: storefront.shop, close }, parts: { ...parts, handlers } }
}

function insistedOn({ storefront }: ComposeOptions): Insisted {
  return storefront ? { storefront: (settled) => StorefrontSettings.parse({ ...settled, ...storefront }) } : {}
}

/** A core that stays keeps secrets; a command that ends with its answer needs none, and makes no key. */
async function openSecrets(ledger: Ledger, { masterKey: given, resume, ledgerPath, log }: ComposeOptions): Promise<Secrets | null> {
  if (given) return createSecrets(given)
  if (!resume) return null
  const key = masterKey(ledgerPath, process.env, await holdsSealed(ledger.reader))
  if (key.ok) return createSecrets(key.value)
  log.warn({ refusal: key.refusal.refusal }, 'secrets cannot be used')
  return null
}

function tellStory(
  parts: Parts & { handlers: Handlers },
  size = { orders: DEMONSTRATION_ORDERS, seed: 1 },
): Promise<Result<DemonstrationMade>> {
  return createDemonstration(parts, { ...size, folder: demonstrationFolder(parts.ledger.path) })
}

/** Makes a demonstration of any size in a new ledger; for `init` and the benchmarks. Refuses ledger_exists. */
export async function composeDemonstration(
  options: Omit<ComposeOptions, 'demonstration' | 'workerPath' | 'resume'>,
  size: { orders: number; seed: number },
): Promise<Result<DemonstrationMade>> {
  if (existsSync(options.ledgerPath)) return refuse({ refusal: 'ledger_exists', path: options.ledgerPath })
  const clock = options.clock ?? systemClock()
  const turns = localTurns()
  const opened = await openLedger({ path: options.ledgerPath, clock, create: true, turns })
  if (!opened.ok) return opened
  const { core, parts } = await assemble(opened.value, clock, turns, { ...options, demonstration: true, workerPath: null })
  try {
    return await tellStory(parts, size)
  } finally {
    await core.close()
  }
}

/** The other side of a job worker: what worker.js runs. */
export function composeWorker(port: MessagePort, workerData: unknown): void {
  const { ledgerPath } = z.object({ ledgerPath: z.string() }).parse(workerData)
  serveJobs(port, { ledgerPath, clock: systemClock(), gateways: composeGateways() })
}
