import { done, type Result } from '../../preload/contract/errors'
import type { TransferRunId } from '../../preload/contract/ids'
import type { BankMaster } from '../gateways/gateway'
import { designatedAccount } from '../ledger/accounts'
import { appendAudit } from '../ledger/audit'
import { filesToKeep, insertDocument } from '../ledger/documents'
import type { Writer } from '../ledger/ledger'
import { runById, runFile } from '../ledger/payouts'
import type { JobResources } from './jobs'

/*
 * A file that the bank has is a document: kept byte for byte as it was sent, and found again by its pay day, its total and the bank that
 * was told (電子帳簿保存法).
 */
const mediaTypes = { 'zengin-21': 'text/plain', 'pain.001': 'application/xml' } as const

/** Keeps every file that was handed over and is not kept yet, whoever found out that it was. Tells how many. Refuses ledger_busy, disk_full. */
export async function keepBankFiles({ ledger, by, gateways }: Pick<JobResources, 'ledger' | 'by' | 'gateways'>): Promise<Result<number>> {
  let kept = 0
  for (const id of await filesToKeep(ledger.reader)) {
    const written = await ledger.write(by, async (writer) => done(await keep(writer, id, gateways.banks)))
    if (!written.ok) return written
    kept += written.value
  }
  return done(kept)
}

async function keep(writer: Writer, id: TransferRunId, banks: BankMaster): Promise<0 | 1> {
  // Another program may have kept it meanwhile.
  if (!(await filesToKeep(writer)).includes(id)) return 0
  const run = await runById(writer, id)
  const file = await runFile(writer, id)
  const account = run && (await designatedAccount(writer, run.accountId))
  if (!run || !file || !account) throw new Error(`run ${id} was handed over without a file`)
  const { payOn: day, total: amount, format } = run
  const documentId = await insertDocument(writer, {
    ...{ kind: 'bank_file', day, amount, merchantId: null, payoutId: null, issuedId: null },
    counterparty: banks.findBank(account.bank_code)?.name ?? account.bank_code,
    ...{ fileName: file.name, mediaType: mediaTypes[format], sha256: file.digest, bytes: file.bytes },
  })
  const detail = { run: run.name, file: file.name, total: amount, sha256: file.digest, bytes: file.bytes.length }
  await appendAudit(writer, { stream: 'documents', action: 'bank_file_kept', subject: `document:${documentId}`, detail })
  return 1
}
