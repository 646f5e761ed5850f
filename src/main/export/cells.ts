import type { BusinessDate } from '../../preload/contract/date'

/*
 * This folder turns rows into files: workbooks now, printed matter later. Rows come in, bytes go out; no SQL, no rule, no
 * reckoning but counting and adding up what was written. The file is the end of the money's way through Daiko.
 *
 * Here: what may stand in a cell.
 */

/** What a spreadsheet would take for a formula at the beginning of a cell, in either width (OWASP ASVS 1.2.10). */
const FORMULA = /^[=+\-@＝＋－＠\t\r]/
const TEXT_LENGTH_MAX = 32_767

/** Text that is text and nothing else: no control characters, no half letters, no formula whatever program opens it. */
export function safeText(text: string): string {
  if (isPlain(text)) return text
  // A line break becomes a gap; what else controls a terminal or breaks the XML goes.
  const plain = text
    .toWellFormed()
    .replace(/\r\n|[\n\r\t]/g, ' ')
    .replace(/[\p{Cc}\ufffe\uffff]/gu, '')
  const harmless = FORMULA.test(text) || FORMULA.test(plain.trimStart()) ? `'${plain}` : plain
  return harmless.slice(0, TEXT_LENGTH_MAX).toWellFormed()
}

/** Nearly every text: begins with a letter or digit and holds nothing to be taken out. */
function isPlain(text: string): boolean {
  return text.length <= TEXT_LENGTH_MAX && (text === '' || /^[\p{L}\p{N}(（][^\p{Cc}\p{Cs}\ufffe\uffff]*$/u.test(text))
}

const days = new Map<string, Date>()
const DAYS_KEPT = 4000

/** A bank date as a spreadsheet keeps it: midnight of that day in no zone at all, so that it is the same day everywhere. */
export function dateCell(date: BusinessDate): Date {
  const known = days.get(date)
  if (known) return known
  if (days.size >= DAYS_KEPT) days.clear()
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const cell = new Date(Date.UTC(year, month - 1, day))
  days.set(date, cell)
  return cell
}
