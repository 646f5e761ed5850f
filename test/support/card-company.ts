import type {
  CardAnswer,
  CardCompany,
  CardFormAnswer,
  CardNotice,
  CardPaymentName,
  CardStanding,
  CardState,
  Chargeback,
} from '../../src/main/gateways/card-company'
import { createCardDesk } from '../../src/main/services/card-desk'
import { createEvents } from '../../src/main/services/events'
import { Instant } from '../../src/preload/contract/date'
import { PositiveYen, type Yen, yen } from '../../src/preload/contract/money'
import type { TestLedger } from './ledger'
import { gateways } from './statements'

/*
 * A card company in memory: a real machine of states with faults on demand. What was asked under a key is done once; an answer can be lost
 * after it was done or before; its word can be late.
 */

/** What becomes of the next question of a kind: refused in so many words, done and not answered, or lost on the way there. */
export type CardFault = 'refused' | 'answer_lost' | 'question_lost'
type Question = 'open' | 'finish' | 'look' | 'capture' | 'void' | 'refund'

interface Trade {
  reference: string
  companyId: string
  amount: number
  state: CardState
  captured: number
  refunded: number
  captureBefore: number | null
  chargebacks: Chargeback[]
  keys: Set<string>
}

export class TestCardCompany implements CardCompany {
  readonly #trades = new Map<string, Trade>()
  readonly #faults = new Map<Question, CardFault[]>()
  /** Every question, in its order: `capture D… capture-key`. */
  readonly heard: string[] = []
  /** What a payer does at the form: types a card that is authorised, one that is refused, or goes away. */
  payer: 'pays' | 'is_declined' | 'leaves' = 'pays'
  /** Told with an authorisation; null: the company does not tell. */
  captureBefore: Instant | null = null

  /** The next questions of this kind fail so, one each. */
  fault(question: Question, ...faults: CardFault[]): void {
    this.#faults.set(question, [...(this.#faults.get(question) ?? []), ...faults])
  }

  trade(reference: string): Trade {
    const found = this.#trades.get(reference)
    if (!found) throw new Error(`no trade ${reference}`)
    return found
  }

  /** Something happens at the company that nobody here asked for. */
  change(reference: string, change: Partial<Pick<Trade, 'state' | 'captured' | 'refunded' | 'chargebacks'>>): void {
    Object.assign(this.trade(reference), change)
  }

  standing(reference: string): CardStanding {
    const { state, amount, captured, refunded, captureBefore, chargebacks } = this.trade(reference)
    const isTyped = state !== 'waiting'
    return {
      ...{ state, authorized: yen(state === 'authorized' ? amount : 0), captured: yen(captured), refunded: yen(refunded), chargebacks },
      ...{ card: isTyped ? { brand: 'visa', last4: '4242' } : null, threeDSecure: isTyped ? 'Y' : null },
      captureBefore: captureBefore === null ? null : Instant.parse(captureBefore),
      approvalCode: isTyped ? '123456' : null,
    }
  }

  #hear(question: Question, reference: string, key = ''): CardFault | null {
    this.heard.push(`${question} ${reference}${key && ` ${key}`}`)
    return this.#faults.get(question)?.shift() ?? null
  }

  /** Does an act unless it is lost on the way, and answers unless that is lost. */
  #act(question: Question, { reference }: CardPaymentName, key: string, work: (trade: Trade) => boolean): CardAnswer {
    const fault = this.#hear(question, reference, key)
    const trade = this.trade(reference)
    if (fault === 'question_lost') return LOST
    if (fault === 'refused' || (!trade.keys.has(key) && !work(trade)))
      return { outcome: 'refused', code: 'not_possible', detail: `it is ${trade.state}` }
    trade.keys.add(key)
    return fault === 'answer_lost' ? LOST : { outcome: 'told', standing: this.standing(reference) }
  }

  async open(payment: { reference: string; amount: PositiveYen; returnTo: string }): Promise<CardFormAnswer> {
    const fault = this.#hear('open', payment.reference)
    if (fault === 'refused') return { outcome: 'refused', code: 'closed', detail: 'the shop is closed' }
    if (fault === 'question_lost') return LOST
    const companyId = `pi_${payment.reference.toLowerCase()}`
    const { reference, amount } = payment
    const begun = { state: 'waiting' as const, captured: 0, refunded: 0, captureBefore: null, chargebacks: [], keys: new Set<string>() }
    this.#trades.set(reference, { reference, companyId, amount, ...begun })
    return fault === 'answer_lost' ? LOST : { outcome: 'opened', form: { url: `https://cards.example/form/${reference}`, companyId } }
  }

  async finish(
    { reference }: CardPaymentName,
    _payment: object,
    returned: Readonly<Record<string, string>>,
  ): Promise<CardAnswer | { outcome: 'next'; url: string; companyId: string }> {
    const fault = this.#hear('finish', reference)
    if (fault === 'question_lost') return LOST
    const trade = this.trade(reference)
    if (returned.step === '3ds') return { outcome: 'next', url: 'https://cards.example/3ds', companyId: trade.companyId }
    if (fault === 'refused') return { outcome: 'refused', code: 'card_declined', detail: 'refused' }
    this.type(reference)
    return fault === 'answer_lost' ? LOST : { outcome: 'told', standing: this.standing(reference) }
  }

  /** The payer at the form, whether or not it comes back. */
  type(reference: string): void {
    const trade = this.trade(reference)
    if (this.payer === 'leaves' || trade.state === 'voided') return
    trade.state = this.payer === 'pays' ? 'authorized' : 'declined'
    trade.captureBefore = this.captureBefore
  }

  async look({ reference }: CardPaymentName): Promise<CardAnswer> {
    return this.#hear('look', reference) ? LOST : { outcome: 'told', standing: this.standing(reference) }
  }

  async capture(name: CardPaymentName, amount: PositiveYen, key: string): Promise<CardAnswer> {
    return this.#act('capture', name, key, (trade) => {
      if (trade.state !== 'authorized') return false
      trade.state = 'captured'
      trade.captured = amount
      return true
    })
  }

  async void(name: CardPaymentName, key: string): Promise<CardAnswer> {
    return this.#act('void', name, key, (trade) => {
      if (trade.state === 'captured') return false
      trade.state = 'voided'
      return true
    })
  }

  async refund(name: CardPaymentName, amount: PositiveYen, key: string, left: Yen): Promise<CardAnswer> {
    return this.#act('refund', name, key, (trade) => {
      if (trade.captured - trade.refunded - amount !== left) return false
      trade.refunded += amount
      return true
    })
  }

  /** Signed with the word `true`. */
  async readNotice(headers: Readonly<Record<string, string | undefined>>, body: Uint8Array): Promise<CardNotice> {
    if (headers.signature === 'later') return { outcome: 'unknown', detail: 'nobody answers' }
    if (headers.signature !== 'true') return { outcome: 'forged' }
    const reference = Buffer.from(body).toString('utf8')
    return reference === '' ? { outcome: 'nothing' } : { outcome: 'about', name: { reference } }
  }
}

const LOST = { outcome: 'unknown', detail: 'the connection was lost' } as const

export const chargeback = (id: string, amount: number, state: Chargeback['state']): Chargeback => ({
  id,
  amount: PositiveYen.parse(amount),
  state,
})

/** Cards of a storefront: those of a company, or of none that could be spoken to. */
export function cardsOver({ ledger, clock }: TestLedger, company: CardCompany | null = null) {
  const cards = createCardDesk({ ledger, clock, events: createEvents(), holidays: gateways.holidays, company: async () => company })
  return { cards, reachedAt: async () => 'https://pay.example' }
}
