import { done, type Result, refuse } from '../../preload/contract/errors'
import type { MerchantId } from '../../preload/contract/ids'
import type { Contacts } from '../../preload/contract/merchants'
import { insertApproval, openApproval } from '../ledger/approvals'
import { appendAudit } from '../ledger/audit'
import type { Ledger, Reader } from '../ledger/ledger'
import { type Merchant, merchantById, setMerchantContacts } from '../ledger/merchants'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import { daysOf } from './merchant-approvals'
import { cardNumberProblem, type Problem, refusalOf } from './merchant-checks'

/*
 * What changes of a registered merchant besides its account: how it is told, at once and with a trace; and the days of its contract,
 * which are terms and need a second person.
 */
export interface MerchantChangeDeps {
  readonly ledger: Ledger
  readonly events: Events
}

export function merchantChangeHandlers(deps: MerchantChangeDeps): Pick<Handlers, 'merchants.changeContacts' | 'merchants.stageDays'> {
  return { 'merchants.changeContacts': changeContacts(deps), 'merchants.stageDays': stageDays(deps) }
}

/** Refuses not_found, merchant_not_active, changed_meanwhile, invalid_input (no address for the chosen way; a card number). */
function changeContacts({ ledger, events }: MerchantChangeDeps): Handlers['merchants.changeContacts'] {
  return async (context, { id, version, contacts }) => {
    const refusal = refusalOf(contactProblems(contacts))
    if (refusal) return refuse(refusal)
    const changed = await ledger.write(context.by, async (writer) => {
      const found = await activeMerchant(writer, id, version)
      if (!found.ok) return found
      await setMerchantContacts(writer, id, contacts)
      await appendAudit(writer, {
        stream: 'merchants',
        action: 'contacts_changed',
        subject: `merchant:${id}`,
        detail: { before: found.value.contacts, after: contacts },
      })
      return done({ version: version + 1 })
    })
    if (changed.ok) publishChanged(events, 'merchants', 'audit')
    return changed
  }
}

/** Refuses not_signed_in, not_found, merchant_not_active, changed_meanwhile, change_already_staged. */
function stageDays({ ledger, events }: MerchantChangeDeps): Handlers['merchants.stageDays'] {
  return async (context, { id, version, days: after }) => {
    const maker = context.user
    if (!maker) return refuse({ refusal: 'not_signed_in' })
    const staged = await ledger.write(context.by, async (writer) => {
      const found = await activeMerchant(writer, id, version)
      if (!found.ok) return found
      if (await openApproval(writer, 'merchant_terms', id)) return refuse({ refusal: 'change_already_staged' })
      const before = daysOf(found.value)
      const asked = { kind: 'merchant_terms' as const, merchantId: id, merchantName: found.value.name, before, after }
      const approvalId = await insertApproval(writer, maker.id, asked)
      await appendAudit(writer, {
        stream: 'merchants',
        action: 'days_staged',
        subject: `merchant:${id}`,
        detail: { before, after, approvalId },
      })
      return done({ approvalId })
    })
    if (staged.ok) publishChanged(events, 'merchants', 'approvals', 'audit')
    return staged
  }
}

/** What of these contacts could tell nobody anything, or holds what must not be kept. */
export function contactProblems({ noticeBy, email, postalAddress }: Contacts): Problem[] {
  const missing = (path: string): Problem => ({ path, refusal: { refusal: 'invalid_input', problems: [{ path, message: 'missing' }] } })
  return [
    ...cardNumberProblem('contacts.postalAddress', postalAddress),
    ...(noticeBy === 'mail' && email === '' ? [missing('contacts.email')] : []),
    ...(noticeBy === 'letter' && postalAddress === '' ? [missing('contacts.postalAddress')] : []),
  ]
}

/** A merchant as it was seen. Refuses not_found, merchant_not_active, changed_meanwhile. */
export async function activeMerchant(reader: Reader, id: MerchantId, version: number): Promise<Result<Merchant>> {
  const merchant = await merchantById(reader, id)
  if (!merchant) return refuse({ refusal: 'not_found', what: 'merchant' })
  if (merchant.state !== 'active') return refuse({ refusal: 'merchant_not_active', merchant: merchant.name })
  return merchant.version === version ? done(merchant) : refuse({ refusal: 'changed_meanwhile' })
}
