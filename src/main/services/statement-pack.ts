import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import type { BusinessDate } from '../../preload/contract/date'
import type { StatementFormat, StatementPack } from '../../preload/contract/documents'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { JobResult } from '../../preload/contract/jobs'
import type { Language } from '../../preload/contract/merchants'
import { sumYen } from '../../preload/contract/money'
import { dateCell } from '../export/cells'
import { type CheckListLine, checkListWords, writeCheckList } from '../export/statements/check-list'
import { writeZip, type ZipEntry } from '../export/zip'
import { appendAudit } from '../ledger/audit'
import { documentById } from '../ledger/documents'
import { diskRefusal } from './exports'
import { plainName } from './files'
import type { JobControl, JobResources, JobSpec } from './jobs'
import { unsentOf } from './statement-facts'
import { type AtClosing, merchantsAtClosing, statementRow } from './statement-list'
import { type KeptStatement, keptStatement } from './statement-making'

/*
 * The month pack: the statements of every merchant of a closing day, made where they are not yet, with a check-list that names each file
 * and its digest, and why a merchant has none. What was made before it is stopped stays, and is not made again.
 */
export interface StatementPackRequest {
  readonly closingOn: BusinessDate
  readonly formats: readonly StatementFormat[]
  readonly bundle: 'zip' | 'list'
  readonly language: Language
}

type PackSpec = Extract<JobSpec, { kind: 'statement_pack' }>

interface Made {
  readonly at: AtClosing
  readonly files: readonly KeptStatement[]
}

/** Refuses no_statements (nobody has one), cancelled, disk_full, cannot_write_file. */
export async function runStatementPack(resources: JobResources, spec: PackSpec, control: JobControl): Promise<Result<JobResult>> {
  const { request, path, ticket, fileName } = spec
  const { closingOn, bundle, language } = request
  const merchants = await merchantsAtClosing(resources.ledger.reader, resources.gateways, closingOn)
  if (!merchants.some((at) => statementRow(at).none === null)) return refuse({ refusal: 'no_statements', closingOn })
  const made = await makeAll(resources, merchants, spec, control)
  if (!made.ok) return made
  const list = bundle === 'zip' ? `${path}.list` : path
  try {
    await writeCheckList(list, made.value.map(checkListLine), { closingOn, language })
    const files = made.value.flatMap((each) => each.files)
    if (bundle === 'zip' && !(await zipAll(resources, { path, list, spec, files }, control))) return refuse({ refusal: 'cancelled' })
    const pack = packOf(made.value, files, { ticket, fileName })
    const sha256 = createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
    return await recorded(resources, spec, pack, sha256)
  } catch (fault) {
    return refuse(diskRefusal(fault))
  } finally {
    if (list !== path) await rm(list, { force: true })
  }
}

async function makeAll(
  resources: JobResources,
  merchants: readonly AtClosing[],
  { path, request }: PackSpec,
  control: JobControl,
): Promise<Result<Made[]>> {
  const made: Made[] = []
  for (const at of merchants) {
    control.progress('writing', made.length, merchants.length)
    if (control.cancelled) return refuse({ refusal: 'cancelled' })
    const files: KeptStatement[] = []
    for (const format of statementRow(at).none === null ? request.formats : []) {
      if (!at.payout) break
      const asked = { payoutId: at.payout.id, format, beside: `${path}.making` }
      const kept = await keptStatement(resources, asked, { goOn: () => !control.cancelled })
      if (!kept.ok) return kept
      files.push(kept.value)
    }
    made.push({ at, files })
  }
  control.progress('writing', merchants.length, merchants.length)
  return done(made)
}

function checkListLine({ at, files }: Made): CheckListLine {
  const { registrationNumber, merchantName, number, payOn, net, none } = statementRow(at)
  const unsent = at.payout && none === null ? unsentOf(at.payout) : null
  return {
    ...{ registrationNumber, merchantName, number, payOn, net },
    reason: none ?? unsent?.reason ?? null,
    files: files.map(({ fileName, sha256 }) => ({ fileName, sha256 })),
  }
}

async function zipAll(
  { ledger, clock }: JobResources,
  { path, list, spec, files }: { path: string; list: string; spec: PackSpec; files: readonly KeptStatement[] },
  control: JobControl,
): Promise<boolean> {
  const entries: ZipEntry[] = [
    { name: plainName(`${checkListWords[spec.request.language].title}_${spec.request.closingOn}.xlsx`), bytes: () => readFile(list) },
    ...files.map(({ id, fileName }) => ({
      name: fileName,
      bytes: async () => {
        const found = await documentById(ledger.reader, id)
        if (!found) throw new Error(`document ${id} is gone`)
        return found.bytes
      },
    })),
  ]
  return writeZip(path, entries, { madeOn: dateCell(clock.today()), goOn: () => !control.cancelled })
}

function packOf(made: readonly Made[], files: readonly KeptStatement[], handed: Pick<StatementPack, 'ticket' | 'fileName'>): StatementPack {
  const withStatement = made.filter((each) => each.files.length > 0)
  return {
    ...handed,
    merchants: made.length,
    statements: withStatement.length,
    net: sumYen(withStatement.map(({ at }) => statementRow(at).net)),
    documents: files.map(({ id, fileName, sha256 }) => ({ documentId: id, fileName, sha256 })),
  }
}

async function recorded(
  { ledger, by }: JobResources,
  { request, fileName }: PackSpec,
  pack: StatementPack,
  sha256: string,
): Promise<Result<JobResult>> {
  const kept = await ledger.write(by, async (writer) => {
    const { merchants, statements, net } = pack
    const detail = { ...request, file: fileName, merchants, statements, net, sha256 }
    await appendAudit(writer, { stream: 'exports', action: 'statements_packed', subject: `closing:${request.closingOn}`, detail })
    return done(null)
  })
  return kept.ok ? done({ kind: 'statement_pack', pack }) : kept
}
