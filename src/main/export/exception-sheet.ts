import { type BusinessDate, daysBetween, formatDate } from '../../preload/contract/date'
import type { Attempt, AttemptWay, Ending, ExceptionRow, ExceptionType } from '../../preload/contract/exceptions'
import { dateCell, safeText } from './cells'
import type { Language } from './words'
import { type Cell, type Column, type ColumnKind, storeWorkbook } from './workbook'

/*
 * The workbook in which exceptions are worked on: what the ledger knows of a line, and beside it, in another colour, what a person may fill in.
 * services/exception-sheet-check reads it back by the same columns and the same words.
 */

/** Endings that need no line, transfer or debt to be named: those can be chosen in a cell. */
export type SheetEnding = Extract<Ending, 'bank_fee' | 'own_transfer' | 'interest' | 'unclaimed' | 'small_difference'>
const SHEET_ENDINGS: readonly Ending[] = ['bank_fee', 'own_transfer', 'interest', 'unclaimed', 'small_difference'] satisfies SheetEnding[]

/** The endings that may be chosen for this line in a cell. */
export const endingsInSheet = (row: Pick<ExceptionRow, 'endings' | 'asked'>): SheetEnding[] =>
  row.asked ? [] : row.endings.filter((ending): ending is SheetEnding => SHEET_ENDINGS.includes(ending))

const shape = [
  ['line', 'code', 18],
  ['version', 'code', 24],
  ['type', 'text', 16],
  ['side', 'text', 8],
  ['bookedOn', 'date', 12],
  ['days', 'yen', 8],
  ['amount', 'yen', 14],
  ['remaining', 'yen', 14],
  ['name', 'text', 26],
  ['description', 'text', 22],
  ['asked', 'text', 10],
  ['note', 'text', 30],
  ['tried', 'text', 40],
  ['ending', 'text', 24],
  ['why', 'text', 30],
  ['nextOn', 'date', 12],
  ['attemptAsked', 'text', 20],
  ['attemptWay', 'text', 10],
  ['attemptOutcome', 'text', 30],
] as const satisfies readonly (readonly [string, ColumnKind, number])[]

export type SheetColumn = (typeof shape)[number][0]
export const sheetColumns: readonly SheetColumn[] = shape.map(([name]) => name)
/** What a person may fill in; every other cell stays as it was written. */
export const FILLED_IN: ReadonlySet<SheetColumn> = new Set<SheetColumn>([
  'ending',
  'why',
  'nextOn',
  'attemptAsked',
  'attemptWay',
  'attemptOutcome',
])

export interface SheetWords {
  readonly name: string
  readonly headers: Record<SheetColumn, string>
  readonly type: Record<ExceptionType, string>
  readonly side: Record<ExceptionRow['side'], string>
  readonly ending: Record<SheetEnding, string>
  readonly way: Record<AttemptWay, string>
  readonly asked: string
}

export const sheetWords: Record<Language, SheetWords> = {
  ja: {
    name: '例外',
    headers: {
      line: '明細番号',
      version: '版',
      type: '種類',
      side: '入出金',
      bookedOn: '記帳日',
      days: '経過日数',
      amount: '金額',
      remaining: '残り',
      name: '名義',
      description: '摘要',
      asked: '承認',
      note: 'メモ',
      tried: 'これまでの照会',
      ending: '終わらせ方 (記入)',
      why: '理由・メモ (記入)',
      nextOn: '次に見る日 (記入)',
      attemptAsked: '照会先 (記入)',
      attemptWay: '手段 (記入)',
      attemptOutcome: '照会の結果 (記入)',
    },
    type: {
      over: '過入金',
      under: '不足',
      duplicate: '二重',
      late: '期限後',
      unknown: '不明',
      returned: '戻入',
      bank_correction: '訂正・取消・不渡',
      interest: '利息',
      bank_fee: '銀行手数料',
      own_transfer: '資金移動',
      taken_back: '銀行の取消',
      transfer_unsure: '振込らしい出金',
      unknown_outgoing: '不明の出金',
    },
    side: { credit: '入金', debit: '出金' },
    ending: {
      bank_fee: '銀行手数料にする',
      own_transfer: '資金移動にする',
      interest: '利息にする',
      unclaimed: '請求のない金として収益にする',
      small_difference: '少額の差として処理する',
    },
    way: { telephone: '電話', mail: 'メール', fax: 'FAX', letter: '書面', counter: '窓口', bank: '銀行照会' },
    asked: '承認待ち',
  },
  en: {
    name: 'Exceptions',
    headers: {
      line: 'Line',
      version: 'Version',
      type: 'Type',
      side: 'In or out',
      bookedOn: 'Booked on',
      days: 'Days open',
      amount: 'Amount',
      remaining: 'Left',
      name: 'Name',
      description: 'Description',
      asked: 'Approval',
      note: 'Note',
      tried: 'Asked before',
      ending: 'Ending (fill in)',
      why: 'Reason or note (fill in)',
      nextOn: 'Look again on (fill in)',
      attemptAsked: 'Who was asked (fill in)',
      attemptWay: 'How (fill in)',
      attemptOutcome: 'What came of it (fill in)',
    },
    type: {
      over: 'Paid too much',
      under: 'Paid too little',
      duplicate: 'Paid twice',
      late: 'Late',
      unknown: 'Unknown',
      returned: 'Returned transfer',
      bank_correction: 'Correction of the bank',
      interest: 'Interest',
      bank_fee: 'Bank fee',
      own_transfer: 'Own transfer',
      taken_back: 'Taken back by the bank',
      transfer_unsure: 'May be a transfer',
      unknown_outgoing: 'Unknown debit',
    },
    side: { credit: 'in', debit: 'out' },
    ending: {
      bank_fee: 'A fee of the bank',
      own_transfer: 'An own transfer',
      interest: 'Interest',
      unclaimed: 'Unclaimed: income',
      small_difference: 'A small difference',
    },
    way: { telephone: 'telephone', mail: 'mail', fax: 'fax', letter: 'letter', counter: 'counter', bank: 'bank' },
    asked: 'asked',
  },
}

