/*
 * Order numbers and reference codes in what a payer could write: the EDI information, the description, or digits glued to the
 * name. Compared in one form: ASCII capitals and digits only, so that `A-1001`, `ａ１００１` and `A1001` are one reference.
 */

export const REFERENCE_MINIMUM = 4
export const REFERENCE_MAXIMUM = 30
const TOKENS_MAX = 24

const dashes = /[\u2010-\u2015\u2043\u2212\u2500\u2501\u30fc]/g
const run = /[A-Z0-9]+(?:-+[A-Z0-9]+)*/g
/** Letters with the digits behind them, and digits alone: what may be glued to a name or between other letters. */
const glued = /[A-Z]*\d+/g

/** What banks' files are made of; here only capitals and the long vowel mark are to be folded. */
const halfWidth = /^[ -~｡-ﾟ]*$/

function folded(text: string): string {
  if (halfWidth.test(text)) return text.toUpperCase().replaceAll('ｰ', '-')
  return text.normalize('NFKC').toUpperCase().replace(dashes, '-')
}

/** An order number as references are compared: width, case, hyphens and every other sign folded away. */
export function normaliseReference(orderNumber: string): string {
  return folded(orderNumber).replace(/[^A-Z0-9]/g, '')
}

/**
 * Everything in a deposit's texts that may be an order number or reference code, in the compared form: at least one digit,
 * 4 to 30 characters. A run with hyphens counts as a whole and by its parts; digits count without the letters around them.
 */
export function referenceTokens(texts: { edi: string; description: string; remitterName: string }): string[] {
  const tokens = new Set<string>()
  for (const text of [texts.edi, texts.description, texts.remitterName]) {
    if (text === '' || !/\p{Nd}/u.test(text)) continue
    for (const [found] of folded(text).matchAll(run)) addTokens(tokens, found)
  }
  return [...tokens].slice(0, TOKENS_MAX)
}

function addTokens(tokens: Set<string>, found: string) {
  add(tokens, found.replaceAll('-', ''))
  for (const part of found.split('-')) {
    add(tokens, part)
    for (const [piece] of part.matchAll(glued)) {
      add(tokens, piece)
      add(tokens, piece.replace(/^[A-Z]+/, ''))
    }
  }
}

function add(tokens: Set<string>, token: string) {
  if (token.length >= REFERENCE_MINIMUM && token.length <= REFERENCE_MAXIMUM && /\d/.test(token)) tokens.add(token)
}
