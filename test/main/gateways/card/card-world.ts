import { gmoCards } from '../../../../src/main/gateways/card/gmo'
import { stripeCards } from '../../../../src/main/gateways/card/stripe'
import type { CardAnswer, CardCompany, CardPaymentName } from '../../../../src/main/gateways/card-company'
import { businessDate } from '../../../../src/preload/contract/date'
import { PositiveYen, Yen } from '../../../../src/preload/contract/money'
import { type StandInCardCompany, startCardCompany } from '../../../support/agency/card-company'
import type { Wire } from '../../../support/agency/card-company-contract'
import { broughtBy, goBack, passSecureStep, typeCard } from '../../../support/agency/card-company-payer'

/* Both gateways before one stand-in, and a payer. Everything a gateway answers is kept, to be searched for secrets. */

export const TIMEOUT_MS = 1000
const RETURN_TO = 'http://127.0.0.1:9/orders/1/card?lang=ja'

export interface CardWorld {
  readonly company: StandInCardCompany
  readonly gateways: Readonly<Record<Wire, CardCompany>>
  /** All that gateways answered, as text. */
  readonly heard: string[]
  /** A date in Japan, for the gateway and for the company alike. */
  day(today: string): Promise<void>
}

export async function startCardWorld(today = '2026-12-01', timeoutMs = TIMEOUT_MS): Promise<CardWorld> {
  const company = await startCardCompany({ today })
  let date = businessDate(today)
  const heard: string[] = []
  return {
    company,
    heard,
    gateways: {
      stripe: listening(stripeCards({ ...company.stripe, timeoutMs }), heard),
      gmo: listening(gmoCards({ ...company.gmo, timeoutMs, today: () => date }), heard),
    },
    async day(next) {
      date = businessDate(next)
      await company.day(next)
    },
  }
}

function listening(gateway: CardCompany, heard: string[]): CardCompany {
  const kept = async <T>(answer: Promise<T>): Promise<T> => {
    heard.push(JSON.stringify(await answer))
    return answer
  }
  return {
    open: (payment) => kept(gateway.open(payment)),
    finish: (name, payment, returned) => kept(gateway.finish(name, payment, returned)),
    look: (name) => kept(gateway.look(name)),
    capture: (name, amount, key) => kept(gateway.capture(name, amount, key)),
    void: (name, key) => kept(gateway.void(name, key)),
    refund: (name, amount, key, left) => kept(gateway.refund(name, amount, key, left)),
    readNotice: (headers, body) => kept(gateway.readNotice(headers, body)),
  }
}

let made = 0
export function newReference(): string {
  made += 1
  return `CARD-${String(made).padStart(6, '0')}`
}
export const positive = (amount: number) => PositiveYen.parse(amount)
export const whole = (amount: number) => Yen.parse(amount)

export interface Opened {
  readonly name: CardPaymentName
  readonly url: string
  readonly payment: { readonly amount: PositiveYen; readonly returnTo: string }
}

/** A form is opened. */
export async function openForm(gateway: CardCompany, amount = 10_000, reference = newReference()): Promise<Opened> {
  const payment = { amount: positive(amount), returnTo: RETURN_TO }
  const answer = await gateway.open({ reference, ...payment, description: 'ご注文 A-1' })
  if (answer.outcome !== 'opened') throw new Error(JSON.stringify(answer))
  return { name: { reference, companyId: answer.form.companyId }, url: answer.form.url, payment }
}

/** The payer types a card, goes back where it is refused at the form, and passes 3-D Secure or not; the gateway finishes. */
export async function pay(
  gateway: CardCompany,
  { name, url, payment }: Opened,
  card: string,
  secure: 'passes' | 'fails' = 'passes',
): Promise<CardAnswer> {
  const back = (await typeCard(url, card, secure)) ?? (await goBack(url))
  const answer = await gateway.finish(name, payment, broughtBy(back))
  if (answer.outcome !== 'next') return answer
  const after = await gateway.finish(name, payment, broughtBy(await passSecureStep(answer.url, secure)))
  if (after.outcome === 'next') throw new Error('asked for 3-D Secure twice')
  return after
}

/** What an answer says of the state and the amounts, in short. */
export function saying(answer: Awaited<ReturnType<CardCompany['finish']>>): string {
  if (answer.outcome === 'next') return 'next'
  if (answer.outcome === 'refused') return `refused ${answer.code}`
  if (answer.outcome === 'unknown') return 'unknown'
  const { state, authorized, captured, refunded } = answer.standing
  return `${state} ${authorized}/${captured - refunded}`
}
