import type { Clock } from '../../preload/contract/clock'
import { formatDate } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { MerchantId } from '../../preload/contract/ids'
import type { JobResult } from '../../preload/contract/jobs'
import { listWords } from '../export/words'
import type { ListFile, MerchantActor, PortalLists } from '../gateways/counter'
import { appendAudit } from '../ledger/audit'
import type { By, Ledger } from '../ledger/ledger'
import { dueLines, dueToMerchant, merchantNote, ordersToAccept, returnsToAnswer, setMerchantNote } from '../ledger/merchant-portal'
import { shopOrderByNumber } from '../ledger/shop-orders'
import { type Events, publishChanged } from './events'
import type { Files } from './files'
import type { JobSpec } from './jobs'
import { cardNumberProblem, refusalOf } from './merchant-checks'
import { byOf } from './merchant-orders'

/* What a merchant's portal shows besides its orders: what waits for an answer, what is due, its notes, and its list as a file. */
export interface PortalListDeps {
  readonly ledger: Ledger
  readonly clock: Pick<Clock, 'today'>
  readonly events: Events
  readonly files: Pick<Files, 'room' | 'discard'>
  /** Runs a job to its end where the core runs jobs. */
  readonly run: (spec: JobSpec, by: By) => Promise<Result<JobResult>>
}

const SHOWN_MAX = 200
const NOTE_LENGTH_MAX = 200

export function createPortalLists(deps: PortalListDeps): PortalLists {
  const { ledger } = deps
  return {
    awaiting: async (merchantId) => ({
      toAccept: await ordersToAccept(ledger.reader, merchantId, SHOWN_MAX),
      toAnswer: await returnsToAnswer(ledger.reader, merchantId, SHOWN_MAX),
    }),
    due: async (merchantId) => {
      const lines = await dueLines(ledger.reader, merchantId, SHOWN_MAX + 1)
      return { days: await dueToMerchant(ledger.reader, merchantId), lines: lines.slice(0, SHOWN_MAX), cut: lines.length > SHOWN_MAX }
    },
    note: (actor, orderNumber, note) => keepNote(deps, actor, orderNumber, note.trim()),
    orderFile: listFiles(deps),
  }
}

async function keepNote(
  { ledger, events }: PortalListDeps,
  actor: MerchantActor,
  orderNumber: string,
  note: string,
): Promise<Result<null>> {
  if (note.length > NOTE_LENGTH_MAX) return refuse({ refusal: 'invalid_input', problems: [{ path: 'note', message: 'too_long' }] })
  const card = refusalOf(cardNumberProblem('note', note))
  if (card) return refuse(card)
  const kept = await ledger.write(byOf(actor), async (writer) => {
    const found = await shopOrderByNumber(writer, actor.merchantId, orderNumber)
    if (!found) return refuse({ refusal: 'not_found', what: 'order' })
    const before = await merchantNote(writer, found.id)
    await setMerchantNote(writer, found.id, note)
    await appendAudit(writer, { stream: 'orders', action: 'merchant_noted', subject: `order:${found.id}`, detail: { before, after: note } })
    return done(null)
  })
  if (kept.ok) publishChanged(events, 'orders', 'audit')
  return kept
}

/** One file at a time for each merchant. */
function listFiles({ clock, files, run }: PortalListDeps): PortalLists['orderFile'] {
  const writing = new Set<MerchantId>()
  return async (actor, question, { format, language }) => {
    const { merchantId } = actor
    if (writing.has(merchantId)) return refuse({ refusal: 'another_job_running', kind: 'export' })
    writing.add(merchantId)
    try {
      const path = files.room()
      const number = actor.actor.replace(/^.*:/, '')
      const fileName = `${listWords[language].orders}_${number}_${formatDate(clock.today()).replaceAll('/', '')}.${format}`
      const { status, method, from, to, search } = question
      const request = { merchantId, status, method, from, to, search, format, language }
      const written = await run({ kind: 'merchant_list', request, path, fileName }, byOf(actor))
      return written.ok ? done<ListFile>({ path, fileName, discard: () => files.discard(path) }) : written
    } finally {
      writing.delete(merchantId)
    }
  }
}
