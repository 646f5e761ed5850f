import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { type BusinessDate, dateInJapan } from '../../preload/contract/date'
import type { DocumentRow, StatementFormat } from '../../preload/contract/documents'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { PayoutId } from '../../preload/contract/ids'
import type { JobResult } from '../../preload/contract/jobs'
import { writeStatementPaper } from '../export/statements/statement-pdf'
import { writeStatementWorkbook } from '../export/statements/statement-workbook'
import { appendAudit } from '../ledger/audit'
import { documentOfPayout, insertDocument } from '../ledger/documents'
import { type PayoutOfStatement, payoutOfStatement } from '../ledger/merchant-statements'
import { type Merchant, merchantById } from '../ledger/merchants'
import { openSnapshot } from '../ledger/snapshot'
import { takeOut } from './documents'
import { diskRefusal } from './exports'
import { plainName } from './files'
import type { JobControl, JobResources, JobSpec } from './jobs'
import { statementFileName, statementToWrite } from './statement-facts'

/*
 * A statement is made once, when it is first asked for, and kept; whoever asks later gets the same bytes. It speaks the merchant's
 * language.
 */
export const mediaTypes: Record<StatementFormat, string> = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** A statement as it is kept, and the day it was issued on. */
export interface KeptStatement extends Pick<DocumentRow, 'id' | 'fileName' | 'sha256' | 'amount'> {
  readonly issuedOn: BusinessDate
}

const keptOf = ({ id, fileName, sha256, amount, madeAt }: DocumentRow): KeptStatement => ({
  ...{ id, fileName, sha256, amount },
  issuedOn: dateInJapan(madeAt),
})

export interface MakingControl {
  /** Told how many lines are set; false stops. */
  goOn(lines: number): boolean
}

type Resources = Pick<JobResources, 'ledger' | 'clock' | 'by' | 'gateways'>

/**
 * The statement of an approved payout as it is kept, made where it is not yet. `beside`: a path that is nobody's, to make it at.
 * Refuses not_found, statement_not_issued (its run is not approved), cancelled, disk_full, cannot_write_file.
 */
export async function keptStatement(
  resources: Resources,
  { payoutId, format, beside }: { payoutId: PayoutId; format: StatementFormat; beside: string },
  control: MakingControl,
): Promise<Result<KeptStatement>> {
  const { ledger } = resources
  const known = await documentOfPayout(ledger.reader, payoutId, mediaTypes[format])
  if (known) return done(keptOf(known))
  const payout = await payoutOfStatement(ledger.reader, payoutId)
  const merchant = payout && (await merchantById(ledger.reader, payout.merchantId))
  if (!payout || !merchant) return refuse({ refusal: 'not_found', what: 'payout' })
  if (!isIssued(payout)) return refuse({ refusal: 'statement_not_issued' })
  try {
    const isWhole = await writeTo(resources, payout, merchant, { format, path: beside }, control)
    return isWhole ? await keep(resources, payout, merchant, { format, path: beside }) : refuse({ refusal: 'cancelled' })
  } catch (fault) {
    return refuse(diskRefusal(fault))
  } finally {
    await rm(beside, { force: true })
  }
}

/** Whether a statement may be issued: a supervisor has approved its run, and it was not taken out of it. */
export const isIssued = ({ isApproved, state }: Pick<PayoutOfStatement, 'isApproved' | 'state'>): boolean =>
  isApproved && state !== 'sent_back' && state !== 'given_up'

interface Target {
  readonly format: StatementFormat
  readonly path: string
}

/** False where it was stopped. */
async function writeTo(
  { ledger, clock, gateways }: Resources,
  payout: PayoutOfStatement,
  { contacts: { language } }: Merchant,
  { format, path }: Target,
  control: MakingControl,
): Promise<boolean> {
  const snapshot = openSnapshot(ledger)
  try {
    const toWrite = await statementToWrite(snapshot, gateways.banks, payout, clock.today())
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
  merchant: Merchant,
  { format, path }: Target,
): Promise<Result<KeptStatement>> {
  const bytes = await readFile(path)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const fileName = plainName(`${statementFileName(payout, merchant)}.${format}`)
  return ledger.write(by, async (writer) => {
    // Somebody else may have made it meanwhile.
    const known = await documentOfPayout(writer, payout.id, mediaTypes[format])
    if (known) return done(keptOf(known))
    const { merchantId, payOn: day, net: amount } = payout
    const document = { kind: 'statement' as const, day, merchantId, payoutId: payout.id, counterparty: merchant.name, amount, fileName }
    const id = await insertDocument(writer, { ...document, mediaType: mediaTypes[format], sha256, bytes })
    const detail = { payoutId: payout.id, file: fileName, net: amount, sha256, bytes: bytes.length }
    await appendAudit(writer, { stream: 'documents', action: 'statement_made', subject: `document:${id}`, detail })
    return done({ ...{ id, fileName, sha256, amount }, issuedOn: dateInJapan(writer.at) })
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
