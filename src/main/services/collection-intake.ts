import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { CollectionError, CollectionKind, CollectionLine } from '../../preload/contract/collection'
import type { CollectionPreview } from '../../preload/contract/collections'
import type { BusinessDate } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import { CollectionFileId } from '../../preload/contract/ids'
import type { JobResult } from '../../preload/contract/jobs'
import { yen } from '../../preload/contract/money'
import { appendAudit } from '../ledger/audit'
import {
  collectionFile,
  collectionFilesIn,
  discardCollection,
  type IdentifiedLine,
  knownIdentities,
  openCollectionFile,
  publishCollection,
  sameCollectionFile,
  stageCollection,
} from '../ledger/collection-staging'
import type { Reader } from '../ledger/ledger'
import { countKnownSlips } from '../ledger/slips'
import { agentResult, postCollection } from './collection-posting'
import { expireOverdue } from './expiry'
import type { JobControl, JobResources, JobSpec } from './jobs'
import { pace } from './pace'
import { type SettledAgent, settledAgent } from './store-agent'

/*
 * Result files of collectors come in (速報, 確報, 速報取消): read whole first, every fault told at once and nothing stored; shown; then
 * staged in small units of work, published by one small step, and posted to the end, whatever happens in between.
 */
type Preview = Extract<JobSpec, { kind: 'collection_preview' }>
type BringIn = Extract<JobSpec, { kind: 'collection' }>

interface ReadFile {
  readonly agent: SettledAgent
  readonly sha256: string
  readonly lines: Iterable<CollectionLine>
}

const ERRORS_TOLD = 1_000

/** Refuses store_agent_not_settled, collection_unknown (no layout that the agent delivers), collection_has_errors, file_empty. */
async function readChecked({ ledger, gateways }: JobResources, path: string, control: JobControl): Promise<Result<ReadFile>> {
  const agent = await settledAgent(ledger.reader)
  if (!agent) return refuse({ refusal: 'store_agent_not_settled' })
  const bytes = await readFile(path)
  const { storeAgent } = gateways
  if (storeAgent.recogniseCollection(bytes) !== agent.format) return refuse({ refusal: 'collection_unknown' })
  const read = () => storeAgent.readCollection(bytes, agent.format, agent.numbering)
  const errors: CollectionError[] = []
  let [total, lines] = [0, 0]
  for (const part of read()) {
    if (part.part === 'line') lines += 1
    if (part.part === 'error') {
      total += 1
      if (errors.length < ERRORS_TOLD) errors.push(part.error)
    }
    if (part.part === 'line' && lines % 10_000 === 0) control.progress('reading', lines, null)
  }
  if (total > 0) return refuse({ refusal: 'collection_has_errors', errors, total })
  if (lines === 0) return refuse({ refusal: 'file_empty' })
  return done({ agent, sha256: createHash('sha256').update(bytes).digest('hex'), lines: linesOf(read()) })
}

function* linesOf(parts: ReturnType<JobResources['gateways']['storeAgent']['readCollection']>): Generator<CollectionLine> {
  for (const part of parts) if (part.part === 'line') yield part.line
}

/** What tells a line apart for ever: which slip, what of it, and which till at which hour. The day stands in front: lines of a file lie together. */
export function collectionIdentity({ kind, barcode, paidOn, paidAt, chainCode, storeCode }: CollectionLine): string {
  const hash = createHash('sha256')
    .update([kind, barcode, paidOn, paidAt ?? '', chainCode, storeCode].join('|'))
    .digest('hex')
  return `${paidOn.replaceAll('-', '')}${hash.slice(0, 32)}`
}

const CHUNK = 2_000

