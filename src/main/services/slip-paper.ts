import type { Clock } from '../../preload/contract/clock'
import { dateInJapan } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId } from '../../preload/contract/ids'
import type { JobResult } from '../../preload/contract/jobs'
import { type PrintedSlip, writeSlip } from '../export/slips/slip'
import type { ListFile } from '../gateways/counter'
import type { StoreAgent } from '../gateways/gateway'
import { agentSettings } from '../ledger/agent-settings'
import type { By, Ledger, Reader } from '../ledger/ledger'
import { merchantById } from '../ledger/merchants'
import { orderFacts } from '../ledger/order-facts'
import { liveSlip, type StoredSlip } from '../ledger/slips'
import { isPayable, slipNumber } from '../settlement/slips'
import { diskRefusal } from './exports'
import type { Files } from './files'
import type { JobSpec, Jobs } from './jobs'
import { bankNameIn } from './notice-words'

/* A slip as a PDF, for its payer's page and for the desk. Only one that can still be paid is put on paper. */
export interface SlipPaperDeps {
  readonly ledger: Pick<Ledger, 'reader'>
  readonly clock: Pick<Clock, 'today'>
  readonly files: Pick<Files, 'room' | 'discard'>
  /** Runs a job to its end where the core runs jobs. */
  readonly run: Jobs['run']
  readonly storeAgent: Pick<StoreAgent, 'barcodeOf'>
}

/** A slip as a file, and the number people read on it. */
export interface SlipFile extends ListFile {
  readonly slipNumber: string
}

/** Writes the slip of an order that is to be paid now. Refuses slip_not_live, disk_full, cannot_write_file. */
export type SlipFileOf = (orderId: OrderId, by: By) => Promise<Result<SlipFile>>

/** Whoever asks gets a file of their own; of one order they are written one after the other. */
export function createSlipFiles(deps: SlipPaperDeps): SlipFileOf {
  const { ledger, files, run } = deps
  const writing = new Map<OrderId, Promise<unknown>>()

  async function fileOf(orderId: OrderId, by: By): Promise<Result<SlipFile>> {
    const slip = await payableSlip(deps, ledger.reader, orderId)
    if (!slip) return refuse({ refusal: 'slip_not_live' })
    const printed = await printedSlip(deps, ledger.reader, slip)
    const path = files.room()
    const written = await run({ kind: 'slip', slip: printed, path }, by)
    if (!written.ok) {
      await files.discard(path)
      return written
    }
    const fileName = `slip-${printed.orderNumber}.pdf`
    return done({ path, fileName, slipNumber: slipNumber(slip), discard: () => files.discard(path) })
  }

  return (orderId, by) => {
    const before = writing.get(orderId) ?? Promise.resolve()
    const own = before.then(() => fileOf(orderId, by))
    // What goes wrong is told to whoever asked; the next one is written all the same.
    const ended = own
      .catch(() => null)
      .then(() => {
        if (writing.get(orderId) === ended) writing.delete(orderId)
      })
    writing.set(orderId, ended)
    return own
  }
}

/** The slip a till takes today; null where there is none. */
async function payableSlip({ clock }: Pick<SlipPaperDeps, 'clock'>, ledger: Reader, orderId: OrderId): Promise<StoredSlip | null> {
  const order = (await orderFacts(ledger, [orderId])).get(orderId)
  if (!order || !isPayable(order.tracks)) return null
  const slip = await liveSlip(ledger, orderId)
  return slip?.method === 'convenience_store' && slip.dueOn >= clock.today() ? slip : null
}

/** A slip as it is printed, in the language its payer is written to. The tax is not known of an order, so the whole amount counts for the stamp. */
export async function printedSlip(
  { storeAgent }: Pick<SlipPaperDeps, 'storeAgent'>,
  ledger: Reader,
  slip: StoredSlip,
): Promise<PrintedSlip> {
  const { orderId, amount, dueOn, needsStamp, issuedAt } = slip
  const order = (await orderFacts(ledger, [orderId])).get(orderId)
  const merchant = order && (await merchantById(ledger, order.merchantId))
  if (!order || !merchant) throw new Error(`slip ${slip.id} is of no order`)
  const language = order.language ?? merchant.contacts.language
  const { identity } = await agentSettings(ledger)
  return {
    language,
    merchant: merchant.name,
    orderNumber: order.orderNumber,
    goods: order.goods,
    amount,
    tax: null,
    dueOn,
    payer: order.payerName,
    barcode: storeAgent.barcodeOf(slip, slip),
    needsStamp,
    isReissued: slip.reissue > 0,
    stores: [],
    issuedOn: dateInJapan(issuedAt),
    bank: await bankNameIn(ledger, language),
    contact: identity.postalAddress === '' ? [] : [identity.postalAddress],
  }
}

/** The job itself. Refuses disk_full, cannot_write_file. */
export async function writeSlipFile({ slip, path }: Extract<JobSpec, { kind: 'slip' }>): Promise<Result<JobResult>> {
  const stored = await writeSlip(path, slip).then(() => null, diskRefusal)
  return stored ? refuse(stored) : done({ kind: 'slip' })
}
