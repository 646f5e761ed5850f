import type { BusinessDate } from '../../preload/contract/date'
import { formatYen } from '../../preload/contract/money'
import type { Desk, Told } from './desk'

/** Whether a day may be closed; a supervisor closes it at the desk. */
export async function planClose(desk: Desk, { day }: { day?: BusinessDate }): Promise<Told> {
  const state = await desk.call('closing.state', day ? { day } : {})
  const { conditions, mayClose, lastClosed, accounts, suspense, outgoing } = state
  return {
    answer: { day: state.day, mayClose, lastClosed, conditions, accounts, suspense, outgoing },
    lines: [
      `${state.day}  ${mayClose ? 'may be closed' : 'may not be closed'}`,
      ...conditions.map(({ name, holds, against }) => {
        const what = against.map(({ what: one, amount }) => (amount === null ? one : `${one} ¥${formatYen(amount)}`))
        return `${holds ? 'ok ' : 'NO '} ${name}  ${what.join(', ')}`.trimEnd()
      }),
    ],
  }
}
