import { randomUUID } from 'node:crypto'
import type { Clock } from '../../preload/contract/clock'
import type { SlipMethod } from '../../preload/contract/collection'
import type { CollectionException } from '../../preload/contract/collections'
import { type BusinessDate, daysBetween } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { Gateways } from '../gateways/gateway'
import { openApproval } from '../ledger/approvals'
import {
  collectionFiles,
  countCollectionFiles,
  countSettledTransfers,
  countWaitingLines,
  settledTransfers,
  type WaitingLine,
  waitingLines,
} from '../ledger/collection-lists'
import { standingClaim } from '../ledger/contradictions'
import type { Ledger, Reader } from '../ledger/ledger'
import { numberTold } from '../settlement/slips'
import { askToReplace } from './collection-contradictions'
import { applyLine, noteLine } from './collection-endings'
import { expectedTransfers, settleTransfer } from './collection-transfers'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import type { Files } from './files'
import { pageById } from './id-pages'
import type { Jobs } from './jobs'
import { cardNumberProblem, refusalOf } from './merchant-checks'
import { mappingOf, noticeCollector } from './notice-collectors'
import { fileCollectors, headOf, mapColumns } from './notice-columns'

export interface CollectionDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly files: Files
  readonly jobs: Jobs
  readonly gateways: Pick<Gateways, 'noticeFiles'>
}

interface Plan {
  readonly method: SlipMethod
  readonly path: string
  readonly fileName: string
  /** What the columns mean, when it was shown. */
  readonly mapping: string | null
  readonly actor: string
  readonly until: number
}

const PLAN_KEPT_MS = 30 * 60_000
const PLANS_MAX = 100

type CollectionHandlers = Pick<Handlers, Extract<keyof Handlers, `collections.${string}`>>

/** 収納 at the desk: result files are shown, then brought in; what nobody could place is ended; transfers are cleared. */
export function collectionHandlers({ ledger, clock, events, files, jobs, gateways }: CollectionDeps): CollectionHandlers {
  const plans = new Map<string, Plan>()
  const forget = () => {
    for (const [planId, { until }] of plans) if (until < clock.now() || plans.size >= PLANS_MAX) plans.delete(planId)
  }
  return {
    'collections.collectors': async () => done({ collectors: await fileCollectors(ledger.reader) }),
    'collections.columns': async (context, { reference, encoding }) => {
      const offered = files.resolve(reference, context.actor)
      return offered.ok ? headOf(gateways.noticeFiles, offered.value.path, encoding) : offered
    },
    'collections.mapColumns': async ({ by, user }, wish) => {
      const mapped = await ledger.write(by, (writer) => mapColumns(writer, user, wish))
      if (mapped.ok) publishChanged(events, 'gateways', 'collections', 'approvals')
      return mapped
    },
    'collections.preview': async (context, { reference, method }) => {
      const offered = files.resolve(reference, context.actor)
      if (!offered.ok) return offered
      const { path, name: fileName } = offered.value
      const planId = randomUUID()
      forget()
      const mapping = method === 'convenience_store' ? null : mappingOf((await noticeCollector(ledger.reader, method))?.profile ?? null)
      plans.set(planId, { method, path, fileName, mapping, actor: context.actor, until: clock.now() + PLAN_KEPT_MS })
      return done({ jobId: jobs.start({ kind: 'collection_preview', method, path, fileName, planId, mapping }, context.by) })
    },
    'collections.bringIn': async (context, { planId, sha256 }) => {
      const plan = plans.get(planId)
      if (!plan || plan.actor !== context.actor || plan.until < clock.now()) return refuse({ refusal: 'plan_expired' })
      plans.delete(planId)
      const { method, path, fileName, mapping } = plan
      return done({ jobId: jobs.start({ kind: 'collection', method, path, fileName, sha256, mapping }, context.by) })
    },
    'collections.files': (_context, asked) =>
      pageById(clock, asked, {
        read: (before, atMost) => collectionFiles(ledger.reader, before, atMost),
        count: () => countCollectionFiles(ledger.reader),
      }),
    'collections.exceptions': async (_context, asked) => {
      const page = await pageById(clock, asked, {
        read: (after, atMost) => waitingLines(ledger.reader, after, atMost),
        count: () => countWaitingLines(ledger.reader),
      })
      return page.ok ? done({ ...page.value, rows: await exceptionsOf(ledger.reader, page.value.rows, clock.today()) }) : page
    },
    'collections.end': async ({ by, user }, wish) => {
      const card = refusalOf(cardNumberProblem('note', wish.note))
      if (card) return refuse(card)
      const ended = await ledger.write(by, async (writer): Promise<Result<null>> => {
        switch (wish.ending) {
          case 'apply':
            return applyLine(writer, wish.lineId, wish.orderId, wish.note)
          case 'note':
            return noteLine(writer, wish.lineId, wish.note)
          case 'replace':
            return user ? askToReplace(writer, user, wish.lineId, wish.note) : refuse({ refusal: 'not_signed_in' })
        }
      })
      if (!ended.ok) return ended
      publishChanged(events, 'collections', 'orders', 'approvals')
      return done({})
    },
    'collections.transfers': async () => done({ transfers: await expectedTransfers(ledger.reader) }),
    'collections.settled': (_context, asked) =>
      pageById(clock, asked, {
        read: (before, atMost) => settledTransfers(ledger.reader, before, atMost),
        count: () => countSettledTransfers(ledger.reader),
      }),
    'collections.settle': async ({ by }, wish) => {
      const card = refusalOf(cardNumberProblem('reason', wish.reason))
      if (card) return refuse(card)
      const settled = await ledger.write(by, (writer) => settleTransfer(writer, wish))
      if (settled.ok) publishChanged(events, 'collections', 'deposits', 'clearing', 'orders', 'exceptions')
      return settled
    },
  }
}

