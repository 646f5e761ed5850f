/* お問い合わせ番号 of parcels (collection.md §5.4): 12 digits, the last one 7DR over the others. */

/** Carriers whose numbers are built so. */
const CHECKED = new Set<string>(['yamato', 'sagawa', 'japan_post'])
const DIGITS = 12
const MODULUS = 7

/** A tracking number without the hyphens and spaces people write between its digits. */
export function plainTrackingNumber(written: string): string {
  return written.normalize('NFKC').replace(/[\s-]/g, '')
}

/** Whether a plain tracking number may be one of this carrier: of those that have a check digit it must be right. */
export function isTrackingNumber(number: string, carrier: string): boolean {
  if (!CHECKED.has(carrier)) return /^[0-9A-Za-z]{4,20}$/.test(number)
  return new RegExp(`^\\d{${DIGITS}}$`).test(number) && Number(number.slice(0, -1)) % MODULUS === Number(number.slice(-1))
}
