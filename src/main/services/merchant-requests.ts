import type { Clock } from '../../preload/contract/clock'
import { done, type Refusal, type Result, refuse } from '../../preload/contract/errors'
import type { ApprovalId, MerchantRequestId } from '../../preload/contract/ids'
import { Contacts } from '../../preload/contract/merchants'
import { ContactsWish, type MerchantRequest } from '../../preload/contract/portal'
import type { BankMaster, Gateways } from '../gateways/gateway'
import { appendAudit } from '../ledger/audit'
import type { Ledger, Reader, Writer } from '../ledger/ledger'
import { closeRequest, countRequests, requestById, requestsIn, type StoredRequest } from '../ledger/merchant-requests'
import { type Merchant, merchantById, setMerchantContacts } from '../ledger/merchants'
import type { Handlers, Person } from './context'
import { type Events, publishChanged } from './events'
import { pageById } from './id-pages'
import { cardNumberProblem, namedAccount, refusalOf } from './merchant-checks'
import { stage } from './merchants'

/*
 * What merchants wish changed, decided at the desk: contacts hold as soon as a clerk takes them, an account is staged like one that a
 * clerk typed, and a second person agrees.
 */
export interface RequestDeps {
  readonly ledger: Ledger
  readonly clock: Pick<Clock, 'monotonicMs'>
  readonly gateways: Pick<Gateways, 'banks'>
  readonly events: Events
}

type RequestMethod = 'merchants.requests' | 'merchants.takeRequest' | 'merchants.declineRequest'

export function merchantRequestHandlers({ ledger, clock, gateways, events }: RequestDeps): Pick<Handlers, RequestMethod> {
  const { banks } = gateways
  return {
    'merchants.requests': (_context, { state, ...page }) =>
      pageById(clock, page, {
        read: async (after, atMost) => shown(ledger.reader, banks, await requestsIn(ledger.reader, state, after, atMost)),
        count: () => countRequests(ledger.reader, state),
      }),
    'merchants.takeRequest': async (context, seen) => {
      const maker = context.user
      if (!maker) return refuse({ refusal: 'not_signed_in' })
      const took = await ledger.write(context.by, async (writer) => {
        const request = await waiting(writer, seen)
        return request.ok ? take(writer, banks, maker, request.value) : request
      })
      if (took.ok) publishChanged(events, 'merchants', 'approvals', 'audit')
      return took
    },
    'merchants.declineRequest': async (context, { reason, ...seen }) => {
      const card = refusalOf(cardNumberProblem('reason', reason))
      if (card) return refuse(card)
      const declined = await ledger.write(context.by, async (writer) => {
        const request = await waiting(writer, seen)
        if (!request.ok) return request
        await closeRequest(writer, seen, 'declined', reason)
        await audited(writer, request.value, 'wish_declined', { reason })
        return done({ version: seen.version + 1 })
      })
      if (declined.ok) publishChanged(events, 'merchants', 'audit')
      return declined
    },
  }
}

/** A wish that may be decided, as it was seen. Refuses not_found, request_closed, changed_meanwhile. */
async function waiting(writer: Writer, seen: { id: MerchantRequestId; version: number }): Promise<Result<StoredRequest>> {
  const request = await requestById(writer, seen.id)
  if (!request) return refuse({ refusal: 'not_found', what: 'request' })
  if (request.state !== 'waiting') return refuse({ refusal: 'request_closed' })
  return request.version === seen.version ? done(request) : refuse({ refusal: 'changed_meanwhile' })
}

async function take(
  writer: Writer,
  banks: BankMaster,
  maker: Person,
  request: StoredRequest,
): Promise<Result<{ version: number; approvalId: ApprovalId | null }>> {
  const merchant = await merchantById(writer, request.merchantId)
  if (!merchant) throw new Error(`request ${request.id} is of no merchant`)
  const brought = await bringIntoForce(writer, banks, maker, merchant, request)
  if ('refusal' in brought) return refuse(brought)
  await closeRequest(writer, request, 'taken', '')
  await audited(writer, request, 'wish_taken', brought)
  return done({ version: request.version + 1, approvalId: brought.approvalId })
}

async function bringIntoForce(
  writer: Writer,
  banks: BankMaster,
  maker: Person,
  merchant: Merchant,
  { wish }: StoredRequest,
): Promise<{ approvalId: ApprovalId | null } | Refusal> {
  if (wish.kind === 'account') {
    const staged = await stage(writer, banks, { maker, merchant, seen: null, typed: wish.account })
    return staged.ok ? staged.value : staged.refusal
  }
  if (merchant.state !== 'active') return { refusal: 'merchant_not_active', merchant: merchant.name }
  const after = Contacts.parse({ ...merchant.contacts, ...wish.contacts })
  await setMerchantContacts(writer, merchant.id, after)
  await appendAudit(writer, {
    stream: 'merchants',
    action: 'contacts_changed',
    subject: `merchant:${merchant.id}`,
    detail: { before: merchant.contacts, after },
  })
  return { approvalId: null }
}

function audited(writer: Writer, { id, merchantId, wish }: StoredRequest, action: string, detail: Record<string, unknown>): Promise<void> {
  return appendAudit(writer, {
    stream: 'merchants',
    action,
    subject: `merchant:${merchantId}`,
    detail: { requestId: id, kind: wish.kind, ...detail },
  })
}

async function shown(ledger: Reader, banks: BankMaster, requests: readonly StoredRequest[]): Promise<MerchantRequest[]> {
  const rows: MerchantRequest[] = []
  for (const request of requests) {
    const merchant = await merchantById(ledger, request.merchantId)
    if (merchant) rows.push(merchantRequestOf(banks, merchant, request))
  }
  return rows
}

/** A wish beside what holds now. */
export function merchantRequestOf(banks: BankMaster, merchant: Merchant, { wish, ...request }: StoredRequest): MerchantRequest {
  return {
    ...request,
    merchantName: merchant.name,
    registrationNumber: merchant.registrationNumber,
    wish:
      wish.kind === 'account'
        ? { kind: 'account', before: namedAccount(banks, merchant.account), after: namedAccount(banks, wish.account) }
        : { kind: 'contacts', before: ContactsWish.parse(merchant.contacts), after: wish.contacts },
  }
}
