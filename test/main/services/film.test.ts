import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appendAudit, appendAudits } from '../../../src/main/ledger/audit'
import { dayOf, filmClearings, filmRecords, filmStanding, filmTotals, filmUndos } from '../../../src/main/ledger/film'
import { filmHandlers } from '../../../src/main/services/film'
import { dateInJapan, Instant } from '../../../src/preload/contract/date'
import type { FilmStep } from '../../../src/preload/contract/film'
import { AllocationId, ReceiptId } from '../../../src/preload/contract/ids'
import { type InputOf, methods } from '../../../src/preload/contract/methods'
import { Cursor } from '../../../src/preload/contract/paging'
import { refusalOf } from '../../support/desk'
import { TESTER, valueIn, writing } from '../../support/ledger'
import { fullScans, plansOf } from '../../support/query-plans'
import { CLERK, clearingDesk, type Story, tellStory } from '../../support/story'

let story: Story
let handlers: ReturnType<typeof filmHandlers>
let day: ReturnType<typeof dateInJapan>
beforeAll(async () => {
  story = await tellStory()
  handlers = filmHandlers(story)
  story.clock.advance(90_000)
  const last = story.ledger.source.prepare('select id from allocations where amount = 4000').pluck().get()
  valueIn(await clearingDesk(story)['clearing.undo'](CLERK, { allocationId: AllocationId.parse(last), reason: 'a second thought' }))
  day = dateInJapan(Number(story.ledger.source.prepare('select max(at) from allocations').pluck().get()))
})
afterAll(() => story.cleanup())

async function steps(own: Partial<InputOf<'film.steps'>> = {}) {
  const input = methods['film.steps'].input.parse({ day, ...own })
  return methods['film.steps'].output.parse(valueIn(await handlers['film.steps'](CLERK, input)))
}
const standing = async (amount: number, at: number) =>
  methods['film.standing'].output.parse(
    valueIn(await handlers['film.standing'](CLERK, { receiptId: await story.deposit(amount), at: Instant.parse(at) })),
  )
const told = ({ kind, action, receipts, clearings, amount, why }: FilmStep) =>
  [kind, action, receipts.map((one) => one.amount).join('+'), clearings, amount, why].join(' ').replace(/ +/g, ' ').trim()

