import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TillAct, TillSlip } from '../../../../src/main/gateways/counter'
import { accountHandlers } from '../../../../src/main/services/accounts'
import { approvalHandlers } from '../../../../src/main/services/approvals'
import { collectionConnector } from '../../../../src/main/services/collection-connector'
import { agentFolder, forgetDelivered } from '../../../../src/main/services/demonstration/agent-files'
import { createDemonstration } from '../../../../src/main/services/demonstration/create'
import { createDemonstrationTill } from '../../../../src/main/services/demonstration/till'
import { createEvents } from '../../../../src/main/services/events'
import { runJob } from '../../../../src/main/services/job-kinds'
import { merchantHandlers } from '../../../../src/main/services/merchants'
import { storeSettings } from '../../../../src/main/services/store-agent'
import { soon } from '../../../support/browser'
import { openTestLedger, type TestLedger, valueIn } from '../../../support/ledger'
import { gateways, quietControl, resourcesOf } from '../../../support/statements'

/* The till of a demonstration's store, whose agent's files the bank's own connector brings in. */

/** So many that the story comes to those who pay at stores. */
const ORDERS = 130
const DAY = 86_400_000
/** The slips of the story, in the order in which they were issued. */
const [FIRST, PRELIMINARY, CONFIRMED, , , LAST] = ['1-0', '2-0', '3-0', '4-0', '5-0', '6-0'] as const

let test: TestLedger
let folder: string
let looked: number
let till: ReturnType<typeof createDemonstrationTill>
beforeAll(async () => {
  test = await openTestLedger()
  const deps = { ledger: test.ledger, clock: test.clock, gateways, events: createEvents(), secrets: null }
  const handlers = { ...accountHandlers(deps), ...merchantHandlers(deps), ...approvalHandlers(deps) }
  valueIn(await createDemonstration({ ...deps, handlers }, { orders: ORDERS, seed: 1, folder: test.dir }))
  folder = agentFolder(test.dir)
  looked = 0
  till = createDemonstrationTill({
    ...deps,
    folder,
    look: () => {
      looked += 1
    },
  })
}, 30_000)
afterAll(() => test.cleanup())

const files = () => readdirSync(folder).sort()
const act = async (number: string, what: TillAct) => valueIn(await till.atTill(number, what))
const standing = async (number: string): Promise<TillSlip['standing']> => valueIn(await till.slip(number)).standing

/** One look of the connector, as the core has it look. */
async function brought(): Promise<void> {
  const told: (string | null)[] = []
  const connector = collectionConnector({
    ledger: test.ledger,
    clock: test.clock,
    report: async (_name, failure) => void told.push(failure),
    run: (spec, by) => runJob(resourcesOf(test, by), spec, quietControl()),
  })
  const running = await connector.start({ settings: await storeSettings(test.ledger.reader), secret: null })
  await soon(() => told).toEqual([null])
  await running.stop()
}
const payment = (number: string) =>
  test.ledger.source
    .prepare<[string], string>('select payment from orders o join slips s on s.order_id = o.id where cast(s.reference as integer) = ?')
    .pluck()
    .get(number.split('-')[0] ?? '')

describe('a slip at the till', () => {
  it.each([
    ['as it is printed', '0000000000000001-0'],
    ['without its zeros', '1-0'],
    ['in full width', '１－０'],
    ['with a space', ' 1 - 0 '],
  ])('is read %s', async (_how, typed) => {
    expect(valueIn(await till.slip(typed))).toMatchObject({ number: '0000000000000001-0', standing: 'to_pay', acts: ['pay'], told: [] })
  })

  it.each(['7-0', '1-1', '1', '', 'x', '1-00', `${'0'.repeat(17)}1-0`])('%j is none', async (typed) => {
    expect(await till.slip(typed)).toMatchObject({ ok: false, refusal: { refusal: 'not_found', what: 'slip' } })
    expect(await till.atTill(typed, 'pay')).toMatchObject({ ok: false, refusal: { refusal: 'not_found', what: 'slip' } })
  })

  it.each([
    [FIRST, 'to_pay', []],
    [PRELIMINARY, 'paid', ['preliminary']],
    [CONFIRMED, 'confirmed', ['preliminary', 'confirmed']],
  ])('%s of the story stands as the agent has told', async (number, stands, kinds) => {
    const slip = valueIn(await till.slip(number))
    expect([slip.standing, slip.told.map(({ kind }) => kind)]).toEqual([stands, kinds])
  })
})

describe('a payment', () => {
  it('is told at once in a file of its own, and has the connector look; the ledger knows nothing of it before', async () => {
    const before = files()
    const slip = await act(FIRST, 'pay')
    expect(slip).toMatchObject({ standing: 'paid', acts: ['confirm', 'take_back'], told: [{ kind: 'preliminary', paidOn: '2026-11-20' }] })
    expect(files().filter((name) => !before.includes(name))).toEqual(['daiko-demo-0003-sokuho.csv'])
    expect([looked, payment(FIRST)]).toEqual([1, 'unpaid'])
    await brought()
    expect(payment(FIRST)).toBe('paid_preliminary')
  })

  it('that is made already is not made again', async () => {
    const before = files()
    expect((await act(FIRST, 'pay')).told).toHaveLength(1)
    expect([files(), looked]).toEqual([before, 1])
  })

  it('is taken back, and made again within the same minute is another', async () => {
    expect(await act(FIRST, 'take_back')).toMatchObject({ standing: 'to_pay', acts: ['pay'] })
    await brought()
    expect(payment(FIRST)).toBe('unpaid')
    await act(FIRST, 'pay')
    await brought()
    expect(payment(FIRST)).toBe('paid_preliminary')
  })

  it('is confirmed: the agent owes it, and transfers on a day on which banks are open', async () => {
    expect(await act(FIRST, 'confirm')).toMatchObject({ standing: 'confirmed', acts: ['pay'] })
    await brought()
    expect(payment(FIRST)).toBe('paid')
    expect(test.ledger.source.prepare('select transfer_on from claims order by id desc limit 1').pluck().get()).toBe('2026-11-25')
  })

  it('of a slip that is paid waits for a person once it is confirmed', async () => {
    const waiting = () => test.ledger.source.prepare("select count(*) from collection_outcomes where outcome = 'duplicate'").pluck().get()
    const before = Number(waiting())
    await act(FIRST, 'pay')
    await act(FIRST, 'confirm')
    await brought()
    expect(waiting()).toBe(before + 1)
  })

  it('is not taken after the slip’s last day', async () => {
    test.clock.advance(60 * DAY)
    const before = files()
    expect(await act(LAST, 'pay')).toMatchObject({ standing: 'past', acts: [], told: [] })
    expect(await standing(CONFIRMED)).toBe('confirmed')
    expect(files()).toEqual(before)
  })
})

it('and every promise of the ledger holds', async () => {
  const checked = valueIn(await runJob(resourcesOf(test), { kind: 'verify' }, quietControl()))
  if (checked.kind !== 'verify') throw new Error(checked.kind)
  expect(checked.verify.invariants.filter(({ violations }) => violations > 0)).toEqual([])
})

it('a demonstration that begins anew forgets what was delivered to the one before, and nothing else', () => {
  expect(files().length).toBeGreaterThan(2)
  forgetDelivered(folder)
  expect(files()).toEqual([])
  expect(existsSync(join(test.dir, 'daiko-demo-statement.txt'))).toBe(true)
})
