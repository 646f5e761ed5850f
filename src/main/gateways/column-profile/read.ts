import type { CollectionErrorCode } from '../../../preload/contract/collection'
import type {
  CollectionNotice,
  ColumnProfile,
  FileEncoding,
  FileHead,
  NoticeEvent,
  NoticeField,
  NoticePart,
} from '../../../preload/contract/column-profile'
import type { BusinessDate } from '../../../preload/contract/date'
import { PositiveYen, type Yen } from '../../../preload/contract/money'
import { type CsvRow, csvRows } from '../csv-rows'
import { decoderOf, isCode, readDay, readYen } from './cells'
import { columnChanges } from './column-changes'

const SAMPLES = 5
const FOUND_CHARACTERS_MAX = 60

/** The first row of a file and some rows behind it; null where it has none, or they are no text in this encoding. */
export function readHead(bytes: Uint8Array, encoding: FileEncoding): FileHead | null {
  const decode = decoderOf(encoding)
  const rows: string[][] = []
  for (const { cells } of csvRows(bytes)) {
    const texts = cells?.map(decode) ?? [null]
    if (!texts.every((text) => text !== null)) return null
    rows.push(texts)
    if (rows.length > SAMPLES) break
  }
  const [header, ...samples] = rows
  return header ? { header, samples } : null
}

/**
 * Reads a file by its saved mapping. Every fault is told with its row and column, and reading goes on behind it; only where the columns are
 * not those of the mapping nothing is read, since no cell could be told from the next. `isForbidden`: what no cell may hold.
 */
export function* readNotices(bytes: Uint8Array, profile: ColumnProfile, isForbidden: (cell: string) => boolean): Generator<NoticePart> {
  const decode = decoderOf(profile.encoding)
  const reader = new RowReader(profile, isForbidden)
  let isFirst = true
  for (const { number, bytes: raw, cells } of csvRows(bytes)) {
    const texts = cells?.map(decode) ?? null
    const faults = new RowFaults(number)
    if (isFirst) {
      isFirst = false
      const header = texts?.every((text) => text !== null) ? texts : null
      const columns = header && columnChanges(profile.header, header)
      if (!header) faults.add('encoding_not_supported', '', '')
      if (columns) yield { part: 'columns_changed', columns }
      yield* faults.parts()
      if (columns || !header) return
      continue
    }
    const notice = reader.read({ number, bytes: raw, cells: texts }, faults)
    yield* faults.parts()
    if (notice) yield { part: 'line', line: notice }
  }
  if (isFirst) yield { part: 'error', error: { record: 1, field: '', code: 'missing_header', found: '' } }
}

class RowFaults {
  readonly #found: Extract<NoticePart, { part: 'error' }>[] = []

  constructor(private readonly record: number) {}

  add(code: CollectionErrorCode, field: string, found: string): void {
    const shown = found.length > FOUND_CHARACTERS_MAX ? `${found.slice(0, FOUND_CHARACTERS_MAX)}…` : found
    this.#found.push({ part: 'error', error: { record: this.record, field, code, found: shown } })
  }
  get any(): boolean {
    return this.#found.length > 0
  }
  parts(): readonly NoticePart[] {
    return this.#found
  }
}

/** A row with its cells in the mapping's encoding; a cell that is no text in it is null. */
type Row = Pick<CsvRow, 'number' | 'bytes'> & { readonly cells: readonly (string | null)[] | null }

class RowReader {
  readonly #events: ReadonlyMap<string, NoticeEvent>

  constructor(
    private readonly profile: ColumnProfile,
    private readonly isForbidden: (cell: string) => boolean,
  ) {
    this.#events = new Map(profile.words.map(({ word, event }) => [word, event]))
  }

  /** The notice of a row; null, with every fault told, where it cannot be read. */
  read({ number, bytes, cells }: Row, faults: RowFaults): CollectionNotice | null {
    if (cells?.length !== this.profile.header.length) {
      faults.add('wrong_columns', '', String(cells?.length ?? ''))
      return null
    }
    this.#look(cells, faults)
    // What a cell holds that may not be here is told nowhere either.
    if (faults.any) return null
    const cell = (field: NoticeField) => cells[this.profile.columns[field] ?? -1] ?? ''
    const kind = this.#event(cell('event'), faults)
    const amount = this.#amount(cell('amount'), faults)
    const fee = this.#yenIfTold('fee', cell('fee'), faults)
    const paidOn = this.#day('paidOn', cell('paidOn'), faults)
    const transferOn = cell('transferOn') === '' ? null : this.#day('transferOn', cell('transferOn'), faults)
    const [transactionId, reference, trackingNumber] = [cell('transactionId'), cell('reference'), cell('trackingNumber')]
    if (transactionId === '') faults.add('missing', this.#name('transactionId'), '')
    if (reference === '' && trackingNumber === '') faults.add('missing', this.#name('reference', 'trackingNumber'), '')
    for (const field of ['transactionId', 'reference', 'trackingNumber'] as const) this.#checkCode(field, cell(field), faults)
    if (faults.any || kind === null || amount === null || paidOn === null) return null
    return {
      ...{ record: number, kind, transactionId, reference, trackingNumber: trackingNumber === '' ? null : trackingNumber },
      ...{ amount, fee, paidOn, transferOn, raw: bytes },
    }
  }

  /** Every cell, also of columns that mean nothing here, is text and holds nothing that is forbidden. */
  #look(cells: readonly (string | null)[], faults: RowFaults): void {
    for (const [at, text] of cells.entries()) {
      const name = this.profile.header[at] ?? ''
      if (text === null) faults.add('encoding_not_supported', name, '')
      else if (this.isForbidden(text)) faults.add('card_number', name, '')
    }
  }

  /** Names of columns as the file has them; the first that it has. */
  #name(...fields: NoticeField[]): string {
    const places = fields.flatMap((field) => this.profile.columns[field] ?? [])
    return this.profile.header[places[0] ?? -1] ?? ''
  }

  #event(word: string, faults: RowFaults): NoticeEvent | null {
    if (this.profile.columns.event === null) return 'confirmed'
    const event = this.#events.get(word) ?? null
    if (event === null) faults.add(word === '' ? 'missing' : 'kind_unknown', this.#name('event'), word)
    return event
  }

  #yen(field: NoticeField, text: string, faults: RowFaults): Yen | null {
    const amount = readYen(text, this.profile.numbers)
    if (amount === null) faults.add(text === '' ? 'missing' : 'not_a_number', this.#name(field), text)
    return amount
  }

  #yenIfTold(field: NoticeField, text: string, faults: RowFaults): Yen | null {
    return text === '' ? null : this.#yen(field, text, faults)
  }

  #amount(text: string, faults: RowFaults): PositiveYen | null {
    const amount = this.#yen('amount', text, faults)
    if (amount === 0) faults.add('amount_zero', this.#name('amount'), text)
    return amount === null || amount === 0 ? null : PositiveYen.parse(amount)
  }

  #day(field: NoticeField, text: string, faults: RowFaults): BusinessDate | null {
    const day = readDay(text, this.profile.dates)
    if (day === null) faults.add(text === '' ? 'missing' : 'not_a_date', this.#name(field), text)
    return day
  }

  #checkCode(field: NoticeField, text: string, faults: RowFaults): void {
    if (text !== '' && !isCode(text)) faults.add('illegal_character', this.#name(field), text)
  }
}
