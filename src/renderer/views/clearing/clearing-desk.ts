/*
 * The clearing desk as a machine: what stands on it, and what each key does to it. Pure: a step goes from a desk and an event
 * to a desk and, sometimes, one command for the core. The view (ClearingView.tsx) draws the desk and carries commands out.
 */
import type { ClearingAct, DepositRow, Proposal, RestEnding } from '../../../preload/contract/clearing'
import { type Allotment, DEPOSITS_MOST } from '../../../preload/contract/clearing-several'
import type { Refusal } from '../../../preload/contract/errors'
import type { ActId, OrderId, ReceiptId } from '../../../preload/contract/ids'
import { type PositiveYen, sumYen, type Yen, ZERO_YEN } from '../../../preload/contract/money'
import { type Part, partsOf, problemOf, remainingAfter, restSide, type SelectionProblem, settledParts, toggleParts } from './selection'

/** What the keyboard is talking to: the desk itself, the search box, the note box, or the question whether to undo or redo. */
export type Mode =
  | { name: 'choosing' }
  | { name: 'searching' }
  | { name: 'noting'; hold: boolean }
  | { name: 'confirming_undo'; actId: ActId }
  | { name: 'confirming_redo'; act: ClearingAct }

export interface Desk {
  readonly queue: readonly DepositRow[]
  /** The deposit that is being worked on. */
  readonly at: ReceiptId | null
  /** Orders, or sums of orders, that the deposit may pay. */
  readonly proposals: readonly Proposal[]
  /** Place of the highlighted one. */
  readonly cursor: number | null
  /** Orders taken into a split; empty means: the highlighted proposal alone. */
  readonly pinned: readonly Part[]
  readonly mode: Mode
  /** Deposits of one payer that are cleared together; fewer than two are cleared one by one. */
  readonly marked: readonly ReceiptId[]
  /** How the program allots what is marked, once it has told. */
  readonly allotment: Allotment | null
  /** Own acts of the last days that U takes back, newest last: from the ledger, so that a restart forgets none. */
  readonly undoable: readonly ActId[]
  /** The own act that was undone last. */
  readonly redoable: ClearingAct | null
  /** A command is with the core; the next waits for its answer. */
  readonly busy: boolean
  readonly refusal: Refusal | null
  readonly problem:
    | SelectionProblem
    | { problem: 'nothing_to_undo' | 'nothing_to_redo' | 'nothing_left' | 'no_difference' | 'rest_on_both_sides' }
    | null
}

export type DeskCommand =
  /** `rest`: the ending of what does not come out even; the desk moves on after it. Left out, it stays open, and so does the deposit on the desk. */
  | {
      do: 'clear'
      receiptId: ReceiptId
      version: number
      parts: { orderId: OrderId; version: number; amount: PositiveYen }[]
      rest?: RestEnding
    }
  | { do: 'give_back'; receiptId: ReceiptId; version: number }
  | { do: 'clear_several'; deposits: Pick<Allotment['deposits'][number], 'receiptId' | 'version' | 'parts'>[] }
  | { do: 'hold'; receiptId: ReceiptId; version: number; held: boolean; note: string }
  | { do: 'undo' | 'redo'; actId: ActId }

export type DeskEvent =
  | { type: 'queue'; rows: readonly DepositRow[] }
  | { type: 'proposals'; receiptId: ReceiptId; proposals: readonly Proposal[] }
  | { type: 'key'; key: string }
  | { type: 'open'; receiptId: ReceiptId }
  | { type: 'allotment'; allotment: Allotment | null }
  | { type: 'highlight'; index: number }
  | { type: 'amount'; orderId: OrderId; amount: Yen | null }
  | { type: 'note'; note: string }
  | { type: 'search_left' }
  | { type: 'acts'; acts: readonly ClearingAct[] }
  | { type: 'cleared'; receiptId: ReceiptId; actId: ActId; remaining: Yen; rest?: RestEnding | undefined }
  | { type: 'several_cleared'; cleared: readonly { receiptId: ReceiptId; actId: ActId; remaining: Yen }[] }
  | { type: 'given_back'; receiptId: ReceiptId }
  | { type: 'held'; receiptId: ReceiptId }
  | { type: 'undone' | 'undo_asked' | 'redone'; actId: ActId; receiptId: ReceiptId }
  | { type: 'refused'; refusal: Refusal }
  | { type: 'failed' }

