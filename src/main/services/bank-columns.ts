import { readFile } from 'node:fs/promises'
import type { BankColumns, ReadByColumns } from '../../preload/contract/bank-columns'
import type { Clock } from '../../preload/contract/clock'
import { done, refuse } from '../../preload/contract/errors'
import type { StatementPart } from '../../preload/contract/statement'
import type { Gateways } from '../gateways/gateway'
import { designatedAccount } from '../ledger/accounts'
import { appendAudit } from '../ledger/audit'
import { bankColumns, otherWithHeader, saveBankColumns } from '../ledger/bank-columns'
import type { Ledger } from '../ledger/ledger'
import type { DesignatedAccountRow } from '../ledger/schema'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import type { Files } from './files'
import { cardNumberProblem, refusalOf } from './merchant-checks'
import { headOf } from './notice-columns'

export interface BankColumnDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly files: Files
  readonly gateways: Pick<Gateways, 'statementSheets' | 'noticeFiles'>
}

type BankColumnMethod = 'bankColumns.list' | 'bankColumns.head' | 'bankColumns.try' | 'bankColumns.save'

const ROWS_SHOWN = 20
const ERRORS_SHOWN = 100

/** 銀行プロファイル: what the columns of an account's CSV files mean. */
export function bankColumnHandlers(deps: BankColumnDeps): Pick<Handlers, BankColumnMethod> {
  return {
    'bankColumns.list': async () => done({ mappings: await bankColumns(deps.ledger.reader) }),
    'bankColumns.head': async (context, { reference, encoding }) => {
      const offered = deps.files.resolve(reference, context.actor)
      return offered.ok ? headOf(deps.gateways.noticeFiles, offered.value.path, encoding) : offered
    },
    'bankColumns.try': tryColumns(deps),
    'bankColumns.save': saveColumns(deps),
  }
}

/** Refuses offer_expired, not_found, file_unreadable (no text in this encoding, or no CSV). */
function tryColumns({ ledger, clock, files, gateways }: BankColumnDeps): Handlers['bankColumns.try'] {
  return async (context, { accountId, reference, columns }) => {
    const offered = files.resolve(reference, context.actor)
    if (!offered.ok) return offered
    const row = await designatedAccount(ledger.reader, accountId)
    if (!row) return refuse({ refusal: 'not_found', what: 'account' })
    const bytes = await readFile(offered.value.path)
    const head = gateways.noticeFiles.readHead(bytes, columns.encoding)
    if (!head) return refuse({ refusal: 'file_unreadable', detail: columns.encoding })
    const recognised = gateways.statementSheets.recogniseSheet(bytes, [{ columns }])
    const read: ReadByColumns = { ...EMPTY, header: head.header }
    if (recognised === null || 'changed' in recognised) return done({ ...read, changed: [...(recognised?.changed ?? [])] })
    const reading = { account: accountOf(row), columns, importedOn: clock.today() }
    for (const part of gateways.statementSheets.readSheet(bytes, reading)) take(read, part)
    return done(read)
  }
}

const EMPTY = { rows: [], opening: null, closing: null, lines: 0, errors: [], changed: null } satisfies Omit<ReadByColumns, 'header'>

/** Adds what was read to what is shown of it. */
function take(read: ReadByColumns, part: StatementPart): void {
  if (part.part === 'head') read.opening = part.head.opening
  else if (part.part === 'foot') read.closing = part.foot.closing
  else if (part.part === 'line') {
    read.lines += 1
    const { record, bookedOn, direction, amount, remitterCode, remitterName, description, edi } = part.line
    if (read.lines <= ROWS_SHOWN)
      read.rows = [...read.rows, { record, bookedOn, direction, amount, remitterCode, remitterName, description, edi }]
  } else if (part.part === 'error' && read.errors.length < ERRORS_SHOWN) read.errors = [...read.errors, part.error]
}

export const accountOf = ({ bank_code, branch_code, account_type, account_number }: DesignatedAccountRow) => ({
  bankCode: bank_code,
  branchCode: branch_code,
  accountType: account_type,
  accountNumber: account_number,
})

/** Refuses invalid_input (a card number), not_found, columns_of_other_account (no file could tell the two apart), changed_meanwhile. */
function saveColumns({ ledger, events }: BankColumnDeps): Handlers['bankColumns.save'] {
  return async (context, { accountId, version, columns }) => {
    const card = refusalOf(cardNumberProblem('columns.header', columns.header.join('\n')))
    if (card) return refuse(card)
    const saved = await ledger.write(context.by, async (writer) => {
      if (!(await designatedAccount(writer, accountId))) return refuse({ refusal: 'not_found', what: 'account' })
      const other = await otherWithHeader(writer, accountId, columns.header)
      if (other) return refuse({ refusal: 'columns_of_other_account', account: other.account.accountNumber })
      const before = (await bankColumns(writer)).find((mapping) => mapping.accountId === accountId)?.columns ?? null
      if (!(await saveBankColumns(writer, accountId, version, columns))) return refuse({ refusal: 'changed_meanwhile' })
      const detail: { before: BankColumns | null; after: BankColumns } = { before, after: columns }
      await appendAudit(writer, { stream: 'accounts', action: 'columns_mapped', subject: `account:${accountId}`, detail })
      return done({ version: version + 1 })
    })
    if (saved.ok) publishChanged(events, 'accounts', 'audit')
    return saved
  }
}
