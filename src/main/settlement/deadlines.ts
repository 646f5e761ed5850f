import { addDays, type BusinessDate } from '../../preload/contract/date'
import type { Deadlines } from '../../preload/contract/merchants'
import type { Tracks } from '../../preload/contract/orders'

/*
 * Days that end something by themselves: the merchant's time to accept, the payer's window to say that the goods never came,
 * the reminder before its end, the merchant's time to answer. They count from the day of the event, in calendar days. Where answers
 * come by mail, a day ends only once the mailbox has been read to its end after it.
 */
export const deadlineKinds = ['acceptance', 'reminder', 'window', 'merchant_answer'] as const
export type DeadlineKind = (typeof deadlineKinds)[number]

/** What the contract says of days. */
export interface DeadlineTerms extends Deadlines {
  readonly protectionWindowDays: number
}

export interface DeadlineChange {
  readonly set: readonly { readonly kind: DeadlineKind; readonly on: BusinessDate }[]
  readonly clear: readonly DeadlineKind[]
}

type Rule = (tracks: Tracks, today: BusinessDate, terms: DeadlineTerms) => DeadlineChange

const nothing: DeadlineChange = { set: [], clear: [] }
const clears =
  (...clear: DeadlineKind[]): Rule =>
  () => ({ set: [], clear })

/** The window begins today: its last day, and the day the payer is reminded (none where the window is too short for one). */
function begun(today: BusinessDate, terms: DeadlineTerms): DeadlineChange {
  const end = addDays(today, terms.protectionWindowDays)
  const isReminded = terms.reminderDays > 0 && terms.reminderDays < terms.protectionWindowDays
  const window = { kind: 'window' as const, on: end }
  return isReminded
    ? { set: [window, { kind: 'reminder', on: addDays(end, -terms.reminderDays) }], clear: [] }
    : { set: [window], clear: ['reminder'] }
}

const acceptanceAsked: Rule = ({ acceptance }, today, terms) =>
  acceptance === 'awaiting' ? { set: [{ kind: 'acceptance', on: addDays(today, terms.acceptanceDays) }], clear: [] } : nothing
/** Money that comes back while the merchant is asked gives it its days anew. */
const moneyCame: Rule = (tracks, today, terms) => {
  if (tracks.protection === 'open') return begun(today, terms)
  return ['return_wanted', 'not_arrived'].includes(tracks.protection) ? returnSaid(tracks, today, terms) : nothing
}
const shipped: Rule = ({ protection }, today, terms) =>
  terms.shipmentRestartsWindow && protection === 'open' ? begun(today, terms) : nothing
/** Nobody gave the money back after all: the payer has its time anew. */
const windowAnew: Rule = ({ protection }, today, terms) => (protection === 'open' ? begun(today, terms) : nothing)
const returnSaid: Rule = (_tracks, today, terms) => ({
  set: [{ kind: 'merchant_answer', on: addDays(today, terms.returnAnswerDays) }],
  clear: ['window', 'reminder'],
})

/** By event; what is not here touches no day. */
const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['registered', acceptanceAsked],
  ['accepted', clears('acceptance')],
  ['acceptance_refused', clears('acceptance')],
  ['acceptance_lapsed', clears('acceptance')],
  ['allocated_in_full', moneyCame],
  ['accepted_less', moneyCame],
  ['confirmed', moneyCame],
  ['protection_opened', moneyCame],
  ['shipped', shipped],
  // Without the money nobody is to answer for it.
  ['allocation_undone_in_part', clears('window', 'reminder', 'merchant_answer')],
  ['allocation_undone_in_full', clears('window', 'reminder', 'merchant_answer')],
  ['receipt_confirmed', clears('window', 'reminder')],
  ['protection_lapsed', clears('window', 'reminder')],
  ['return_wanted', returnSaid],
  ['not_arrived', returnSaid],
  ['goods_returned', clears('merchant_answer')],
  ['merchant_silent', clears('merchant_answer')],
  ['contested', clears('merchant_answer')],
  // What is asked back is not released meanwhile.
  ['refund_requested', clears('window', 'reminder')],
  ['refund_rejected', windowAnew],
  // Nobody is to answer for what goes back.
  ['refund_instructed', clears('window', 'reminder', 'merchant_answer')],
  ['charged_back', clears(...deadlineKinds)],
  ['charged_back_in_part', clears(...deadlineKinds)],
  ['authorization_expired', clears(...deadlineKinds)],
  ['cancelled', clears(...deadlineKinds)],
])

/** Whether an event may touch a day at all. */
export function touchesDeadlines(kind: string): boolean {
  return rules.has(kind)
}

/** What an event does to the days of its order; `tracks` as they stand after it, `today` the day of the event in Japan. */
export function deadlinesAfter(kind: string, tracks: Tracks, today: BusinessDate, terms: DeadlineTerms): DeadlineChange {
  return rules.get(kind)?.(tracks, today, terms) ?? nothing
}
