import type { Clock } from '../../preload/contract/clock'
import { addDays, type BusinessDate } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId, SlipId } from '../../preload/contract/ids'
import type { Tracks } from '../../preload/contract/orders'
import type { SlipRow } from '../../preload/contract/slips'
import type { Gateways } from '../gateways/gateway'
import { appendAudit } from '../ledger/audit'
import type { Ledger, Reader, Writer } from '../ledger/ledger'
import { merchantById } from '../ledger/merchants'
import { type OrderFacts, orderFacts } from '../ledger/order-facts'
import { orderStates } from '../ledger/posting'
import { setMethod } from '../ledger/shop-orders'
import { liveSlip, type StoredSlip, slipsOf } from '../ledger/slips'
import { postalLines } from '../settlement/postal'
import { isPayable, lastDayProblem, numberOf, SLIP_DAYS_MAX, slipStanding } from '../settlement/slips'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import type { Files } from './files'
import { postalSettings } from './notice-collectors'
import { takeSteps } from './order-steps'
import { dueDate } from './payment-terms'
import type { SlipFileOf } from './slip-paper'
import { type SlipTerms, storeTerms } from './slip-terms'
import { issueAnew } from './slips'
import { settledAgent } from './store-agent'

/* The slips of an order as the desk sees them, and a clerk who issues another with a later day. */
export interface SlipDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly gateways: Pick<Gateways, 'storeAgent' | 'holidays'>
  readonly files: Pick<Files, 'issueTicket'>
  readonly slipFileOf: SlipFileOf
}

type SlipMethod = 'slips.list' | 'slips.pdf' | 'slips.reissue'

export function slipHandlers(deps: SlipDeps): Pick<Handlers, SlipMethod> {
  const { ledger, clock, events, files, slipFileOf } = deps
  return {
    'slips.list': async (_context, { orderId }) => {
      const order = (await orderFacts(ledger.reader, [orderId])).get(orderId)
      if (!order) return done({ slips: [], reissueBy: null })
      const { chargeCode } = await postalSettings(ledger.reader)
      const slips = (await slipsOf(ledger.reader, orderId)).reverse().map((slip) => shown(deps, slip, order.tracks, chargeCode))
      return done({ slips, reissueBy: await reissueBy(deps, ledger.reader, order, slips) })
    },
    'slips.pdf': async ({ by, actor }, { orderId }) => {
      const file = await slipFileOf(orderId, by)
      if (!file.ok) return file
      const noted = await ledger.write(by, async (writer) => {
        const detail = { slip: file.value.slipNumber }
        await appendAudit(writer, { stream: 'orders', action: 'slip_printed', subject: `order:${orderId}`, detail })
        return done(null)
      })
      if (!noted.ok) {
        await file.value.discard()
        return noted
      }
      publishChanged(events, 'audit')
      return done({ ticket: files.issueTicket(file.value.path, file.value.fileName, actor), fileName: file.value.fileName })
    },
    'slips.reissue': async (context, { orderId, version, dueOn }) => {
      const issued = await ledger.write(context.by, (writer) => reissue(writer, { orderId, version, dueOn }, clock.today()))
      if (issued.ok) publishChanged(events, 'orders', 'notices', 'audit')
      return issued
    },
  }
}

/** What is printed on it for machines: beneath a barcode, or on a postal form. */
function linesOf({ storeAgent }: SlipDeps['gateways'], slip: StoredSlip, chargeCode: string): string[] {
  if (slip.method === 'convenience_store') return [...storeAgent.barcodeOf(slip, slip).lines]
  return slip.method === 'postal' ? [...postalLines(slip, chargeCode)] : []
}

function shown({ gateways, clock }: SlipDeps, slip: StoredSlip, tracks: Tracks, chargeCode: string): SlipRow {
  const { id, amount, needsStamp, dueOn, issuedAt, withdrawnAt, withdrawnWhy } = slip
  return {
    id,
    slipNumber: numberOf(slip),
    method: slip.method,
    lines: linesOf(gateways, slip, chargeCode),
    amount,
    needsStamp,
    dueOn,
    issuedAt,
    standing: withdrawnAt === null ? slipStanding(slip, tracks, clock.today()) : null,
    void: withdrawnAt !== null && withdrawnWhy !== null ? { at: withdrawnAt, why: withdrawnWhy } : null,
  }
}

/** Until when a slip that is issued now is to be paid by the merchant's terms; null where none is. */
async function reissueBy(
  { clock, gateways }: SlipDeps,
  ledger: Reader,
  order: OrderFacts,
  slips: readonly SlipRow[],
): Promise<BusinessDate | null> {
  const merchant = await merchantById(ledger, order.merchantId)
  if (!merchant || !isPayable(order.tracks) || slips.every((slip) => slip.void !== null)) return null
  return dueDate(merchant, clock.today(), gateways.holidays)
}

interface Reissue {
  readonly orderId: OrderId
  readonly version: number
  readonly dueOn: BusinessDate
}

/** Refuses not_found, changed_meanwhile, slip_not_live, invalid_input (the day). */
async function reissue(
  writer: Writer,
  { orderId, version, dueOn }: Reissue,
  today: BusinessDate,
): Promise<Result<{ slipId: SlipId; version: number }>> {
  const order = (await orderStates(writer, [orderId])).get(orderId)
  if (!order) return refuse({ refusal: 'not_found', what: 'order' })
  if (order.version !== version) return refuse({ refusal: 'changed_meanwhile' })
  const old = await liveSlip(writer, orderId)
  if (!old || !isPayable(order.tracks)) return refuse({ refusal: 'slip_not_live' })
  const problem = lastDayProblem(dueOn, today, addDays(today, SLIP_DAYS_MAX))
  if (problem) return refuse({ refusal: 'invalid_input', problems: [{ path: 'dueOn', message: problem }] })
  // A clerk may issue anew while payers are offered no slips.
  const terms = await termsNow(writer, old)
  const issued = await issueAnew(writer, terms, old, dueOn)
  await setMethod(writer, orderId, old.method, dueOn)
  const detail = { before: numberOf(old), slip: numberOf(issued), dueOn }
  const { paidAmount, paidOn, tracks } = order
  await takeSteps(
    writer,
    [{ id: orderId, paidAmount, paidOn, tracks }],
    [{ orderId, kind: 'slip_reissued', amount: null, receiptId: null, allocationId: null, detail }],
  )
  await appendAudit(writer, { stream: 'orders', action: 'slip_reissued', subject: `order:${orderId}`, detail })
  const live = await liveSlip(writer, orderId)
  if (!live) throw new Error(`order ${orderId} was given no slip`)
  return done({ slipId: live.id, version: version + 1 })
}

/** As its method is settled now; a slip of an agent that is not settled any more is issued as it was. */
async function termsNow(ledger: Reader, { method, party, makerCode, companyCode }: StoredSlip): Promise<SlipTerms> {
  const agent = method === 'convenience_store' ? await settledAgent(ledger) : null
  return agent ? storeTerms(agent) : { method, party, numbering: { makerCode, companyCode }, amountMax: null }
}
