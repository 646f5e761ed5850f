import { existsSync } from 'node:fs'
import { compose, composeDemonstration } from '../compose'
import { type Desk, log, Refused, type Told } from './desk'

/* The ledger as a whole: made, matched, verified. */

export async function init(ledger: string, { demo, orders, seed }: { demo?: boolean; orders?: number; seed: number }): Promise<Told> {
  if (existsSync(ledger)) throw new Refused({ refusal: 'ledger_exists', path: ledger })
  if (!demo && orders === undefined) {
    const core = await compose({ ledgerPath: ledger, demonstration: false, workerPath: null, log })
    if (!core.ok) throw new Refused(core.refusal)
    await core.value.close()
    return { answer: { ledger, users: [] }, lines: [`${ledger}: a new ledger; the first to open it becomes its administrator`] }
  }
  const made = await composeDemonstration({ ledgerPath: ledger, log }, { orders: orders ?? DEMONSTRATION_ORDERS, seed })
  if (!made.ok) throw new Refused(made.refusal)
  const users = made.value.users.map(({ name, role, password }) => `  ${name}  ${role}  ${password}`)
  return {
    answer: { ledger, ...made.value },
    lines: [`${ledger}: a demonstration`, ...users, made.value.statement, made.value.statementYesterday, made.value.orderFile],
  }
}
const DEMONSTRATION_ORDERS = 150

export async function match(desk: Desk): Promise<Told> {
  const { match: found } = await desk.result('match', await desk.call('clearing.match', {}))
  return { answer: found, lines: [`cleared ${found.cleared}, waiting ${found.waiting}`] }
}

export async function verify(desk: Desk): Promise<Told> {
  const { verify: found } = await desk.result('verify', await desk.call('ledger.verify', {}))
  const lines = found.invariants.map(
    ({ name, violations, first }) => `${String(violations).padStart(6)}  ${name}${first === null ? '' : `  (${first})`}`,
  )
  return { answer: found, lines: [...lines, found.ok ? 'the ledger is whole' : 'THE LEDGER IS NOT WHOLE'], exitCode: found.ok ? 0 : 1 }
}
