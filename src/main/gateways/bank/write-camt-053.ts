import type { StatementHead, StatementLine } from '../../../preload/contract/statement'
import { Tally } from './tally'
import type { StatementToWrite } from './write-zengin-03'

type LineToWrite = Omit<StatementLine, 'record' | 'raw'>

const familyByKind: Readonly<Partial<Record<StatementLine['kind'], string>>> = {
  transfer: 'RCDT',
  cash: 'CNTR',
  cheque: 'RCHQ',
  other: 'OTHR',
}

/** Versions differ in where a status and a name stand. */
export type CamtVersion = '02' | '04' | '08'

/** The messages by the names of their elements. */
const messages = {
  'camt.053': { message: 'BkToCstmrStmt', statement: 'Stmt' },
  'camt.052': { message: 'BkToCstmrAcctRpt', statement: 'Rpt' },
  'camt.054': { message: 'BkToCstmrDbtCdtNtfctn', statement: 'Ntfctn' },
} as const

/**
 * Writes camt.053 (or its kin of the same entries) as the reader of this folder understands it: for round trips and for the demonstration bank. Every
 * value is escaped. `uncleared_cheque` has no place in it and is not written.
 */
export function writeCamt053(
  statements: readonly (StatementToWrite & { sequenceNumber?: string })[],
  version: CamtVersion = '08',
  format: keyof typeof messages = 'camt.053',
): Uint8Array {
  const names = messages[format]
  const body = statements.map((statement, index) => statementElement(names.statement, statement, index, version)).join('\n')
  const created = statements[0]?.head.createdOn ?? ''
  return new TextEncoder().encode(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${format}.001.${version}"><${names.message}>${element(
      'GrpHdr',
      text('MsgId', 'DAIKO') + text('CreDtTm', `${created}T18:00:00+09:00`),
    )}\n${body}\n</${names.message}></Document>\n`,
  )
}

function statementElement(
  name: string,
  { head, lines, closing, sequenceNumber }: StatementToWrite & { sequenceNumber?: string },
  index: number,
  version: CamtVersion,
): string {
  const tally = new Tally()
  const entries: string[] = []
  for (const line of lines) {
    tally.add(line)
    entries.push(entryElement(line, version))
  }
  const around =
    text('Id', `${head.account.accountNumber}-${head.to}-${index + 1}`) +
    text('ElctrncSeqNb', sequenceNumber ?? '') +
    text('CreDtTm', `${head.createdOn}T18:00:00+09:00`) +
    element('FrToDt', text('FrDtTm', `${head.from}T00:00:00+09:00`) + text('ToDtTm', `${head.to}T23:59:59+09:00`)) +
    accountElement(head) +
    balance('OPBD', head.opening, head.from) +
    balance('CLBD', closing, head.to) +
    element('TxsSummry', element('TtlNtries', text('NbOfNtries', tally.lines) + text('Sum', tally.creditTotal + tally.debitTotal)))
  return element(name, `${around}\n${entries.join('\n')}\n`)
}

function accountElement({
  account,
  accountName,
  bankName,
  branchName,
}: Pick<StatementHead, 'account' | 'accountName' | 'bankName' | 'branchName'>): string {
  const member = element('ClrSysMmbId', element('ClrSysId', text('Cd', 'JPZGN')) + text('MmbId', account.bankCode))
  const servicer =
    element('FinInstnId', member + text('Nm', bankName)) + element('BrnchId', text('Id', account.branchCode) + text('Nm', branchName))
  const identity = element('Id', element('Othr', text('Id', account.accountNumber)))
  return element(
    'Acct',
    identity +
      element('Tp', text('Prtry', account.accountType)) +
      text('Ccy', 'JPY') +
      element('Ownr', text('Nm', accountName)) +
      element('Svcr', servicer),
  )
}

function balance(code: string, amount: number | null, on: string): string {
  if (amount === null) return ''
  return element(
    'Bal',
    element('Tp', element('CdOrPrtry', text('Cd', code))) +
      money(Math.abs(amount)) +
      text('CdtDbtInd', amount < 0 ? 'DBIT' : 'CRDT') +
      element('Dt', text('Dt', on)),
  )
}

function entryElement(line: LineToWrite, version: CamtVersion): string {
  const family = element(
    'Domn',
    text('Cd', 'PMNT') + element('Fmly', text('Cd', familyByKind[line.kind] ?? '') + text('SubFmlyCd', 'OTHR')),
  )
  const proprietary = element('Prtry', text('Cd', proprietaryCodes[line.kind] ?? ''))
  return element(
    'Ntry',
    money(line.amount) +
      text('CdtDbtInd', line.direction === 'credit' ? 'CRDT' : 'DBIT') +
      text('RvslInd', line.notCustomerMoney === 'returned' || line.kind === 'cancellation' ? 'true' : 'false') +
      (version === '08' ? element('Sts', text('Cd', 'BOOK')) : text('Sts', 'BOOK')) +
      element('BookgDt', text('Dt', line.bookedOn)) +
      element('ValDt', text('Dt', line.valueOn)) +
      text('AcctSvcrRef', line.bankReference) +
      (line.kind === 'unknown' ? '' : element('BkTxCd', familyByKind[line.kind] === undefined ? proprietary : family)) +
      element('NtryDtls', element('TxDtls', transaction(line, version))) +
      text('AddtlNtryInf', line.description),
  )
}

/** 取引区分 where no family of ISO 20022 says the same. */
const proprietaryCodes: Readonly<Partial<Record<StatementLine['kind'], string>>> = {
  clearing_house: '13',
  book_transfer: '14',
  continuation: '15',
  correction: '19',
}

function transaction(line: LineToWrite, version: CamtVersion): string {
  const side = line.direction === 'credit' ? 'Dbtr' : 'Cdtr'
  const name = text('Nm', line.remitterName)
  const party = element(side, version === '08' ? element('Pty', name) : name)
  const virtualAccount =
    line.remitterCode === null ? '' : element('CdtrAcct', element('Id', element('Othr', text('Id', line.remitterCode))))
  const agent = element('FinInstnId', text('Nm', line.remittingBank)) + element('BrnchId', text('Nm', line.remittingBranch))
  return (
    element('RltdPties', party + virtualAccount) +
    element('RltdAgts', element(`${side}Agt`, agent)) +
    element('RmtInf', text('Ustrd', line.edi))
  )
}

function money(amount: number): string {
  return `<Amt Ccy="JPY">${amount}</Amt>`
}

/** Left out where empty. */
function text(name: string, value: string | number | bigint): string {
  return element(name, escaped(String(value)))
}

function element(name: string, content: string): string {
  return content === '' ? '' : `<${name}>${content}</${name}>`
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
