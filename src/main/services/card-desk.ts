import type { CardMethod } from '../../preload/contract/cards'
import type { Clock } from '../../preload/contract/clock'
import type { Instant } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { CardPaymentId, OrderId } from '../../preload/contract/ids'
import { type Yen, yen, ZERO_YEN } from '../../preload/contract/money'
import type { CardAnswer, CardCompany, CardStanding, FormReturn } from '../gateways/card-company'
import { type CardAct, openCardActs, sendCardAct } from '../ledger/card-acts'
import {
  type CardPayment,
  cardPaymentByCompanyId,
  cardPaymentById,
  cardPaymentByReference,
  lastCardPayment,
  openCardForm,
} from '../ledger/card-payments'
import type { By, Ledger, Writer } from '../ledger/ledger'
import { orderStates } from '../ledger/posting'
import { letGo } from './card-acts'
import { endAct, isDoneBy } from './card-answers'
import { type SettledCompany, settledCompany } from './card-contract'
import { takeStanding } from './card-news'
import { takeGoneBack } from './card-refunds'
import { formLost, keepTime, unknownDecision } from './card-times'
import { type Events, publishChanged } from './events'

/*
 * Where card companies and the debit network are spoken to. What is to be asked stands in the ledger before it is sent; answers are taken
 * in afterwards; in between the ledger is free. Of one payment nothing is asked twice at once. Nothing is assumed of an answer that was lost: the company is
 * asked where the payment stands, and only then, under the same key, for the same act again.
 */
export interface CardDeskDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly holidays: ReadonlySet<string>
  /** The company of a method as it is settled now; null where it cannot be spoken to: not settled, or its key cannot be read. */
  readonly company: (method: CardMethod) => Promise<CardCompany | null>
}

export interface CardDesk {
  /** Opens the company's form for the payment an order waits for. Refuses gateway_off, card_form_closed (the payer may choose again). */
  openForm(by: By, orderId: OrderId, how: { returnTo: string; description: string }): Promise<Result<null>>
  /** The payer is back from the form (s55). `next`: where it goes on, or null. Refuses not_found, gateway_off. */
  finish(by: By, orderId: OrderId, returned: FormReturn, returnTo: string): Promise<Result<{ readonly next: string | null }>>
  /** The payer will not finish its form: it is closed, so that another way may be chosen. */
  leaveForm(by: By, orderId: OrderId): Promise<void>
  /** Does what is open of a payment, or asks where it stands. False where the company could not be heard. */
  attend(id: CardPaymentId): Promise<boolean>
  /** A notice the company of a method sent by itself. A forged one changes nothing; `unheard`: the company should send it again. */
  notice(
    method: CardMethod,
    headers: Readonly<Record<string, string | undefined>>,
    body: Uint8Array,
  ): Promise<'taken' | 'nothing' | 'forged' | 'unheard'>
}

/** Nobody decides what a company says. */
const SYSTEM: By = { actor: 'system', seat: 'core' }
/** More than so many acts of one payment wait for the next round. */
const ACTS_AT_ONCE = 5