async function exceptionsOf(ledger: Reader, lines: readonly WaitingLine[], today: BusinessDate): Promise<CollectionException[]> {
  const rows: CollectionException[] = []
  for (const line of lines) rows.push({ ...exceptionOf(line, today), contradicts: await contradictionOf(ledger, line) })
  return rows
}

async function contradictionOf(ledger: Reader, { id, outcome, claimId }: WaitingLine): Promise<CollectionException['contradicts']> {
  const first = outcome === 'contradicts' && claimId === null ? await standingClaim(ledger, id) : null
  if (!first) return null
  const { amount, paidOn, fileName, orderId, orderNumber } = first
  return { amount, paidOn, fileName, orderId, orderNumber, isAsked: (await openApproval(ledger, 'claim_replacement', id)) !== null }
}

function exceptionOf(line: WaitingLine, today: BusinessDate): Omit<CollectionException, 'contradicts'> {
  const { id, outcome, party, kind, amount, paidOn, paidAt, chainCode, chainName, storeCode, reference, reissue, fileName, importedAt } =
    line
  const { collectedBy, transactionId, trackingNumber } = line
  const { orderId, orderNumber, merchantId, merchantName, payerName, orderAmount, method, payment, slipAmount } = line
  return {
    ...{
      lineId: id,
      outcome,
      party,
      kind,
      amount,
      paidOn,
      paidAt,
      chainName: chainName ?? chainCode ?? party,
      storeCode: storeCode ?? '',
      fileName,
      importedAt,
    },
    ...{
      method: collectedBy,
      transactionId,
      trackingNumber,
      slipNumber: numberTold({ transactionId, trackingNumber, reference, reissue }),
    },
    days: Math.max(0, daysBetween(paidOn, today)),
    holdsMoney: line.claimId !== null,
    refundId: line.refundId,
    order:
      orderId === null
        ? null
        : { id: orderId, orderNumber, merchantId, merchantName, payerName, amount: orderAmount, method, payment, slipAmount },
  }
}
