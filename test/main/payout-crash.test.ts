import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../src/main/compose'
import { sha256Of } from '../../src/main/gateways/bank-transfer/hand-over-file'
import { saveGateway } from '../../src/main/ledger/gateways'
import { openLedger } from '../../src/main/ledger/ledger'
import { approvalHandlers } from '../../src/main/services/approvals'
import { designatedAccount } from '../../src/main/services/demonstration/cast'
import { createEvents } from '../../src/main/services/events'
import { addDays, dateInJapan } from '../../src/preload/contract/date'
import { GatewaySettings } from '../../src/preload/contract/gateways'
import { builtChild } from '../support/built-child'
import { personAt } from '../support/desk'
import { valueIn, writing } from '../support/ledger'
import { daiko, prepareOperator, startDaiko } from '../support/operator'
import { zengin03 } from '../support/statements'

/*
 * kill -9 while a payout run is planned, written and read again, approved, posted, handed over, and confirmed by the next day's statement.
 * Afterwards every promise of the ledger holds, nothing is paid twice or lost, the bank has the file once or not at all, and what cannot be
 * known is in quarantine. CRASH_KILLS=50 in the long form.
 */
const KILLS = Number(process.env.CRASH_KILLS ?? 2)
const ORDERS = 1500

type Stage = 'planned' | 'submitted' | 'approved' | 'posted' | 'handed_over'
let folder = ''
let approvingChild = ''
const templates: Partial<Record<Stage | 'begun', string>> = {}
const RUN = `P${dateInJapan(Date.now()).replaceAll('-', '')}-1`

