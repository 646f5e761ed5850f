import type { CollectionLine, CollectionPart, SlipNumbering } from '../../../preload/contract/collection'
import { Dates } from './dates'
import { Faults } from './faults'
import { DATA, type Field, type FixedLayout, HEADER, RECORD_BYTES, recordType, TRAILERS } from './fixed-layouts'
import { cutRecords } from './fixed-records'
import { type Fact, LineReader, type LineTexts } from './line'

/** Reads a result file of 120 bytes a record: header, lines, trailers. Every fault is told, and reading goes on behind it. */
export function* readFixed(bytes: Uint8Array, layout: FixedLayout, numbering: SlipNumbering): Generator<CollectionPart> {
  const reading = new Reading(layout, numbering)
  let lines = 0
  for (const record of cutRecords(bytes)) {
    const faults = new Faults(++reading.record)
    const line = reading.take(record, faults)
    for (const error of faults.errors) yield { part: 'error', error }
    if (line === null) continue
    lines += 1
    yield { part: 'line', line }
  }
  for (const error of reading.finish().errors) yield { part: 'error', error }
  yield { part: 'end', lines }
}

/** Where in the order 1 → 2* → 8, 9 the reading stands. */
class Reading {
  record = 0
  readonly #lines: LineReader
  #stage: 'header' | 'data' | 'trailer' = 'header'

  constructor(
    readonly layout: FixedLayout,
    readonly numbering: SlipNumbering,
  ) {
    this.#lines = new LineReader(layout.format, namesOf(layout), numbering)
  }

  /** Takes the next record; its line, where it is one and can be read. */
  take(bytes: Uint8Array, faults: Faults): CollectionLine | null {
    // One byte is one character: what is read is digits, and what is not need not be decoded.
    const text = latin1(bytes)
    const type = textAt(text, recordType)
    const isKnown = type === DATA || type === HEADER || TRAILERS.includes(type)
    if (bytes.length !== RECORD_BYTES) faults.add('wrong_length', '', String(bytes.length))
    else if (!isKnown) faults.add('record_type_unknown', recordType.name, type)
    if (isKnown) this.#move(type, faults)
    if (bytes.length !== RECORD_BYTES) return null
    if (type === HEADER) this.#readHeader(text, faults)
    return type === DATA ? this.#lines.read(this.#texts(text), bytes, faults) : null
  }

  /** What is missing when the bytes run out. */
  finish(): Faults {
    const faults = new Faults(this.record + 1)
    if (this.#stage === 'header') faults.add('missing_header', recordType.name, '')
    if (this.#stage !== 'trailer') faults.add('missing_trailer', recordType.name, '')
    return faults
  }

  #move(type: string, faults: Faults): void {
    const stage = this.#stage
    this.#stage = TRAILERS.includes(type) ? 'trailer' : 'data'
    if (stage === 'header' && type !== HEADER) faults.add('missing_header', recordType.name, type)
    else if (stage === 'trailer' && !TRAILERS.includes(type)) faults.add('record_order', recordType.name, type)
    else if (stage === 'data' && type === HEADER) faults.add('record_order', recordType.name, type)
  }

  #texts(text: string): LineTexts {
    const { data } = this.layout
    return {
      kind: textAt(text, data.kind),
      paidOn: textAt(text, data.paidOn),
      paidAt: textAt(text, data.paidAt),
      barcode: textAt(text, data.barcode),
      storeCode: textAt(text, data.storeCode),
      madeOn: textAt(text, data.madeOn),
      transferOn: textAt(text, data.transferOn),
      chainCode: textAt(text, data.chainCode),
    }
  }

  #readHeader(text: string, faults: Faults): void {
    const { header } = this.layout
    if (header === null) return
    const { makerCode, companyCode } = this.numbering
    const madeOn = textAt(text, header.madeOn)
    if (new Dates().read(madeOn) === null) faults.add('not_a_date', header.madeOn.name, madeOn)
    expectCode(text, header.maker, makerCode.slice(-header.maker.length), faults)
    expectCode(text, header.company, companyCode, faults)
  }
}

function expectCode(text: string, field: Field, expected: string, faults: Faults): void {
  const found = textAt(text, field)
  if (found !== expected) faults.add('company_differs', field.name, found)
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

const SPACE = 0x20

/** A field without the spaces around it. */
function textAt(text: string, { offset, length }: Field): string {
  let [from, to] = [offset, Math.min(offset + length, text.length)]
  while (from < to && text.charCodeAt(from) === SPACE) from++
  while (to > from && text.charCodeAt(to - 1) === SPACE) to--
  return text.slice(from, to)
}

function namesOf({ data }: FixedLayout): Record<Fact, string> {
  return {
    kind: data.kind.name,
    paidOn: data.paidOn.name,
    paidAt: data.paidAt.name,
    barcode: data.barcode.name,
    storeCode: data.storeCode.name,
    madeOn: data.madeOn.name,
    transferOn: data.transferOn.name,
    chainCode: data.chainCode.name,
  }
}
