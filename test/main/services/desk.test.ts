import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Notification } from '../../../src/preload/contract/carrier'
import { AllocationId, ReceiptId, UserId } from '../../../src/preload/contract/ids'
import { paying, type Sitter, type TwoSeats, twoSeats } from '../../support/two-seats'

const CARD = '4111 1111 1111 1111'
const MINUTE = 60_000

let desks: TwoSeats
let sato: Sitter
let suzuki: Sitter
let kato: Sitter
let first: ReceiptId
let second: ReceiptId
let third: ReceiptId

beforeEach(async () => {
  desks = await twoSeats([{ amount: 1000 }, { amount: 2000 }, { amount: 3000 }], 1000)
  ;[sato, suzuki, kato] = [desks.sitter('sato'), desks.sitter('suzuki'), desks.sitter('kato')]
  const [one, two, three] = desks.deposits
  if (one === undefined || two === undefined || three === undefined) throw new Error('three deposits')
  ;[first, second, third] = [one, two, three]
  await sato.signIn()
  await suzuki.signIn()
})
afterEach(() => desks.cleanup())

const open = (who: Sitter, receiptId: ReceiptId | null) => who.ask('desk.open', { receiptId })
const holdings = async (who: Sitter) => (await who.ask('desk.holdings', {})).holdings
const rowOf = async (who: Sitter, id: ReceiptId) =>
  (await who.ask('deposits.list', { filter: { open: true } })).rows.find((row) => row.id === id)
const mine = async (who: Sitter) => (await who.ask('deposits.list', { filter: { open: true, mine: true }, descending: false })).rows
const clear = (receiptId: ReceiptId, version = 1) => paying(receiptId, version, desks.order, 1000)

/** What the trail says of these deposits: who did what to which. */
async function trail(): Promise<string[]> {
  await kato.signIn()
  const { rows } = await kato.ask('audit.list', {})
  return rows
    .filter(({ subject }) => subject.startsWith('receipt:'))
    .map(({ actor, action, subject }) => `${actor} ${action} ${subject}`)
    .reverse()
}

describe('a deposit on somebody’s desk', () => {
  it('is seen by the others at once, with who is on it and since when, and nobody is kept from reading it', async () => {
    const told: Notification[] = []
    desks.core.events.subscribe((notification) => told.push(notification))
    expect((await open(sato, first)).holding).toMatchObject({ by: 'user:sato', mine: true })
    expect(told).toEqual([{ kind: 'changed', subjects: ['desk'] }])
    const since = desks.clock.now()
    expect(await holdings(suzuki)).toEqual([{ receiptId: first, by: 'user:sato', since, mine: false }])
    expect(await suzuki.ask('deposits.get', { id: first })).toMatchObject({ id: first })
    expect(await suzuki.ask('clearing.candidates', { receiptId: first })).toMatchObject({ proposals: expect.anything() })
    expect((await open(suzuki, first)).holding).toMatchObject({ by: 'user:sato', mine: false })
  })

  it('is cleared, held, ended and refunded by nobody else: refused by name, with who and since when', async () => {
    await open(sato, first)
    const since = desks.clock.now()
    desks.clock.advance(3 * MINUTE)
    const held = { refusal: 'held_by_other', by: 'user:sato', since }
    expect(await suzuki.refused('clearing.clear', clear(first))).toEqual(held)
    expect(await suzuki.refused('clearing.hold', { receiptId: first, version: 1, held: true, note: '' })).toEqual(held)
    expect(await suzuki.refused('desk.assign', { receiptIds: [second, first], to: suzuki.id })).toEqual(held)
    expect(await suzuki.ask('clearing.hold', { receiptId: second, version: 1, held: true, note: '' })).toEqual({ version: 2 })
    expect(await sato.ask('clearing.clear', clear(first))).toMatchObject({ remaining: 0 })
  })

  it('is neither undone nor cleared anew by anybody else', async () => {
    const { allocationIds } = await suzuki.ask('clearing.clear', clear(first))
    const [allocationId = AllocationId.parse(1)] = allocationIds
    const { actId } = await suzuki.ask('clearing.undoPreview', { allocationId })
    await open(sato, first)
    for (const target of [{ actId }, { allocationId }])
      expect(await suzuki.refused('clearing.undo', target)).toMatchObject({ refusal: 'held_by_other', by: 'user:sato' })
    await open(sato, null)
    await suzuki.ask('clearing.undo', { actId })
    await open(sato, first)
    expect(await suzuki.refused('clearing.redo', { actId })).toMatchObject({ refusal: 'held_by_other', by: 'user:sato' })
    await open(sato, null)
    expect(await suzuki.ask('clearing.redo', { actId })).toMatchObject({ receiptId: first, remaining: 0 })
  })

  it('is one at a time: going on frees it, and so does leaving the desk', async () => {
    await open(sato, first)
    await open(sato, second)
    expect((await holdings(suzuki)).map(({ receiptId }) => receiptId)).toEqual([second])
    await open(sato, null)
    expect(await holdings(suzuki)).toEqual([])
    expect(await suzuki.ask('clearing.clear', clear(first))).toMatchObject({ remaining: 0 })
  })

  it('does not stand in the way of its own person at another window', async () => {
    const elsewhere = desks.sitter('sato', 'second window')
    await elsewhere.signIn()
    await open(sato, first)
    expect((await open(elsewhere, first)).holding).toMatchObject({ mine: true })
    expect(await elsewhere.ask('clearing.clear', clear(first))).toMatchObject({ remaining: 0 })
  })
})

