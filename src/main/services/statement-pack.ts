import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
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
  const issued = merchants.filter((at) => statementRow(at).none === null).length
  if (issued === 0) return refuse({ refusal: 'no_statements', closingOn })
  // Whoever waits hears of every statement, and of every file that is put into the ZIP.
  const total = merchants.length + (bundle === 'zip' ? issued * request.formats.length + 1 : 0)
  const goOn = (count: number) => {
    control.progress('writing', count, total)
    return !control.cancelled
  }
  const made = await makeAll(resources, merchants, spec, goOn)
  if (!made.ok) return made
  const list = bundle === 'zip' ? `${path}.list` : path
  try {
    await writeCheckList(list, made.value.map(checkListLine), { closingOn, language })
    const files = made.value.flatMap((each) => each.files)
    if (bundle === 'zip' && !(await zipAll(resources, { path, list, spec, files }, (entries) => goOn(merchants.length + entries))))
      return refuse({ refusal: 'cancelled' })
    const pack = packOf(made.value, files, { ticket, fileName })
    return await recorded(resources, spec, pack, await sha256Of(path))
  } catch (fault) {
    return refuse(diskRefusal(fault))
  } finally {
    if (list !== path) await rm(list, { force: true })
  }
}

/** Read piece by piece: a pack of a month is larger than what a job may hold. */
async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece)
  return hash.digest('hex')
}

/** Told how far it is; false stops. */
type GoOn = (count: number) => boolean

async function makeAll(
  resources: JobResources,
  merchants: readonly AtClosing[],
  { path, request }: PackSpec,
  goOn: GoOn,
): Promise<Result<Made[]>> {
  const made: Made[] = []
  for (const at of merchants) {
    if (!goOn(made.length)) return refuse({ refusal: 'cancelled' })
    const files: KeptStatement[] = []
    for (const format of statementRow(at).none === null ? request.formats : []) {
      if (!at.payout) break
      const asked = { payoutId: at.payout.id, format, beside: `${path}.making` }
      const kept = await keptStatement(resources, asked, { goOn: () => goOn(made.length) })
      if (!kept.ok) return kept
      files.push(kept.value)
    }
    made.push({ at, files })
  }
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
  goOn: GoOn,
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
  return writeZip(path, entries, { madeOn: dateCell(clock.today()), goOn })
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
