import { type Yen, yen } from '../../preload/contract/money'

/* 印紙税 on the receipt of a slip (17号文書; collection.md §1.6). */

/** A receipt for less needs no stamp. */
const STAMP_FROM = 50_000
/** Up to a million yen; no slip asks for more than 300,000. */
export const STAMP_YEN = yen(200)

/** 印紙フラグ. No slip prints the consumption tax apart, so the whole amount counts (collection.md §1.6). */
export function needsStamp(amount: Yen): boolean {
  return amount >= STAMP_FROM
}
