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

/** Digits as somebody has typed them, in any width and with whatever stands between them. */
export const TypedDigits = TypedLine.transform((text) => text.normalize('NFKC').replace(/[\s‐-―−ー-]/gu, ''))
