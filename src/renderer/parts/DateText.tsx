import { type BusinessDate, dayOfWeek, formatDate, type Instant } from '../../preload/contract/date'
import styles from './figures.module.css'
import type { Language } from './preferences'

const DAYS = { ja: ['月', '火', '水', '木', '金', '土', '日'], en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] } as const

/** `2026/11/20(金)`: a bank date with its day of the week. */
export function dateWithDay(date: BusinessDate, language: Language): string {
  const day = DAYS[language][dayOfWeek(date) - 1] ?? ''
  return language === 'ja' ? `${formatDate(date)}(${day})` : `${day} ${formatDate(date)}`
}

const clock = new Intl.DateTimeFormat('ja-JP', {
  timeZone: 'Asia/Tokyo',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** `2026/11/20 09:02`, in Japan's time whatever the clock of this machine says; with seconds where asked. */
export function formatInstant(instant: Instant, seconds = false): string {
  const text = clock.format(instant)
  return seconds ? text : text.slice(0, -3)
}

/** `09:02` in Japan's time. */
export function formatTime(instant: Instant): string {
  return formatInstant(instant).slice(-5)
}

/** A bank date as the bank prints it, or a dash where there is none. */
export function DateText({ date }: { date: BusinessDate | null }) {
  return <span className={styles.date}>{date === null ? '–' : formatDate(date)}</span>
}

/** A moment of the audit clock in Japan's time, or a dash where there is none. */
export function InstantText({ at, seconds }: { at: Instant | null; seconds?: boolean }) {
  return <span className={styles.date}>{at === null ? '–' : formatInstant(at, seconds)}</span>
}
