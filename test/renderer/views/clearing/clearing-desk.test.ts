import { describe, expect, it } from 'vitest'
import type { ClearingAct } from '../../../../src/preload/contract/clearing'
import { businessDate, Instant } from '../../../../src/preload/contract/date'
import { ActId, OrderId, ReceiptId } from '../../../../src/preload/contract/ids'
import { PositiveYen, yen } from '../../../../src/preload/contract/money'
import { type DeskEvent, differenceOf, selectionOf, step } from '../../../../src/renderer/views/clearing/clearing-desk'
import { candidate, clearingAct, deposit, deskProposing, deskWith, press, proposal } from './desk-fixture'

const deposits = [deposit(1, 30_000), deposit(2, 9_340), deposit(3, 52_800, 'held')]
const orders = [candidate(57, 12_000), candidate(58, 18_000), candidate(59, 40_000)]
const desk = () => deskWith(deposits, orders)

describe('keys of the clearing desk', () => {
  const at1 = { receiptId: 1, version: 7 }
  it.each([
    { keys: ['Enter'], does: 'says that nothing is chosen', commands: [], problem: 'nothing_chosen' },
    {
      keys: ['1', 'Enter'],
      does: 'clears the first candidate',
      commands: [{ do: 'clear', ...at1, parts: [{ orderId: 57, version: 1, amount: 12_000 }] }],
    },
    {
      keys: ['3', 'Enter'],
      does: 'gives an order that waits for more all there is',
      commands: [{ do: 'clear', ...at1, parts: [{ orderId: 59, version: 1, amount: 30_000 }] }],
    },
    {
      keys: ['1', ' ', '2', ' ', 'Enter'],
      does: 'clears to both orders of a split',
      commands: [
        {
          do: 'clear',
          ...at1,
          parts: [
            { orderId: 57, version: 1, amount: 12_000 },
            { orderId: 58, version: 1, amount: 18_000 },
          ],
        },
      ],
    },
    {
      keys: ['1', ' ', '2', 'Enter'],
      does: 'clears what was taken into the split, not what is looked at',
      commands: [{ do: 'clear', ...at1, parts: [{ orderId: 57, version: 1, amount: 12_000 }] }],
    },
    {
      keys: ['1', ' ', '1', ' ', 'Enter'],
      does: 'takes an order out of the split again',
      commands: [{ do: 'clear', ...at1, parts: [{ orderId: 57, version: 1, amount: 12_000 }] }],
    },
    { keys: ['1', ' ', '2', ' ', '3', ' '], does: 'says that nothing is left for a third order', commands: [], problem: 'nothing_left' },
    { keys: [' '], does: 'says that nothing is chosen to split', commands: [], problem: 'nothing_chosen' },
    { keys: ['9', 'Enter'], does: 'ignores a number without a candidate', commands: [], problem: 'nothing_chosen' },
    {
      keys: ['1', 'Enter', 'Enter'],
      does: 'sends a clearing once, however often Enter is pressed',
      commands: [{ do: 'clear', ...at1, parts: [{ orderId: 57, version: 1, amount: 12_000 }] }],
    },
    { keys: ['1', 'Escape', 'Enter'], does: 'forgets the choice', commands: [], problem: 'nothing_chosen' },
    { keys: ['u'], does: 'says that there is nothing to undo', commands: [], problem: 'nothing_to_undo' },
    { keys: ['/', '1', 'Enter', 'Enter'], does: 'takes digits in the search box as text', commands: [], problem: 'nothing_chosen' },
    { keys: ['h', '1', 'Enter'], does: 'leaves Enter in the note box to the box', commands: [] },
  ])('$keys $does', ({ keys, commands, problem }) => {
    const after = press(desk(), keys)
    expect(after.commands).toEqual(commands)
    expect(after.desk.problem?.problem).toBe(problem)
  })

  it.each([
    { keys: ['ArrowDown'], at: 2 },
    { keys: ['ArrowDown', 'ArrowDown', 'ArrowDown'], at: 3 },
    { keys: ['ArrowUp'], at: 1 },
    { keys: ['ArrowDown', 'ArrowUp'], at: 1 },
    { keys: ['R'], at: 2 },
  ])('$keys ends at deposit $at', ({ keys, at }) => {
    expect(press(desk(), keys).desk.at).toBe(at)
  })

  it.each([
    { keys: ['ArrowRight'], cursor: 0 },
    { keys: ['ArrowRight', 'ArrowRight'], cursor: 1 },
    { keys: ['3', 'ArrowRight'], cursor: 2 },
    { keys: ['3', 'ArrowLeft'], cursor: 1 },
    { keys: ['ArrowLeft'], cursor: 0 },
  ])('$keys highlights candidate $cursor', ({ keys, cursor }) => {
    expect(press(desk(), keys).desk.cursor).toBe(cursor)
  })

  it.each([{ keys: ['1', ' ', '/'] }, { keys: ['1', ' ', '/', 'Enter'] }])(
    '$keys: leaving the search box asks the core for nothing',
    ({ keys }) => {
      const chosen = press(desk(), keys).desk
      const left = step(chosen, { type: 'search_left' })
      expect(left.command).toBeUndefined()
      expect(left.desk.mode).toEqual({ name: 'choosing' })
      expect(left.desk.pinned).toEqual(chosen.pinned)
    },
  )

  it('a sum is cleared whole with two keys, or taken into a split whole', () => {
    const summed = deskProposing(deposits, [proposal(...orders.slice(0, 2)), proposal(candidate(59, 40_000))])
    const parts = [
      { orderId: 57, version: 1, amount: 12_000 },
      { orderId: 58, version: 1, amount: 18_000 },
    ]
    expect(press(summed, ['1', 'Enter']).commands).toEqual([{ do: 'clear', ...at1, parts }])
    expect(press(summed, ['1', ' ']).desk.pinned).toMatchObject([{ orderId: 57 }, { orderId: 58 }])
    expect(press(summed, ['1', ' ', ' ']).desk.pinned).toEqual([])
  })

  describe('990 for 1,000: three endings of one key each', () => {
    const short = { orderId: 60, version: 1, amount: 30_000 }
    const over = { orderId: 57, version: 1, amount: 12_000 }
    const endings = () => deskWith(deposits, [candidate(60, 30_010), candidate(57, 12_000), candidate(61, 30_000)])
    it.each([
      { keys: ['1', 'r'], does: 'leaves the order paid in part', commands: [{ do: 'clear', ...at1, parts: [short], rest: 'leave' }] },
      { keys: ['1', 'd'], does: 'settles what the order lacks', commands: [{ do: 'clear', ...at1, parts: [short], rest: 'settle' }] },
      {
        keys: ['1', 'f'],
        does: 'gives a deposit that is too small back whole',
        commands: [{ do: 'give_back', ...at1 }],
      },
      { keys: ['2', 'r'], does: 'leaves the rest of the deposit open', commands: [{ do: 'clear', ...at1, parts: [over], rest: 'leave' }] },
      { keys: ['2', 'd'], does: 'settles what is left over', commands: [{ do: 'clear', ...at1, parts: [over], rest: 'settle' }] },
      { keys: ['2', 'F'], does: 'gives what is left over back', commands: [{ do: 'clear', ...at1, parts: [over], rest: 'refund' }] },
      {
        keys: ['f'],
        does: 'gives a deposit back for which nothing is chosen',
        commands: [{ do: 'give_back', ...at1 }],
      },
      { keys: ['f', 'f', 'r'], does: 'asks once', commands: [{ do: 'give_back', ...at1 }] },
      { keys: ['3', 'd'], does: 'says that nothing is left', commands: [], problem: 'no_difference' },
      { keys: ['3', 'f'], does: 'says that nothing is left', commands: [], problem: 'no_difference' },
      { keys: ['d'], does: 'says that nothing is chosen', commands: [], problem: 'nothing_chosen' },
    ])('$keys $does', ({ keys, commands, problem }) => {
      const after = press(endings(), keys)
      expect(after.commands).toEqual(commands)
      expect(after.desk.problem?.problem).toBe(problem)
    })
    it('a deposit that is given back leaves the queue', () => {
      const after = step(press(endings(), ['f']).desk, { type: 'given_back', receiptId: ReceiptId.parse(1) }).desk
      expect([after.at, after.queue.map((row) => row.id), after.busy]).toEqual([2, [2, 3], false])
    })
    it('an order that could still take what is left is no difference', () => {
      const typed = step(press(endings(), ['2']).desk, { type: 'amount', orderId: OrderId.parse(57), amount: yen(11_000) }).desk
      const settled = press(typed, ['d'])
      expect([settled.commands, settled.desk.problem]).toEqual([[], { problem: 'rest_on_both_sides' }])
      expect(press(typed, ['r']).commands).toMatchObject([{ parts: [{ amount: 11_000 }], rest: 'leave' }])
    })
    const left = { type: 'cleared', receiptId: ReceiptId.parse(1), actId: ActId.parse(91), remaining: yen(18_000) } as const
    it.each([
      { rest: undefined, at: 1, queue: [1, 2, 3] },
      { rest: 'leave', at: 2, queue: [1, 2, 3] },
      { rest: 'settle', at: 2, queue: [1, 2, 3] },
      { rest: 'refund', at: 2, queue: [2, 3] },
    ] as const)('after $rest with something left the desk is at $at', ({ rest, at, queue }) => {
      const after = step(press(endings(), ['2']).desk, { ...left, rest }).desk
      expect([after.at, after.queue.map((row) => row.id)]).toEqual([at, queue])
    })
  })

  describe('several deposits together', () => {
    const parts = [{ orderId: OrderId.parse(57), version: 1, amount: PositiveYen.parse(39_340) }]
    const member = {
      receiptId: ReceiptId.parse(1),
      version: 7,
      bookedOn: businessDate('2026-11-20'),
      remaining: PositiveYen.parse(30_000),
      parts,
    }
    const spent = { ...member, receiptId: ReceiptId.parse(2), parts: [] }
    const told: DeskEvent = {
      type: 'allotment',
      allotment: {
        deposits: [
          { ...member, left: yen(0) },
          { ...spent, left: yen(9_340) },
        ],
        orders: [],
      },
    }
    const marked = () => press(desk(), ['k', 'k']).desk

    it('K marks and goes on, and takes the mark away again', () => {
      expect([marked().marked, marked().at]).toEqual([[1, 2], 3])
      expect(press(marked(), ['ArrowUp', 'k']).desk.marked).toEqual([1])
      expect(press(marked(), ['Escape']).desk.marked).toEqual([])
    })
    it('Enter clears what the program has allotted, in one command', () => {
      const shown = step(marked(), told).desk
      expect(press(shown, ['Enter', 'Enter']).commands).toEqual([{ do: 'clear_several', deposits: [{ receiptId: 1, version: 7, parts }] }])
      expect(press(marked(), ['Enter']).desk.problem).toEqual({ problem: 'nothing_chosen' })
    })
    it.each(['r', 'd', 'f', ' '])('%s does nothing to several', (key) => {
      expect(press(step(marked(), told).desk, [key])).toMatchObject({ commands: [], desk: { marked: [1, 2] } })
    })
    it('what is cleared leaves the queue, and each can be undone', () => {
      const cleared = [{ receiptId: ReceiptId.parse(1), actId: ActId.parse(91), remaining: yen(0) }]
      const after = step(press(step(marked(), told).desk, ['Enter']).desk, { type: 'several_cleared', cleared }).desk
      expect([after.queue.map((row) => row.id), after.marked, after.undoable, after.busy]).toEqual([[2, 3], [], [91], false])
    })
    it('a mark goes with its deposit', () => {
      expect(step(marked(), { type: 'queue', rows: deposits.slice(1) }).desk.marked).toEqual([2])
    })
  })

  it('another deposit begins without a choice and without the candidates of the last', () => {
    const next = press(desk(), ['1', ' ', 'ArrowDown']).desk
    expect([next.proposals, next.cursor, next.pinned]).toEqual([[], null, []])
  })
})

