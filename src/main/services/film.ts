import type { Clock } from '../../preload/contract/clock'
import { done, refuse } from '../../preload/contract/errors'
import type { FilmKind, FilmStep } from '../../preload/contract/film'
import { yen } from '../../preload/contract/money'
import { Cursor } from '../../preload/contract/paging'
import {
  dayOf,
  type FilmLink,
  type FilmRecord,
  filmClearings,
  filmReceipts,
  filmRecords,
  filmStanding,
  filmTotals,
  filmUndos,
  type Stretch,
} from '../ledger/film'
import type { Ledger, Reader } from '../ledger/ledger'
import type { Handlers } from './context'

/* 消込の一日: what happened on a day, step by step, read from clearings, undos and the audit trail alone. */

export interface FilmDeps {
  readonly ledger: Ledger
  readonly clock: Clock
}

export type FilmMethod = 'film.steps' | 'film.totals' | 'film.standing'

export function filmHandlers({ ledger, clock }: FilmDeps): Pick<Handlers, FilmMethod> {
  const { reader } = ledger
  return {
    'film.steps': async (_context, { day, actor = '', cursor }) => {
      const began = clock.monotonicMs()
      const { from, to } = dayOf(day)
      const after = cursor === null ? from - 1 : Number(cursor)
      if (!Number.isSafeInteger(after) || after < from - 1 || after >= to)
        return refuse({ refusal: 'invalid_input', problems: [{ path: 'cursor', message: 'not a cursor of this day' }] })
      const { steps, until } = await stepsAfter(reader, { after, before: to, actor })
      const next = until === null ? null : Cursor.parse(String(until))
      return done({ rows: steps, next, matching: { count: steps.length, capped: next !== null }, elapsedMs: clock.monotonicMs() - began })
    },
    'film.totals': async (_context, { day, actor = '' }) => {
      const { from, to } = dayOf(day)
      return done(await filmTotals(reader, { after: from - 1, before: to, actor }))
    },
    'film.standing': async (_context, { receiptId, at }) => {
      const standing = await filmStanding(reader, receiptId, at)
      return standing ? done(standing) : refuse({ refusal: 'not_found', what: 'deposit' })
    },
  }
}

/** Clearings looked at for a page: far more than one unit of work writes, so that a unit is never cut. */
const CLEARINGS_MAX = 5_000
const DEEDS_MAX = 500

/** The next steps, each whole; and up to when they are all there is, or null at the end. */
async function stepsAfter(ledger: Reader, stretch: Stretch): Promise<{ steps: FilmStep[]; until: number | null }> {
  const clearings = await inWholeMoments(filmClearings, ledger, stretch, CLEARINGS_MAX)
  const undos = await inWholeMoments(filmUndos, ledger, stretch, DEEDS_MAX)
  const records = await inWholeMoments(filmRecords, ledger, stretch, DEEDS_MAX)
  const until = earliest([wholeUntil(clearings, CLEARINGS_MAX), wholeUntil(undos, DEEDS_MAX), wholeUntil(records, DEEDS_MAX)])
  const within = <T extends { at: number }>(rows: readonly T[]) => rows.filter(({ at }) => until === null || at <= until)
  const seats = new Map(records.map(({ at, actor, seat }) => [`${at} ${actor}`, seat]))
  const steps = [
    ...linkSteps(within(clearings), (link) => (link.redone === 1 ? 'redone' : link.level === 0 ? 'by_hand' : 'by_itself')),
    ...linkSteps(within(undos), () => 'undone'),
    ...(await recordSteps(ledger, within(records))),
  ].sort((a, b) => a.step.at - b.step.at || a.place - b.place)
  return { steps: steps.map(({ step }) => ({ ...step, seat: step.seat ?? seats.get(`${step.at} ${step.actor}`) ?? null })), until }
}

/** At most so many; but where they are all of one moment, all of it: the next page begins after it. */
async function inWholeMoments<T extends { at: number }>(
  read: (ledger: Reader, stretch: Stretch, atMost: number) => Promise<T[]>,
  ledger: Reader,
  stretch: Stretch,
  atMost: number,
): Promise<T[]> {
  const rows = await read(ledger, stretch, atMost)
  const [first, last] = [rows[0], rows.at(-1)]
  if (!first || rows.length < atMost || first.at !== last?.at) return rows
  return read(ledger, { ...stretch, before: first.at + 1 }, Number.MAX_SAFE_INTEGER)
}

