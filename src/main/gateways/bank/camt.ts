import type { BusinessDate } from '../../../preload/contract/date'
import type { StatementPart } from '../../../preload/contract/statement'
import { isBooked, readBookedOn, readEntry, readEntryMovement, statusOf } from './camt-entry'
import { readCamtHead } from './camt-head'
import { compareTotals } from './camt-totals'
import { Faults } from './faults'
import type { ReadingProfile } from './profile'
import { Tally } from './tally'
import type { StatementSpan } from './xml-scan'
import { scanStatements } from './xml-scan'
import { XmlText } from './xml-text'
import { parseElement } from './xml-tree'

/**
 * Reads camt.053, camt.052 and camt.054 (ISO 20022 BankToCustomerStatement, …AccountReport, …DebitCreditNotification, versions 02 to 08
 * and later, any prefix; also behind a ZEDI business header) and yields head, booked lines, entries that are not booked, and foot of every
 * statement in file order. Yen only. `record` is the 1-based number of the entry in the file, columns are not told, and a line's `raw` is
 * its `Ntry` element as it stands in the file.
 */
export function* readCamt(bytes: Uint8Array, profile: ReadingProfile): Generator<StatementPart> {
  const faults = new Faults(1)
  const xml = XmlText.of(bytes)
  if (xml === null) faults.add('encoding_not_supported', null, undefined, 'UTF-8')
  else if (/<!(DOCTYPE|ENTITY)/i.test(xml.text)) faults.add('doctype_refused', null)
  else yield* readStatements(xml, profile)
  yield* errorsOf(faults)
}

function* readStatements(xml: XmlText, profile: ReadingProfile): Generator<StatementPart> {
  const scan = scanStatements(xml.text)
  if (!scan.ok) {
    const faults = new Faults(scan.entries + 1)
    faults.add('not_well_formed', null, scan.line)
    return yield* errorsOf(faults)
  }
  if (scan.statements.length === 0) {
    const faults = new Faults(1)
    faults.add('missing_element', null, undefined, 'Stmt, Rpt, Ntfctn')
    return yield* errorsOf(faults)
  }
  let entriesBefore = 0
  for (const span of scan.statements) {
    yield* readStatement(xml, span, entriesBefore, profile)
    entriesBefore += span.entries.length
  }
}

function* readStatement(xml: XmlText, span: StatementSpan, entriesBefore: number, profile: ReadingProfile): Generator<StatementPart> {
  const headFaults = new Faults(entriesBefore + 1)
  const statement = parseElement(frameOf(xml.text, span))
  if (statement === null) {
    headFaults.add('not_well_formed', null)
    return yield* errorsOf(headFaults)
  }
  const entryDays = () => bookedDays(xml.text, span)
  const above = readCamtHead(statement, { message: span.message, entryDays }, profile, headFaults)
  yield* errorsOf(headFaults)
  if (above.head !== null) yield { part: 'head', head: above.head }
  const tallies = { booked: new Tally(), all: new Tally() }
  let record = entriesBefore
  for (const { start, end } of span.entries) {
    const faults = new Faults(++record)
    const raw = xml.bytes(start, end)
    const entry = parseElement(xml.own(raw))
    if (entry === null) faults.add('not_well_formed', null)
    const counts = entry === null || isBooked(entry)
    const movement = readEntryMovement(entry, counts ? faults : new Faults(record))
    tallies.all.add(movement)
    if (counts) tallies.booked.add(movement)
    const line = counts ? readEntry(entry, movement, above, raw, faults) : null
    yield* errorsOf(faults)
    if (line !== null) yield { part: 'line', line }
    if (!counts && movement !== null) yield { part: 'pending', pending: { record, status: statusOf(entry), ...movement } }
  }
  const footFaults = new Faults(Math.max(record, entriesBefore + 1))
  compareTotals(statement, above, tallies, footFaults)
  yield* errorsOf(footFaults)
  if (above.head !== null && footFaults.errors.length === 0)
    yield { part: 'foot', foot: { record: footFaults.record, closing: above.closing, readDates: [] } }
}

/** The first and last day on which an entry was booked, for a message that tells no period; null where it has none. */
function bookedDays(text: string, { entries }: StatementSpan): { from: BusinessDate; to: BusinessDate } | null {
  const days = entries.flatMap(({ start, end }) => {
    const entry = parseElement(text.slice(start, end))
    return isBooked(entry) ? (readBookedOn(entry, new Faults(0)) ?? []) : []
  })
  const [first] = days
  if (first === undefined) return null
  return days.reduce((span, day) => ({ from: day < span.from ? day : span.from, to: day > span.to ? day : span.to }), {
    from: first,
    to: first,
  })
}

/** The statement without its entries, which are parsed one by one: a tree of a whole file would not fit into memory. */
function frameOf(text: string, { start, end, entries }: StatementSpan): string {
  let frame = ''
  let at = start
  for (const entry of entries) {
    frame += text.slice(at, entry.start).trim()
    at = entry.end
  }
  return frame + text.slice(at, end)
}

function* errorsOf(faults: Faults): Generator<StatementPart> {
  for (const error of faults.errors) yield { part: 'error', error }
}
