import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { CardBook, refundedOf } from './card-company-book'
import { type CardCallKind, type CardFault, CardTerms, cardRequests } from './card-company-contract'
import { CardForms } from './card-company-forms'
import { GmoWire, gmoCallOf } from './card-company-gmo'
import { CardNotices } from './card-company-notices'
import { StripeWire, stripeKind, type WireAnswer, type WireCall } from './card-company-stripe'

/*
 * A card company, or a debit network, in a process of its own. Argument: its terms as JSON. On one port it is what the world sees of it, two APIs and a form; on
 * the other one tests are its fate.
 */
const terms = CardTerms.parse(JSON.parse(process.argv[2] ?? ''))
let origin = ''
const notices = new CardNotices(
  terms,
  () => stripe,
  () => gmo,
)
const book = new CardBook(terms, notices.note)
const stripe = new StripeWire(book, terms, () => origin)
const gmo = new GmoWire(book, terms, () => origin)
const forms = new CardForms(book, stripe, gmo, terms.balances === null ? 'お支払い' : 'デビットカードのお支払い')

let faults: { fault: CardFault; on: CardCallKind; times: number }[] = []

/** The fault that a call meets, which is then used up once. */
function faultFor(kind: CardCallKind): CardFault | undefined {
  const found = faults.find(({ on }) => on === kind || (on === 'act' && kind !== 'look'))
  if (found) found.times -= 1
  faults = faults.filter(({ times }) => times > 0)
  return found?.fault
}

async function asCall(request: IncomingMessage): Promise<WireCall> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', origin)
  const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
  return { method: request.method ?? 'GET', path, query, form, headers: request.headers }
}

function send(response: ServerResponse, { status, type, body }: WireAnswer): void {
  const [, location] = /^location (.*)$/.exec(type) ?? []
  response.writeHead(status, location ? { location } : { 'content-type': type }).end(body)
}

const NO_PAGE: WireAnswer = { status: 404, type: 'text/plain', body: '' }

/** Null: the connection is cut. Undefined: nothing is answered. */
function worldAnswer(call: WireCall): WireAnswer | null | undefined {
  const isGmo = gmoCallOf(call) !== ''
  if (!isGmo && !call.path.startsWith('/v1/')) return forms.answer(call) ?? NO_PAGE
  const fault = faultFor(isGmo ? gmo.kindOf(call) : stripeKind(call))
  if (fault === 'broken') return { status: 500, type: 'text/plain', body: 'Internal Server Error' }
  const answer = isGmo ? gmo.answer(call) : stripe.answer(call)
  if (fault === 'lost') return null
  return fault === 'slow' ? undefined : answer
}

const world = createServer(async (request, response) => {
  const answer = worldAnswer(await asCall(request))
  notices.write()
  if (answer === null) response.socket?.destroy()
  else if (answer !== undefined) send(response, answer)
})

function paymentOf(reference: string) {
  const payment = book.payments.findLast((each) => each.reference === reference)
  if (!payment) throw new Error(`there is no payment ${reference}`)
  return payment
}

async function answered(request: string, body: unknown): Promise<unknown> {
  switch (request) {
    case 'fault':
      faults.push(cardRequests.fault.parse(body))
      return {}
    case 'notify': {
      const { wire, url } = cardRequests.notify.parse(body)
      notices.sendTo(wire, url)
      return {}
    }
    case 'deliver': {
      const { order, signature } = cardRequests.deliver.parse(body)
      return { answered: await notices.deliver(order, signature) }
    }
    case 'notices':
      return { notices: notices.signed(cardRequests.notices.parse(body).signature) }
    case 'chargeBack': {
      const { reference, amount, as } = cardRequests.chargeBack.parse(body)
      return { id: book.chargeBack(paymentOf(reference), amount, as) }
    }
    case 'endChargeback': {
      const { id, won } = cardRequests.endChargeback.parse(body)
      book.endChargeback(id, won)
      return {}
    }
    case 'expire':
      book.expire(paymentOf(cardRequests.expire.parse(body).reference))
      return {}
    case 'day':
      book.today = cardRequests.day.parse(body).today
      return {}
    case 'payments':
      return { payments: book.payments.map((payment) => ({ ...payment, refunded: refundedOf(payment) })) }
    case 'transfers':
      return { transfers: book.transfers() }
    case 'balances':
      return { balances: Object.fromEntries(book.accounts ?? []) }
    default:
      throw new Error(`nobody knows ${request}`)
  }
}

const fate = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  try {
    const answer = await answered((request.url ?? '').slice(1), JSON.parse(Buffer.concat(chunks).toString('utf8')))
    notices.write()
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  } catch (fault) {
    response.writeHead(400).end(String(fault))
  }
})

const listening = (server: Server) =>
  new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' ? (address?.port ?? 0) : 0)
    })
  })
const port = await listening(world)
origin = `http://127.0.0.1:${port}`
console.log(`Card company: ${port} ${await listening(fate)}`)
process.once('SIGTERM', () => {
  for (const server of [world, fate]) {
    server.closeAllConnections()
    server.close()
  }
})
