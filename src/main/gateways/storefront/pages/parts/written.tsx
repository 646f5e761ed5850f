import { type BusinessDate, dayOfWeek, formatDate } from '../../../../../preload/contract/date'
import type { Language } from '../../../../../preload/contract/merchants'
import { formatYen, type Yen } from '../../../../../preload/contract/money'

/* Amounts and days as a letter of the bank writes them. */

/** `12,000円`, `¥12,000`. */
export function yenText(language: Language, amount: Yen): string {
  return language === 'ja' ? `${formatYen(amount)}円` : `¥${formatYen(amount)}`
}

const WEEKDAYS: Record<Language, string> = { ja: '月火水木金土日', en: 'MonTueWedThuFriSatSun' }
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** `2026年11月27日（金）`, `Fri 27 November 2026`: one that is read and kept. */
export function dayText(language: Language, date: BusinessDate): string {
  const [year, month, day] = date.split('-').map(Number)
  const names = WEEKDAYS[language]
  const length = names.length / 7
  const weekday = names.slice((dayOfWeek(date) - 1) * length, dayOfWeek(date) * length)
  return language === 'ja' ? `${year}年${month}月${day}日（${weekday}）` : `${weekday} ${day} ${MONTHS[(month ?? 1) - 1]} ${year}`
}

export function Amount({ language, amount }: { language: Language; amount: Yen }) {
  return <span className="amount">{yenText(language, amount)}</span>
}

/** `2026/11/27`, in tables. */
export function Day({ date }: { date: BusinessDate }) {
  return (
    <time dateTime={date} className="figures">
      {formatDate(date)}
    </time>
  )
}

/** Banks whose published name leaves 銀行 out: all of Japan's own but one, the second regional banks, Japan Post Bank. */
const isBareName = (code: string) => (/^0([0-3]|5)/.test(code) && code !== '0200') || code === '9900'

/** A bank as people call it: 三菱ＵＦＪ銀行, not 三菱ＵＦＪ. Credit unions and cooperatives stand in the list by their full names. */
export function bankText({ code, name }: { code: string; name: string }): string {
  return isBareName(code) && !name.endsWith('銀行') ? `${name}銀行` : name
}
