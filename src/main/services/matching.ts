import type { OpenOrder } from '../../preload/contract/clearing'
import type { BusinessDate } from '../../preload/contract/date'
import type { AccountId, MerchantId, OrderId } from '../../preload/contract/ids'
import type { Yen } from '../../preload/contract/money'
import type { Reader } from '../ledger/ledger'
import { ordersByPayerAndAmount, ordersByReference, ordersByVirtualAccount } from '../ledger/open-orders'
import { type Decision, decide } from '../settlement/matching'
import { nameKey } from '../settlement/names'
import { referenceTokens } from '../settlement/references'

/** What of a credit line decides whose money it is. */
export interface CreditFacts {
  amount: Yen
  bookedOn: BusinessDate
  valueOn: BusinessDate
  notCustomerMoney: 'correction' | 'returned' | 'uncleared_cheque' | null
  remitterCode: string | null
  remitterName: string
  description: string
  edi: string
}

export interface Matched {
  decision: Decision
  nameKey: string
  /** The merchant a virtual account tells, whether or not the deposit clears. */
  merchantId: MerchantId | null
}

/**
 * Decides a chunk of credits of one account: looks the orders up at once, then asks settlement/matching for each.
 * `taken` holds orders that earlier lines of the same plan have already taken; what is decided here is added to it.
 */
export async function matchCredits(
  ledger: Reader,
  accountId: AccountId,
  credits: readonly CreditFacts[],
  taken: Set<OrderId>,
): Promise<Matched[]> {
  const names = credits.map((credit) => nameKey(credit.remitterName))
  const references = credits.map((credit) => referenceTokens(credit))
  const [byCode, byReference, byPayer] = [
    await ordersByVirtualAccount(ledger, accountId, [...new Set(credits.flatMap((credit) => credit.remitterCode ?? []))]),
    await ordersByReference(ledger, [...new Set(references.flat())]),
    await ordersByPayerAndAmount(ledger, distinctPairs(credits, names)),
  ]
  const open = (orders: readonly OpenOrder[]) => orders.filter((order) => !taken.has(order.id))
  return credits.map((credit, index) => {
    const name = names[index] ?? ''
    const held = byCode.get(credit.remitterCode ?? '') ?? []
    const decision = decide(
      { ...credit, virtualAccount: held.length > 0 ? credit.remitterCode : null, nameKey: name, references: references[index] ?? [] },
      {
        byVirtualAccount: held.map((order) => (taken.has(order.id) ? { ...order, payment: 'paid' as const } : order)),
        byReference: open((references[index] ?? []).flatMap((reference) => byReference.get(reference) ?? [])),
        byName: open(byPayer.get(`${name}|${credit.amount}`) ?? []),
      },
    )
    if (decision.cleared) taken.add(decision.orderId)
    return { decision, nameKey: name, merchantId: held[0]?.merchantId ?? null }
  })
}

function distinctPairs(credits: readonly CreditFacts[], names: readonly string[]): (readonly [string, number])[] {
  const pairs = new Map<string, readonly [string, number]>()
  for (const [index, credit] of credits.entries()) {
    const name = names[index]
    if (name) pairs.set(`${name}|${credit.amount}`, [name, credit.amount])
  }
  return [...pairs.values()]
}
