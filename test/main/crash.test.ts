import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { daiko, prepareOperator, startDaiko } from '../support/operator'

/*
 * kill -9 while a statement comes in, at moments spread over the whole run. Afterwards every promise of the ledger holds, the file is
 * wholly in or wholly out, and bringing it in again ends where an undisturbed run ends. CRASH_KILLS=50 in the long form.
 */
const KILLS = Number(process.env.CRASH_KILLS ?? 6)
const ORDERS = 3700

let folder = ''
let template = ''
let statement = ''
beforeAll(() => {
  prepareOperator()
  folder = mkdtempSync(join(tmpdir(), 'daiko-crash-'))
  template = join(folder, 'template.daiko')
  const made = daiko(['init', '--demo', '--orders', String(ORDERS), '--seed', '7', '--ledger', template])
  statement = String(made.answer.statement)
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A fresh copy of the ledger before the statement. */
function freshLedger(name: string): string {
  const path = join(folder, `${name}.daiko`)
  copyFileSync(template, path)
  return path
}

/** What must be the same however often the import was interrupted: read from the file itself. */
function stateOf(path: string): object {
  const database = new Database(path, { readonly: true })
  try {
    const all = (sql: string) => database.prepare(sql).all()
    return {
      balances: all(
        'select code, sum(debit) as debit, sum(credit) as credit from balances join accounts on id = account_id group by code order by code',
      ),
      orders: all('select status, count(*) as orders, sum(paid_amount) as paid from orders group by status order by status'),
      lines: all('select direction, count(*) as lines, sum(amount) as amount from receipts group by direction order by direction'),
      waiting: all('select side, count(*) as items, sum(remaining) as remaining from open_items group by side order by side'),
      allocations: all('select level, count(*) as allocations, sum(amount) as amount from allocations group by level order by level'),
      entries: all('select kind, count(*) as entries from entries group by kind order by kind'),
      files: all('select state, stored, cleared, posted_to from statement_files'),
    }
  } finally {
    database.close()
  }
}

const bringIn = (ledger: string) => daiko(['bank', 'import', statement, '--ledger', ledger])
function fileOf(ran: ReturnType<typeof daiko>): { lines: number; stored: number; duplicates: number } {
  expect(ran).toMatchObject({ exitCode: 0, answer: { files: [{ errors: [] }] } })
  const [file] = JSON.parse(ran.stdout).files
  return { lines: file.lines, stored: file.stored, duplicates: file.duplicates }
}

/** Where a kill has hit, by what stands in the file before anybody opens it again. */
function stageOf(path: string): string {
  const database = new Database(path, { readonly: true })
  const state = database.prepare('select state from statement_files').pluck().get()
  database.close()
  return state === undefined ? 'not begun' : String(state)
}

/** The two parts of an import: until the file is published by one small flip, and from there until all of it is posted. */
type Part = 'planning' | 'posting'

/** Lets the import run and tells how long each part took; with `kill` it is killed so long after that part began. */
async function letRun(
  ledger: string,
  kill: { part: Part; afterMs: number } | null,
): Promise<{ ms: Record<Part, number>; signal: string | null }> {
  const begins = beginnings(ledger)
  const running = startDaiko(['bank', 'import', statement, '--ledger', ledger])
  const ended = new Promise<string | null>((end) => running.once('exit', (_code, signal) => end(signal)))
  if (kill) {
    await Promise.race([begins[kill.part], ended])
    await Promise.race([wait(kill.afterMs), ended])
    running.kill('SIGKILL')
  }
  const signal = await ended
  const endedAt = performance.now()
  begins.stop()
  if (kill) return { ms: { planning: 0, posting: 0 }, signal }
  const [opened, published] = [await begins.planning, await begins.posting]
  return { ms: { planning: published - opened, posting: endedAt - published }, signal }
}

const GLANCE_MS = 2

/** When each part of an import into this ledger begins, as seen from outside: the write-ahead log appears, the file is published. */
function beginnings(ledger: string): Record<Part, Promise<number>> & { stop(): void } {
  const seen: Partial<Record<Part, (at: number) => void>> = {}
  const beginning = (part: Part) =>
    new Promise<number>((begin) => {
      seen[part] = begin
    })
  let database: Database.Database | null = null
  const glance = setInterval(() => {
    if (!existsSync(`${ledger}-wal`)) return
    seen.planning?.(performance.now())
    database ??= new Database(ledger, { readonly: true })
    if (database.prepare("select 1 from statement_files where state <> 'staging'").get()) seen.posting?.(performance.now())
  }, GLANCE_MS)
  const stop = () => {
    clearInterval(glance)
    database?.close()
  }
  return { planning: beginning('planning'), posting: beginning('posting'), stop }
}

it(`an import killed ${KILLS} times is wholly in or wholly out`, { timeout: 120_000 + KILLS * 60_000 }, async () => {
  const undisturbed = freshLedger('undisturbed')
  const { ms } = await letRun(undisturbed, null)
  const expected = stateOf(undisturbed)
  const { lines } = fileOf(bringIn(undisturbed))
  expect(lines).toBeGreaterThan(2500)
  const stages: Record<string, number> = {}
  for (let kill = 0; kill < KILLS; kill++) {
    const ledger = freshLedger(`kill-${kill}`)
    const part = kill % 2 === 0 ? 'planning' : 'posting'
    const afterMs = (ms[part] * (kill + Math.random())) / KILLS
    const { signal } = await letRun(ledger, { part, afterMs })
    const stage = signal === 'SIGKILL' ? stageOf(ledger) : 'ended before'
    stages[stage] = (stages[stage] ?? 0) + 1
    const at = `killed ${Math.round(afterMs)} ms after ${part} began: ${stage}`
    expect(daiko(['verify', '--ledger', ledger]), at).toMatchObject({ exitCode: 0, answer: { ok: true } })
    const again = fileOf(bringIn(ledger))
    expect(
      [again.stored, again.duplicates].sort((a, b) => a - b),
      at,
    ).toEqual([0, lines])
    expect(stateOf(ledger), at).toEqual(expected)
    for (const ending of ['', '-wal', '-shm']) rmSync(`${ledger}${ending}`, { force: true })
  }
  expect(daiko(['verify', '--ledger', undisturbed])).toMatchObject({ exitCode: 0, answer: { ok: true } })
  console.log(`kills by stage: ${JSON.stringify(stages)}`)
  expect(stages['ended before'] ?? 0).toBeLessThan(KILLS)
})