describe('the difference is told live', () => {
  it.each([
    { keys: [], left: 30_000 },
    { keys: ['1'], left: 18_000 },
    { keys: ['1', ' ', '2', ' '], left: 0 },
  ])('$keys leaves $left', ({ keys, left }) => {
    expect(differenceOf(press(desk(), keys).desk)).toBe(left)
  })

  it('an amount that is typed becomes part of the split, and too much of it is refused before it is sent', () => {
    const chosen = press(desk(), ['1']).desk
    const typed = step(chosen, { type: 'amount', orderId: OrderId.parse(57), amount: yen(12_001) }).desk
    expect(selectionOf(typed)).toMatchObject([{ orderId: 57, amount: 12_001 }])
    const entered = press(typed, ['Enter'])
    expect(entered.commands).toEqual([])
    expect(entered.desk.problem).toEqual({ problem: 'exceeds_order', orderNumber: 'A57', open: 12_000 })
  })
})

describe('after the core has answered', () => {
  const clearedWhole = {
    type: 'cleared',
    receiptId: ReceiptId.parse(1),
    actId: ActId.parse(91),
    remaining: yen(0),
  } as const

  it('a deposit that is cleared whole leaves the queue and the next is open', () => {
    const after = step(press(desk(), ['1', ' ', '2', ' ', 'Enter']).desk, clearedWhole).desk
    expect([after.at, after.busy, after.queue.map((row) => row.id)]).toEqual([2, false, [2, 3]])
  })

  it('the last of the queue gives way to the one before it', () => {
    const last = press(desk(), ['ArrowDown', 'ArrowDown']).desk
    expect(step(last, { ...clearedWhole, receiptId: ReceiptId.parse(3) }).desk.at).toBe(2)
  })

  it('a deposit cleared in part stays open with what is left', () => {
    const after = step(press(desk(), ['1', 'Enter']).desk, { ...clearedWhole, remaining: yen(18_000) }).desk
    expect([after.at, differenceOf(after)]).toEqual([1, 18_000])
  })

  it('a refusal stays in view until the next key, and the choice with it', () => {
    const refused = step(press(desk(), ['1', 'Enter']).desk, { type: 'refused', refusal: { refusal: 'deposit_not_open' } }).desk
    expect([refused.refusal, refused.cursor, refused.busy]).toEqual([{ refusal: 'deposit_not_open' }, 0, false])
    expect(press(refused, ['2']).desk.refusal).toBeNull()
  })

  it('a deposit that another seat has cleared gives way to the one in its place', () => {
    expect(step(desk(), { type: 'queue', rows: deposits.slice(1) }).desk.at).toBe(2)
  })

  it('an empty queue leaves nothing open', () => {
    expect(step(desk(), { type: 'queue', rows: [] }).desk.at).toBeNull()
  })

  it('candidates that come late for another deposit are dropped', () => {
    const next = press(desk(), ['ArrowDown']).desk
    expect(
      step(next, { type: 'proposals', receiptId: ReceiptId.parse(1), proposals: orders.map((one) => proposal(one)) }).desk.proposals,
    ).toEqual([])
  })

  it('an order that has changed meanwhile falls out of the split', () => {
    const chosen = press(desk(), ['1', ' ', '2', ' ']).desk
    const changed = step(chosen, {
      type: 'proposals',
      receiptId: ReceiptId.parse(1),
      proposals: [proposal(candidate(57, 12_000, 2)), proposal(candidate(58, 18_000))],
    }).desk
    expect(changed.pinned.map((part) => part.orderId)).toEqual([58])
  })
})

