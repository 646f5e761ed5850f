import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MerchantActor } from '../../../src/main/gateways/counter'
import { createEvents } from '../../../src/main/services/events'
import type { Posted } from '../../../src/main/services/shop-order-storing'
import { slipHandlers } from '../../../src/main/services/slip-desk'
import { createSlipFiles } from '../../../src/main/services/slip-paper'
import { SlipId } from '../../../src/preload/contract/ids'
import { OPERATOR, refusalOf } from '../../support/desk'
import { jobRuns } from '../../support/job-runs'
import { TESTER, valueIn } from '../../support/ledger'
import { settleCollector } from '../../support/notices'
import { textsOf } from '../../support/pdf-text'
import { openTestShops, type TestShops } from '../../support/shop'
import { gateways } from '../../support/statements'
import { settleStores, slipsAt } from '../../support/stores'
import { brokenPromises } from '../../support/verified'

let shops: TestShops
let sakura: MerchantActor
let desk: ReturnType<typeof slipHandlers>
let mostAtOnce: number
const tickets: string[] = []
beforeEach(async () => {
  shops = await openTestShops()
  sakura = await shops.merchant({ name: 'さくら商店', methods: ['bank_transfer', 'convenience_store', 'postal', 'e_money'] })
  await settleStores(shops.ledger)
  for (const method of ['postal', 'e_money'] as const) await settleCollector(shops.ledger, method)
  const { run, files } = jobRuns(shops)
  let running = 0
  mostAtOnce = 0
  const counted: typeof run = async (spec, by) => {
    running += 1
    mostAtOnce = Math.max(mostAtOnce, running)
    return run(spec, by).finally(() => {
      running -= 1
    })
  }
  const slipFileOf = createSlipFiles({ ...shops, files, run: counted, storeAgent: gateways.storeAgent })
  const issueTicket = (path: string) => `ticket-${tickets.push(path)}`
  desk = slipHandlers({ ...shops, events: createEvents(), gateways, files: { issueTicket }, slipFileOf })
})
afterEach(async () => {
  expect(await brokenPromises(shops.ledger)).toEqual([])
  await shops.cleanup()
})

const context = OPERATOR
const atStore = (own: object = {}) => shops.posted(sakura, { method: 'convenience_store', ...own })
const list = async ({ orderId }: Posted) => valueIn(await desk['slips.list'](context, { orderId }))
const version = ({ orderId }: Posted) => Number(shops.ledger.source.prepare('select version from orders where id = ?').pluck().get(orderId))
const reissue = (order: Posted, dueOn = '2026-12-10') =>
  desk['slips.reissue'](context, { orderId: order.orderId, version: version(order), dueOn: dueOn as never })
const recorded = (action: string): unknown[] =>
  shops.ledger.source
    .prepare<[string], string>('select detail from audit_records where action = ? order by sequence')
    .pluck()
    .all(action)
    .map((detail) => JSON.parse(detail))
const DAY = 24 * 60 * 60 * 1000

describe('the slips of an order', () => {
  it('are shown newest first, void ones with why, and until when another would be issued', async () => {
    const order = await atStore()
    valueIn(await reissue(order))
    const { slips, reissueBy } = await list(order)
    expect(slips.map(({ slipNumber, dueOn, standing, void: gone }) => [slipNumber, dueOn, gone?.why ?? standing])).toEqual([
      ['0000000000000001-1', '2026-12-10', 'payable'],
      ['0000000000000001-0', '2026-11-27', 'reissued'],
    ])
    expect(slips[0]).toMatchObject({
      id: expect.any(Number),
      amount: 2_400,
      needsStamp: false,
      lines: ['(91)929023-2520700000000000000011', expect.any(String)],
    })
    expect(SlipId.safeParse(slips[0]?.id).success).toBe(true)
    expect(reissueBy).toBe('2026-11-27')
  })

  it('are none where the order was never to be paid at a store', async () => {
    expect(await list(await shops.posted(sakura))).toEqual({ slips: [], reissueBy: null })
  })
})