beforeAll(async () => {
  prepareOperator()
  folder = mkdtempSync(join(tmpdir(), 'daiko-payout-crash-'))
  const ledger = join(folder, 'ledger.daiko')
  const made = daiko(['init', '--demo', '--orders', String(ORDERS), '--seed', '7', '--ledger', ledger])
  expect(daiko(['bank', 'import', String(made.answer.statement), '--ledger', ledger]).exitCode).toBe(0)
  keep('begun', ledger)
  plan(ledger)
  keep('planned', ledger)
  submit(ledger)
  keep('submitted', ledger)
  await approve(ledger)
  keep('approved', ledger)
  goOn(ledger)
  keep('posted', ledger)
  const { ledger: handed } = await fresh('posted', 'handed')
  expect(handOver(handed).exitCode).toBe(0)
  keep('handed_over', handed)
  approvingChild = await builtChild('approving-child')
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function keep(stage: Stage | 'begun', ledger: string): void {
  const path = join(folder, `${stage}.daiko`)
  const database = new Database(ledger)
  database.pragma('wal_checkpoint(truncate)')
  database.close()
  copyFileSync(ledger, path)
  templates[stage] = path
}

const plan = (ledger: string) => daiko(['payouts', 'plan', '--closing', dateInJapan(Date.now()), '--ledger', ledger])
const submit = (ledger: string) => daiko(['payouts', 'submit', RUN, '--ledger', ledger])
/** Any job that writes goes on first with what was cut off. */
const goOn = (ledger: string) => daiko(['match', '--ledger', ledger])
const handOver = (ledger: string) => daiko(['payouts', 'file', RUN, '--ledger', ledger])

/** A supervisor approves, and nothing is posted yet. */
async function approve(path: string): Promise<void> {
  const ledger = valueIn(await openLedger({ path, clock: systemClock(), create: false }))
  try {
    const supervisor = await personAt({ ledger }, 'crash', ['supervisor'])
    const handlers = approvalHandlers({ ledger, events: createEvents(), secrets: null })
    const { approvals } = valueIn(await handlers['approvals.list'](supervisor, { open: true }))
    const asked = approvals.find((approval) => approval.case.kind === 'payout_run')
    if (!asked) throw new Error('nobody is asked')
    const { id, digest } = asked
    valueIn(await handlers['approvals.decide'](supervisor, { id, digest, decision: 'approved', reason: '' }))
  } finally {
    await ledger.close()
  }
}

/** A fresh copy of the ledger at this stage, with a folder of its bank. */
async function fresh(stage: Stage | 'begun', name: string, filesAreTakenAway = true): Promise<{ ledger: string; bank: string }> {
  const [ledger, bank] = [join(folder, `${name}.daiko`), join(folder, name)]
  mkdirSync(bank)
  copyFileSync(templates[stage] ?? '', ledger)
  const opened = valueIn(await openLedger({ path: ledger, clock: systemClock(), create: false }))
  const settings = GatewaySettings.parse({
    ...{ gateway: 'bank_transfer', channel: 'folder', folder: bank, filesAreTakenAway },
    ...{ originatorCode: '0123456789', originatorName: 'ダイコウギンコウ' },
  })
  await writing(opened, (writer) => saveGateway(writer, 'bank_transfer', 1, { enabled: true, paused: false, settings }))
  await opened.close()
  return { ledger, bank }
}

function valueAt<T>(ledger: string, sql: string): T {
  const database = new Database(ledger, { readonly: true })
  try {
    return database.prepare<[], T>(sql).pluck().get() as T
  } finally {
    database.close()
  }
}

/** What must be the same however often it was interrupted. */
function books(ledger: string): object {
  const database = new Database(ledger, { readonly: true })
  try {
    const all = (sql: string) => database.prepare(sql).all()
    return {
      balances: all('select code, sum(debit - credit) as sum from balances join accounts on id = account_id group by code order by code'),
      orders: all('select status, count(*) as orders from orders group by status order by status'),
      payouts: all("select gross, fees, tax, net, orders, posted_lines, state from payouts where state <> 'given_up' order by merchant_id"),
      live: all('select count(*) as lines, sum(amount) as amount from payout_lines where live = 1'),
    }
  } finally {
    database.close()
  }
}

/** Runs a command and kills it so long after something is first seen in its ledger. */
async function killed(ledger: string, args: readonly string[], seen: string | null, afterMs: number): Promise<void> {
  const running = startDaiko([...args, '--ledger', ledger])
  const ended = new Promise<void>((end) => running.once('exit', () => end()))
  let over = false
  void ended.then(() => {
    over = true
  })
  if (seen !== null) while (!over && !valueAt(ledger, seen)) await wait(1)
  await Promise.race([wait(afterMs), ended])
  running.kill('SIGKILL')
  await ended
}

const holds = (ledger: string, at: string) =>
  expect(daiko(['verify', '--ledger', ledger]), at).toMatchObject({ exitCode: 0, answer: { ok: true } })

const MINUTES = { timeout: 180_000 + KILLS * 120_000 }

it(`a planning killed ${KILLS} times leaves nothing, and is planned again to the same figures`, MINUTES, async () => {
  const undisturbed = await fresh('begun', 'plan-undisturbed')
  plan(undisturbed.ledger)
  for (let kill = 0; kill < KILLS; kill++) {
    const { ledger } = await fresh('begun', `plan-${kill}`)
    await killed(
      ledger,
      ['payouts', 'plan', '--closing', dateInJapan(Date.now())],
      "select 1 from transfer_runs where state = 'staging'",
      Math.random() * 60,
    )
    const stage = valueAt<string | undefined>(ledger, 'select state from transfer_runs')
    holds(ledger, `killed while ${stage}`)
    if (stage !== 'draft') plan(ledger)
    expect(books(ledger), `killed while ${stage}`).toEqual(books(undisturbed.ledger))
  }
})

it(`a file killed ${KILLS} times while it is written and read is there whole, or not at all`, MINUTES, async () => {
  for (let kill = 0; kill < KILLS; kill++) {
    const { ledger } = await fresh('planned', `submit-${kill}`)
    await killed(ledger, ['payouts', 'submit', RUN], null, 200 + Math.random() * 1500)
    holds(ledger, 'killed while it was submitted')
    if (valueAt(ledger, 'select state from transfer_runs') === 'draft') expect(submit(ledger).exitCode).toBe(0)
    expect(valueAt(ledger, "select count(*) from approvals where kind = 'payout_run' and decision is null")).toBe(1)
    expect(sha256Of(valueAt<Uint8Array>(ledger, 'select file from transfer_runs'))).toBe(
      valueAt(ledger, 'select digest from transfer_runs'),
    )
  }
})

/** A supervisor agrees in a process of its own, which is killed so long after it begins to. */
async function approvalKilled(ledger: string, afterMs: number): Promise<void> {
  const running = spawn(process.execPath, [approvingChild, ledger], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((end) => running.once('exit', () => end()))
  await Promise.race([new Promise((begun) => running.stdout.once('data', begun)), ended])
  await Promise.race([wait(afterMs), ended])
  running.kill('SIGKILL')
  await ended
}

it(`an approval killed ${KILLS} times is given once, or not at all, and its posting goes on`, MINUTES, async () => {
  const undisturbed = await fresh('posted', 'approve-undisturbed')
  const stages: Record<string, number> = {}
  for (let kill = 0; kill < KILLS; kill++) {
    const { ledger } = await fresh('submitted', `approve-${kill}`)
    await approvalKilled(ledger, kill % 2 === 0 ? Math.random() * 12 : Math.random() * 400)
    const [state, posted] = [
      valueAt<string>(ledger, 'select state from transfer_runs'),
      valueAt<number>(ledger, 'select sum(posted) from payouts'),
    ]
    const stage = state === 'submitted' ? state : `${state}, ${posted > 0 ? 'posting' : 'nothing posted'}`
    stages[stage] = (stages[stage] ?? 0) + 1
    holds(ledger, `killed while ${stage}`)
    expect(valueAt(ledger, "select count(*) from approvals where kind = 'payout_run' and decision = 'approved'")).toBe(
      state === 'submitted' ? 0 : 1,
    )
    // What is not wholly posted is not handed over.
    if (state === 'submitted') await approve(ledger)
    goOn(ledger)
    expect(books(ledger), `killed while ${stage}`).toEqual(books(undisturbed.ledger))
    expect(valueAt(ledger, "select count(*) from approvals where kind = 'payout_run' and decision = 'approved'")).toBe(1)
    holds(ledger, `killed while ${stage}, gone on`)
  }
  console.log(`approvals by stage: ${JSON.stringify(stages)}`)
})

it(`a posting killed ${KILLS} times goes on to the same books`, MINUTES, async () => {
  const undisturbed = await fresh('posted', 'post-undisturbed')
  for (let kill = 0; kill < KILLS; kill++) {
    const { ledger } = await fresh('approved', `post-${kill}`)
    const seen = kill % 2 === 0 ? 'select 1 from payouts where posted_lines > 0' : null
    await killed(ledger, ['match'], seen, Math.random() * (seen ? 40 : 1500))
    holds(ledger, 'killed while it was posted')
    goOn(ledger)
    expect(books(ledger)).toEqual(books(undisturbed.ledger))
  }
})

it(`a hand-over killed ${KILLS * 2} times: the bank has the file once, and never a second time`, MINUTES, async () => {
  const ends: Record<string, number> = {}
  for (let kill = 0; kill < KILLS * 2; kill++) {
    const filesAreTakenAway = kill % 2 === 0
    const { ledger, bank } = await fresh('posted', `hand-${kill}`, filesAreTakenAway)
    await killed(ledger, ['payouts', 'file', RUN], "select 1 from transfer_runs where state <> 'approved'", Math.random() * 30)
    const stage = valueAt<string>(ledger, 'select state from transfer_runs')
    holds(ledger, `killed while ${stage}`)
    const wasThere = existsSync(join(bank, `${RUN}.txt`))
    if (stage !== 'handed_over') handOver(ledger)
    const end = valueAt<string>(ledger, 'select state from transfer_runs')
    ends[`${stage} → ${end}`] = (ends[`${stage} → ${end}`] ?? 0) + 1
    const files = readdirSync(bank).filter((name) => name === `${RUN}.txt`)
    holds(ledger, `killed while ${stage}, now ${end}`)
    if (end === 'handed_over') {
      expect(files).toHaveLength(1)
      expect(sha256Of(readFileSync(join(bank, `${RUN}.txt`)))).toBe(valueAt(ledger, 'select digest from transfer_runs'))
    } else {
      // Nobody knows, and nothing was sent again: a person finds out.
      expect({ end, filesAreTakenAway, sentAgain: files.length === 1 && !wasThere }).toEqual({
        end: 'quarantined',
        filesAreTakenAway,
        sentAgain: false,
      })
    }
    expect(handOver(ledger)).toMatchObject({ exitCode: 1, answer: { refusal: 'run_not_there' } })
    expect(valueAt(ledger, "select count(*) from hand_overs where outcome = 'delivered'")).toBe(end === 'handed_over' ? 1 : 0)
  }
  console.log(`hand-overs by stage: ${JSON.stringify(ends)}`)
})

/** The bank's statement of the next day shows the run: as one debit, or transfer by transfer. */
function nextStatement(ledger: string, by: 'file' | 'lines'): string {
  const database = new Database(ledger, { readonly: true })
  try {
    const day = addDays(dateInJapan(Date.now()), 1)
    const opening = database.prepare<[], number>(
      "select sum(debit - credit) from balances join accounts on id = account_id where code like 'bank:%'",
    )
    const transfers = database.prepare<[], { amount: number; edi: string }>('select amount, edi from transfers order by line').all()
    const total = transfers.reduce((sum, { amount }) => sum + amount, 0)
    const shown = by === 'file' ? [{ amount: total, edi: '' }] : transfers
    const lines = shown.map((line) => ({ ...line, direction: 'debit' as const, remitterName: '', description: 'ｿｳｺﾞｳﾌﾘｺﾐ' }))
    const path = `${ledger}.${by}.txt`
    writeFileSync(path, zengin03({ account: designatedAccount, from: day, to: day, opening: opening.pluck().get() ?? 0, lines }))
    return path
  } finally {
    database.close()
  }
}

/** What a statement has brought, besides the books: every line explained, every merchant told once. */
function confirmed(ledger: string): object {
  return {
    ...books(ledger),
    explained: valueAt(ledger, "select count(*) || ' for ' || sum(amount) from item_endings"),
    open: valueAt(ledger, "select count(*) from open_items where side = 'debit' and booked_on = (select max(booked_on) from receipts)"),
    seen: valueAt(ledger, "select count(*) || ' for ' || sum(amount) from transfers where state = 'presumed_paid' and seen_on is not null"),
    told: valueAt(ledger, 'select count(*) from notices'),
    settled: valueAt(ledger, "select count(*) from order_events where kind = 'settled'"),
  }
}

const bringIn = (ledger: string, statement: string) => daiko(['bank', 'import', statement, '--ledger', ledger])

it(`a confirmation killed ${KILLS} times is whole in the end: everything was seen once`, MINUTES, async () => {
  const stages: Record<string, number> = {}
  for (const by of ['file', 'lines'] as const) {
    const undisturbed = await fresh('handed_over', `confirm-${by}-undisturbed`)
    expect(bringIn(undisturbed.ledger, nextStatement(undisturbed.ledger, by)).exitCode).toBe(0)
    expect(valueAt(undisturbed.ledger, "select count(*) from payouts where state = 'handed_over'")).toBe(0)
    holds(undisturbed.ledger, 'undisturbed')
    for (let kill = by === 'file' ? 0 : 1; kill < KILLS; kill += 2) {
      const { ledger } = await fresh('handed_over', `confirm-${by}-${kill}`)
      const statement = nextStatement(ledger, by)
      const seen = [
        'select 1 from statement_files where sha256 <> (select sha256 from statement_files order by id limit 1)',
        "select 1 from transfers where state = 'presumed_paid'",
        "select 1 from payouts where state = 'presumed_paid'",
      ][Math.floor(kill / 2) % 3]
      await killed(ledger, ['bank', 'import', statement], seen ?? null, Math.random() * 40)
      const [files, paid, settled] = [
        valueAt<number>(ledger, "select count(*) from statement_files where state in ('published', 'posted')"),
        valueAt<number>(ledger, "select count(*) from transfers where state = 'presumed_paid'"),
        valueAt<number>(ledger, "select count(*) from payouts where state = 'handed_over'"),
      ]
      const stage = files < 2 ? 'staging' : paid === 0 ? 'unseen' : settled > 0 ? 'settling' : 'settled'
      stages[stage] = (stages[stage] ?? 0) + 1
      holds(ledger, `killed while ${stage}`)
      goOn(ledger)
      expect(bringIn(ledger, statement).exitCode).toBe(0)
      expect(confirmed(ledger), `killed while ${stage}`).toEqual(confirmed(undisturbed.ledger))
      holds(ledger, `killed while ${stage}, gone on`)
    }
  }
  console.log(`confirmations by stage: ${JSON.stringify(stages)}`)
})
