import { writeFile } from 'node:fs/promises'
import type { Clock } from '../../preload/contract/clock'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import type { MerchantId, TransferRunId } from '../../preload/contract/ids'
import type { CappedCount, Cursor } from '../../preload/contract/paging'
import { PayoutFiguresKept, type PayoutRow } from '../../preload/contract/payouts'
import type { Gateways } from '../gateways/gateway'
import { appendAudit } from '../ledger/audit'
import { readCursor, writeCursor } from '../ledger/cursor'
import type { Ledger, Writer } from '../ledger/ledger'
import { merchantById, setPayoutHold } from '../ledger/merchants'
import { listPayoutLines, offsetsOf } from '../ledger/payout-lists'
import { listRuns, payoutById, payoutsOfMerchant, payoutsOfRun, runById, runFile, type StoredPayout } from '../ledger/payouts'
import { handOversOf } from '../ledger/transfers'
import type { Context, Handlers } from './context'
import { type Events, publishChanged } from './events'
import type { Files } from './files'
import { askToEndQuarantine, handOverRun } from './hand-over'
import type { Jobs } from './jobs'
import { cardNumberProblem, refusalOf } from './merchant-checks'
import { payoutCalendar } from './payout-calendar'
import { runFacts } from './payout-facts'
import { giveUpRun, sendBack, submitRun } from './payout-runs'
import type { Secrets } from './secrets'

export interface PayoutDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly files: Pick<Files, 'room' | 'issueTicket' | 'written'>
  readonly jobs: Pick<Jobs, 'start'>
  readonly gateways: Gateways
  readonly secrets: Secrets | null
}

type PayoutHandlers = { readonly [M in Extract<keyof Handlers, `payouts.${string}`>]: Handlers[M] }

/** Money out to merchants: what is planned, asked, handed over; and everything a figure is made of. */
export function payoutHandlers(deps: PayoutDeps): PayoutHandlers {
  const { ledger, events, jobs, gateways } = deps
  const changed = () => publishChanged(events, 'payouts', 'orders', 'merchants', 'approvals', 'audit')
  const writing = async <T>(context: Context, work: (writer: Writer) => Promise<Result<T>>): Promise<Result<T>> => {
    const written = await ledger.write(context.by, work)
    if (written.ok) changed()
    return written
  }
  const goOn = (context: Context) => jobs.start({ kind: 'payout_posting' }, context.by)
  return {
    ...payoutLists(deps),
    'payouts.plan': async (context, { closingOn, payOn = null }) =>
      done({ jobId: jobs.start({ kind: 'payouts', closingOn, payOn }, context.by) }),
    'payouts.calendar': async (_context, period) => payoutCalendar(ledger.reader, gateways, period),
    'payouts.submit': (context, seen) => writing(context, (writer) => submitRun(writer, gateways, context, seen)),
    'payouts.sendBack': async (context, asked) => {
      const person = context.user
      if (!person) return refuse({ refusal: 'not_signed_in' })
      return writing(context, (writer) => sendBack(writer, gateways, person, asked))
    },
    'payouts.giveUp': async (context, asked) => {
      const given = await writing(context, (writer) => giveUpRun(writer, context.user, asked))
      if (given.ok) goOn(context)
      return given
    },
    'payouts.handOver': async (context, seen) => {
      const handed = await handOverRun(deps, context.by, seen)
      changed()
      if (!handed.ok) return handed
      if (handed.value.state === 'handed_over') goOn(context)
      return handOut(deps, context, seen.id, handed.value)
    },
    'payouts.file': async (context, { id }) => {
      const taken = await writing(context, (writer) => takeCopy(writer, id))
      if (!taken.ok) return taken
      const { name: fileName, digest } = taken.value
      return done({ ticket: await ticketFor(deps, context, taken.value), fileName, digest })
    },
    'payouts.endQuarantine': (context, asked) => writing(context, (writer) => askToEndQuarantine(writer, context, asked)),
    'payouts.hold': (context, { merchantId, version, reason }) =>
      writing(context, (writer) => hold(writer, { merchantId, version }, reason, reason)),
    'payouts.release': (context, { merchantId, version, reason }) =>
      writing(context, (writer) => hold(writer, { merchantId, version }, null, reason)),
  }
}

/**
 * A copy of a file the bank has, with a record of who took it. Before that nobody gets the bytes: they could be brought to the bank besides.
 * Refuses not_found, run_not_there.
 */
async function takeCopy(writer: Writer, id: TransferRunId): Promise<Result<{ bytes: Uint8Array; name: string; digest: string }>> {
  const run = await runById(writer, id)
  if (!run) return refuse({ refusal: 'not_found', what: 'payout_run' })
  const file = await runFile(writer, id)
  const isGone = run.state === 'handed_over' || run.state === 'confirmed'
  if (!file || !isGone) return refuse({ refusal: 'run_not_there', run: run.name, state: run.state })
  await appendAudit(writer, {
    stream: 'payouts',
    action: 'file_taken',
    subject: `transfer_run:${id}`,
    detail: { name: run.name, fileName: file.name, digest: file.digest },
  })
  return done(file)
}