describe('a hold ends', () => {
  const ends: [when: string, what: () => Promise<unknown>][] = [
    ['after ten minutes without a sign', async () => desks.clock.advance(10 * MINUTE + 1)],
    ['when its person signs out', () => sato.ask('session.signOut', {})],
    ['when its person locks the desk', () => sato.ask('session.lock', {})],
    [
      'when its person is disabled',
      () => kato.ask('people.change', { id: sato.id, displayName: 'sato', roles: ['clerk'], disabled: true }),
    ],
    ['when the core is started anew', () => desks.restart()],
  ]
  it.each(ends)('%s', async (_when, happen) => {
    await kato.signIn()
    await open(sato, first)
    expect(await holdings(suzuki)).toHaveLength(1)
    await happen()
    const next = desks.sitter('suzuki', 'next window')
    await next.signIn()
    expect(await holdings(next)).toEqual([])
    expect(await next.ask('clearing.clear', clear(first))).toMatchObject({ remaining: 0 })
  })

  it('but not while its person is at work', async () => {
    await open(sato, first)
    for (let minute = 0; minute < 30; minute += 5) {
      desks.clock.advance(5 * MINUTE)
      await sato.ask('clearing.candidates', { receiptId: first })
    }
    const next = desks.sitter('suzuki', 'next window')
    await next.signIn()
    expect(await next.refused('clearing.clear', clear(first))).toMatchObject({ refusal: 'held_by_other', by: 'user:sato' })
  })
})

describe('taking over', () => {
  it('moves the hold, tells whoever had it, and is kept in the trail', async () => {
    await open(sato, first)
    desks.clock.advance(MINUTE)
    const taken = await suzuki.ask('desk.takeOver', { receiptId: first })
    expect(taken).toEqual({ holding: { receiptId: first, by: 'user:suzuki', since: desks.clock.now(), mine: true }, former: 'user:sato' })
    const told = await sato.ask('desk.holdings', {})
    expect(told.takenOver).toEqual({ receiptId: first, by: 'user:suzuki', at: desks.clock.now() })
    expect(await sato.refused('clearing.clear', clear(first))).toMatchObject({ refusal: 'held_by_other', by: 'user:suzuki' })
    await open(sato, second)
    expect((await sato.ask('desk.holdings', {})).takenOver).toBeNull()
    expect(await trail()).toContain(`user:suzuki taken_over receipt:${first}`)
  })

  it('needs somebody who had it to be worth a record, and a deposit that is open', async () => {
    expect(await suzuki.ask('desk.takeOver', { receiptId: first })).toMatchObject({ former: null })
    expect(await suzuki.refused('desk.takeOver', { receiptId: ReceiptId.parse(77) })).toEqual({ refusal: 'deposit_not_open' })
    expect(await trail()).toEqual([])
  })
})