export function createCardDesk(deps: CardDeskDeps): CardDesk {
  const { ledger } = deps
  const inTurn = turnsByPayment()

  const find = async (id: CardPaymentId): Promise<CardPayment> => {
    const payment = await cardPaymentById(ledger.reader, id)
    if (!payment) throw new Error(`card payment ${id} is gone`)
    return payment
  }

  const spoken = async (method: CardMethod): Promise<Spoken | null> => {
    const settled = await settledCompany(ledger.reader, method)
    const company = settled && (await deps.company(method))
    return settled && company ? new Spoken(deps, company, settled) : null
  }

  async function attend(id: CardPaymentId): Promise<boolean> {
    const payment = await find(id)
    const talk = await spoken(payment.method)
    if (!talk) return false
    const performed = await talk.performAll(id)
    if (performed.acts > 0) return performed.heard
    const heard = payment.companyId === '' || (await talk.look(payment)).outcome === 'told'
    await talk.write(async (writer) => keepTime(writer, talk.settled, await find(id)))
    // What the hour has brought is done at once.
    const late = await talk.performAll(id)
    return heard && late.heard
  }

  return {
    attend: (id) => inTurn(id, () => attend(id)),

    async openForm(by, orderId, { returnTo, description }) {
      const payment = await lastCardPayment(ledger.reader, orderId)
      if (payment?.state !== 'waiting') return refuse({ refusal: 'not_found', what: 'card_payment' })
      return inTurn(payment.id, async (): Promise<Result<null>> => {
        if ((await find(payment.id)).companyId !== '') return done(null)
        const talk = await spoken(payment.method)
        const { reference, amount } = payment
        const opened = talk ? await talk.company.open({ reference, amount, returnTo, description }) : null
        if (talk && opened?.outcome === 'opened') {
          await talk.write((writer) => openCardForm(writer, payment.id, opened.form), by)
          return done(null)
        }
        // Nobody has seen the form, so nobody can pay by it.
        await writeOf(deps)((writer) => formLost(writer, payment))
        return opened?.outcome === 'refused' || opened?.outcome === 'unknown'
          ? refuse({ refusal: 'card_form_closed', detail: opened.detail })
          : refuse({ refusal: 'gateway_off', gateway: payment.method })
      })
    },

    async finish(by, orderId, returned, returnTo) {
      const payment = await lastCardPayment(ledger.reader, orderId)
      if (!payment) return refuse({ refusal: 'not_found', what: 'card_payment' })
      return inTurn(payment.id, async () => {
        const now = await find(payment.id)
        if (now.state !== 'waiting' || now.companyId === '') return done({ next: null })
        const talk = await spoken(now.method)
        return talk
          ? done({ next: await talk.finish(by, now, returned, returnTo) })
          : refuse({ refusal: 'gateway_off', gateway: payment.method })
      })
    },

    async leaveForm(by, orderId) {
      const payment = await lastCardPayment(ledger.reader, orderId)
      if (!payment?.isLive || payment.state !== 'waiting') return
      await writeOf(deps)(async (writer) => {
        const order = (await orderStates(writer, [orderId])).get(orderId)
        if (order?.tracks.payment !== 'decision_asked') return
        if (payment.companyId === '') await formLost(writer, payment)
        else await letGo(writer, payment)
      }, by)
      await inTurn(payment.id, () => attend(payment.id))
    },

    async notice(method, headers, body) {
      const talk = await spoken(method)
      if (!talk) return 'unheard'
      const read = await talk.company.readNotice(headers, body)
      if (read.outcome !== 'about') return read.outcome === 'unknown' ? 'unheard' : read.outcome
      const { reference, companyId } = read.name
      const payment =
        (reference === undefined ? null : await cardPaymentByReference(ledger.reader, reference)) ??
        (companyId === undefined ? null : await cardPaymentByCompanyId(ledger.reader, companyId))
      if (payment?.method !== method || payment.companyId === '') return 'nothing'
      return (await inTurn(payment.id, () => attend(payment.id))) ? 'taken' : 'unheard'
    },
  }
}

/** One after the other, of each payment. */
function turnsByPayment() {
  const turns = new Map<CardPaymentId, Promise<unknown>>()
  return async <T>(id: CardPaymentId, work: () => Promise<T>): Promise<T> => {
    const mine = (turns.get(id) ?? Promise.resolve()).then(work)
    const settled = mine.catch(() => undefined)
    turns.set(id, settled)
    try {
      return await mine
    } finally {
      if (turns.get(id) === settled) turns.delete(id)
    }
  }
}

/** One unit of work for what was heard; throws where the ledger cannot be written, so that it is asked again later. */
const writeOf =
  ({ ledger, events }: CardDeskDeps) =>
  async (work: (writer: Writer) => Promise<void>, by: By = SYSTEM): Promise<void> => {
    const written = await ledger.write(by, async (writer) => done(await work(writer)))
    if (!written.ok) throw new Error(`what a card company said could not be kept: ${written.refusal.refusal}`)
    publishChanged(events, 'cards', 'orders', 'collections', 'refunds', 'audit')
  }

/** A conversation with the company as it is settled. */
class Spoken {
  readonly write: ReturnType<typeof writeOf>
  constructor(
    private readonly deps: CardDeskDeps,
    readonly company: CardCompany,
    readonly settled: SettledCompany,
  ) {
    this.write = writeOf(deps)
  }

  /** Asks where a payment stands, and takes it in. */
  async look(payment: CardPayment): Promise<CardAnswer> {
    const askedAt = this.deps.clock.now()
    const answer = await this.company.look(payment)
    if (answer.outcome === 'told') await this.#take(payment.id, answer.standing, askedAt)
    return answer
  }