describe('a day of clearing as it went', () => {
  it('tells every step in the order of time: by the program, by hand, undone, held', async () => {
    const { rows, next } = await steps()
    expect(next).toBeNull()
    expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).sort((a, b) => a - b))
    expect(rows.map(told)).toMatchInlineSnapshot(`
      [
        "by_itself 12000+8800+5500+3000 4 29300",
        "by_hand 15000 1 15000",
        "by_hand 1400 1 1400",
        "undone 1400 1 1400 another order",
        "by_hand 4000 1 4000",
        "act held 999 0 0 asked the bank",
        "undone 4000 1 4000 a second thought",
      ]
    `)
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
  })

  it('says who did it, at which seat', async () => {
    const { rows } = await steps()
    expect(
      rows
        .filter(({ kind }) => kind === 'by_hand' || kind === 'undone')
        .every(({ actor, seat }) => actor === 'user:tester' && seat !== null),
    ).toBe(true)
  })

  it('adds up to what the day cleared, by itself and by hand', async () => {
    const { rows } = await steps()
    const sumOf = (...kinds: string[]) =>
      rows
        .filter(({ kind }) => kinds.includes(kind))
        .reduce((sum, { clearings, amount }) => ({ clearings: sum.clearings + clearings, amount: sum.amount + amount }), {
          clearings: 0,
          amount: 0,
        })
    const totals = methods['film.totals'].output.parse(valueIn(await handlers['film.totals'](CLERK, { day })))
    expect(totals).toEqual({ byItself: sumOf('by_itself'), byHand: sumOf('by_hand', 'redone'), undone: sumOf('undone') })
    expect(totals.byItself.clearings).toBeGreaterThan(0)
    expect(totals.byHand.clearings).toBeGreaterThan(0)
    expect(totals.undone.clearings).toBeGreaterThan(0)
  })

  it('is narrowed to a person', async () => {
    expect((await steps({ actor: 'nobody' })).rows).toEqual([])
    expect(valueIn(await handlers['film.totals'](CLERK, { day, actor: 'nobody' }))).toMatchObject({ byHand: { clearings: 0, amount: 0 } })
    expect((await steps({ actor: 'tester' })).rows.length).toBeGreaterThan(0)
  })

  it('shows deposit and order as they stood after each step, not as they stand now', async () => {
    const { rows } = await steps()
    const undone = rows.find(({ why }) => why === 'a second thought')
    const before = await standing(4400, (undone?.at ?? 0) - 1)
    const after = await standing(4400, undone?.at ?? 0)
    expect([undone?.amount, before.deposit.remaining, after.deposit.remaining]).toEqual([4000, 400, 4400])
    const linkOf = (one: typeof before) =>
      one.orders.flatMap(({ orderNumber, cleared, links }) => links.map(({ amount, undone: gone }) => [orderNumber, cleared, amount, gone]))
    expect(linkOf(before)).toContainEqual(['Y-2', 4000, 4000, false])
    expect(linkOf(after)).toContainEqual(['Y-2', 0, 4000, true])
    expect((await standing(4400, 1)).orders).toEqual([])
    expect((await standing(12_000, dayOf(day).to)).orders).toMatchObject([{ orderNumber: 'S-1', cleared: 12_000, links: [{ level: '1' }] }])
  })

  it('is empty on another day, and refuses what is none of its own', async () => {
    expect((await steps({ day: '2020-01-01' as never })).rows).toEqual([])
    for (const cursor of ['x', '1', String(dayOf(day).to)]) {
      const refused = await handlers['film.steps'](CLERK, methods['film.steps'].input.parse({ day, cursor: Cursor.parse(cursor) }))
      expect(refusalOf(refused)).toMatchObject({ refusal: 'invalid_input' })
    }
    expect(refusalOf(await handlers['film.standing'](CLERK, { receiptId: ReceiptId.parse(1), at: Instant.parse(1) }))).toEqual({
      refusal: 'not_found',
      what: 'deposit',
    })
  })

  it('goes on after any moment without losing or doubling a step', async () => {
    const { rows } = await steps()
    for (const { at } of rows) {
      const rest = await steps({ cursor: Cursor.parse(String(at)) })
      expect(rest.rows.map(({ key }) => key)).toEqual(rows.filter((row) => row.at > at).map(({ key }) => key))
    }
  })

  it('is read through indexes', async () => {
    const stretch = { after: dayOf(day).from, before: dayOf(day).to, actor: '' }
    const receipt = await story.deposit(4400)
    const planned = await plansOf(story.ledger, async (reader) => {
      await filmClearings(reader, stretch, 100)
      await filmUndos(reader, stretch, 100)
      await filmRecords(reader, stretch, 100)
      await filmTotals(reader, stretch)
      await filmStanding(reader, receipt, Instant.parse(stretch.before))
    })
    expect(planned.length).toBeGreaterThan(6)
    expect(fullScans(planned)).toEqual([])
  })
})

it('misses nothing of a moment that holds more than a page', async () => {
  story.clock.advance(86_400_000)
  const held = { stream: 'clearing', action: 'held', subject: 'receipt:0' } as const
  await writing(story.ledger, (writer) =>
    appendAudits(
      writer,
      'clearing',
      Array.from({ length: 600 }, () => ({ ...held, by: TESTER })),
    ),
  )
  story.clock.advance(1_000)
  await writing(story.ledger, (writer) => appendAudit(writer, held))
  const last = dateInJapan(Number(story.ledger.source.prepare('select max(at) from audit_records').pluck().get()))
  const first = await steps({ day: last })
  expect(first.rows).toHaveLength(600)
  const second = await steps({ day: last, cursor: first.next })
  expect([second.rows.length, second.next]).toEqual([1, null])
})
