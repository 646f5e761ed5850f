import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Core, compose } from '../../src/main/compose'
import { hashPassword } from '../../src/main/services/passwords'
import type { Seat } from '../../src/preload/contract/carrier'
import type { Refusal } from '../../src/preload/contract/errors'
import { OrderId, type ReceiptId, type UserId } from '../../src/preload/contract/ids'
import { type InputOf, type MethodName, methods, type OutputOf } from '../../src/preload/contract/methods'
import { PositiveYen } from '../../src/preload/contract/money'
import { keptLog } from './door'
import { addAccount, addMerchant, addOrders, addUser, type FixedClock, openTestLedger, valueIn, writing } from './ledger'
import { ACCOUNT, type TestLine } from './statements'
import { bringIn } from './story'

/* Several people at desks of their own, over one real core with its one door. */

export const PASSWORD = 'a quiet afternoon at the counter'
const outputs: { readonly [M in MethodName]: { readonly output: { parse(value: unknown): OutputOf<M> } } } = methods

/** Somebody at a window. */
export interface Sitter {
  readonly id: UserId
  readonly seat: Seat
  ask<M extends MethodName>(method: M, input: InputOf<M>): Promise<OutputOf<M>>
  /** Why not. */
  refused<M extends MethodName>(method: M, input: InputOf<M>): Promise<Refusal>
  signIn(): Promise<void>
}

export interface TwoSeats {
  readonly core: Core
  readonly clock: FixedClock
  readonly deposits: readonly ReceiptId[]
  readonly order: OrderId
  /** Closes the core and opens it anew over the same ledger. */
  restart(): Promise<void>
  sitter(name: string, window?: string): Sitter
  cleanup(): Promise<void>
}

/** A ledger with these deposits, which nothing answers, and one order of so many yen; clerks sato and suzuki and the administrator kato. */
export async function twoSeats(lines: readonly TestLine[], orderAmount: number): Promise<TwoSeats> {
  const made = await openTestLedger()
  const people = new Map<string, UserId>()
  await addAccount(made.ledger, { ...ACCOUNT })
  const [order = OrderId.parse(1)] = await addOrders(made.ledger, await addMerchant(made.ledger), [
    { amount: orderAmount, payerName: '別の人', payerKana: 'ベツノ ヒト', payerKey: 'ベツノヒト' },
  ])
  for (const name of ['sato', 'suzuki', 'kato'])
    people.set(name, await addUser(made.ledger, name, name === 'kato' ? ['administrator'] : ['clerk']))
  const password_hash = await hashPassword(PASSWORD)
  await writing(made.ledger, (writer) => writer.db.updateTable('users').set({ password_hash }).execute())
  await bringIn(made, '2026-11-20', 0, lines)
  const deposits = (await made.ledger.reader.db.selectFrom('receipts').select('id').orderBy('line').execute()).map(({ id }) => id)
  await made.ledger.close()
  const ledgerPath = join(made.dir, 'seats.daiko')
  copyFileSync(made.ledger.path, ledgerPath)
  const open = async () => valueIn(await compose({ ledgerPath, demonstration: false, workerPath: null, log: keptLog(), clock: made.clock }))
  let core = await open()
  const sitter = (name: string, window = name): Sitter => {
    const seat: Seat = { id: window, kind: 'browser' }
    const ask = async <M extends MethodName>(method: M, input: InputOf<M>): Promise<OutputOf<M>> => {
      const answer = await core.dispatch(seat, { method, input })
      if (answer.outcome !== 'done') throw new Error(`${name}: ${method}: ${JSON.stringify(answer)}`)
      return outputs[method].output.parse(answer.value)
    }
    const refused = async <M extends MethodName>(method: M, input: InputOf<M>): Promise<Refusal> => {
      const answer = await core.dispatch(seat, { method, input })
      if (answer.outcome !== 'refused') throw new Error(`${name}: ${method}: ${JSON.stringify(answer)}`)
      return answer.refusal
    }
    const id = people.get(name)
    if (id === undefined) throw new Error(`nobody is called ${name}`)
    return { id, seat, ask, refused, signIn: async () => void (await ask('session.signIn', { name, password: PASSWORD })) }
  }
  return {
    get core() {
      return core
    },
    clock: made.clock,
    deposits,
    order,
    sitter,
    restart: async () => {
      await core.close()
      core = await open()
    },
    cleanup: async () => {
      await core.close()
      rmSync(made.dir, { recursive: true, force: true })
    },
  }
}

/** The whole of the order, paid by a deposit. */
export const paying = (receiptId: ReceiptId, version: number, orderId: OrderId, amount: number, orderVersion = 1) => ({
  receiptId,
  version,
  parts: [{ orderId, version: orderVersion, amount: PositiveYen.parse(amount) }],
})
