/*
 * 適格請求書発行事業者登録番号: T and 13 digits, of a corporation its 法人番号, whose first digit checks the other twelve
 * (法人番号の指定等に関する省令: nine less the remainder by nine of the digits weighted 1 and 2 from the right).
 */

/** The check digit of the twelve digits of a 法人番号, or null where it is not twelve digits. */
export function corporateCheckDigit(body: string): string | null {
  if (!/^\d{12}$/.test(body)) return null
  const weighted = [...body].reverse().reduce((sum, digit, at) => sum + Number(digit) * (at % 2 === 0 ? 1 : 2), 0)
  return String(9 - (weighted % 9))
}

/** What a T-number is as typed: the number in its one spelling, or the check digit it should have (null where its shape is wrong). */
export type TNumberCheck = { ok: true; tNumber: string } | { ok: false; expectedCheckDigit: string | null }

/** Reads `T7000012050002`, `Ｔ７-0000-1205-0002` or lower case. The data of refusal `t_number_invalid` where it is none. */
export function checkTNumber(text: string): TNumberCheck {
  const tNumber = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\u2010-\u2015\u2212-]/g, '')
  const found = /^T(\d)(\d{12})$/.exec(tNumber)
  const expected = found ? corporateCheckDigit(found[2] ?? '') : null
  return found && found[1] === expected ? { ok: true, tNumber } : { ok: false, expectedCheckDigit: expected }
}
