import type { Clock } from '../../preload/contract/clock'
import { dateInJapan } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { OrderId } from '../../preload/contract/ids'
import type { JobResult } from '../../preload/contract/jobs'
import { type PostalSheet, writePostalSheet } from '../export/slips/postal'
import { type PrintedSlip, writeSlip } from '../export/slips/slip'
import type { ListFile } from '../gateways/counter'
import type { StoreAgent } from '../gateways/gateway'
import { agentSettings } from '../ledger/agent-settings'
import type { By, Ledger, Reader } from '../ledger/ledger'
import { merchantById } from '../ledger/merchants'
import { orderFacts } from '../ledger/order-facts'
import { liveSlip, type StoredSlip, slipsOf } from '../ledger/slips'
import { isCashChecked, postalLines } from '../settlement/postal'
import { isPayable, numberOf } from '../settlement/slips'
import { diskRefusal } from './exports'
import type { Files } from './files'
import type { JobSpec, Jobs } from './jobs'
import { postalSettings } from './notice-collectors'
import { bankNameIn } from './notice-words'

/*
 * A slip as a PDF, for its payer's page, for the mail and for the desk: that of a store, or what is written on a postal form. Only one that can
 * still be paid is put on paper.
 */
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
    const path = files.room()
    const { fileName, spec } = await paperOf(deps, ledger.reader, slip, path)
    const written = await run(spec, by)
    if (!written.ok) {
      await files.discard(path)
      return written
    }
    return done({ path, fileName, slipNumber: numberOf(slip), discard: () => files.discard(path) })
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

type PaperSlip = StoredSlip & { readonly method: 'convenience_store' | 'postal' }

/** Others are paid by their reference alone. */
const isOnPaper = (slip: StoredSlip): slip is PaperSlip => slip.method === 'convenience_store' || slip.method === 'postal'

/** The slip that is to be paid today; null where there is none. */
async function payableSlip({ clock }: Pick<SlipPaperDeps, 'clock'>, ledger: Reader, orderId: OrderId): Promise<PaperSlip | null> {
  const order = (await orderFacts(ledger, [orderId])).get(orderId)
  if (!order || !isPayable(order.tracks)) return null
  const slip = await liveSlip(ledger, orderId)
  return slip && isOnPaper(slip) && slip.dueOn >= clock.today() ? slip : null
}

/** What is written, and what the file is called. */
async function paperOf(
  deps: Pick<SlipPaperDeps, 'storeAgent'>,
  ledger: Reader,
  slip: PaperSlip,
  path: string,
): Promise<{ fileName: string; spec: JobSpec }> {
  if (slip.method === 'postal') {
    const sheet = await postalSheet(ledger, slip)
    return { fileName: `postal-${sheet.orderNumber}.pdf`, spec: { kind: 'postal_sheet', sheet, path } }
  }
  const printed = await printedSlip(deps, ledger, slip)
  return { fileName: `slip-${printed.orderNumber}.pdf`, spec: { kind: 'slip', slip: printed, path } }
}

type CommonFacts = Pick<
  PrintedSlip & PostalSheet,
  'language' | 'merchant' | 'orderNumber' | 'goods' | 'amount' | 'dueOn' | 'payer' | 'issuedOn' | 'bank' | 'contact'
>

/** What stands on either paper, in the language its payer is written to. */
async function commonFacts(ledger: Reader, { id, orderId, amount, dueOn, issuedAt }: StoredSlip): Promise<CommonFacts> {
  const order = (await orderFacts(ledger, [orderId])).get(orderId)
  const merchant = order && (await merchantById(ledger, order.merchantId))
  if (!order || !merchant) throw new Error(`slip ${id} is of no order`)
  const language = order.language ?? merchant.contacts.language
  const { identity } = await agentSettings(ledger)
  return {
    language,
    merchant: merchant.name,
    orderNumber: order.orderNumber,
    goods: order.goods,
    amount,
    dueOn,
    payer: order.payerName,
    issuedOn: dateInJapan(issuedAt),
    bank: await bankNameIn(ledger, language),
    contact: identity.postalAddress === '' ? [] : [identity.postalAddress],
  }
}

/** A slip as it is printed. The tax is not known of an order, so the whole amount counts for the stamp. */
export async function printedSlip(
  { storeAgent }: Pick<SlipPaperDeps, 'storeAgent'>,
  ledger: Reader,
  slip: StoredSlip,
): Promise<PrintedSlip> {
  return {
    ...(await commonFacts(ledger, slip)),
    tax: null,
    barcode: storeAgent.barcodeOf(slip, slip),
    needsStamp: slip.needsStamp,
    isReissued: slip.reissue > 0,
    stores: [],
  }
}

/** What is copied onto a postal form. A payer who was told another reference before is warned of it. */
async function postalSheet(ledger: Reader, slip: StoredSlip): Promise<PostalSheet> {
  const { account, accountName, chargeCode } = await postalSettings(ledger)
  const earlier = (await slipsOf(ledger, slip.orderId)).filter(({ id, method }) => method === 'postal' && id !== slip.id)
  return {
    ...(await commonFacts(ledger, slip)),
    ...{ account, accountName, reference: slip.reference },
    lines: postalLines(slip, chargeCode),
    isReissued: earlier.length > 0,
    isChecked: isCashChecked(slip.amount),
  }
}

/** The job itself. Refuses disk_full, cannot_write_file. */
export async function writeSlipFile({ slip, path }: Extract<JobSpec, { kind: 'slip' }>): Promise<Result<JobResult>> {
  const stored = await writeSlip(path, slip).then(() => null, diskRefusal)
  return stored ? refuse(stored) : done({ kind: 'slip' })
}

/** The same for a postal form. Refuses disk_full, cannot_write_file. */
export async function writePostalSheetFile({ sheet, path }: Extract<JobSpec, { kind: 'postal_sheet' }>): Promise<Result<JobResult>> {
  const stored = await writePostalSheet(path, sheet).then(() => null, diskRefusal)
  return stored ? refuse(stored) : done({ kind: 'slip' })
}
