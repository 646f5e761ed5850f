import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { z } from 'zod'
import { builtChild } from '../built-child'
import { type CardFault, type CardRequest, type CardTerms, cardAnswers, type cardRequests, type Wire } from './card-company-contract'

export { CARDS } from './card-company-contract'

type Ask<R extends CardRequest> = z.input<(typeof cardRequests)[R]>
type Answer<R extends CardRequest> = z.output<(typeof cardAnswers)[R]>
const outputs: { readonly [R in CardRequest]: { parse(value: unknown): Answer<R> } } = cardAnswers

/**
 * The stand-in of a card company, or of a debit network, a process of its own that speaks as Stripe and as GMO-PG: one book of payments, two APIs, a form for cards
 * in plain HTML, notices, faults on demand. Its client knows nothing of it but addresses and secrets; all else here is for tests.
 */
export interface StandInCardCompany {
  readonly origin: string
  /** What a client needs to speak to it as to Stripe, and as to GMO-PG: these are the settings of the gateways, but for time-out and date. */
  readonly stripe: { readonly apiUrl: string; readonly secretKey: string; readonly webhookSecret: string }
  readonly gmo: {
    readonly apiUrl: string
    readonly formUrl: string
    readonly tokenField: string
    readonly shopId: string
    readonly shopPass: string
  }
  readonly faults: {
    /**
     * The next call (or `times` calls) of a kind meets a fault: `slow` (done, answered never), `lost` (done, then the connection is cut),
     * `broken` (not done, HTTP 500). `on` is `act` where it is not told: whatever changes something. The official client of Stripe asks once
     * more where its connection was cut: an answer is lost to it only with `times: 2`.
     */
    next(fault: CardFault, how?: { on?: Ask<'fault'>['on']; times?: number }): Promise<void>
  }
  /** From now on its notices go to this address when they are delivered. */
  notify(wire: Wire, url: string): Promise<void>
  /** Sends what it has to tell: in which order, and how it is signed. Answers the HTTP status each got. */
  deliver(how?: Ask<'deliver'>): Promise<number[]>
  /** What it would send, to hand it over by oneself; it stays to be sent. */
  notices(signature?: Ask<'notices'>['signature']): Promise<Answer<'notices'>['notices']>
  /** A cardholder complains; `taken` (unless told otherwise): the money is taken back at once. Answers the id. */
  chargeBack(reference: string, amount: number, as?: 'open' | 'taken'): Promise<string>
  /** A chargeback ends: won, and the money is given back; or lost. */
  endChargeback(id: string, won: boolean): Promise<void>
  /** Time passes: the form is closed, or the authorisation can be captured no more. */
  expire(reference: string): Promise<void>
  /** Its calendar says another day. */
  day(today: string): Promise<void>
  /** What really happened to each payment, and how often. */
  payments(): Promise<Answer<'payments'>['payments']>
  /** What it transfers on which day: captured less refunded, charged back, its fees and their tax. */
  transfers(): Promise<Answer<'transfers'>['transfers']>
  /** Of a debit network: what is left in each account, by its card. */
  balances(): Promise<Answer<'balances'>['balances']>
  stop(): Promise<void>
}

const secret = () => randomBytes(12).toString('hex')

/** Starts a card company with its terms, or with `balances` a debit network; it listens when this resolves. */
export async function startCardCompany(terms: Partial<Omit<CardTerms, 'stripe' | 'gmo'>> = {}): Promise<StandInCardCompany> {
  const stripe = { secretKey: `sk_test_${secret()}`, webhookSecret: `whsec_${secret()}` }
  const gmo = { shopId: `tshop${secret().slice(0, 8)}`, shopPass: secret() }
  const child = spawn(process.execPath, [await builtChild('agency/card-company-child'), JSON.stringify({ ...terms, stripe, gmo })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  let ports: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    ports = /^Card company: (\d+) (\d+)$/.exec(line)?.slice(1) ?? []
    if (ports.length === 2) break
  }
  const [world, fate] = ports
  if (!world || !fate) throw new Error('the card company ended before it listened')
  async function ask<R extends CardRequest>(request: R, body: Ask<R>): Promise<Answer<R>> {
    const response = await fetch(`http://127.0.0.1:${fate}/${request}`, { method: 'POST', body: JSON.stringify(body) })
    const text = await response.text()
    if (!response.ok) throw new Error(`the card company answers ${request}: ${text}`)
    return outputs[request].parse(JSON.parse(text))
  }
  const origin = `http://127.0.0.1:${world}`
  return {
    origin,
    stripe: { apiUrl: origin, ...stripe },
    gmo: { apiUrl: `${origin}/payment/`, formUrl: `${origin}/form`, tokenField: 'Token', ...gmo },
    faults: { next: async (fault, how = {}) => void (await ask('fault', { fault, ...how })) },
    notify: async (wire, url) => void (await ask('notify', { wire, url })),
    deliver: async (how = {}) => (await ask('deliver', how)).answered,
    notices: async (signature) => (await ask('notices', signature ? { signature } : {})).notices,
    chargeBack: async (reference, amount, as) => (await ask('chargeBack', { reference, amount, ...(as ? { as } : {}) })).id,
    endChargeback: async (id, won) => void (await ask('endChargeback', { id, won })),
    expire: async (reference) => void (await ask('expire', { reference })),
    day: async (today) => void (await ask('day', { today })),
    payments: async () => (await ask('payments', {})).payments,
    transfers: async () => (await ask('transfers', {})).transfers,
    balances: async () => (await ask('balances', {})).balances,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
