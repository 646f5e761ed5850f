import type { CreditException, DebitException, ExceptionType } from '../../preload/contract/exceptions'
import type { PaymentTrack } from '../../preload/contract/orders'
import type { LineKind } from '../../preload/contract/statement'

/*
 * What is wrong with a line of a statement that nobody could explain: the domain's table of types. The first row whose facts agree
 * names it; what fits none is unknown.
 */

/** What is known of a credit of which something is left in suspense. */
export interface CreditFacts {
  readonly kind: LineKind
  readonly notCustomerMoney: 'correction' | 'returned' | 'uncleared_cheque' | null
  readonly description: string
  /** Part of it pays an order already. */
  readonly isPartlyAllocated: boolean
  /** How the order stands that holds, or held last, the virtual account it was paid to; null where there is none. */
  readonly order: { readonly payment: PaymentTrack; readonly amount: number } | null
  readonly amount: number
  /** A transfer that has left would fit if it came back. */
  readonly mayBeReturned: boolean
}

const interest = /利息|利子|リソク|オリソク/u
const closed: ReadonlySet<PaymentTrack> = new Set<PaymentTrack>(['expired', 'cancelled', 'declined', 'authorization_expired'])

/** The type of a credit. */
export function creditException(facts: CreditFacts): CreditException {
  if (facts.notCustomerMoney === 'returned' || facts.mayBeReturned) return 'returned'
  if (facts.notCustomerMoney !== null || facts.kind === 'correction') return 'bank_correction'
  if (facts.isPartlyAllocated) return 'over'
  if (facts.order) {
    if (closed.has(facts.order.payment)) return 'late'
    if (facts.order.payment === 'paid') return facts.order.amount === facts.amount ? 'duplicate' : 'over'
    if (facts.amount < facts.order.amount) return 'under'
    if (facts.amount > facts.order.amount) return 'over'
  }
  return interest.test(plain(facts.description)) ? 'interest' : 'unknown'
}

/** What is known of a debit of which something is unexplained. */
export interface DebitFacts {
  readonly kind: LineKind
  readonly description: string
  readonly name: string
  readonly edi: string
  /** Kana of the agent's own accounts. */
  readonly isOwnName: boolean
  /** A run or a transfer that waits to be seen would fit. */
  readonly mayBeTransfer: boolean
}

const fee = /手数料|テスウリヨウ/u
const takenBack = /取消|トリケシ|不渡|フワタリ|訂正|テイセイ/u
const sweep = /資金移動|シキンイドウ|スイ-プ|スイープ|集中|シキンシユウチユウ/u

/** The kinds by which a bank itself says that it takes back what it has booked (取消, 訂正). */
export const isTakeBack = (kind: LineKind): boolean => kind === 'correction' || kind === 'cancellation'

/** Whether a bank's words say that a line takes back another. */
export const saysTakenBack = (text: string): boolean => takenBack.test(plain(text))

/** The type of a debit. */
export function debitException({ kind, description, name, edi, isOwnName, mayBeTransfer }: DebitFacts): DebitException {
  if (isTakeBack(kind) || [description, name, edi].some(saysTakenBack)) return 'taken_back'
  if (mayBeTransfer) return 'transfer_unsure'
  const text = plain(`${description} ${name}`)
  if (fee.test(text)) return 'bank_fee'
  return isOwnName || sweep.test(text) ? 'own_transfer' : 'unknown_outgoing'
}

/** In any width, with large kana only. */
const plain = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[ァィゥェォッャュョヮ]/g, (letter) => large.get(letter) ?? letter)
const large = new Map([...'ァィゥェォッャュョヮ'].map((letter, at) => [letter, 'アイウエオツヤユヨワ'.charAt(at)]))

/** How a type is told in order of urgency: what the bank takes back comes first, what only needs a booking last. */
export const byUrgency: readonly ExceptionType[] = [
  'returned',
  'taken_back',
  'bank_correction',
  'duplicate',
  'over',
  'under',
  'late',
  'transfer_unsure',
  'unknown',
  'unknown_outgoing',
  'own_transfer',
  'bank_fee',
  'interest',
]
