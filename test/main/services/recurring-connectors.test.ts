import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ConnectorStart, createReport, type Recurring, type Running, recurring } from '../../../src/main/services/connectors'
import { createEvents } from '../../../src/main/services/events'
import { usualSettings } from '../../../src/preload/contract/gateways'
import { keptLog } from '../../support/door'
import { fixedClock, openTestLedger } from '../../support/ledger'

/** A busy machine may take its time. */
const SOON = { timeout: 15_000 }

const HOW: ConnectorStart = { settings: usualSettings('webhook'), secret: null }
/** Longer than any test: what comes round by the clock comes only where a test says so. */
const NEVER_MS = 3_600_000

describe('something a connector does by the clock', () => {
  const clock = fixedClock()
  let reports: (string | null)[]
  let rounds: { end(reached?: boolean): void; fail(words: string): void; stopping: AbortSignal }[]
  let work: Recurring
  let running: Running | null
  const begun = (count: number) => expect.poll(() => rounds.length, SOON).toBe(count)

  function every(ms: number): Recurring {
    return recurring(
      { clock, report: async (_name, failure) => void reports.push(failure) },
      'webhook',
      () => ms,
      (_how, stopping) =>
        new Promise((resolve, reject) => {
          rounds.push({ end: (reached = true) => resolve(reached), fail: (words) => reject(new Error(words)), stopping })
        }),
    )
  }
  beforeEach(() => {
    reports = []
    rounds = []
    running = null
    work = every(NEVER_MS)
  })
  afterEach(async () => {
    const stopped = running?.stop()
    for (const round of rounds) round.end()
    await stopped
  })

  it('is done at once, and again when its time has come', async () => {
    work = every(5)
    running = await work.start(HOW)
    await begun(1)
    rounds[0]?.end()
    await begun(2)
    expect(reports).toEqual([null])
  })

  it('is done sooner where it is woken, and once more where it was woken meanwhile', async () => {
    running = await work.start(HOW)
    await begun(1)
    rounds[0]?.end()
    await expect.poll(() => work.nextRunAt(), SOON).toBe(clock.now() + NEVER_MS)
    work.wake()
    await begun(2)
    work.wake()
    work.wake()
    rounds[1]?.end()
    await begun(3)
    rounds[2]?.end()
    await expect.poll(() => reports.length, SOON).toBe(3)
    expect(rounds).toHaveLength(3)
  })

  it('tells what went wrong, and waits for its time then, whoever wakes it', async () => {
    running = await work.start(HOW)
    await begun(1)
    work.wake()
    rounds[0]?.fail('nobody there')
    await expect.poll(() => reports, SOON).toEqual(['nobody there'])
    work.wake()
    await new Promise((resolve) => setImmediate(resolve))
    expect(rounds).toHaveLength(1)
  })

  it('tells nothing of the other side where it had nothing to do with it', async () => {
    running = await work.start(HOW)
    await begun(1)
    rounds[0]?.end(false)
    await expect.poll(() => work.nextRunAt(), SOON).not.toBeNull()
    expect(reports).toEqual([])
  })

  it('stops when what is in hand is done, and is asked to hurry', async () => {
    running = await work.start(HOW)
    await begun(1)
    let isStopped = false
    const stopped = running.stop().then(() => {
      isStopped = true
    })
    expect(rounds[0]?.stopping.aborted).toBe(true)
    await new Promise((resolve) => setImmediate(resolve))
    expect(isStopped).toBe(false)
    rounds[0]?.end()
    await stopped
    expect(work.nextRunAt()).toBeNull()
    work.wake()
    expect(rounds).toHaveLength(1)
    running = null
  })

  it('stops at once while it waits, and can be started anew', async () => {
    running = await work.start(HOW)
    await begun(1)
    rounds[0]?.end()
    await expect.poll(() => work.nextRunAt(), SOON).not.toBeNull()
    await running.stop()
    running = await work.start(HOW)
    await begun(2)
  })
})

it('how tries went is kept, a success after a success only now and then', async () => {
  const test = await openTestLedger()
  const events = createEvents()
  let told = 0
  events.subscribe(() => {
    told += 1
  })
  const report = createReport({ ledger: test.ledger, clock: test.clock, events, log: keptLog() })
  const kept = () =>
    test.ledger.source.prepare('select last_success_at as success, last_failure_at as failure, last_failure as words from gateways').get()
  const at = test.clock.now()
  await report('mail_out', null)
  await report('mail_out', null)
  expect([kept(), told]).toEqual([{ success: at, failure: null, words: null }, 1])
  test.clock.advance(1000)
  await report('mail_out', 'nobody there')
  expect([kept(), told]).toEqual([{ success: at, failure: at + 1000, words: 'nobody there' }, 2])
  test.clock.advance(1000)
  await report('mail_out', null)
  test.clock.advance(60_000)
  await report('mail_out', null)
  expect(kept()).toMatchObject({ success: at + 62_000, failure: at + 1000 })
  await test.cleanup()
})
