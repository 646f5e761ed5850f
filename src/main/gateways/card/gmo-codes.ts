import type { CardAnswer } from '../card-company'

/*
 * GMO-PG's error details (ErrInfo), by the lists that public clients carry (active_merchant, EC-CUBE's plugin). What is not listed is a no.
 */

/** The company, its network or the same payment is busy (E90, E91, E92): what was asked may be done all the same. */
const BUSY = /^E9[0-2]/
/** The card's issuer says no (42G…), its 3-D Secure step failed (E21…), or the card cannot be used. */
const DECLINED = /^(?:42G|E21|E4117|E61010002|E11010[09]99)/
/** 指定されたIDとパスワードの取引が存在しません。 */
const NO_TRADE = 'E01110002'

export const isDecline = (codes: readonly string[]) => codes.length > 0 && codes.every((code) => DECLINED.test(code))
export const isNoTrade = (codes: readonly string[]) => codes.includes(NO_TRADE)

/** A no of the company as an answer: `refused`, or `unknown` where it says that it could not tell. */
export function notDone(call: string, codes: readonly string[]): Exclude<CardAnswer, { outcome: 'told' }> {
  const detail = `${call}: ${codes.join(', ')}`
  if (codes.some((code) => BUSY.test(code))) return { outcome: 'unknown', detail }
  return { outcome: 'refused', code: codes[0] ?? '', detail }
}
