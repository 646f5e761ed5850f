import {
  DEBIT_YEN_MAX,
  DEBITS_MAX,
  DEBITS_YEN_MAX,
  type Debit,
  type DebitBatch,
  type DebitCollector,
  type DebitProblem,
  type DebitResultCode,
  type WrittenDebits,
} from '../../../preload/contract/direct-debit'
import { checkTransferText, type TransferTextClass } from '../../../preload/contract/transfer-text'
import { type separators, ZenginRecords } from '../zengin-records'
import { data, header, trailer } from './layout'

/** More than a person will read. */
const PROBLEMS_MOST = 100

/** What stands after each record, the last one too. */
export type Separator = keyof typeof separators

/**
 * Writes a request. What a field cannot hold is told as a problem; nothing is cut or changed. Pure: the same batch gives the same bytes,
 * so that a release can rest on their digest.
 */
export function writeDebits(batch: DebitBatch, separator: Separator): WrittenDebits {
  const problems = problemsOf(batch)
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, PROBLEMS_MOST) }
  return { ok: true, bytes: written(batch, separator, null) }
}

/** For tests and the demonstration's bank: the same file as it comes back, with what became of each debit in their order. */
export function writeDebitResults(batch: DebitBatch, codes: readonly DebitResultCode[], separator: Separator): Uint8Array {
  return written(batch, separator, codes)
}

function written(batch: DebitBatch, separator: Separator, codes: readonly DebitResultCode[] | null): Uint8Array {
  const { debits } = batch
  const file = new ZenginRecords(debits.length + 3, separator)
  writeHeader(file, batch)
  const sums = { paid: { count: 0, amount: 0 }, failed: { count: 0, amount: 0 } }
  for (const [at, debit] of debits.entries()) {
    const code = codes?.[at] ?? '0'
    const sum = code === '0' ? sums.paid : sums.failed
    sum.count += 1
    sum.amount += debit.amount
    writeDebit(file, debit, code)
  }
  file.begin('8')
  file.put(trailer.count, String(debits.length))
  file.put(trailer.amount, String(sums.paid.amount + sums.failed.amount))
  // A request tells no result: zeros.
  file.put(trailer.paidCount, codes ? String(sums.paid.count) : '')
  file.put(trailer.paidAmount, codes ? String(sums.paid.amount) : '')
  file.put(trailer.failedCount, codes ? String(sums.failed.count) : '')
  file.put(trailer.failedAmount, codes ? String(sums.failed.amount) : '')
  file.begin('9')
  return file.bytes
}

function writeHeader(file: ZenginRecords, { collector, debitOn }: DebitBatch): void {
  const { code, name, bankCode, bankName, branchCode, branchName, account } = collector
  file.begin('1')
  file.put(header.businessType, '91')
  file.put(header.characterCode, '0')
  file.put(header.collectorCode, code)
  file.put(header.collectorName, name)
  file.put(header.debitOn, debitOn.slice(5).replace('-', ''))
  file.put(header.bankCode, bankCode)
  file.put(header.bankName, bankName)
  file.put(header.branchCode, branchCode)
  file.put(header.branchName, branchName)
  if (!account) return
  file.put(header.accountType, account.type)
  file.put(header.accountNumber, account.number)
}

function writeDebit(file: ZenginRecords, debit: Debit, code: DebitResultCode): void {
  const { account } = debit
  file.begin('2')
  file.put(data.bankCode, account.bankCode)
  file.put(data.bankName, debit.bankName)
  file.put(data.branchCode, account.branchCode)
  file.put(data.branchName, debit.branchName)
  file.put(data.accountType, account.accountType)
  file.put(data.accountNumber, account.accountNumber)
  file.put(data.holderName, debit.holderKana)
  file.put(data.amount, String(debit.amount))
  file.put(data.newCode, debit.newCode)
  file.put(data.customerNumber, debit.customerNumber)
  file.put(data.resultCode, code)
}

function problemsOf({ collector, debits }: DebitBatch): DebitProblem[] {
  const problems = collectorProblems(collector)
  let sum = 0
  for (const [at, debit] of debits.entries()) {
    for (const [field, found] of debitProblems(debit)) problems.push({ debit: at + 1, field, found })
    sum += debit.amount
  }
  if (debits.length === 0 || debits.length > DEBITS_MAX) problems.push({ debit: 0, field: 'count', found: String(debits.length) })
  if (sum > DEBITS_YEN_MAX) problems.push({ debit: 0, field: 'total', found: String(sum) })
  return problems
}

function collectorProblems({ code, name, bankCode, bankName, branchCode, branchName, account }: DebitCollector): DebitProblem[] {
  const found: [DebitProblem['field'], string, boolean][] = [
    ['collector_code', code, /^\d{10}$/.test(code)],
    ['collector_name', name, name !== '' && isLegal(name, 'party_name', 40)],
    ['collector_bank', `${bankCode} ${branchCode}`, /^\d{4} \d{3}$/.test(`${bankCode} ${branchCode}`)],
    ['collector_bank', account?.number ?? '', account === null || /^\d{7}$/.test(account.number)],
    ['bank_name', bankName, isLegal(bankName, 'bank_name', 15)],
    ['branch_name', branchName, isLegal(branchName, 'bank_name', 15)],
  ]
  return found.filter(([, , isGood]) => !isGood).map(([field, text]) => ({ debit: 0, field, found: text }))
}

function debitProblems(debit: Debit): [DebitProblem['field'], string][] {
  const { account, bankName, branchName, holderKana, amount, customerNumber } = debit
  const digits = `${account.bankCode} ${account.branchCode} ${account.accountType} ${account.accountNumber}`
  const found: [DebitProblem['field'], string, boolean][] = [
    ['account', digits, /^\d{4} \d{3} [1239] \d{7}$/.test(digits)],
    ['bank_name', bankName, isLegal(bankName, 'bank_name', 15)],
    ['branch_name', branchName, isLegal(branchName, 'bank_name', 15)],
    ['holder_name', holderKana, holderKana !== '' && isLegal(holderKana, 'party_name', 30)],
    ['amount', String(amount), Number.isInteger(amount) && amount >= 1 && amount <= DEBIT_YEN_MAX],
    ['customer_number', customerNumber, /^\d{20}$/.test(customerNumber)],
  ]
  return found.filter(([, , isGood]) => !isGood).map(([field, text]) => [field, text])
}

function isLegal(text: string, textClass: TransferTextClass, bytesMax: number): boolean {
  return text.trim() === text && checkTransferText(text, textClass, bytesMax).length === 0
}
