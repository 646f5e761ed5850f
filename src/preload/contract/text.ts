/*
 * Free text that comes from outside. What could be shown otherwise than it was meant, or not be stored as it is, is refused:
 * control characters, and halves of a character (lone surrogates).
 */
const CONTROL = /\p{Cc}/u

/** Whether a text is one line of whole characters. */
export function isOneLine(text: string): boolean {
  return text.isWellFormed() && !CONTROL.test(text)
}

/** Whether a text is made of whole characters, with line breaks and tabs at the most. */
export function isPlainText(text: string): boolean {
  return isOneLine(text.replace(/[\r\n\t]/g, ''))
}
