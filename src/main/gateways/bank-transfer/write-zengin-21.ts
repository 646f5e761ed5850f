import type { Transfer, TransferBatch, WrittenTransfers, Zengin21Profile } from '../../../preload/contract/transfers'
import { ZenginRecords } from '../zengin-records'
import { checkBatch } from './check-batch'
import { data, header, trailer } from './zengin-21-layout'

/**
 * Writes 総合振込 (type 21): one batch, in JIS X 0201, byte by byte as the tables say. What a field cannot hold is told as a problem;
 * nothing is cut or changed. Pure: the same batch and profile give the same bytes, so that an approval can rest on their digest.
 */
export function writeZengin21(batch: TransferBatch, profile: Zengin21Profile): WrittenTransfers {
  const { problems, total } = checkBatch(batch)
  if (total > 0) return { ok: false, problems, total }
  const file = new ZenginRecords(batch.transfers.length + 3, profile.separator)
  writeHeader(file, batch)
  let sum = 0
  for (const transfer of batch.transfers) {
    writeData(file, transfer, profile)
    sum += transfer.amount
  }
  file.begin('8')
  file.put(trailer.count, String(batch.transfers.length))
  file.put(trailer.total, String(sum))
  file.begin('9')
  return { ok: true, bytes: file.bytes }
}

function writeHeader(file: ZenginRecords, { originator, payOn }: TransferBatch): void {
  const { account } = originator
  file.begin('1')
  file.put(header.businessType, '21')
  file.put(header.characterCode, '0')
  file.put(header.originatorCode, originator.code)
  file.put(header.originatorName, originator.name)
  file.put(header.payOn, payOn.slice(5).replace('-', ''))
  file.put(header.bankCode, account.bankCode)
  file.put(header.bankName, originator.bankName)
  file.put(header.branchCode, account.branchCode)
  file.put(header.branchName, originator.branchName)
  file.put(header.accountType, account.accountType)
  file.put(header.accountNumber, account.accountNumber)
}

function writeData(file: ZenginRecords, transfer: Transfer, { transferClass }: Zengin21Profile): void {
  const { account, edi } = transfer
  file.begin('2')
  file.put(data.bankCode, account.bankCode)
  file.put(data.bankName, transfer.bankName)
  file.put(data.branchCode, account.branchCode)
  file.put(data.branchName, transfer.branchName)
  file.put(data.clearingHouse, '')
  file.put(data.accountType, account.accountType)
  file.put(data.accountNumber, account.accountNumber)
  file.put(data.holderName, transfer.holderKana)
  file.put(data.amount, String(transfer.amount))
  file.put(data.newCode, transfer.newCode)
  if (edi === '') {
    file.put(data.customerCode1, '')
    file.put(data.customerCode2, '')
  } else file.put(data.edi, edi)
  file.put(data.transferClass, transferClass)
  file.put(data.identification, edi === '' ? '' : 'Y')
}
