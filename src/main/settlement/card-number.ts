/*
 * Card numbers are never stored (カード情報非保持化). Free text that holds one is refused at the door; this tells whether it does:
 * digits in the lengths and beginnings the card networks issue, with a right check digit (ISO/IEC 7812-1, Luhn).
 */

/** Beginnings and lengths by network. Order numbers that begin with a year are none of these. */
const issued: readonly { readonly network: string; readonly pattern: RegExp }[] = [
  { network: 'Visa', pattern: /^4(?:\d{12}|\d{15}|\d{18})$/ },
  { network: 'Mastercard', pattern: /^(?:5[1-5]\d{14}|2[2-7]\d{14})$/ },
  { network: 'American Express', pattern: /^3[47]\d{13}$/ },
  { network: 'Diners Club', pattern: /^3(?:0|6|8|9)\d{12,17}$/ },
  { network: 'JCB', pattern: /^35\d{14,17}$/ },
  { network: 'Discover, UnionPay, Maestro', pattern: /^(?:50|5[6-9]|6\d)\d{11,17}$/ },
]
const SHORTEST = 13
const LONGEST = 19
/** Groups that may belong to one number: no more can be between the first and the last digit of one. */
const GROUPS_MAX = LONGEST

const dashes = /[\u2010-\u2015\u2043\u2212\u30fc]/g
const grouped = /\d+(?:[ -]{1,2}\d+)*/g

/** Whether a text holds a card number: also in full width, also with spaces or hyphens between its groups. */
export function holdsCardNumber(text: string): boolean {
  const plain = text.normalize('NFKC').replace(dashes, '-').replace(/\s/g, ' ')
  return [...plain.matchAll(grouped)].some(([run]) => groupsHoldCardNumber(run.split(/[ -]+/)))
}

const longRun = /[\d０-９](?:[^\p{L}\p{N}\n]{0,2}[\d０-９]){12,}/gu

/** A text that somebody else wrote, without the card numbers it holds: every run of digits long enough to be one, where there is one. */
export function withoutCardNumbers(text: string): string {
  if (!holdsCardNumber(text)) return text
  const struck = text.replace(longRun, '*'.repeat(SHORTEST))
  return holdsCardNumber(struck) ? text.replace(/[\d０-９]/g, '*') : struck
}

function groupsHoldCardNumber(groups: readonly string[]): boolean {
  return groups.some((_, first) => {
    let digits = ''
    for (const group of groups.slice(first, first + GROUPS_MAX)) {
      digits += group
      if (digits.length > LONGEST) return false
      if (digits.length >= SHORTEST && isCardNumber(digits)) return true
    }
    return false
  })
}

function isCardNumber(digits: string): boolean {
  return issued.some(({ pattern }) => pattern.test(digits)) && luhn(digits) && !isJapaneseArticleNumber(digits)
}

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => total + (at % 2 === 0 ? Number(digit) : doubled(Number(digit))), 0)
  return sum % 10 === 0
}

function doubled(digit: number): number {
  return digit > 4 ? digit * 2 - 9 : digit * 2
}

/** A JAN code (45 or 49, 13 digits, right check digit) stands in many a goods line and is no card. */
function isJapaneseArticleNumber(digits: string): boolean {
  if (!/^4[59]\d{11}$/.test(digits)) return false
  return [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0) % 10 === 0
}
