/* What somebody wrote, without what they quote: answers stand above, below or between the lines of the mail they answer. */

const QUOTED = /^\s*[>＞]/
/** The line above a quotation, after which the quoted lines are marked, or follow unmarked to the end. */
const INTRODUCTION =
  /^(?:on .{4,200} wrote:|am .{4,200} schrieb.{0,100}:|.{0,100}\d{4}[年/.-]\d{1,2}[月/.-]\d{1,2}.{0,200}[:：]|.{0,150}<[^<>\s]+@[^<>\s]+>.{0,60}[:：])\s*$/i
/** From here on everything is another mail. */
const OTHER_MAIL = /^\s*(?:-{2,}\s*(?:original message|forwarded message|元のメッセージ|オリジナルメッセージ|転送メッセージ)|_{20,}\s*$)/i
const HEADER = /^\s*\**(?:from|差出人|送信者)\**\s*[:：]\s*\S/i
const FURTHER_HEADER = /^\s*\**(?:sent|date|to|subject|送信日時|日時|日付|宛先|件名)\**\s*[:：]/i
const SIGNATURE = /^--\s?$/

/** The own words of a mail. */
export function ownWords(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const kept: string[] = []
  for (const [at, line] of lines.entries()) {
    if (SIGNATURE.test(line) || OTHER_MAIL.test(line) || isForeignHead(lines, at)) break
    if (QUOTED.test(line)) continue
    if (!isIntroduction(lines, at)) kept.push(line)
    else if (!isQuotedNext(lines, at)) break
  }
  return kept
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Outlook's way: the head of the other mail, line by line. */
function isForeignHead(lines: readonly string[], at: number): boolean {
  return HEADER.test(lines[at] ?? '') && lines.slice(at + 1, at + 5).some((line) => FURTHER_HEADER.test(line))
}

/** An introduction may be broken over two lines. */
function isIntroduction(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? ''
  return INTRODUCTION.test(line) || (/^on .{4,}/i.test(line) && INTRODUCTION.test(`${line} ${lines[at + 1] ?? ''}`))
}

function isQuotedNext(lines: readonly string[], at: number): boolean {
  const next = lines.slice(at + 1).find((line) => line.trim() !== '' && !/wrote:\s*$/i.test(line))
  return next !== undefined && QUOTED.test(next)
}