describe('one item cannot be cleared twice (lessons 24): whoever loses the race is told who and when', () => {
  it('where neither holds it', async () => {
    const both = await Promise.all(
      [sato, suzuki].map(({ seat }) => desks.core.dispatch(seat, { method: 'clearing.clear', input: clear(first) })),
    )
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['done', 'refused'])
    const winner = both[0]?.outcome === 'done' ? 'user:sato' : 'user:suzuki'
    expect(both.find(({ outcome }) => outcome === 'refused')).toEqual({
      outcome: 'refused',
      refusal: { refusal: 'done_by_other', by: winner, at: desks.clock.now() },
    })
  })

  it('where one of two who open it at once has it', async () => {
    const [one, two] = await Promise.all([open(sato, first), open(suzuki, first)])
    expect(one.holding?.by).toBe(two.holding?.by)
    const [holder, other] = one.holding?.mine ? [sato, suzuki] : [suzuki, sato]
    expect(await other.refused('clearing.clear', clear(first))).toMatchObject({ refusal: 'held_by_other', by: one.holding?.by })
    expect(await holder.ask('clearing.clear', clear(first))).toMatchObject({ remaining: 0 })
  })

  it('also after a part of it; but not where its own person did it, or long ago', async () => {
    await sato.ask('clearing.clear', paying(second, 1, desks.order, 400))
    const stale = { receiptId: second, version: 1, held: true, note: '' }
    expect(await suzuki.refused('clearing.hold', stale)).toEqual({ refusal: 'done_by_other', by: 'user:sato', at: desks.clock.now() })
    expect(await sato.refused('clearing.hold', stale)).toEqual({ refusal: 'changed_meanwhile' })
    desks.clock.advance(9 * MINUTE)
    await suzuki.ask('session.state', {})
    await suzuki.ask('desk.holdings', {})
    desks.clock.advance(2 * MINUTE)
    expect(await suzuki.refused('clearing.hold', stale)).toEqual({ refusal: 'changed_meanwhile' })
  })
})

describe('assign, hand over, accept (lessons 31)', () => {
  it('gives a deposit to a colleague with the last thought, who finds it among theirs and accepts it by opening it', async () => {
    const { people } = await sato.ask('desk.colleagues', {})
    expect(people.map(({ name }) => name)).toEqual(['sato', 'suzuki'])
    expect(await sato.ask('desk.assign', { receiptIds: [first], to: suzuki.id, thought: '支店に照会済' })).toEqual({ assigned: 1 })
    const assignment = { to: 'suzuki', by: 'user:sato', at: desks.clock.now(), accepted: false }
    expect(await mine(suzuki)).toMatchObject([{ id: first, note: '支店に照会済', assignment }])
    expect(await mine(sato)).toEqual([])
    expect(await suzuki.ask('deposits.totals', { filter: { open: true, mine: true } })).toEqual({ rows: 1, total: 1000 })
    await open(sato, first)
    expect(await rowOf(sato, first)).toMatchObject({ assignment: { accepted: false } })
    await open(sato, null)
    await open(suzuki, first)
    await open(suzuki, first)
    expect(await rowOf(sato, first)).toMatchObject({ assignment: { ...assignment, accepted: true } })
    expect(await trail()).toEqual([`user:sato assigned receipt:${first}`, `user:suzuki accepted receipt:${first}`])
  })

  it('hands over at the end of a shift what is one’s own: some of it, or all', async () => {
    await sato.ask('clearing.hold', { receiptId: first, version: 1, held: true, note: '銀行に照会中' })
    await sato.ask('desk.assign', { receiptIds: [second, third], to: sato.id })
    expect((await mine(sato)).map(({ id, note, assignment }) => [id, note, assignment?.accepted])).toEqual([
      [first, '銀行に照会中', true],
      [second, '', true],
      [third, '', true],
    ])
    await open(sato, second)
    expect(await sato.ask('desk.assign', { receiptIds: [first, second], to: suzuki.id, thought: '早番へ' })).toEqual({ assigned: 2 })
    expect((await mine(suzuki)).map(({ id, note }) => [id, note])).toEqual([
      [first, '早番へ'],
      [second, '早番へ'],
    ])
    expect((await mine(sato)).map(({ id }) => id)).toEqual([third])
    expect(await holdings(suzuki)).toEqual([])
    expect(await trail()).toEqual([
      `user:sato assigned receipt:${first}`,
      `user:sato held receipt:${first}`,
      `user:sato assigned receipt:${second}`,
      `user:sato assigned receipt:${third}`,
      `user:sato handed_over receipt:${first}`,
      `user:sato handed_over receipt:${second}`,
    ])
  })

  it('may go to whoever is on it already, who stays on it', async () => {
    await sato.ask('desk.assign', { receiptIds: [first], to: sato.id })
    await open(suzuki, first)
    expect(await sato.ask('desk.assign', { receiptIds: [first], to: suzuki.id })).toEqual({ assigned: 1 })
    expect(await holdings(suzuki)).toMatchObject([{ receiptId: first, mine: true }])
  })

  it('gives all or none, only open deposits, only to those who clear, and never a card number', async () => {
    await sato.ask('clearing.clear', clear(first))
    const before = await trail()
    const refused = (input: Parameters<typeof sato.refused<'desk.assign'>>[1]) => sato.refused('desk.assign', input)
    expect(await refused({ receiptIds: [second, first], to: suzuki.id })).toEqual({ refusal: 'deposit_not_open' })
    expect(await refused({ receiptIds: [second], to: kato.id })).toEqual({ refusal: 'not_found', what: 'user' })
    expect(await refused({ receiptIds: [second], to: UserId.parse(99) })).toEqual({ refusal: 'not_found', what: 'user' })
    expect(await refused({ receiptIds: [second], to: suzuki.id, thought: CARD })).toMatchObject({ refusal: 'invalid_input' })
    expect(await mine(suzuki)).toEqual([])
    expect(await trail()).toEqual(before)
  })
})