/** A file that a person carries to the bank is handed out with the answer; any other has left already. */
async function handOut(
  deps: PayoutDeps,
  context: Context,
  id: Parameters<typeof runFile>[1],
  handed: {
    version: number
    state: Awaited<ReturnType<Handlers['payouts.handOver']>> extends Result<infer T> ? (T extends { state: infer S } ? S : never) : never
  },
) {
  const file = await runFile(deps.ledger.reader, id)
  if (!file) throw new Error(`run ${id} has no file`)
  const last = (await handOversOf(deps.ledger.reader, id)).at(-1)
  const carried = handed.state === 'handed_over' && last?.channel === 'download'
  return done({ ...handed, ticket: carried ? await ticketFor(deps, context, file) : null, fileName: file.name })
}

async function ticketFor({ files }: PayoutDeps, context: Context, file: { bytes: Uint8Array; name: string }): Promise<string> {
  const path = files.room()
  const ticket = files.issueTicket(path, file.name, context.actor)
  await writeFile(path, file.bytes, { mode: 0o600 })
  await files.written(path, true)
  return ticket
}

/** Nothing is paid to a merchant until this is taken back. Refuses invalid_input (a card number), not_found, changed_meanwhile. */
async function hold(
  writer: Writer,
  seen: { merchantId: MerchantId; version: number },
  reason: string | null,
  why: string,
): Promise<Result<{ version: number }>> {
  const card = refusalOf(cardNumberProblem('reason', why))
  if (card) return refuse(card)
  const merchant = await merchantById(writer, seen.merchantId)
  if (!merchant) return refuse({ refusal: 'not_found', what: 'merchant' })
  if (merchant.version !== seen.version) return refuse({ refusal: 'changed_meanwhile' })
  await setPayoutHold(writer, merchant.id, reason)
  await appendAudit(writer, {
    stream: 'merchants',
    action: reason === null ? 'payouts_released' : 'payouts_held',
    subject: `merchant:${merchant.id}`,
    detail: { before: merchant.payoutHold, after: reason, why },
  })
  return done({ version: merchant.version + 1 })
}

const notACursor: Refusal = { refusal: 'invalid_input', problems: [{ path: 'cursor', message: 'not a cursor of this list' }] }

/** One page of a list that goes by one number. `matching` tells only whether there is more: nobody counts what nobody reads. */
async function page<T>(
  clock: Clock,
  { cursor, size }: { cursor: Cursor | null; size: number },
  first: number,
  read: (from: number, atMost: number) => Promise<T[]>,
  keyOf: (row: T) => number,
): Promise<Result<{ rows: T[]; next: Cursor | null; matching: CappedCount; elapsedMs: number }>> {
  const began = clock.monotonicMs()
  const [from] = cursor === null ? [first] : (readCursor(cursor) ?? [])
  if (typeof from !== 'number') return refuse(notACursor)
  const found = await read(from, size + 1)
  const rows = found.slice(0, size)
  const last = rows.at(-1)
  const more = found.length > size
  return done({
    rows,
    next: more && last ? writeCursor([keyOf(last)]) : null,
    matching: { count: found.length, capped: more },
    elapsedMs: clock.monotonicMs() - began,
  })
}

type ListMethod = 'payouts.list' | 'payouts.get' | 'payouts.merchants' | 'payouts.ofMerchant' | 'payouts.payout' | 'payouts.lines'

function payoutLists({ ledger, clock, gateways }: PayoutDeps): Pick<PayoutHandlers, ListMethod> {
  const { reader } = ledger
  return {
    'payouts.list': (_context, { kind, ...asked }) =>
      page(
        clock,
        asked,
        Number.MAX_SAFE_INTEGER,
        (before, atMost) => listRuns(reader, kind, before, atMost),
        ({ id }) => id,
      ),
    'payouts.get': async (_context, { id }) => {
      const run = await runById(reader, id)
      if (!run) return refuse({ refusal: 'not_found', what: 'payout_run' })
      return done({ run, facts: await runFacts(reader, run), handOvers: await handOversOf(reader, id) })
    },
    'payouts.merchants': (_context, { runId, state, ...asked }) =>
      page(
        clock,
        asked,
        0,
        (after, atMost) => rows(payoutsOfRun(reader, runId, { state, after, atMost })),
        ({ id }) => id,
      ),
    'payouts.ofMerchant': (_context, { merchantId, ...asked }) =>
      page(
        clock,
        asked,
        Number.MAX_SAFE_INTEGER,
        (before, atMost) => rows(payoutsOfMerchant(reader, merchantId, before, atMost)),
        ({ id }) => id,
      ),
    'payouts.payout': async (_context, { id }) => {
      const payout = await payoutById(reader, id)
      if (!payout) return refuse({ refusal: 'not_found', what: 'payout' })
      const { account, figures } = payout
      const bankName = gateways.banks.findBank(account.bankCode)?.name ?? ''
      const branchName = gateways.banks.findBranch(account.bankCode, account.branchCode)?.name ?? ''
      return done({
        ...rowOf(payout),
        account: { ...account, bankName, branchName },
        figures: PayoutFiguresKept.parse(JSON.parse(figures)),
        offsetItems: await offsetsOf(reader, id),
      })
    },
    'payouts.lines': (_context, { payoutId, ...asked }) =>
      page(
        clock,
        asked,
        0,
        (after, atMost) => listPayoutLines(reader, payoutId, after, atMost),
        ({ line }) => line,
      ),
  }
}

const rowOf = ({ figures: _figures, postedLines: _lines, posted: _posted, ...row }: StoredPayout): PayoutRow => row
const rows = async (payouts: Promise<StoredPayout[]>): Promise<PayoutRow[]> => (await payouts).map(rowOf)
