import { randomBytes } from 'node:crypto'
import { CARDS, type CardTerms, type CardTransfer, type Wire } from './card-company-contract'

/* The one book of the stand-in card company, or debit network: payments, whichever way they are spoken of, and what is transferred of them. */

type State = 'open' | 'secure' | 'authorized' | 'captured' | 'voided' | 'expired' | 'closed'
/** Why a card was refused. */
type CardRefusal = 'declined' | 'insufficient' | 'secure_failed'
interface Movement {
  readonly id: string
  readonly amount: number
  readonly on: string
}
export interface Payment {
  readonly wire: Wire
  readonly reference: string
  /** Its own ids, made up from one. */
  readonly id: string
  readonly amount: number
  state: State
  authorized: number
  captured: number
  /** In real use a part of the captured amount, or all of it. */
  readonly refunds: Movement[]
  readonly chargebacks: (Movement & { state: 'open' | 'taken' | 'won' | 'lost'; endedOn: string | null })[]
  capturedOn: string | null
  /** The last day on which something was done. */
  processedOn: string
  card: { readonly brand: string; readonly last4: string } | null
  /** The card whose account is asked; only a debit network has any. */
  account: string | null
  threeDSecure: 'authenticated' | 'failed' | null
  refusal: CardRefusal | null
  readonly deeds: Record<string, number>
}

export type Noted = (payment: Payment, what: string) => void

export class CardBook {
  readonly payments: Payment[] = []
  today: string
  readonly accounts: Map<string, number> | null

  constructor(
    private readonly terms: CardTerms,
    private readonly noted: Noted,
  ) {
    this.today = terms.today
    this.accounts = terms.balances && new Map(Object.entries(terms.balances))
  }

  open(wire: Wire, reference: string, amount: number): Payment {
    const payment: Payment = {
      ...{ wire, reference, amount, id: madeUpId(), state: 'open', authorized: 0, captured: 0, refunds: [] },
      ...{
        chargebacks: [],
        capturedOn: null,
        processedOn: this.today,
        card: null,
        account: null,
        threeDSecure: null,
        refusal: null,
        deeds: {},
      },
    }
    this.payments.push(payment)
    return payment
  }

  find(wire: Wire, matches: (payment: Payment) => boolean): Payment | undefined {
    return this.payments.findLast((payment) => payment.wire === wire && matches(payment))
  }

  /** A card is asked for the whole amount: yes, no, or the payer first has to pass 3-D Secure. */
  charge(payment: Payment, number: string): 'authorized' | 'secure' | CardRefusal {
    payment.card = { brand: number.startsWith('5') ? 'mastercard' : 'visa', last4: number.slice(-4) }
    payment.refusal = null
    if (this.accounts) payment.account = number
    if (number === CARDS.secure) {
      payment.state = 'secure'
      return 'secure'
    }
    if (this.accounts?.has(number) || number === CARDS.approved || number === CARDS.mastercard) return this.#authorize(payment)
    return this.#refuse(payment, number === CARDS.insufficient ? 'insufficient' : 'declined')
  }

  /** The payer has passed 3-D Secure, or has not. */
  secured(payment: Payment, passed: boolean): 'authorized' | CardRefusal {
    if (passed) return this.#authorize(payment)
    payment.threeDSecure = 'failed'
    return this.#refuse(payment, 'secure_failed')
  }

  /** Of a debit card the balance is checked, and so much of it is held. */
  #authorize(payment: Payment): 'authorized' | CardRefusal {
    if (this.accounts && !this.#move(payment, -payment.amount)) return this.#refuse(payment, 'insufficient')
    payment.threeDSecure = 'authenticated'
    payment.authorized = payment.amount
    this.#done(payment, 'authorized', 'authorized')
    return 'authorized'
  }