export interface Step {
  readonly desk: Desk
  readonly command?: DeskCommand
}

const CHOOSING: Mode = { name: 'choosing' }

export const EMPTY_DESK: Desk = {
  queue: [],
  at: null,
  proposals: [],
  cursor: null,
  pinned: [],
  mode: CHOOSING,
  marked: [],
  allotment: null,
  undoable: [],
  redoable: null,
  busy: false,
  refusal: null,
  problem: null,
}

export function depositOf(desk: Desk): DepositRow | null {
  return desk.queue.find((row) => row.id === desk.at) ?? null
}

const highlightedIn = ({ cursor, proposals }: Desk): Proposal | undefined => (cursor === null ? undefined : proposals[cursor])

/** The orders Enter would clear, each with its amount: the split, or else the highlighted proposal alone. */
export function selectionOf(desk: Desk): readonly Part[] {
  if (desk.pinned.length > 0) return desk.pinned
  const proposal = highlightedIn(desk)
  const deposit = depositOf(desk)
  return proposal && deposit ? partsOf(proposal, deposit.remaining) : []
}

/** What stays of the deposit after the choice, told live while it is made; of several together, what stays of all of them. */
export function differenceOf(desk: Desk): Yen {
  if (isTogether(desk)) return sumYen((desk.allotment?.deposits ?? []).map(({ left }) => left))
  return remainingAfter(depositOf(desk)?.remaining ?? ZERO_YEN, selectionOf(desk))
}

/** One event at the desk. Only a key, or the end of a note, ever asks the core for something. */
export function step(desk: Desk, event: DeskEvent): Step {
  switch (event.type) {
    case 'queue':
      return { desk: withQueue(desk, event.rows) }
    case 'proposals':
      return { desk: withProposals(desk, event) }
    case 'acts':
      return { desk: withActs(desk, event.acts) }
    case 'key':
      return pressed({ ...desk, problem: null, refusal: null }, event.key)
    case 'open':
      return { desk: at(desk, event.receiptId) }
    case 'allotment':
      return { desk: { ...desk, allotment: event.allotment } }
    case 'highlight':
      return { desk: highlighted(desk, event.index) }
    case 'amount':
      return { desk: withAmount(desk, event.orderId, event.amount) }
    case 'note':
      return noted(desk, event.note)
    case 'search_left':
      // Never the key Enter, which would clear: the box may be left after the desk has gone on.
      return { desk: desk.mode.name === 'searching' ? { ...desk, mode: CHOOSING } : desk }
    default:
      return { desk: answered({ ...desk, busy: false }, event) }
  }
}

function at(desk: Desk, receiptId: ReceiptId | null): Desk {
  if (receiptId === desk.at) return desk
  return { ...desk, at: receiptId, proposals: [], cursor: null, pinned: [], mode: CHOOSING, problem: null, refusal: null }
}

/** The queue as it now is. Where the deposit has left it, the one that took its place is next. */
function withQueue(desk: Desk, rows: readonly DepositRow[]): Desk {
  const waiting = new Set(rows.map(({ id }) => id))
  const refreshed = { ...desk, queue: rows, marked: desk.marked.filter((id) => waiting.has(id)) }
  if (desk.at !== null && rows.some((row) => row.id === desk.at)) return refreshed
  const place = Math.max(
    0,
    desk.queue.findIndex((row) => row.id === desk.at),
  )
  return at(refreshed, rows[Math.min(place, rows.length - 1)]?.id ?? null)
}