  #take(id: CardPaymentId, standing: CardStanding, askedAt: Instant): Promise<void> {
    return this.write(async (writer) => {
      const payment = await cardPaymentById(writer, id)
      if (payment) await takeStanding(writer, { company: this.settled, holidays: this.deps.holidays }, payment, standing, askedAt)
    })
  }

  /** Tells where the payer goes on; null where it is finished, whatever came of it. */
  async finish(by: By, payment: CardPayment, returned: FormReturn, returnTo: string): Promise<string | null> {
    const askedAt = this.deps.clock.now()
    const answer = await this.company.finish(payment, { amount: payment.amount, returnTo }, returned)
    if (answer.outcome === 'next') {
      await this.write((writer) => openCardForm(writer, payment.id, answer), by)
      return answer.url
    }
    if (answer.outcome === 'told') await this.#take(payment.id, answer.standing, askedAt)
    // What was refused says nothing of the card: only where it stands at the company does.
    else if (answer.outcome === 'unknown' || (await this.look(payment)).outcome !== 'told') {
      await this.write((writer) => unknownDecision(writer, payment))
    }
    return null
  }

  /** Sends what is to be asked of a payment, the oldest first, until something is not done. */
  async performAll(id: CardPaymentId): Promise<{ acts: number; heard: boolean }> {
    for (let acts = 0; acts < ACTS_AT_ONCE; acts += 1) {
      const { reader } = this.deps.ledger
      const [[act], payment] = [await openCardActs(reader, id), await cardPaymentById(reader, id)]
      if (!act || !payment) return { acts, heard: true }
      const outcome = await this.#perform(payment, act)
      if (outcome !== 'told') return { acts: acts + 1, heard: outcome === 'refused' }
    }
    return { acts: ACTS_AT_ONCE, heard: true }
  }

  async #perform(payment: CardPayment, act: CardAct): Promise<CardAnswer['outcome']> {
    if (act.sentAt !== null) {
      const seen = await this.look(payment)
      if (seen.outcome !== 'told') return this.#end(payment, act, { outcome: 'unknown', detail: seen.detail })
      if (isDoneBy(act, seen.standing) || !(await this.#isOpen(act))) return this.#end(payment, act, seen)
    }
    // What the company has given back unasked is this refund, or must be looked after before another one is asked for.
    if (act.kind === 'refund' && act.sentAt === null) {
      const gone = await this.#goneBack(payment, act)
      if (gone === act.amount) return 'told'
      if (gone > 0 || act.gone === 1) return this.#end(payment, act, { outcome: 'refused', code: 'refunded_unasked', detail: '' })
    }
    if (act.kind === 'capture' && payment.captureBefore !== null && payment.captureBefore <= this.deps.clock.now())
      return this.#end(payment, act, { outcome: 'refused', code: 'authorization_over', detail: '' })
    await this.write((writer) => sendCardAct(writer, act.id))
    const askedAt = this.deps.clock.now()
    const answer = await this.#send(payment, act)
    if (answer.outcome === 'told') await this.#take(payment.id, answer.standing, askedAt)
    return this.#end(payment, act, answer)
  }

  async #goneBack({ id }: CardPayment, act: CardAct): Promise<Yen> {
    let gone: Yen = ZERO_YEN
    await this.write(async (writer) => {
      gone = await takeGoneBack(writer, { company: this.settled, holidays: this.deps.holidays }, id, act)
    })
    return gone
  }

  async #end(payment: CardPayment, act: CardAct, answer: CardAnswer): Promise<CardAnswer['outcome']> {
    let outcome: CardAnswer['outcome'] = answer.outcome
    await this.write(async (writer) => {
      outcome = await endAct(writer, payment, act, answer)
    })
    return outcome
  }

  async #isOpen(act: CardAct): Promise<boolean> {
    return (await openCardActs(this.deps.ledger.reader, act.paymentId)).some(({ id }) => id === act.id)
  }

  #send(payment: CardPayment, { kind, amount, key }: CardAct): Promise<CardAnswer> {
    switch (kind) {
      case 'capture':
        return this.company.capture(payment, amount, key)
      case 'void':
        return this.company.void(payment, key)
      case 'refund':
        return this.company.refund(payment, amount, key, yen(payment.captured - payment.refunded - amount))
    }
  }
}
