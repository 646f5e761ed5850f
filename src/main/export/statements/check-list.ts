import type { BusinessDate } from '../../../preload/contract/date'
import type { Yen } from '../../../preload/contract/money'
import type { CarryReason } from '../../../preload/contract/payouts'
import { dateCell, safeText } from '../cells'
import type { Language } from '../words'
import { type Cell, type Column, type WrittenWorkbook, writeWorkbook } from '../workbook'
import { statementWords } from './words'

/* The check-list of a month pack: every merchant of the closing, its files with their digests, what it is paid, and why where it is nothing. */

export interface CheckListLine {
  readonly registrationNumber: string
  readonly merchantName: string
  readonly number: string | null
  readonly payOn: BusinessDate | null
  readonly net: Yen
  /** Why there is no statement, or nothing is paid by it. */
  readonly reason: 'nothing_due' | 'not_handed_over' | CarryReason | null
  readonly files: readonly { readonly fileName: string; readonly sha256: string }[]
}

interface CheckListWords {
  readonly title: string
  readonly columns: readonly string[]
  readonly none: Record<'nothing_due' | 'not_handed_over', string>
}

export const checkListWords: Record<Language, CheckListWords> = {
  ja: {
    title: '精算書チェックリスト',
    columns: ['加盟店番号', '加盟店', '精算番号', 'お振込日', 'お振込金額', '備考', 'ファイル 1', 'SHA-256', 'ファイル 2', 'SHA-256'],
    none: { nothing_due: '対象の取引なし', not_handed_over: '銀行へ引渡し前' },
  },
  en: {
    title: 'Check-list of statements',
    columns: ['Merchant no.', 'Merchant', 'Statement no.', 'Paid on', 'Amount paid', 'Note', 'File 1', 'SHA-256', 'File 2', 'SHA-256'],
    none: { nothing_due: 'nothing due', not_handed_over: 'not handed over' },
  },
}

const shape: readonly (readonly [Column['kind'], number])[] = [
  ['code', 12],
  ['text', 30],
  ['code', 24],
  ['date', 12],
  ['yen', 16],
  ['text', 28],
  ['text', 40],
  ['code', 66],
  ['text', 40],
  ['code', 66],
]
const NET = 4

/** Writes the check-list, one row a merchant. */
export async function writeCheckList(
  path: string,
  lines: readonly CheckListLine[],
  { closingOn, language }: { closingOn: BusinessDate; language: Language },
): Promise<WrittenWorkbook> {
  const words = checkListWords[language]
  const written = await writeWorkbook({
    path,
    sheetName: closingOn,
    columns: shape.map(([kind, width], at) => ({ header: words.columns[at] ?? '', kind, width })),
    rows: lines.map((line) => cellsOf(line, language)),
    totalColumn: NET,
    words: { total: statementWords[language].totals, rows: statementWords[language].count },
    goOn: () => true,
  })
  if (written === null) throw new Error('a check-list was stopped by nobody')
  return written
}

function cellsOf({ registrationNumber, merchantName, number, payOn, net, reason, files }: CheckListLine, language: Language): Cell[] {
  const [first, second] = files
  return [
    registrationNumber,
    safeText(merchantName),
    number,
    payOn === null ? null : dateCell(payOn),
    net,
    reasonText(reason, language),
    first ? safeText(first.fileName) : null,
    first?.sha256 ?? null,
    second ? safeText(second.fileName) : null,
    second?.sha256 ?? null,
  ]
}

function reasonText(reason: CheckListLine['reason'], language: Language): Cell {
  if (reason === null) return null
  if (reason === 'nothing_due' || reason === 'not_handed_over') return checkListWords[language].none[reason]
  return statementWords[language].carried[reason]
}