/** Fresh proposals. A choice already made stays where its orders still stand unchanged, and goes where they do not. */
function withProposals(desk: Desk, { receiptId, proposals }: { receiptId: ReceiptId; proposals: readonly Proposal[] }): Desk {
  if (receiptId !== desk.at) return desk
  const chosen = highlightedIn(desk)
  const place = chosen ? proposals.findIndex((proposal) => nameOf(proposal) === nameOf(chosen)) : -1
  const orders = proposals.flatMap((proposal) => proposal.orders)
  const changed = (part: Part) => orders.some(({ orderId, version }) => orderId === part.orderId && version !== part.version)
  return { ...desk, proposals, cursor: place < 0 ? null : place, pinned: desk.pinned.filter((part) => !changed(part)) }
}

/** By which orders a proposal is known. */
export const nameOf = ({ orders }: Proposal): string => orders.map(({ orderId }) => orderId).join('+')

function highlighted(desk: Desk, index: number): Desk {
  return index >= 0 && index < desk.proposals.length ? { ...desk, cursor: index, mode: CHOOSING, problem: null } : desk
}

function moved(desk: Desk, by: number): Desk {
  const place = desk.queue.findIndex((row) => row.id === desk.at)
  const next = desk.queue[Math.min(Math.max(place + by, 0), desk.queue.length - 1)]
  return next ? at(desk, next.id) : desk
}

function withAmount(desk: Desk, orderId: OrderId, amount: Yen | null): Desk {
  const pinned = selectionOf(desk).map((part) => (part.orderId === orderId ? { ...part, amount } : part))
  return { ...desk, pinned, problem: null }
}

/** Keys by name. In a box only Enter and Escape are the desk's; the rest is text. */
function pressed(desk: Desk, key: string): Step {
  if (desk.mode.name === 'searching') return { desk: key === 'Enter' || key === 'Escape' ? { ...desk, mode: CHOOSING } : desk }
  if (desk.mode.name === 'noting') return { desk: key === 'Escape' ? { ...desk, mode: CHOOSING } : desk }
  if (desk.mode.name === 'confirming_undo') return confirming(desk, { do: 'undo', actId: desk.mode.actId }, key)
  if (desk.mode.name === 'confirming_redo') return confirming(desk, { do: 'redo', actId: desk.mode.act.id }, key)
  if (/^[1-9]$/.test(key)) return { desk: highlighted(desk, Number(key) - 1) }
  return keyed(desk, key.length === 1 ? key.toLowerCase() : key)
}

function keyed(desk: Desk, key: string): Step {
  if (isTogether(desk) && ofOneDeposit.has(key)) return { desk }
  switch (key) {
    case 'ArrowDown':
      return { desk: moved(desk, 1) }
    case 'ArrowUp':
      return { desk: moved(desk, -1) }
    case 'ArrowRight':
      return { desk: highlighted(desk, (desk.cursor ?? -1) + 1) }
    case 'ArrowLeft':
      return { desk: highlighted(desk, (desk.cursor ?? 1) - 1) }
    case ' ':
      return { desk: split(desk) }
    case '/':
      // An answer on its way would close the box under what is being typed.
      return { desk: desk.busy ? desk : { ...desk, mode: { name: 'searching' } } }
    case 'h':
    case 'n':
      return { desk: desk.at === null || desk.busy ? desk : { ...desk, mode: { name: 'noting', hold: key === 'h' } } }
    case 'u':
      return { desk: askUndo(desk) }
    case 'Shift+u':
      return { desk: askRedo(desk) }
    case 'k':
      return { desk: mark(desk) }
    case 'Enter':
      return isTogether(desk) ? clearTogether(desk) : clear(desk)
    case 'r':
      return leave(desk)
    case 'd':
      return settle(desk)
    case 'f':
      return giveBack(desk)
    case 'Escape':
      return { desk: { ...desk, pinned: [], cursor: null, marked: [], allotment: null } }
    default:
      return { desk }
  }
}

/** Several deposits are marked: they are cleared together, as the program allots them. */
export const isTogether = ({ marked }: Desk): boolean => marked.length > 1
/** What these keys do is done to one deposit. */
const ofOneDeposit: ReadonlySet<string> = new Set([' ', 'r', 'd', 'f', 'ArrowLeft', 'ArrowRight'])

