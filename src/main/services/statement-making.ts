import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import type { DocumentRow, StatementFormat } from '../../preload/contract/documents'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { PayoutId } from '../../preload/contract/ids'
import type { JobResult } from '../../preload/contract/jobs'
import { writeStatementPaper } from '../export/statements/statement-pdf'
import { writeStatementWorkbook } from '../export/statements/statement-workbook'
import { appendAudit } from '../ledger/audit'
import { documentOfStatement, insertDocument } from '../ledger/documents'
import type { IssuedStatement } from '../ledger/issued-statements'
import { type PayoutOfStatement, payoutOfStatement } from '../ledger/merchant-statements'
import { merchantById } from '../ledger/merchants'
import { openSnapshot } from '../ledger/snapshot'
import { takeOut } from './documents'
import { diskRefusal } from './exports'
import { plainName } from './files'
import type { JobControl, JobResources, JobSpec } from './jobs'
import { withLines } from './statement-facts'
import { standingStatement } from './statement-issue'

/*
 * Each form of a statement is made once, when it is first asked for, from the facts it was issued with, and kept; whoever asks later gets
 * the same bytes. It speaks the merchant's language.
 */
export const mediaTypes: Record<StatementFormat, string> = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** A statement as it is kept, and what it was issued with. */
export interface KeptStatement extends Pick<DocumentRow, 'id' | 'fileName' | 'sha256' | 'amount'> {
  readonly issued: IssuedStatement
}

const keptOf = ({ id, fileName, sha256, amount }: DocumentRow, issued: IssuedStatement): KeptStatement => ({
  ...{ id, fileName, sha256, amount },
  issued,
})

export interface MakingControl {
  /** Told how many lines are set; false stops. */
  goOn(lines: number): boolean
}

type Resources = Pick<JobResources, 'ledger' | 'clock' | 'by' | 'gateways'>

/**
 * The statement of a payout as it is kept, made where it is not yet. `beside`: a path that is nobody's, to make it at.
 * Refuses not_found, statement_not_issued (its run is not handed over), cancelled, disk_full, cannot_write_file.
 */
export async function keptStatement(
  resources: Resources,
  { payoutId, format, beside }: { payoutId: PayoutId; format: StatementFormat; beside: string },
  control: MakingControl,
): Promise<Result<KeptStatement>> {
  const { ledger } = resources
  const payout = await payoutOfStatement(ledger.reader, payoutId)
  const merchant = payout && (await merchantById(ledger.reader, payout.merchantId))
  if (!payout || !merchant) return refuse({ refusal: 'not_found', what: 'payout' })
  if (!isIssued(payout)) return refuse({ refusal: 'statement_not_issued' })
  const issued = await standingStatement(resources, payout, merchant)
  if (!issued.ok) return issued
  const known = await documentOfStatement(ledger.reader, { payoutId, issuedId: issued.value.id }, mediaTypes[format])
  if (known) return done(keptOf(known, issued.value))
  try {
    const isWhole = await writeTo(ledger, payout, issued.value, { format, path: beside }, control)
    return isWhole ? await keep(resources, payout, issued.value, { format, path: beside }) : refuse({ refusal: 'cancelled' })
  } catch (fault) {
    return refuse(diskRefusal(fault))
  } finally {
    await rm(beside, { force: true })
  }
}

/**
 * Whether a statement may be issued: its run has been handed to the bank, and it was not taken out of it. Until then a run may be given
 * up, and its fees are charged by another: there must not be two invoices of them.
 */
export const isIssued = ({ isHandedOver, state }: Pick<PayoutOfStatement, 'isHandedOver' | 'state'>): boolean =>
  isHandedOver && state !== 'sent_back' && state !== 'given_up'

interface Target {
  readonly format: StatementFormat
  readonly path: string
}

/** False where it was stopped. */
async function writeTo(
  ledger: Resources['ledger'],
  payout: PayoutOfStatement,
  { language, statement }: IssuedStatement,
  { format, path }: Target,
  control: MakingControl,
): Promise<boolean> {
  const snapshot = openSnapshot(ledger)
  try {
    const toWrite = withLines(snapshot, payout, statement)
    const goOn = (lines: number) => control.goOn(lines)
    const written =
      format === 'pdf'
        ? await writeStatementPaper(path, toWrite, language, { goOn })
        : await writeStatementWorkbook(toWrite, { path, language, goOn })
    return written !== null
  } finally {
    snapshot.close()
  }
}

async function keep(
  { ledger, by }: Resources,
  payout: PayoutOfStatement,
  issued: IssuedStatement,
  { format, path }: Target,
): Promise<Result<KeptStatement>> {
  const bytes = await readFile(path)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const { number, merchant } = issued.statement
  const fileName = plainName(`${number}_${merchant.name}.${format}`)
  return ledger.write(by, async (writer) => {
    // Somebody else may have made it meanwhile.
    const ids = { payoutId: payout.id, issuedId: issued.id }
    const known = await documentOfStatement(writer, ids, mediaTypes[format])
    if (known) return done(keptOf(known, issued))
    const { merchantId, payOn: day, net: amount } = payout
    const document = { kind: 'statement' as const, day, merchantId, ...ids, counterparty: merchant.name, amount, fileName }
    const id = await insertDocument(writer, { ...document, mediaType: mediaTypes[format], sha256, bytes })
    const detail = { payoutId: payout.id, file: fileName, net: amount, sha256, bytes: bytes.length }
    await appendAudit(writer, { stream: 'documents', action: 'statement_made', subject: `document:${id}`, detail })
    return done({ ...{ id, fileName, sha256, amount }, issued })
  })
}

type StatementSpec = Extract<JobSpec, { kind: 'statement' }>

/** Puts a statement at `spec.path` to be fetched. Refuses what keptStatement and takeOut refuse. */
export async function runStatement(resources: JobResources, spec: StatementSpec, control: JobControl): Promise<Result<JobResult>> {
  const { payoutId, format, path, ticket } = spec
  const goOn = (lines: number) => {
    control.progress('writing', lines, null)
    return !control.cancelled
  }
  const kept = await keptStatement(resources, { payoutId, format, beside: `${path}.making` }, { goOn })
  if (!kept.ok) return kept
  const { id: documentId, fileName, sha256, amount: net } = kept.value
  const out = await takeOut(resources.ledger, resources.by, documentId, path)
  return out.ok ? done({ kind: 'statement', statement: { documentId, ticket, fileName, sha256, net } }) : out
}
