import { z } from 'zod'

/** One line as somebody outside has typed it into a form: without what controls a screen or a mail, nothing judged yet. */
export const TypedLine = z
  .string()
  .max(2000)
  .default('')
  .transform((text) =>
    text
      .toWellFormed()
      .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
      .trim(),
  )

const DIGITS_OF_ACCOUNT = 7

/** Digits as somebody has typed them, in any width and with whatever stands between them. */
export const TypedDigits = TypedLine.transform((text) => text.normalize('NFKC').replace(/[\s‐-―−ー-]/gu, ''))

/** The number of an account: a shorter one is filled with zeros, as banks write it. */
export const TypedAccountNumber = TypedDigits.transform((digits) => (digits === '' ? '' : digits.padStart(DIGITS_OF_ACCOUNT, '0')))