/** K marks the deposit, or takes its mark away, and goes on to the next. */
function mark(desk: Desk): Desk {
  const { at: receiptId, marked } = desk
  if (receiptId === null || desk.busy) return desk
  if (marked.includes(receiptId)) return { ...desk, marked: marked.filter((id) => id !== receiptId), allotment: null }
  return marked.length < DEPOSITS_MOST ? moved({ ...desk, marked: [...marked, receiptId], allotment: null }, 1) : desk
}

function clearTogether(desk: Desk): Step {
  if (desk.busy) return { desk }
  const paying = desk.allotment?.deposits.filter(({ parts }) => parts.length > 0) ?? []
  if (paying.length === 0) return { desk: { ...desk, problem: { problem: 'nothing_chosen' } } }
  const deposits = paying.map(({ receiptId, version, parts }) => ({ receiptId, version, parts }))
  return { desk: { ...desk, busy: true }, command: { do: 'clear_several', deposits } }
}

function clearedTogether(desk: Desk, cleared: Extract<DeskEvent, { type: 'several_cleared' }>['cleared']): Desk {
  const left = new Map(cleared.map(({ receiptId, remaining }) => [receiptId, remaining]))
  const rows = desk.queue.map((row) => ({ ...row, remaining: left.get(row.id) ?? row.remaining }))
  const undoable = [...desk.undoable, ...cleared.map(({ actId }) => actId)]
  return withQueue(
    { ...desk, mode: CHOOSING, undoable, cursor: null, pinned: [], marked: [], allotment: null },
    rows.filter((row) => row.remaining > 0),
  )
}

function split(desk: Desk): Desk {
  const deposit = depositOf(desk)
  const proposal = highlightedIn(desk)
  if (!deposit || !proposal) return { ...desk, problem: { problem: 'nothing_chosen' } }
  const pinned = toggleParts(desk.pinned, proposal, deposit.remaining)
  return pinned === desk.pinned ? { ...desk, problem: { problem: 'nothing_left' } } : { ...desk, pinned }
}

function askUndo(desk: Desk): Desk {
  if (desk.busy) return desk
  const actId = desk.undoable.at(-1)
  if (actId === undefined) return { ...desk, problem: { problem: 'nothing_to_undo' } }
  return { ...desk, mode: { name: 'confirming_undo', actId } }
}

function askRedo(desk: Desk): Desk {
  if (desk.busy) return desk
  const { redoable } = desk
  return redoable ? { ...desk, mode: { name: 'confirming_redo', act: redoable } } : { ...desk, problem: { problem: 'nothing_to_redo' } }
}

/** The same key again, or Enter, says yes. */
function confirming(desk: Desk, command: Extract<DeskCommand, { do: 'undo' | 'redo' }>, key: string): Step {
  if (key === 'Escape') return { desk: { ...desk, mode: CHOOSING } }
  const yes = command.do === 'undo' ? 'u' : 'Shift+u'
  if (desk.busy || (key !== 'Enter' && key !== yes)) return { desk }
  return { desk: { ...desk, busy: true }, command }
}

/** The own acts as the ledger tells them, the newest first. */
function withActs(desk: Desk, acts: readonly ClearingAct[]): Desk {
  const undone = acts.filter(({ redoable, undoneAt }) => redoable > 0 && undoneAt !== null)
  const redoable = undone.reduce<ClearingAct | null>(
    (last, act) => (last === null || (act.undoneAt ?? 0) > (last.undoneAt ?? 0) ? act : last),
    null,
  )
  const undoable = acts.filter(({ stands }) => stands > 0).map(({ id }) => id)
  return { ...desk, undoable: undoable.reverse(), redoable }
}

function clear(desk: Desk, rest?: RestEnding): Step {
  const deposit = depositOf(desk)
  if (!deposit || desk.busy) return { desk }
  const parts = selectionOf(desk)
  const problem = problemOf(parts, deposit.remaining)
  if (problem) return { desk: { ...desk, problem } }
  return { desk: { ...desk, busy: true }, command: clearing(deposit, parts, rest) }
}

