import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type {
  CollectionError,
  CollectionFileFormat,
  CollectionLine,
  CollectionPart,
  Party,
  SlipMethod,
} from '../../preload/contract/collection'
import type { CollectionNotice, NoticePart } from '../../preload/contract/column-profile'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { NoticeGateway } from '../../preload/contract/gateways'
import { holdsCardNumber } from '../settlement/card-number'
import { paymentReference } from '../settlement/payment-reference'
import { referenceOfLine } from '../settlement/postal'
import { plainTrackingNumber } from '../settlement/tracking-number'
import type { JobControl, JobResources } from './jobs'
import { mappingOf, noticeCollector } from './notice-collectors'
import { settledAgent } from './store-agent'

/* A result file is read whole before anything of it is used: by the layout its store agent delivers, or by the mapping of its columns. */

/** What a file tells of one payment. */
export type CollectionRow = CollectionLine | CollectionNotice

export interface ReadFile {
  readonly method: SlipMethod
  readonly party: Party
  readonly name: string
  readonly format: CollectionFileFormat
  readonly sha256: string
  readonly lines: Iterable<CollectionRow>
}

type Parts = Iterable<CollectionPart | NoticePart>
type Opened = Omit<ReadFile, 'sha256' | 'lines'> & { readonly read: () => Parts }

const ERRORS_TOLD = 1_000

/**
 * Refuses store_agent_not_settled, collector_not_settled, collection_unknown (no layout that the agent delivers), columns_not_mapped,
 * mapping_changed (since the plan was made), columns_changed (they are not those of the mapping), collection_has_errors, file_empty.
 */
export async function readChecked(
  resources: JobResources,
  { method, path, mapping }: { readonly method: SlipMethod; readonly path: string; readonly mapping: string | null },
  control: JobControl,
): Promise<Result<ReadFile>> {
  const bytes = await readFile(path)
  const opened =
    method === 'convenience_store' ? await openStoreFile(resources, bytes) : await openNotices(resources, method, bytes, mapping)
  if (!opened.ok) return opened
  const { read, ...file } = opened.value
  const errors: CollectionError[] = []
  let [total, lines] = [0, 0]
  for (const part of read()) {
    if (part.part === 'columns_changed') return refuse({ refusal: 'columns_changed', columns: [...part.columns] })
    if (part.part === 'line') lines += 1
    if (part.part === 'error') {
      total += 1
      if (errors.length < ERRORS_TOLD) errors.push(part.error)
    }
    if (part.part === 'line' && lines % 10_000 === 0) control.progress('reading', lines, null)
  }
  if (total > 0) return refuse({ refusal: 'collection_has_errors', errors, total })
  if (lines === 0) return refuse({ refusal: 'file_empty' })
  return done({ ...file, sha256: createHash('sha256').update(bytes).digest('hex'), lines: linesOf(read()) })
}

async function openStoreFile({ ledger, gateways }: JobResources, bytes: Uint8Array): Promise<Result<Opened>> {
  const agent = await settledAgent(ledger.reader)
  if (!agent) return refuse({ refusal: 'store_agent_not_settled' })
  const { party, name, format, numbering } = agent
  const { storeAgent } = gateways
  if (storeAgent.recogniseCollection(bytes) !== format) return refuse({ refusal: 'collection_unknown' })
  return done({ method: 'convenience_store', party, name, format, read: () => storeAgent.readCollection(bytes, format, numbering) })
}

async function openNotices(
  { ledger, gateways }: JobResources,
  method: NoticeGateway,
  bytes: Uint8Array,
  mapping: string | null,
): Promise<Result<Opened>> {
  const collector = await noticeCollector(ledger.reader, method)
  if (!collector) return refuse({ refusal: 'collector_not_settled', gateway: method })
  const { party, name, profile } = collector
  if (!profile) return refuse({ refusal: 'columns_not_mapped', gateway: method })
  if (mappingOf(profile) !== mapping) return refuse({ refusal: 'mapping_changed', gateway: method })
  const read = () => named(gateways.noticeFiles.readNotices(bytes, profile, holdsCardNumber), method)
  return done({ method, party, name, format: 'columns', read })
}

/** Numbers as this bank writes them: a reference without the zeros before it, a parcel's number without hyphens. */
function* named(parts: Iterable<NoticePart>, method: NoticeGateway): Generator<NoticePart> {
  for (const part of parts) {
    if (part.part !== 'line') yield part
    else {
      const { reference, trackingNumber } = part.line
      const line = {
        ...part.line,
        reference: paymentReference(method === 'postal' ? referenceOfLine(reference) : reference),
        trackingNumber: trackingNumber === null ? null : plainTrackingNumber(trackingNumber),
      }
      yield { part: 'line', line }
    }
  }
}

function* linesOf(parts: Parts): Generator<CollectionRow> {
  for (const part of parts) if (part.part === 'line') yield part.line
}

/** What tells a line apart for ever. The day stands in front: lines of a file lie together. */
export function collectionIdentity(party: Party, row: CollectionRow): string {
  const facts = 'barcode' in row ? storeFacts(row) : noticeFacts(party, row)
  const hash = createHash('sha256').update(facts.join('|')).digest('hex')
  return `${row.paidOn.replaceAll('-', '')}${hash.slice(0, 32)}`
}

/** Which slip, what of it, and which till at which hour, whatever the agent is called. */
const storeFacts = ({ kind, barcode, paidOn, paidAt, chainCode, storeCode }: CollectionLine) => [
  ...[kind, barcode, paidOn, paidAt ?? '', chainCode, storeCode],
]

/** Which payment of this collector, and what of it: told with another amount, day or number it is told anew. */
const noticeFacts = (party: Party, { kind, transactionId, reference, trackingNumber, amount, paidOn }: CollectionNotice) => [
  ...['notice', party, kind, transactionId, reference, trackingNumber ?? '', String(amount), paidOn],
]

export const amountOf = (row: CollectionRow) => ('barcode' in row ? row.slip.amount : row.amount)
