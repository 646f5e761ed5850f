import { PayoutCycle } from '../../../preload/contract/merchants'

/*
 * When a card company transfers, as one line of text: closing day, months until the transfer, its day, and what a holiday does to it; several
 * with a comma between. `15/0/31/previous, 31/1/15/next`.
 */

/** Cycles as they are typed. */
export function writeCycles(cycles: readonly PayoutCycle[]): string {
  return cycles
    .map(({ closingDay, monthOffset, payDay, holidayRule }) => [closingDay, monthOffset, payDay, holidayRule].join('/'))
    .join(', ')
}

/** What was typed as cycles; null where it is none. */
export function readCycles(text: string): PayoutCycle[] | null {
  const read = text.split(/[,、]/).map((part) => {
    const [closingDay, monthOffset, payDay, holidayRule, ...more] = part.trim().split('/')
    const days = [closingDay, monthOffset, payDay].map((figure) => (/^\d{1,2}$/.test(figure ?? '') ? Number(figure) : null))
    return PayoutCycle.safeParse({
      closingDay: days[0],
      monthOffset: days[1],
      payDay: days[2],
      holidayRule: more.length > 0 ? null : holidayRule,
    })
  })
  return read.every(({ success }) => success) ? read.flatMap(({ data }) => data ?? []) : null
}
