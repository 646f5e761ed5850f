/** A cell as text for the clipboard: figures as numbers, everything else as text that a spreadsheet must not compute. */
export type CellText = string | number

const oneLine = (cell: CellText) => String(cell).replace(/[\t\r\n]+/g, ' ')

/** Text that begins like a formula gets an apostrophe, which a spreadsheet reads as "this is text". */
function harmless(cell: CellText): string {
  const text = oneLine(cell)
  return typeof cell === 'string' && /^[=+\-@]/.test(text) ? `'${text}` : text
}

/** Rows as tab-separated text. */
export function asTsv(rows: readonly (readonly CellText[])[]): string {
  return rows.map((row) => row.map(harmless).join('\t')).join('\r\n')
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)

/** Rows as an HTML table; its text cells keep leading zeros in Excel. */
export function asHtml(rows: readonly (readonly CellText[])[]): string {
  const cell = (one: CellText) =>
    typeof one === 'number' ? `<td>${one}</td>` : `<td style='mso-number-format:"\\@"'>${escaped(oneLine(one))}</td>`
  return `<table>${rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('')}</table>`
}