describe('issuing anew', () => {
  it('takes the place of the old one, moves the day of the order, tells the payer and leaves a record', async () => {
    const order = await atStore()
    const before = version(order)
    expect(valueIn(await reissue(order))).toMatchObject({ version: before + 1 })
    expect(version(order)).toBe(before + 1)
    expect(slipsAt(shops.ledger, order.orderId)).toEqual(['1-0 2026-11-27 reissued', '1-1 2026-12-10'])
    expect(valueIn(await shops.choice.look(order.orderId)).instruction).toMatchObject({
      slipNumber: '0000000000000001-1',
      dueOn: '2026-12-10',
    })
    const { events, notices } = shops.look(order.orderId)
    expect(events.at(-1)).toBe('cli:root slip_reissued')
    expect(notices).toEqual(['payer instruction mail', 'payer instruction mail'])
    expect(recorded('slip_reissued')).toEqual([{ before: '0000000000000001-0', slip: '0000000000000001-1', dueOn: '2026-12-10' }])
  })

  it.each([
    ['a day that has passed', '2026-11-19', 'has_passed'],
    ['a day nobody waits for', '2027-11-21', 'too_far'],
  ])('is refused for %s', async (_what, day, message) => {
    const order = await atStore()
    expect(refusalOf(await reissue(order, day))).toEqual({ refusal: 'invalid_input', problems: [{ path: 'dueOn', message }] })
  })

  it('gives a number of its own once nine were issued anew, and under other terms', async () => {
    const order = await atStore()
    for (let time = 0; time < 10; time++) valueIn(await reissue(order, `2026-12-${10 + time}`))
    expect(slipsAt(shops.ledger, order.orderId).slice(-2)).toEqual(['1-9 2026-12-18 reissued', '2-0 2026-12-19'])
    await settleStores(shops.ledger, { companyCode: '77777' }, false)
    valueIn(await reissue(order, '2026-12-20'))
    expect(slipsAt(shops.ledger, order.orderId).at(-1)).toBe('3-0 2026-12-20')
    expect((await list(order)).slips[0]?.lines[0]).toContain('929023-77777')
  })

  it('goes on with the number where the agent is not settled any more', async () => {
    const order = await atStore()
    await settleStores(shops.ledger, { companyCode: '' }, false)
    valueIn(await reissue(order))
    expect(slipsAt(shops.ledger, order.orderId).at(-1)).toBe('1-1 2026-12-10')
  })

  it('is refused where no slip is to be paid, or the order was changed meanwhile', async () => {
    const order = await atStore()
    const { orderId } = order
    const changed = await desk['slips.reissue'](context, { orderId, version: 77, dueOn: '2026-12-10' as never })
    expect(refusalOf(changed)).toEqual({ refusal: 'changed_meanwhile' })
    valueIn(await shops.choice.choose(TESTER, orderId, { method: 'bank_transfer', protectionWished: false }))
    expect(refusalOf(await reissue(order))).toEqual({ refusal: 'slip_not_live' })
    const none = await desk['slips.reissue'](context, { orderId: 7 as never, version: 1, dueOn: '2026-12-10' as never })
    expect(refusalOf(none)).toEqual({ refusal: 'not_found', what: 'order' })
  })
})

describe('on paper', () => {
  const pdf = ({ orderId }: Posted) => desk['slips.pdf'](context, { orderId })

  it('is the slip that is to be paid, under a ticket, and recorded', async () => {
    const order = await atStore()
    const { fileName } = valueIn(await pdf(order))
    expect(fileName).toBe(`slip-${order.order.orderNumber}.pdf`)
    const text = textsOf(readFileSync(tickets.at(-1) ?? '')).join(' ')
    for (const part of ['(91)929023-2520700000000000000010', '261127-0-002400-3', '2,400', 'さくら商店', '山田 太郎'])
      expect(text).toContain(part)
    expect(recorded('slip_printed')).toEqual([{ slip: '0000000000000001-0' }])
  })

  it('is written for each who asks at the same time, one after the other', async () => {
    const order = await atStore()
    const both = await Promise.all([pdf(order), pdf(order)])
    for (const asked of both) valueIn(asked)
    const [one, other] = tickets.slice(-2)
    expect(one).not.toBe(other)
    expect(readFileSync(one ?? '')).toEqual(readFileSync(other ?? ''))
    expect(mostAtOnce).toBe(1)
  })

  it('says that it was issued anew where its number does, and not where the payer came back to it', async () => {
    const order = await atStore()
    valueIn(await shops.choice.choose(TESTER, order.orderId, { method: 'bank_transfer', protectionWished: false }))
    valueIn(await shops.choice.choose(TESTER, order.orderId, { method: 'convenience_store', protectionWished: false }))
    const marked = async () => {
      valueIn(await pdf(order))
      return textsOf(readFileSync(tickets.at(-1) ?? '')).some((text) => text.includes('再発行'))
    }
    expect(await marked()).toBe(false)
    valueIn(await reissue(order))
    expect(await marked()).toBe(true)
    expect(recorded('slip_printed')).toEqual([{ slip: '0000000000000002-0' }, { slip: '0000000000000002-1' }])
  })

  const words = () => textsOf(readFileSync(tickets.at(-1) ?? '')).join('')
  it('for a postal form is what is written on it; once it was issued anew with a warning of the reference before', async () => {
    const order = await shops.posted(sakura, { method: 'postal' })
    expect(valueIn(await pdf(order)).fileName).toBe(`postal-${order.order.orderNumber}.pdf`)
    const [first] = (await list(order)).slips
    if (!first) throw new Error('no reference was given')
    for (const part of [
      '00150-9-900584',
      'ダイコウギンコウ',
      '2,400円',
      '山田 太郎',
      `整理番号 ${first.slipNumber}`,
      '2026年11月27日',
      ...first.lines,
    ])
      expect(words()).toContain(part)
    expect(words()).not.toContain('以前のご案内')
    valueIn(await reissue(order))
    valueIn(await pdf(order))
    for (const part of ['以前のご案内の整理番号は無効です', '2026年12月10日']) expect(words()).toContain(part)
    expect(words()).not.toContain(first.slipNumber)
    expect(recorded('slip_printed')).toEqual([{ slip: first.slipNumber }, { slip: (await list(order)).slips[0]?.slipNumber }])
  })

  it('there is none where a number is typed elsewhere, as with e-money', async () => {
    expect(refusalOf(await pdf(await shops.posted(sakura, { method: 'e_money' })))).toEqual({ refusal: 'slip_not_live' })
  })

  it('is refused after its day and for a void one', async () => {
    const [late, switched] = [await atStore(), await atStore()]
    valueIn(await shops.choice.choose(TESTER, switched.orderId, { method: 'bank_transfer', protectionWished: false }))
    expect(refusalOf(await pdf(switched))).toEqual({ refusal: 'slip_not_live' })
    shops.clock.advance(8 * DAY)
    const issued = tickets.length
    expect(refusalOf(await pdf(late))).toEqual({ refusal: 'slip_not_live' })
    expect(tickets).toHaveLength(issued)
  })
})
