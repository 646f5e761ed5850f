import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { recogniseStatement } from '../../src/main/gateways/bank/recognise'
import { readStatement } from '../../src/main/gateways/bank/statement'
import { writeCamt053 } from '../../src/main/gateways/bank/write-camt-053'
import { writeZengin03 } from '../../src/main/gateways/bank/write-zengin-03'
import { createBankMaster } from '../../src/main/gateways/bank-master/bank-master'
import { handOvers, transferFiles } from '../../src/main/gateways/bank-transfer/transfer-files'
import { noticeFiles } from '../../src/main/gateways/column-profile/column-profile'
import { statementSheets } from '../../src/main/gateways/column-profile/statement-sheet'
import { storeAgent } from '../../src/main/gateways/convenience-store/store-agent'
import { directDebitFiles } from '../../src/main/gateways/direct-debit/direct-debit'
import type { Gateways, StatementToDeliver } from '../../src/main/gateways/gateway'
import { nationalHolidays } from '../../src/main/gateways/holidays/holidays'
import { readOrderFile } from '../../src/main/gateways/order-file/read'
import type { By } from '../../src/main/ledger/ledger'
import type { JobResources, StartedControl } from '../../src/main/services/jobs'
import { type BusinessDate, businessDate } from '../../src/preload/contract/date'
import { PositiveYen, yen } from '../../src/preload/contract/money'
import type { BankAccount, StatementLine } from '../../src/preload/contract/statement'
import { TESTER, type TestLedger } from './ledger'
import { writeZengin01 } from './write-zengin-01'

export const gateways: Gateways = {
  statements: { readStatement, recogniseStatement },
  banks: createBankMaster(),
  orderFiles: { readOrderFile },
  demonstrationBank: { zengin03: (statement) => writeZengin03([statement], 'crlf'), camt053: (statement) => writeCamt053([statement]) },
  transferFiles,
  handOvers,
  storeAgent,
  directDebit: directDebitFiles,
  noticeFiles,
  statementSheets,
  holidays: nationalHolidays(),
}

/** A control that counts what it was told and stops when asked. */
export function quietControl(): StartedControl & { cancel(): void; steps: number } {
  const stopping = new AbortController()
  const control = {
    steps: 0,
    signal: stopping.signal,
    progress: () => {
      control.steps += 1
    },
    get cancelled() {
      return stopping.signal.aborted
    },
    cancel: () => stopping.abort(),
  }
  return control
}

export function resourcesOf(test: Pick<TestLedger, 'ledger' | 'clock'>, by: By = TESTER): JobResources {
  return { ledger: test.ledger, clock: test.clock, by, gateways }
}

export type TestLine = Partial<Omit<StatementLine, 'amount'>> & { amount: number }

export interface TestStatement {
  account: BankAccount
  from: string
  to: string
  opening: number
  lines: readonly TestLine[]
  createdOn?: string
}

/** The account that test/support/ledger's addAccount makes first when told so. */
export const ACCOUNT: BankAccount = { bankCode: '0001', branchCode: '001', accountType: '1', accountNumber: '1234567' }

function lineOf(line: TestLine, day: BusinessDate, index: number): Omit<StatementLine, 'record' | 'raw'> {
  return {
    direction: 'credit',
    bookedOn: day,
    valueOn: day,
    kind: 'transfer',
    notCustomerMoney: null,
    remitterCode: null,
    remitterName: 'ﾔﾏﾀﾞ ﾀﾛｳ',
    remittingBank: 'ﾐｽﾞﾎ',
    remittingBranch: 'ｼﾝｼﾞﾕｸ',
    description: 'ﾌﾘｺﾐ',
    edi: '',
    bankReference: String(index + 1).padStart(8, '0'),
    ...line,
    amount: PositiveYen.parse(line.amount),
  }
}

/** One account's statement as a bank would deliver it, its balances added up. */
function toDeliver(statement: TestStatement): StatementToDeliver {
  const from = businessDate(statement.from)
  const lines = statement.lines.map((line, index) => lineOf(line, from, index))
  const closing = lines.reduce((sum, line) => sum + (line.direction === 'credit' ? line.amount : -line.amount), statement.opening)
  const head = {
    account: statement.account,
    accountName: 'ｹﾂｻｲﾀﾞｲｺｳｸﾞﾁ',
    bankName: 'ﾐｽﾞﾎ',
    branchName: 'ﾄｳｷﾖｳｴｲｷﾞﾖｳﾌﾞ',
    from,
    to: businessDate(statement.to),
    createdOn: businessDate(statement.createdOn ?? statement.to),
    opening: yen(statement.opening),
  }
  return { head, lines, closing: yen(closing) }
}

/** The bytes of a file of type 03 with these statements. */
export function zengin03(...statements: TestStatement[]): Uint8Array {
  return writeZengin03(statements.map(toDeliver), 'crlf')
}

/** The bytes of a camt.053 with this statement. */
export function camt053(statement: TestStatement): Uint8Array {
  return writeCamt053([toDeliver(statement)])
}

/** The bytes of a file of type 01 with these notices, money out as 取消; made on the last day unless told. */
export function zengin01(...notices: TestStatement[]): Uint8Array {
  const asNotice = (statement: TestStatement) => {
    const { head, lines } = toDeliver(statement)
    const numbered = [...lines].map((line) => ({ ...line, bankReference: line.bankReference.slice(-6), description: '' }))
    return { head: { ...head, opening: null }, lines: numbered }
  }
  return writeZengin01(notices.map(asNotice), { layout: 'A', separator: 'crlf' })
}

/** The bytes of a camt of this kind with this statement, without its balances. */
export function camtReport(format: 'camt.052' | 'camt.054', statement: TestStatement): Uint8Array {
  const delivered = toDeliver(statement)
  return writeCamt053([{ ...delivered, head: { ...delivered.head, opening: null }, closing: null }], '08', format)
}

/** Writes bytes to a file of the test's own folder. */
export function fileIn(dir: string, name: string, bytes: Uint8Array): { path: string; fileName: string } {
  const path = join(dir, name)
  writeFileSync(path, bytes)
  return { path, fileName: name }
}
