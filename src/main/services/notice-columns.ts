import { open } from 'node:fs/promises'
import type { FileCollector } from '../../preload/contract/collections'
import type { ColumnProfile, FileEncoding, FileHead } from '../../preload/contract/column-profile'
import { done, type Result, refuse } from '../../preload/contract/errors'
import { NoticeGateway } from '../../preload/contract/gateways'
import type { NoticeFiles } from '../gateways/gateway'
import { appendAudit } from '../ledger/audit'
import { gatewayOf, saveGateway } from '../ledger/gateways'
import type { Reader, Writer } from '../ledger/ledger'
import type { Connector } from './connectors'
import { cardNumberProblem, refusalOf } from './merchant-checks'
import { noticeCollector } from './notice-collectors'
import { settledAgent } from './store-agent'

/* Whose files can be brought in, and what a person says their columns mean. */

/** All that are settled, switched on or not: what was given to payers stays what it is. */
export async function fileCollectors(ledger: Reader): Promise<FileCollector[]> {
  const agent = await settledAgent(ledger)
  const found: FileCollector[] = agent ? [{ method: 'convenience_store', name: agent.name, profile: null, version: 0 }] : []
  for (const method of NoticeGateway.options) {
    const collector = await noticeCollector(ledger, method)
    const { version } = await gatewayOf(ledger, method)
    if (collector) found.push({ method, name: collector.name, profile: collector.profile, version })
  }
  return found
}

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

/** Keeps what the columns mean. Refuses invalid_input (a card number), collector_not_settled, changed_meanwhile. */
export async function mapColumns(
  writer: Writer,
  { method, version, profile }: { readonly method: NoticeGateway; readonly version: number; readonly profile: ColumnProfile },
): Promise<Result<{ version: number }>> {
  const card = refusalOf(cardNumberProblem('profile', [...profile.header, ...profile.words.map(({ word }) => word)].join('\n')))
  if (card) return refuse(card)
  const collector = await noticeCollector(writer, method)
  if (!collector) return refuse({ refusal: 'collector_not_settled', gateway: method })
  const { enabled, paused } = await gatewayOf(writer, method)
  const settings = { ...collector.settings, profile }
  if (!(await saveGateway(writer, method, version, { enabled, paused, settings }))) return refuse({ refusal: 'changed_meanwhile' })
  await appendAudit(writer, {
    ...{ stream: 'gateways', action: 'columns_mapped', subject: `gateway:${method}` },
    detail: { before: collector.profile, after: profile },
  })
  return done({ version: version + 1 })
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