  /** So much comes into its account, or leaves it; false where it holds less. A card that gives credit has none. */
  #move({ account }: Payment, amount: number): boolean {
    const left = account === null ? undefined : this.accounts?.get(account)
    if (account === null || left === undefined || left + amount < 0) return false
    this.accounts?.set(account, left + amount)
    return true
  }

  #refuse(payment: Payment, refusal: CardRefusal): CardRefusal {
    payment.refusal = refusal
    this.#done(payment, 'open', 'declined')
    return refusal
  }

  /** Takes so much of what is authorised; the rest is let go. */
  capture(payment: Payment, amount: number): void {
    this.#move(payment, payment.authorized - amount)
    payment.captured = amount
    payment.capturedOn = this.today
    this.#done(payment, 'captured', 'captured')
  }

  void(payment: Payment): void {
    if (payment.state === 'authorized') this.#move(payment, payment.authorized)
    this.#done(payment, payment.state === 'authorized' ? 'voided' : 'closed', payment.state === 'authorized' ? 'voided' : 'closed')
  }

  /** Time passes for a form or an authorisation. */
  expire(payment: Payment): void {
    if (payment.state === 'authorized') this.#move(payment, payment.authorized)
    this.#done(payment, payment.state === 'authorized' ? 'expired' : 'closed', payment.state === 'authorized' ? 'expired' : 'closed')
  }

  refund(payment: Payment, amount: number): Movement {
    const refund = { id: madeUpId(), amount, on: this.today }
    payment.refunds.push(refund)
    this.#move(payment, amount)
    this.#done(payment, 'captured', 'refunded')
    return refund
  }

  chargeBack(payment: Payment, amount: number, state: 'open' | 'taken'): string {
    const id = `dp_${madeUpId()}`
    payment.chargebacks.push({ id, amount, on: this.today, state, endedOn: null })
    this.#done(payment, payment.state, 'charged_back')
    return id
  }

  endChargeback(id: string, won: boolean): void {
    const payment = this.payments.find(({ chargebacks }) => chargebacks.some((each) => each.id === id))
    const chargeback = payment?.chargebacks.find((each) => each.id === id)
    if (!payment || !chargeback) throw new Error(`there is no chargeback ${id}`)
    chargeback.state = won ? 'won' : 'lost'
    chargeback.endedOn = this.today
    this.#done(payment, payment.state, 'chargeback_ended')
  }

  #done(payment: Payment, state: State, what: string): void {
    payment.state = state
    payment.processedOn = this.today
    payment.deeds[what] = (payment.deeds[what] ?? 0) + 1
    this.noted(payment, what)
  }

  /** What it transfers on which day, by its own terms; a day on which it only takes back is negative. */
  transfers(): CardTransfer[] {
    const days = new Set<string>()
    for (const { capturedOn, refunds, chargebacks } of this.payments) {
      for (const on of [capturedOn, ...refunds.map(({ on }) => on), ...chargebacks.flatMap((each) => [each.on, each.endedOn])])
        if (on) days.add(on)
    }
    return [...days].sort().map((day) => this.#transferOf(day))
  }

  #transferOf(day: string): CardTransfer {
    const captures = this.payments.filter(({ capturedOn }) => capturedOn === day).map(({ captured }) => captured)
    const captured = sum(captures)
    const fees = sum(captures.map((amount) => Math.floor((amount * this.terms.feeRate) / 10_000)))
    const tax = Math.floor((fees * this.terms.taxRate) / 100)
    const refunded = sum(this.payments.flatMap(({ refunds }) => refunds.filter(({ on }) => on === day).map(({ amount }) => amount)))
    const chargebacks = this.payments.flatMap((payment) => payment.chargebacks)
    const taken = chargebacks.filter(({ on, state }) => on === day && state !== 'open').map(({ amount }) => amount)
    const given = chargebacks.filter(({ endedOn, state }) => endedOn === day && state === 'won').map(({ amount }) => amount)
    const chargedBack = sum(taken) - sum(given)
    const transferOn = later(day, this.terms.transferDays)
    return { transferOn, captured, refunded, chargedBack, fees, tax, net: captured - refunded - chargedBack - fees - tax }
  }
}

export const refundedOf = ({ refunds }: Payment) => sum(refunds.map(({ amount }) => amount))

/** Letters only: among digits one would sooner or later be a card number. */
const madeUpId = () =>
  randomBytes(8)
    .toString('hex')
    .replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)))

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)

function later(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