const clearing = ({ id, version }: DepositRow, parts: readonly Part[], rest?: RestEnding): DeskCommand => ({
  ...{ do: 'clear', receiptId: id, version, parts: settledParts(parts) },
  ...(rest === undefined ? {} : { rest }),
})

/** R: what is left stays open, and the next deposit is due. Where nothing is chosen, all of this one stays as it is. */
const leave = (desk: Desk): Step => (selectionOf(desk).length === 0 ? { desk: moved(desk, 1) } : clear(desk, 'leave'))

/** D: what is left of the deposit, or missing of its orders, is settled as a difference. */
function settle(desk: Desk): Step {
  const parts = selectionOf(desk)
  const side = restSide(parts, differenceOf(desk))
  if (parts.length > 0 && side === 'none') return { desk: { ...desk, problem: { problem: 'no_difference' } } }
  if (side === 'both') return { desk: { ...desk, problem: { problem: 'rest_on_both_sides' } } }
  return clear(desk, 'settle')
}

/** F: what is left waits to be given back; all of a deposit that no order is chosen for, or that is too small for its orders. */
function giveBack(desk: Desk): Step {
  const deposit = depositOf(desk)
  if (!deposit || desk.busy) return { desk }
  const parts = selectionOf(desk)
  const side = restSide(parts, differenceOf(desk))
  if (parts.length > 0 && side === 'none') return { desk: { ...desk, problem: { problem: 'no_difference' } } }
  if (parts.length > 0 && side !== 'orders') return clear(desk, 'refund')
  return { desk: { ...desk, busy: true }, command: { do: 'give_back', receiptId: deposit.id, version: deposit.version } }
}

/** H sets a deposit aside with its reason, or takes it up again; N only writes the note. */
function noted(desk: Desk, note: string): Step {
  const deposit = depositOf(desk)
  if (!deposit || desk.busy || desk.mode.name !== 'noting') return { desk }
  const held = desk.mode.hold ? deposit.state !== 'held' : deposit.state === 'held'
  return { desk: { ...desk, busy: true }, command: { do: 'hold', receiptId: deposit.id, version: deposit.version, held, note } }
}

type Answered = Extract<
  DeskEvent,
  { type: 'cleared' | 'several_cleared' | 'given_back' | 'held' | 'undone' | 'undo_asked' | 'redone' | 'refused' | 'failed' }
>

/** The core has answered. Only a refusal leaves the boxes as they were, so that nothing typed is lost. */
function answered(desk: Desk, event: Answered): Desk {
  switch (event.type) {
    case 'cleared': {
      const rows = desk.queue.map((row) => (row.id === event.receiptId ? { ...row, remaining: event.remaining } : row))
      const kept = {
        ...desk,
        mode: CHOOSING,
        undoable: [...desk.undoable, event.actId],
        cursor: null,
        pinned: [],
      }
      const waiting = rows.filter((row) => row.remaining > 0 && !(event.rest === 'refund' && row.id === event.receiptId))
      const after = withQueue(kept, waiting)
      return event.rest !== undefined && after.at === event.receiptId ? moved(after, 1) : after
    }
    case 'given_back': {
      const rest = desk.queue.filter((row) => row.id !== event.receiptId)
      return withQueue({ ...desk, mode: CHOOSING, cursor: null, pinned: [] }, rest)
    }
    case 'several_cleared':
      return clearedTogether(desk, event.cleared)
    case 'undone':
      return at({ ...desk, mode: CHOOSING, undoable: desk.undoable.filter((id) => id !== event.actId) }, event.receiptId)
    case 'undo_asked':
      return { ...desk, mode: CHOOSING, undoable: desk.undoable.filter((id) => id !== event.actId) }
    case 'redone':
      return { ...desk, mode: CHOOSING, undoable: [...desk.undoable.filter((id) => id !== event.actId), event.actId], redoable: null }
    case 'held':
      return { ...desk, mode: CHOOSING }
    case 'refused':
      return { ...desk, refusal: event.refusal }
    case 'failed':
      return desk
  }
}
