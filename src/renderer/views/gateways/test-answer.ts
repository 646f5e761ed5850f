import type { GatewayName } from '../../../preload/contract/gateways'

/** What a connector found out by itself when it was tried; the screen has the words. */
export type TestFact =
  | { readonly fact: 'download' | 'absent' | 'same' | 'different' | 'partial' | 'by_hand' }
  | { readonly fact: 'files'; readonly count: number }

const byHand: readonly GatewayName[] = ['convenience_store', 'postal', 'e_money', 'cash_on_delivery']
const ofTransfers = ['download', 'absent', 'same', 'different', 'partial'] as const

/** The fact in an answer; null where it is in the other side's own words. */
export function factIn(name: GatewayName, answer: string): TestFact | null {
  if (name === 'bank_transfer' || name === 'direct_debit') {
    const fact = ofTransfers.find((each) => each === answer)
    return fact === undefined ? null : { fact }
  }
  if (answer === 'by_hand' && byHand.includes(name)) return { fact: 'by_hand' }
  if (name !== 'convenience_store') return null
  const count = /^files:(\d+)$/.exec(answer)?.[1]
  return count === undefined ? null : { fact: 'files', count: Number(count) }
}