/** A line with the version that goes out with it. */
export interface SheetLine {
  readonly row: ExceptionRow
  readonly version: string
}

const text = (value: string): Cell => (value === '' ? null : safeText(value))

/** A line as it stands in the workbook that is written on that day; what is to be filled in is empty but for the day. */
export function sheetCells({ row, version }: SheetLine, writtenOn: BusinessDate, language: Language): Record<SheetColumn, Cell> {
  const words = sheetWords[language]
  return {
    line: String(row.receiptId),
    version,
    type: words.type[row.type],
    side: words.side[row.side],
    bookedOn: dateCell(row.bookedOn),
    days: daysBetween(row.bookedOn, writtenOn),
    amount: row.amount,
    remaining: row.remaining,
    name: text(row.name),
    description: text(row.description),
    asked: row.asked ? words.asked : null,
    note: text(row.note),
    tried: text(row.attempts.map((attempt) => attemptText(attempt, words)).join(' / ')),
    ending: null,
    why: null,
    nextOn: row.nextOn === null ? null : dateCell(row.nextOn),
    attemptAsked: null,
    attemptWay: null,
    attemptOutcome: null,
  }
}

const attemptText = ({ asked, way, outcome }: Attempt, words: SheetWords): string => `${words.way[way]} ${asked}: ${outcome}`

export interface SheetPlan {
  readonly path: string
  readonly lines: readonly SheetLine[]
  readonly writtenOn: BusinessDate
  readonly language: Language
  /** Sees every byte that is written, in order. */
  readonly watch: (bytes: Uint8Array) => void
}

const STEP_ROWS = 250
const HEADER_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8ECF1' } } as const
/** Where a person writes. */
const FILLED_IN_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFF4D6' } } as const
const formats: Record<ColumnKind, string> = { text: 'General', code: '@', date: 'yyyy/mm/dd', yen: '#,##0' }

/** Writes the workbook: one sheet, its head frozen, with lists to choose from where only so much may be chosen. */
export async function writeExceptionSheet(plan: SheetPlan): Promise<{ bytes: number }> {
  const { lines, language, writtenOn } = plan
  const words = sheetWords[language]
  const stored = await storeWorkbook(plan, async (workbook, failure) => {
    const sheet = workbook.addWorksheet(words.name, {
      views: [{ state: 'frozen', ySplit: 1, xSplit: 1 }],
      pageSetup: { orientation: 'landscape', paperSize: 9, fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '1:1' },
    })
    sheet.columns = columnsOf(words).map(({ kind, width }) => ({ width, style: { numFmt: formats[kind] } }))
    const header = sheet.addRow(columnsOf(words).map((column) => column.header))
    header.eachCell((cell, at) => {
      cell.style = { font: { bold: true }, fill: fillOf(at) ?? HEADER_FILL, border: { bottom: { style: 'thin' } }, numFmt: '@' }
    })
    header.commit()
    for (const [at, line] of lines.entries()) {
      addLine(sheet, line, writtenOn, language)
      if (at % STEP_ROWS !== 0) continue
      // Others have the thread between some hundred rows.
      await new Promise<void>((resume) => setImmediate(resume))
      const fault = failure()
      if (fault) throw fault
    }
    sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: lines.length + 1, column: shape.length } }
    sheet.commit()
    return {}
  })
  if (!stored) throw new Error('nothing stops the writing of this workbook')
  return stored
}

const columnsOf = (words: SheetWords): Column[] => shape.map(([name, kind, width]) => ({ header: words.headers[name], kind, width }))

function fillOf(at: number): typeof FILLED_IN_FILL | null {
  const name = sheetColumns[at - 1]
  return name !== undefined && FILLED_IN.has(name) ? FILLED_IN_FILL : null
}

type Sheet = ReturnType<Parameters<Parameters<typeof storeWorkbook>[1]>[0]['addWorksheet']>

function addLine(sheet: Sheet, line: SheetLine, writtenOn: BusinessDate, language: Language): void {
  const words = sheetWords[language]
  const cells = sheetCells(line, writtenOn, language)
  const row = sheet.addRow(sheetColumns.map((name) => cells[name]))
  for (const [index, [name, kind]] of shape.entries()) {
    const cell = row.getCell(index + 1)
    const fill = fillOf(index + 1)
    cell.style = { numFmt: formats[kind], ...(fill ? { fill } : {}) }
    const choices =
      name === 'ending'
        ? endingsInSheet(line.row).map((ending) => words.ending[ending])
        : name === 'attemptWay'
          ? Object.values(words.way)
          : []
    if (choices.length > 0) {
      cell.dataValidation = { type: 'list', allowBlank: true, showErrorMessage: true, formulae: [`"${choices.join(',')}"`] }
    }
    if (name === 'nextOn') {
      const [from] = [dateCell(writtenOn)]
      cell.dataValidation = {
        type: 'date',
        operator: 'greaterThanOrEqual',
        allowBlank: true,
        showErrorMessage: true,
        formulae: [from],
        error: formatDate(writtenOn),
      }
    }
  }
  row.commit()
}