function* chunksOf(lines: Iterable<CollectionLine>, size: () => number): Generator<IdentifiedLine[]> {
  let chunk: IdentifiedLine[] = []
  for (const read of lines) {
    chunk.push({ identity: collectionIdentity(read), read })
    if (chunk.length < size()) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}

/** Tells what a result file holds and would bring. Refuses what reading it may refuse. */
export async function previewCollection(resources: JobResources, spec: Preview, control: JobControl): Promise<Result<JobResult>> {
  const read = await readChecked(resources, spec.path, control)
  if (!read.ok) return read
  const { agent, sha256 } = read.value
  const { reader } = resources.ledger
  const figures = await figuresOf(reader, read.value, control)
  if (!figures) return refuse({ refusal: 'cancelled' })
  const preview: CollectionPreview = {
    planId: spec.planId,
    fileName: spec.fileName,
    sha256,
    party: agent.party,
    agentName: agent.name,
    format: agent.format,
    ...figures,
    alreadyImported: await sameCollectionFile(reader, sha256),
  }
  return done({ kind: 'collection_preview', preview })
}

type Figures = Pick<CollectionPreview, 'lines' | 'kinds' | 'duplicates' | 'unknownSlips' | 'paidFrom' | 'paidTo'>

async function figuresOf(reader: Reader, { agent, lines }: ReadFile, control: JobControl): Promise<Figures | null> {
  const kinds = new Map<CollectionKind, { count: number; amount: number }>()
  const seen = new Set<string>()
  let [count, duplicates, unknownSlips] = [0, 0, 0]
  let [from, to]: [BusinessDate | null, BusinessDate | null] = [null, null]
  for (const chunk of chunksOf(lines, () => CHUNK)) {
    if (control.cancelled) return null
    const known = await knownIdentities(
      reader,
      chunk.map(({ identity }) => identity),
    )
    unknownSlips +=
      chunk.length -
      (await countKnownSlips(
        reader,
        agent.party,
        chunk.map(({ read }) => read.slip),
      ))
    for (const { identity, read } of chunk) {
      if (known.has(identity) || seen.has(identity)) duplicates += 1
      seen.add(identity)
      const tally = kinds.get(read.kind) ?? { count: 0, amount: 0 }
      kinds.set(read.kind, { count: tally.count + 1, amount: tally.amount + read.slip.amount })
      if (from === null || read.paidOn < from) from = read.paidOn
      if (to === null || read.paidOn > to) to = read.paidOn
    }
    count += chunk.length
    control.progress('planning', count, null)
  }
  const tallies = [...kinds].map(([kind, tally]) => ({ kind, count: tally.count, amount: yen(tally.amount) }))
  return { lines: count, kinds: tallies, duplicates, unknownSlips, paidFrom: from, paidTo: to }
}

/**
 * Brings a result file in as it was shown. Refuses what reading may refuse, plan_changed (other bytes than were shown, or another program
 * brings one in just now), cancelled (before it is published only), ledger_busy, disk_full.
 */
export async function bringInCollection(resources: JobResources, spec: BringIn, control: JobControl): Promise<Result<JobResult>> {
  const read = await readChecked(resources, spec.path, control)
  if (!read.ok) return read
  if (read.value.sha256 !== spec.sha256) return refuse({ refusal: 'plan_changed' })
  const discarded = await discardUnpublished(resources)
  if (!discarded.ok) return discarded
  const staged = await stage(resources, spec, read.value, control)
  if (!staged.ok) return staged
  const posted = await postCollection(resources, staged.value, control)
  if (!posted.ok) return posted
  const expired = await expireOverdue(resources)
  return expired.ok ? agentResult(resources.ledger.reader, staged.value) : expired
}

async function stage(resources: JobResources, spec: BringIn, file: ReadFile, control: JobControl): Promise<Result<CollectionFileId>> {
  const { ledger, clock, by } = resources
  const { agent, sha256 } = file
  const opened = await ledger.write(by, async (writer) => {
    const id = CollectionFileId.parse(writer.newId())
    await openCollectionFile(writer, { id, party: agent.party, name: spec.fileName, sha256, format: agent.format })
    return done(id)
  })
  if (!opened.ok) return opened
  const id = opened.value
  const steps = pace(200, 5_000)
  let [stored, lines] = [0, 0]
  for (const chunk of chunksOf(file.lines, () => steps.size)) {
    if (control.cancelled) {
      const gone = await discardUnpublished(resources)
      return gone.ok ? refuse({ refusal: 'cancelled' }) : gone
    }
    let elapsedMs = 0
    const written = await ledger.write(by, async (writer) => {
      const began = clock.monotonicMs()
      if ((await collectionFile(writer, id))?.state !== 'staging') return refuse({ refusal: 'plan_changed' })
      const rows = await stageCollection(writer, { id, party: agent.party }, stored, chunk)
      elapsedMs = clock.monotonicMs() - began
      return done(rows)
    })
    if (!written.ok) return written
    stored += written.value
    lines += chunk.length
    steps.took(chunk.length, elapsedMs)
    control.progress('planning', lines, null)
  }
  const duplicates = lines - stored
  return ledger.write(by, async (writer) => {
    if ((await collectionFile(writer, id))?.state !== 'staging') return refuse({ refusal: 'plan_changed' })
    await publishCollection(writer, id, stored, duplicates)
    await appendAudit(writer, {
      stream: 'collections',
      action: 'brought_in',
      subject: `collection_file:${id}`,
      detail: { name: spec.fileName, sha256, party: agent.party, format: agent.format, lines, stored, duplicates },
    })
    return done(id)
  })
}

/** Takes away what a program that died, or was told to stop, has left unpublished: nobody has seen it. */
async function discardUnpublished({ ledger, by }: JobResources): Promise<Result<null>> {
  for (const { id } of await collectionFilesIn(ledger.reader, 'staging')) {
    for (let isGone = false; !isGone; ) {
      const removed = await ledger.write(by, async (writer) => done(await discardCollection(writer, id, CHUNK)))
      if (!removed.ok) return removed
      isGone = removed.value
    }
  }
  return done(null)
}

/** Posts what an earlier run of the program left published and not wholly posted, in the name of whoever brought it in. */
export async function resumeCollections(resources: JobResources, control: Pick<JobControl, 'progress'>): Promise<Result<number>> {
  const files = await collectionFilesIn(resources.ledger.reader, 'published')
  for (const { id, imported_by } of files) {
    const posted = await postCollection({ ...resources, by: { actor: imported_by, seat: resources.by.seat } }, id, control)
    if (!posted.ok) return posted
  }
  return done(files.length)
}
