import iconv from 'iconv-lite'
import type { CollectionNotice, ColumnProfile, DateForm, NoticeField } from '../../../preload/contract/column-profile'
import type { BusinessDate } from '../../../preload/contract/date'

/* Writes files as collectors deliver them: for the demonstration's collectors and for tests. What a mapping has no place for is a fault. */

/** A row to be written. What a file does not carry as such (row numbers, raw bytes) is not asked for. */
export type NoticeToWrite = Omit<CollectionNotice, 'record' | 'raw'>

export function writeNotices(profile: ColumnProfile, notices: Iterable<NoticeToWrite>): Uint8Array {
  const rows = [profile.header.map(quoted).join(',')]
  for (const notice of notices) rows.push(rowOf(profile, notice).map(quoted).join(','))
  const text = `${rows.join('\r\n')}\r\n`
  return profile.encoding === 'utf-8' ? Buffer.from(text, 'utf8') : iconv.encode(text, 'cp932')
}

function rowOf(profile: ColumnProfile, notice: NoticeToWrite): string[] {
  const cells = profile.header.map(() => '')
  const put = (field: NoticeField, text: string) => {
    const at = profile.columns[field]
    if (at === null && text !== '') throw new RangeError(`the file has no column for ${field}`)
    if (at !== null && cells[at] !== '' && cells[at] !== text) throw new RangeError(`column ${at} is asked to say two things`)
    if (at !== null) cells[at] = text
  }
  const yen = (amount: number | null) =>
    amount === null ? '' : profile.numbers === 'plain' ? String(amount) : amount.toLocaleString('ja-JP')
  put('transactionId', notice.transactionId)
  put('reference', notice.reference)
  put('trackingNumber', notice.trackingNumber ?? '')
  if (profile.columns.event !== null || notice.kind !== 'confirmed') put('event', wordOf(profile, notice))
  put('amount', yen(notice.amount))
  put('fee', yen(notice.fee))
  put('paidOn', dayAs(notice.paidOn, profile.dates))
  put('transferOn', notice.transferOn === null ? '' : dayAs(notice.transferOn, profile.dates))
  return cells
}

function wordOf({ words }: ColumnProfile, { kind }: NoticeToWrite): string {
  const found = words.find(({ event }) => event === kind)
  if (!found) throw new RangeError(`the file has no word for ${kind}`)
  return found.word
}

function dayAs(day: BusinessDate, form: DateForm): string {
  const [year = '', month = '', date = ''] = day.split('-')
  switch (form) {
    case 'yyyymmdd':
      return `${year}${month}${date}`
    case 'yyyy-mm-dd':
      return day
    case 'yyyy/mm/dd':
      return `${year}/${month}/${date}`
    case 'yyyy年m月d日':
      return `${year}年${Number(month)}月${Number(date)}日`
  }
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
