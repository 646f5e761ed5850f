import { open } from 'node:fs/promises'
import type { FileCollector, MappingCase } from '../../preload/contract/collections'
import type { ColumnProfile, FileEncoding, FileHead } from '../../preload/contract/column-profile'
import { done, type Result, refuse } from '../../preload/contract/errors'
import { NoticeGateway } from '../../preload/contract/gateways'
import type { ApprovalId } from '../../preload/contract/ids'
import type { NoticeFiles } from '../gateways/gateway'
import { isMappingUsed } from '../ledger/agent-use'
import { insertApproval, mappingSubject, openApproval } from '../ledger/approvals'
import { type AuditEvent, appendAudit } from '../ledger/audit'
import { gatewayOf, saveGateway } from '../ledger/gateways'
import type { Reader, Writer } from '../ledger/ledger'
import type { Connector } from './connectors'
import type { Deciding, Person } from './context'
import { cardNumberProblem, refusalOf } from './merchant-checks'
import { mappingOf, type NoticeCollector, noticeCollector } from './notice-collectors'
import { settledAgent } from './store-agent'

/* Whose files can be brought in, and what a person says their columns mean. */

/** All that are settled, switched on or not: what was given to payers stays what it is. */
export async function fileCollectors(ledger: Reader): Promise<FileCollector[]> {
  const agent = await settledAgent(ledger)
  const found: FileCollector[] = agent ? [{ method: 'convenience_store', name: agent.name, profile: null, version: 0, isAsked: false }] : []
  for (const method of NoticeGateway.options) {
    const collector = await noticeCollector(ledger, method)
    const { version } = await gatewayOf(ledger, method)
    if (collector)
      found.push({ method, name: collector.name, profile: collector.profile, version, isAsked: await isMappingAsked(ledger, method) })
  }
  return found
}

const isMappingAsked = async (ledger: Reader, method: NoticeGateway): Promise<boolean> =>
  (await openApproval(ledger, 'column_mapping', mappingSubject(method))) !== null

/** Enough for a header and some rows behind it. */
const HEAD_BYTES = 256 * 1024

/** The head of a file. Refuses file_empty, file_unreadable (no text in this encoding, or a row that is none of a CSV), invalid_input (a card number). */
export async function headOf(files: NoticeFiles, path: string, encoding: FileEncoding): Promise<Result<FileHead>> {
  const bytes = await firstBytes(path)
  if (bytes.length === 0) return refuse({ refusal: 'file_empty' })
  const head = files.readHead(bytes, encoding)
  if (!head) return refuse({ refusal: 'file_unreadable', detail: encoding })
  const cells = [head.header, ...head.samples].flat()
  const card = cells.map((cell) => refusalOf(cardNumberProblem('file', cell))).find((refusal) => refusal !== null)
  return card ? refuse(card) : done(head)
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0)
    const read = buffer.subarray(0, bytesRead)
    // The last line may be cut off in the middle of a character.
    return bytesRead < HEAD_BYTES ? read : read.subarray(0, read.lastIndexOf(0x0a) + 1)
  } finally {
    await file.close()
  }
}

/**
 * Keeps what the columns mean; once money was brought in by what they meant before, another person must agree first. Refuses invalid_input (a
 * card number), collector_not_settled, changed_meanwhile, change_already_staged, not_signed_in (nobody is there whose wish it would be).
 */
export async function mapColumns(
  writer: Writer,
  person: Person | null,
  { method, version, profile }: { readonly method: NoticeGateway; readonly version: number; readonly profile: ColumnProfile },
): Promise<Result<{ version: number; approvalId: ApprovalId | null }>> {
  const card = refusalOf(cardNumberProblem('profile', [...profile.header, ...profile.words.map(({ word }) => word)].join('\n')))
  if (card) return refuse(card)
  const collector = await noticeCollector(writer, method)
  if (!collector) return refuse({ refusal: 'collector_not_settled', gateway: method })
  const before = collector.profile
  if ((await gatewayOf(writer, method)).version !== version) return refuse({ refusal: 'changed_meanwhile' })
  if (await openApproval(writer, 'column_mapping', mappingSubject(method))) return refuse({ refusal: 'change_already_staged' })
  if (before && mappingOf(before) !== mappingOf(profile) && (await isMappingUsed(writer, method))) {
    if (!person) return refuse({ refusal: 'not_signed_in' })
    const asked: MappingCase = { kind: 'column_mapping', method, collectorName: collector.name, before, after: profile }
    const approvalId = await insertApproval(writer, person.id, asked)
    await appendAudit(writer, told(asked, 'mapping_asked', { approvalId }))
    return done({ version, approvalId })
  }
  await keepMapping(writer, collector, profile)
  await appendAudit(writer, told({ method, before, after: profile }, 'columns_mapped'))
  return done({ version: version + 1, approvalId: null })
}

async function keepMapping(writer: Writer, { method, settings }: NoticeCollector, profile: ColumnProfile): Promise<void> {
  const { enabled, paused, version } = await gatewayOf(writer, method)
  if (!(await saveGateway(writer, method, version, { enabled, paused, settings: { ...settings, profile } })))
    throw new Error(`settings of ${method} changed in one unit of work`)
}

/** Another person agrees to what the columns mean from now on. Refuses changed_meanwhile where they meant something else by then. */
export async function agreeToMapping(writer: Writer, agreed: MappingCase, { approvalId }: Deciding): Promise<Result<AuditEvent>> {
  const collector = await noticeCollector(writer, agreed.method)
  if (!collector || mappingOf(collector.profile) !== mappingOf(agreed.before)) return refuse({ refusal: 'changed_meanwhile' })
  await keepMapping(writer, collector, agreed.after)
  return done(told(agreed, 'columns_mapped', { approvalId }))
}

export async function leaveMapping(_writer: Writer, refused: MappingCase): Promise<AuditEvent> {
  return told(refused, 'mapping_rejected')
}

function told(
  { method, before, after }: { method: NoticeGateway; before: ColumnProfile | null; after: ColumnProfile },
  action: string,
  detail: Record<string, unknown> = {},
): AuditEvent {
  return { stream: 'gateways', action, subject: `gateway:${method}`, detail: { before, after, ...detail } }
}

/** Files of these collectors are brought in by hand: as connectors they have nothing to do but to be settled. */
export function noticeConnectors(ledger: { readonly reader: Reader }): Connector[] {
  return NoticeGateway.options.map((name) => ({
    name,
    async start() {
      if (!(await noticeCollector(ledger.reader, name))) throw new Error('who collects, or by which account, is not settled')
      return { address: null, stop: async () => undefined }
    },
    test: async () => 'by_hand',
  }))
}
