import type { CardPaymentState, CardThreeDSecure, ChargebackState } from '../../preload/contract/cards'
import type { Instant } from '../../preload/contract/date'
import type { PositiveYen, Yen } from '../../preload/contract/money'

/*
 * What services ask of a card company, in words of no company (collection.md §4.1). Card numbers never come here: the payer types them
 * into the company's own form, and what comes back is a token, a brand and the last four digits. A company decides; a gateway asks and
 * hands on; it keeps nothing.
 */

/**
 * Where a payment stands at its company. `waiting`: the payer has not finished the form or the 3-D Secure step; a card that was refused
 * there leaves it waiting as long as another may be typed in. `declined`: asked and refused, nothing more will come. `expired`: the time
 * for the form or for the capture has passed. `voided`: nothing of it stands any more; some companies call a wholly refunded one so.
 */
export type CardState = Exclude<CardPaymentState, 'given_up'>

/** A cardholder's complaint through the card scheme. */
export interface Chargeback {
  readonly id: string
  readonly amount: PositiveYen
  readonly state: ChargebackState
}

/** All that a company says of a payment at this moment. What it says later counts; an earlier answer that comes late is old news. */
export interface CardStanding {
  readonly state: CardState
  /**
   * What was authorised, what was captured, what has gone back of it; whole yen. A company that keeps one amount only (GMO-PG) tells what is
   * left as captured and nothing as refunded: compare what is left, `captured - refunded`.
   */
  readonly authorized: Yen
  readonly captured: Yen
  readonly refunded: Yen
  /** Null until a card was typed in. `brand` is null where the company does not tell it; `last4` holds as many digits as it shows. */
  readonly card: { readonly brand: string | null; readonly last4: string } | null
  /** Null also where the company tells it once only: what was told stays so. */
  readonly threeDSecure: CardThreeDSecure | null
  /** Until when it can be captured, where the company says so; otherwise its contract does. */
  readonly captureBefore: Instant | null
  /** 承認番号, where the company tells one. */
  readonly approvalCode: string | null
  readonly chargebacks: readonly Chargeback[]
}

/** Which payment: our own reference, new for every try (at most 27 of A–Z, 0–9, `-`), and what the company calls it; never a secret. */
export interface CardPaymentName {
  readonly reference: string
  readonly companyId: string
}

/**
 * How an act ended. `told`: the company answered with where the payment stands. `refused`: it certainly did not do it, in its own words and
 * code. `unknown`: the answer was lost; it may have been done or not: nothing is assumed, `look` says what is so.
 */
export type CardAnswer =
  | { readonly outcome: 'told'; readonly standing: CardStanding }
  | { readonly outcome: 'refused'; readonly code: string; readonly detail: string }
  | { readonly outcome: 'unknown'; readonly detail: string }

export interface CardForm {
  /** The company's own page for the card. */
  readonly url: string
  readonly companyId: string
}

export type CardFormAnswer = { readonly outcome: 'opened'; readonly form: CardForm } | Exclude<CardAnswer, { outcome: 'told' }>

/** What the payer comes back from the form with; names and values as they stand in the address or the posted form. */
export type FormReturn = Readonly<Record<string, string>>

/**
 * A notice a company sent by itself. It only says which payment to look at: so a repeated or late one does no harm. `unknown`: which payment
 * it concerns cannot be found out now; answered with a fault, the company sends it again.
 */
export type CardNotice =
  | { readonly outcome: 'about'; readonly name: Partial<CardPaymentName> }
  | { readonly outcome: 'nothing' | 'forged' }
  | { readonly outcome: 'unknown'; readonly detail: string }

export interface CardCompany {
  /** Opens the form for a payment, to be authorised only. `returnTo`: where the payer comes back to, whatever happened there. */
  open(payment: { reference: string; amount: PositiveYen; returnTo: string; description: string }): Promise<CardFormAnswer>
  /** The payer is back: finishes the authorisation with what came along, or asks where it stands. `next`: a further page of 3-D Secure. */
  finish(
    name: CardPaymentName,
    payment: { amount: PositiveYen; returnTo: string },
    returned: FormReturn,
  ): Promise<CardAnswer | { readonly outcome: 'next'; readonly url: string; readonly companyId: string }>
  look(name: CardPaymentName): Promise<CardAnswer>
  /** Takes the authorised amount, or a part; what is left of it is let go. The same `key` is done once however often it is sent. */
  capture(name: CardPaymentName, amount: PositiveYen, key: string): Promise<CardAnswer>
  /** Lets an authorisation go, or closes a form that nobody has finished; never takes a capture back. */
  void(name: CardPaymentName, key: string): Promise<CardAnswer>
  /**
   * Gives back of what was captured. `left`: what then still stands by our books; a company that knows no keys is told this figure, so that
   * here too a second time gives nothing more back.
   */
  refund(name: CardPaymentName, amount: PositiveYen, key: string, left: Yen): Promise<CardAnswer>
  /** Reads a notice: `forged` where its signature is wrong. `body`: the exact bytes; header names in small letters. */
  readNotice(headers: Readonly<Record<string, string | undefined>>, body: Uint8Array): Promise<CardNotice>
}