describe('undo and redo', () => {
  const act = (id: number, own: Partial<ClearingAct> = {}) => clearingAct(id, own)
  const told = (...acts: ClearingAct[]) => step(desk(), { type: 'acts', acts }).desk
  const receiptId = ReceiptId.parse(1)

  it.each([
    { keys: ['u'], commands: [] },
    { keys: ['u', 'u'], commands: [{ do: 'undo', actId: 92 }] },
    { keys: ['u', 'Enter'], commands: [{ do: 'undo', actId: 92 }] },
    { keys: ['u', 'Escape', 'Enter'], commands: [] },
    { keys: ['u', '1', ' '], commands: [] },
    { keys: ['u', 'u', 'u'], commands: [{ do: 'undo', actId: 92 }] },
    { keys: ['u', 'Shift+u'], commands: [] },
    { keys: ['Shift+u', 'Shift+u'], commands: [{ do: 'redo', actId: 80 }] },
    { keys: ['Shift+u', 'Enter'], commands: [{ do: 'redo', actId: 80 }] },
    { keys: ['Shift+u', 'u', 'Escape', 'Enter'], commands: [] },
  ])('$keys sends $commands', ({ keys, commands }) => {
    const undone = { stands: yen(0), redoable: yen(30_000) }
    const acts = [act(92), act(91), act(81, { ...undone, undoneAt: Instant.parse(1) }), act(80, { ...undone, undoneAt: Instant.parse(2) })]
    expect(press(told(...acts), keys).commands).toEqual(commands)
  })

  it('what was cleared a moment ago is taken back first, before the ledger has told of it', () => {
    const cleared = step(press(told(act(90)), ['1', 'Enter']).desk, {
      type: 'cleared',
      receiptId,
      actId: ActId.parse(95),
      remaining: yen(0),
    }).desk
    expect(press(cleared, ['u', 'u']).commands).toEqual([{ do: 'undo', actId: 95 }])
  })

  it('takes back one act at a time, newest first, and goes to its deposit', () => {
    const undone = step(press(told(act(92), act(91)), ['u', 'u']).desk, { type: 'undone', actId: ActId.parse(92), receiptId }).desk
    expect([undone.at, undone.mode.name]).toEqual([1, 'choosing'])
    expect(press(undone, ['u', 'u']).commands).toEqual([{ do: 'undo', actId: 91 }])
  })

  it('stays where it is when others must agree, and offers the one before', () => {
    const before = press(told(act(92), act(91)), ['u', 'u']).desk
    const asked = step(before, { type: 'undo_asked', actId: ActId.parse(92), receiptId }).desk
    expect([asked.at, asked.mode.name]).toEqual([before.at, 'choosing'])
    expect(press(asked, ['u', 'u']).commands).toEqual([{ do: 'undo', actId: 91 }])
  })

  it('what was redone is the next to be taken back', () => {
    const redone = step(told(act(92)), { type: 'redone', actId: ActId.parse(80), receiptId }).desk
    expect(press(redone, ['u', 'u']).commands).toEqual([{ do: 'undo', actId: 80 }])
  })

  it('says that nothing is left to redo', () => {
    expect(press(told(act(92)), ['Shift+u']).desk.problem).toEqual({ problem: 'nothing_to_redo' })
  })
})

describe('hold and note', () => {
  it.each([
    { keys: ['h'], held: true },
    { keys: ['n'], held: false },
    { keys: ['ArrowDown', 'ArrowDown', 'h'], held: false },
    { keys: ['ArrowDown', 'ArrowDown', 'n'], held: true },
  ])('$keys sends held $held', ({ keys, held }) => {
    const noted = step(press(desk(), keys).desk, { type: 'note', note: '銀行へ照会中' })
    expect(noted.command).toMatchObject({ do: 'hold', held, note: '銀行へ照会中', version: 7 })
  })

  it('a note without a question is nothing', () => {
    expect(step(desk(), { type: 'note', note: 'x' }).command).toBeUndefined()
  })
})