/** A step and its place among those of the same moment. */
interface Placed {
  step: FilmStep
  place: number
}

/** Up to when these rows are all: to before the last moment where there may be more of it, to the end (null) where there are not. */
function wholeUntil(rows: readonly { at: number }[], atMost: number): number | null {
  const last = rows.at(-1)
  if (!last || rows.length < atMost) return null
  return rows.findLast(({ at }) => at < last.at)?.at ?? last.at
}

function earliest(ends: readonly (number | null)[]): number | null {
  const cut = ends.filter((end) => end !== null)
  return cut.length === 0 ? null : Math.min(...cut)
}

/** What the program cleared in one moment makes one step, and every act of a person one. */
function linkSteps(links: readonly FilmLink[], kindOf: (link: FilmLink) => FilmKind): Placed[] {
  const groups = new Map<string, FilmLink[]>()
  for (const link of links) {
    const kind = kindOf(link)
    const key = `${link.at} ${kind} ${link.actor}${kind === 'by_itself' ? '' : ` ${link.act}`}`
    const group = groups.get(key)
    if (group) group.push(link)
    else groups.set(key, [link])
  }
  return [...groups].flatMap(([key, group]) => {
    const [first] = group
    return first ? [{ step: linkStep(key, kindOf(first), first, group), place: first.id }] : []
  })
}

const RECEIPTS_SHOWN = 20

function linkStep(key: string, kind: FilmKind, { at, actor, reason }: FilmLink, group: readonly FilmLink[]): FilmStep {
  const receipts = new Map<FilmLink['receiptId'], FilmStep['receipts'][number]>()
  const levels = new Map<number, number>()
  for (const { receiptId: id, remitterName, amount, level } of group) {
    receipts.set(id, { id, remitterName, amount: yen((receipts.get(id)?.amount ?? 0) + amount) })
    levels.set(level, (levels.get(level) ?? 0) + 1)
  }
  return {
    key,
    at,
    kind,
    action: '',
    actor,
    seat: null,
    deposits: receipts.size,
    clearings: group.length,
    amount: yen(group.reduce((sum, { amount }) => sum + amount, 0)),
    levels: [...levels].sort(([a], [b]) => a - b).map(([level, clearings]) => ({ level: String(level), clearings })),
    receipts: [...receipts.values()].slice(0, RECEIPTS_SHOWN),
    why: reason,
  }
}

/** Of what is told about money that goes back only how exceptions end; refunds have a story of their own. */
const OF_EXCEPTIONS: readonly string[] = ['exception_ended', 'correction_asked']
/** What the clearings and undos tell themselves. */
const TOLD_ALREADY: readonly string[] = ['cleared', 'redone', 'undone', 'matched']

async function recordSteps(ledger: Reader, records: readonly FilmRecord[]): Promise<Placed[]> {
  const telling = records.filter(({ stream, action }) =>
    stream === 'clearing' ? !TOLD_ALREADY.includes(action) : OF_EXCEPTIONS.includes(action),
  )
  const receiptOf = ({ subject }: FilmRecord) => Number(/^receipt:(\d+)$/.exec(subject)?.[1] ?? 0)
  const receipts = await filmReceipts(ledger, telling.map(receiptOf))
  return telling.map((record) => {
    const { stream, sequence, at, actor, seat, action } = record
    const receipt = receipts.get(receiptOf(record))
    const { amount, why } = detailOf(record)
    const step: FilmStep = {
      key: `${stream} ${sequence}`,
      at,
      kind: 'act',
      action,
      actor,
      seat,
      deposits: receipt ? 1 : 0,
      clearings: 0,
      amount: yen(amount),
      levels: [],
      receipts: receipt ? [receipt] : [],
      why,
    }
    return { step, place: Number.MAX_SAFE_INTEGER }
  })
}

/** Amount and reason of a record, where it has them. */
function detailOf({ detail }: FilmRecord): { amount: number; why: string } {
  const parsed: unknown = JSON.parse(detail)
  const of = (value: unknown, name: string): unknown =>
    typeof value === 'object' && value !== null && name in value ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined
  const amount = of(parsed, 'amount')
  const why = of(parsed, 'why') ?? of(parsed, 'reason') ?? of(of(parsed, 'after'), 'note')
  return { amount: Number.isSafeInteger(amount) ? Number(amount) : 0, why: typeof why === 'string' ? why : '' }
}
