import type { CollectionKind, Party } from '../../preload/contract/collection'
import type { CollectionPreview } from '../../preload/contract/collections'
import type { CollectionNotice } from '../../preload/contract/column-profile'
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
import { countKnownReferences, countKnownSlips } from '../ledger/slips'
import { agentResult, postCollection } from './collection-posting'
import { amountOf, type CollectionRow, collectionIdentity, type ReadFile, readChecked } from './collection-reading'
import { expireOverdue } from './expiry'
import type { JobControl, JobResources, JobSpec } from './jobs'
import { pace } from './pace'

/*
 * Result files of collectors come in (速報, 確報, 速報取消): read whole first, every fault told at once and nothing stored; shown; then
 * staged in small units of work, published by one small step, and posted to the end, whatever happens in between.
 */
type Preview = Extract<JobSpec, { kind: 'collection_preview' }>
type BringIn = Extract<JobSpec, { kind: 'collection' }>

const CHUNK = 2_000

function* chunksOf({ party, lines }: ReadFile, size: () => number): Generator<IdentifiedLine[]> {
  let chunk: IdentifiedLine[] = []
  for (const read of lines) {
    chunk.push({ identity: collectionIdentity(party, read), read })
    if (chunk.length < size()) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}

/** Tells what a result file holds and would bring. Refuses what reading it may refuse. */
export async function previewCollection(resources: JobResources, spec: Preview, control: JobControl): Promise<Result<JobResult>> {
  const read = await readChecked(resources, spec, control)
  if (!read.ok) return read
  const { method, party, name: agentName, format, sha256 } = read.value
  const { reader } = resources.ledger
  const figures = await figuresOf(reader, read.value, control)
  if (!figures) return refuse({ refusal: 'cancelled' })
  const preview: CollectionPreview = {
    planId: spec.planId,
    fileName: spec.fileName,
    sha256,
    ...{ method, party, agentName, format },
    ...figures,
    alreadyImported: await sameCollectionFile(reader, sha256),
  }
  return done({ kind: 'collection_preview', preview })
}

type Figures = Pick<CollectionPreview, 'lines' | 'kinds' | 'duplicates' | 'unknownSlips' | 'paidFrom' | 'paidTo'>

async function figuresOf(reader: Reader, file: ReadFile, control: JobControl): Promise<Figures | null> {
  const kinds = new Map<CollectionKind, { count: number; amount: number }>()
  const seen = new Set<string>()
  let [count, duplicates, unknownSlips] = [0, 0, 0]
  let [from, to]: [BusinessDate | null, BusinessDate | null] = [null, null]
  for (const chunk of chunksOf(file, () => CHUNK)) {
    if (control.cancelled) return null
    const known = await knownIdentities(
      reader,
      chunk.map(({ identity }) => identity),
    )
    const rows = chunk.map(({ read }) => read)
    unknownSlips += rows.length - (await countKnown(reader, file.party, rows))
    for (const { identity, read } of chunk) {
      if (known.has(identity) || seen.has(identity)) duplicates += 1
      seen.add(identity)
      const tally = kinds.get(read.kind) ?? { count: 0, amount: 0 }
      kinds.set(read.kind, { count: tally.count + 1, amount: tally.amount + amountOf(read) })
      if (from === null || read.paidOn < from) from = read.paidOn
      if (to === null || read.paidOn > to) to = read.paidOn
    }
    count += chunk.length
    control.progress('planning', count, null)
  }
  const tallies = [...kinds].map(([kind, tally]) => ({ kind, count: tally.count, amount: yen(tally.amount) }))
  return { lines: count, kinds: tallies, duplicates, unknownSlips, paidFrom: from, paidTo: to }
}

/** How many of these name a slip or reference that this bank has issued. */
async function countKnown(reader: Reader, party: Party, rows: readonly CollectionRow[]): Promise<number> {
  const slips = rows.flatMap((row) => ('barcode' in row ? row.slip : []))
  const notices = rows.flatMap((row): CollectionNotice[] => ('barcode' in row ? [] : [row]))
  const known = slips.length > 0 ? await countKnownSlips(reader, party, slips) : 0
  return notices.length > 0 ? known + (await countKnownReferences(reader, party, notices)) : known
}

/**
 * Brings a result file in as it was shown. Refuses what reading may refuse, plan_changed (other bytes than were shown, or another program
 * brings one in just now), cancelled (before it is published only), ledger_busy, disk_full.
 */
export async function bringInCollection(resources: JobResources, spec: BringIn, control: JobControl): Promise<Result<JobResult>> {
  const read = await readChecked(resources, spec, control)
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
  const { method, party, format, sha256 } = file
  const opened = await ledger.write(by, async (writer) => {
    const id = CollectionFileId.parse(writer.newId())
    await openCollectionFile(writer, { id, method, party, name: spec.fileName, sha256, format })
    return done(id)
  })
  if (!opened.ok) return opened
  const id = opened.value
  const steps = pace(200, 5_000)
  let [stored, lines] = [0, 0]
  for (const chunk of chunksOf(file, () => steps.size)) {
    if (control.cancelled) {
      const gone = await discardUnpublished(resources)
      return gone.ok ? refuse({ refusal: 'cancelled' }) : gone
    }
    let elapsedMs = 0
    const written = await ledger.write(by, async (writer) => {
      const began = clock.monotonicMs()
      if ((await collectionFile(writer, id))?.state !== 'staging') return refuse({ refusal: 'plan_changed' })
      const rows = await stageCollection(writer, { id, party }, stored, chunk)
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
      detail: { name: spec.fileName, sha256, method, party, format, lines, stored, duplicates },
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
