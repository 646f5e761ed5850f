import type { Proposal, Reason } from '../../preload/contract/clearing'

/*
 * Why a deposit waits, as one word that many share: what points to its order, what speaks against it, and the name of what does not come out even.
 * Only a deposit with one best answer has a cause; what contradicts itself, or fits twice, is decided one by one.
 */

type Code = Reason['code']

/** Something besides the amount leads to the order. In this order a cause tells them. */
const pointing: readonly Code[] = ['virtual_account', 'reference_in_text', 'learned', 'name_equal', 'name_prefix', 'name_close']
const named: readonly Code[] = ['fee_deducted', 'rounding']
const even: readonly Code[] = ['amount_equal', 'sum_fits']

/**
 * What a person who has seen a sample may agree to of many at once: people pay for one another, a little late, and less a fee. Everything else
 * that speaks against an order forbids it: it fits another as well, is no customer's money, may be a transfer that came back, or names
 * somebody else.
 */
const agreedToInBulk: ReadonlySet<Code> = new Set<Code>(['name_differs', 'after_due_date', 'amount_short', 'amount_over'])
const against: readonly Code[] = ['name_differs', 'after_due_date']

export interface Cause {
  readonly key: string
  readonly reasons: readonly Reason[]
}

/** The cause for which a deposit with these proposals waits, or null where it is decided by itself. */
export function causeOf(proposals: readonly Proposal[]): Cause | null {
  const [first, ...others] = proposals
  if (!first || !pointsOut(first) || others.some((other) => pointsOut(other) && isExplained(other))) return null
  if (first.reasons.some((one) => !one.for && !agreedToInBulk.has(one.code))) return null
  const difference = first.reasons.find(({ code }) => named.includes(code))
  if (first.difference !== 0 && !difference) return null
  const told = [...against, ...pointing, ...even].flatMap((code) => common(first, code))
  const reasons = difference && first.difference !== 0 ? [...told, difference] : told
  return { key: reasons.map(wordOf).join('+'), reasons }
}

/** It comes out even, or what is missing has a name. */
const isExplained = ({ difference, reasons }: Proposal): boolean => difference === 0 || reasons.some(({ code }) => named.includes(code))

const pointsOut = ({ reasons }: Proposal): boolean => reasons.some(({ code }) => pointing.includes(code))

/** The fact without what is this deposit's alone. */
function common({ reasons }: Proposal, code: Code): Reason[] {
  const found = reasons.find((one) => one.code === code)
  return found ? [{ ...found, detail: '' }] : []
}

const wordOf = ({ code, detail }: Reason): string => (detail === '' ? code : `${code}:${detail}`)