describe('comments', () => {
  it('are added one after the other by whoever has something to say, and the last one is the last thought', async () => {
    await open(sato, first)
    await sato.ask('deposits.comment', { id: first, text: ' 名義が旧姓か ' })
    desks.clock.advance(MINUTE)
    await suzuki.ask('deposits.comment', { id: first, text: '旧姓と確認' })
    const { comments } = await sato.ask('deposits.comments', { id: first })
    expect(comments.map(({ by, text }) => [by, text])).toEqual([
      ['user:sato', '名義が旧姓か'],
      ['user:suzuki', '旧姓と確認'],
    ])
    expect(comments.map(({ at }) => desks.clock.now() - at)).toEqual([MINUTE, 0])
    expect(await rowOf(sato, first)).toMatchObject({ note: '旧姓と確認', version: 1 })
    expect(await trail()).toEqual([`user:sato commented receipt:${first}`, `user:suzuki commented receipt:${first}`])
  })

  it('stay when the deposit is cleared, and a note of the desk is one of them', async () => {
    await sato.ask('clearing.hold', { receiptId: first, version: 1, held: false, note: '確認済' })
    await sato.ask('clearing.clear', clear(first, 2))
    expect((await suzuki.ask('deposits.comments', { id: first })).comments).toMatchObject([{ text: '確認済' }])
    expect(await suzuki.ask('deposits.get', { id: first })).toMatchObject({ state: 'cleared', note: '確認済' })
    await suzuki.ask('deposits.comment', { id: first, text: '後から一言' })
  })

  it('refuse a card number, and a deposit that is not there', async () => {
    expect(await sato.refused('deposits.comment', { id: first, text: CARD })).toMatchObject({ refusal: 'invalid_input' })
    expect(await sato.refused('clearing.hold', { receiptId: first, version: 1, held: true, note: CARD })).toMatchObject({
      refusal: 'invalid_input',
    })
    expect(await sato.refused('deposits.comment', { id: ReceiptId.parse(77), text: 'x' })).toEqual({
      refusal: 'not_found',
      what: 'deposit',
    })
    expect((await sato.ask('deposits.comments', { id: first })).comments).toEqual([])
  })
})
