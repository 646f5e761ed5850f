/*
 * Finds the statements (reports, notifications) and entries of a camt file without building a tree of it, and proves on the way that the file
 * is well-formed. A ZEDI file is several XML documents one after the other (a business header, then the message): the
 * scan walks over all of them, and nothing of a header, which may hold a password, is ever repeated.
 */

import type { CamtFormat } from './recognise'

/** Text positions of one element, from its `<` to after its `>`. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface StatementSpan extends Span {
  readonly message: CamtFormat
  readonly entries: readonly Span[]
}

/** What was found; or the 1-based line where the text stops being well-formed, and how many entries were seen before it. */
export type Scan = { ok: true; statements: readonly StatementSpan[] } | { ok: false; line: number; entries: number }

const DEPTH_MAX = 64
const name = String.raw`[^\s"'<>&/=?!]+`
const value = `"[^"<]*"|'[^'<]*'`
const tag = new RegExp(`<(/?)(${name})(?:\\s+${name}\\s*=\\s*(?:${value}))*\\s*(/?)>`, 'y')
const reference = /&(?:(amp|lt|gt|quot|apos)|#(\d+)|#x([0-9a-fA-F]+));|&/g
const notAllowed = /[^\t\n\r\u0020-\uFFFD]/

/** Scans a whole file. */
export function scanStatements(text: string): Scan {
  const control = notAllowed.exec(text)
  const scanner = new Scanner(text)
  const fault = control?.index ?? scanner.run()
  if (fault === -1) return { ok: true, statements: scanner.statements }
  return { ok: false, line: text.slice(0, fault).split('\n').length, entries: scanner.entries }
}

/** What stands directly below the message of each kind. */
const messages: ReadonlyMap<string, CamtFormat> = new Map([
  ['BkToCstmrStmt/Stmt', 'camt.053'],
  ['BkToCstmrAcctRpt/Rpt', 'camt.052'],
  ['BkToCstmrDbtCdtNtfctn/Ntfctn', 'camt.054'],
])

interface Open {
  readonly name: string
  readonly local: string
  readonly start: number
}

class Scanner {
  readonly statements: StatementSpan[] = []
  entries = 0
  readonly #path: Open[] = []
  #spans: Span[] = []

  constructor(readonly text: string) {}

  /** Position of the first thing that is not well-formed, or -1. */
  run(): number {
    let at = 0
    for (;;) {
      const open = this.text.indexOf('<', at)
      if (!this.#isText(at, open === -1 ? this.text.length : open)) return at
      if (open === -1) return this.#path.length === 0 ? -1 : this.text.length
      const next = this.#passMarkup(open) ?? this.#passTag(open)
      if (next === -1) return open
      at = next
    }
  }

  #isText(start: number, end: number): boolean {
    const text = this.text.slice(start, end)
    if (this.#path.length === 0) return /^[\s\uFEFF]*$/.test(text)
    return !text.includes('&') || isReferenced(text)
  }

  /** Comments, processing instructions and CDATA: the position after, -1 where unfinished, null where it is none of them. */
  #passMarkup(open: number): number | null {
    if (this.text.startsWith('<!--', open)) return this.#after('-->', open + 4)
    if (this.text.startsWith('<?', open)) return this.#after('?>', open + 2)
    if (!this.text.startsWith('<![CDATA[', open)) return null
    return this.#path.length === 0 ? -1 : this.#after(']]>', open + 9)
  }

  #after(mark: string, from: number): number {
    const found = this.text.indexOf(mark, from)
    return found === -1 ? -1 : found + mark.length
  }

  #passTag(start: number): number {
    tag.lastIndex = start
    const found = tag.exec(this.text)
    if (found === null) return -1
    const [, closing, elementName = '', empty] = found
    const end = tag.lastIndex
    if (closing === '/') return this.#close(elementName, end) && empty === '' ? end : -1
    this.#path.push({ name: elementName, local: elementName.slice(elementName.indexOf(':') + 1), start })
    if (this.#messageAt(this.#path.length - 1)) this.#spans = []
    if (this.#path.length > DEPTH_MAX) return -1
    if (empty === '/') this.#close(elementName, end)
    return end
  }

  #close(elementName: string, end: number): boolean {
    const last = this.#path.length - 1
    const opened = this.#path[last]
    if (opened === undefined || opened.name !== elementName) return false
    const message = this.#messageAt(last)
    if (message) this.statements.push({ message, start: opened.start, end, entries: this.#spans })
    if (opened.local === 'Ntry' && this.#messageAt(last - 1)) {
      this.#spans.push({ start: opened.start, end })
      this.entries++
    }
    this.#path.pop()
    return true
  }

  /** The message whose statement this element is; undefined where it is none. */
  #messageAt(at: number): CamtFormat | undefined {
    if (this.#path[at - 2]?.local !== 'Document') return undefined
    return messages.get(`${this.#path[at - 1]?.local}/${this.#path[at]?.local}`)
  }
}

/** Only the five standard entities and references to characters that XML allows. */
function isReferenced(text: string): boolean {
  for (const [, named, decimal, hexadecimal] of text.matchAll(reference)) {
    if (named !== undefined) continue
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
    if (!(code <= 0x10ffff) || notAllowed.test(String.fromCodePoint(code).charAt(0))) return false
  }
  return true
}
