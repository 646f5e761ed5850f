import { done, type Result, refuse } from '../../preload/contract/errors'
import type { MerchantRequestId } from '../../preload/contract/ids'
import { SettlementAccount } from '../../preload/contract/merchants'
import { type AccountDraft, type ContactsDraft, ContactsWish, type Wish } from '../../preload/contract/portal'
import type { MerchantActor, PortalSettingsCounter } from '../gateways/counter'
import type { BankMaster } from '../gateways/gateway'
import { appendAudit } from '../ledger/audit'
import type { Ledger } from '../ledger/ledger'
import { insertRequest, isWishWaiting, requestsOf } from '../ledger/merchant-requests'
import { merchantById } from '../ledger/merchants'
import { type Events, publishChanged } from './events'
import { cardNumbersIn, type FieldProblem, fieldProblems, fieldProblemsOf, formRefusal } from './form-problems'
import { checkAccount, namedAccount } from './merchant-checks'
import { byOf } from './merchant-orders'
import { merchantRequestOf } from './merchant-requests'

/* A merchant's own settings in its portal: what is kept, and what it wishes to be changed, which the bank decides. */
export interface SettingsDeps {
  readonly ledger: Ledger
  readonly events: Events
  readonly banks: BankMaster
}

const WISHES_SHOWN = 20

export function createPortalSettings(deps: SettingsDeps): PortalSettingsCounter {
  const { ledger, banks } = deps
  return {
    async settings(merchantId) {
      const merchant = await merchantById(ledger.reader, merchantId)
      if (!merchant) return refuse({ refusal: 'not_found', what: 'merchant' })
      const wishes = await requestsOf(ledger.reader, merchantId, WISHES_SHOWN)
      return done({
        contacts: ContactsWish.parse(merchant.contacts),
        account: namedAccount(banks, merchant.account),
        wishes: wishes.map((wish) => merchantRequestOf(banks, merchant, wish)),
      })
    },
    banks,
    checkAccount: (draft) => {
      const judged = judgeAccount(banks, draft)
      return judged.ok ? done(namedAccount(banks, judged.value)) : judged
    },
    wishAccount: async (actor, draft) => {
      const judged = judgeAccount(banks, draft)
      return judged.ok ? wish(deps, actor, { kind: 'account', account: judged.value }) : judged
    },
    wishContacts: async (actor, draft) => {
      const judged = judgeContacts(draft)
      return judged.ok ? wish(deps, actor, { kind: 'contacts', contacts: judged.value }) : judged
    },
  }
}

/** Keeps a wish until the bank decides. Refuses merchant_not_active, change_already_staged (one of its kind waits). */
async function wish({ ledger, events }: SettingsDeps, actor: MerchantActor, wished: Wish): Promise<Result<{ id: MerchantRequestId }>> {
  const kept = await ledger.write(byOf(actor), async (writer) => {
    const merchant = await merchantById(writer, actor.merchantId)
    if (!merchant) return refuse({ refusal: 'not_found', what: 'merchant' })
    if (merchant.state !== 'active') return refuse({ refusal: 'merchant_not_active', merchant: merchant.name })
    if (await isWishWaiting(writer, actor.merchantId, wished.kind)) return refuse({ refusal: 'change_already_staged' })
    const id = await insertRequest(writer, actor.merchantId, wished)
    await appendAudit(writer, {
      stream: 'merchants',
      action: 'change_wished',
      subject: `merchant:${actor.merchantId}`,
      detail: { requestId: id, wish: wished },
    })
    return done({ id })
  })
  if (kept.ok) publishChanged(events, 'merchants', 'audit')
  return kept
}

function judgeAccount(banks: BankMaster, draft: AccountDraft): Result<SettlementAccount> {
  const { account, problems } = checkAccount(banks, draft)
  const parsed = SettlementAccount.safeParse(account)
  const found: FieldProblem[] = [
    ...(parsed.success ? [] : fieldProblems(parsed.error, account)),
    ...withoutPrefix(fieldProblemsOf(problems)),
  ]
  const refused = formRefusal(found)
  if (refused) return refused
  if (!parsed.success) throw new Error('an account without a fault was not read')
  return done(parsed.data)
}

const withoutPrefix = (problems: readonly FieldProblem[]) =>
  problems.map(({ path, message }) => ({ path: path.replace(/^account\./, ''), message }))

/** Whoever is to be told by mail or letter must have where. */
function judgeContacts(draft: ContactsDraft): Result<ContactsWish> {
  const parsed = ContactsWish.safeParse(draft)
  const isNowhere = (way: string, address: string) => draft.noticeBy === way && address === ''
  const found: FieldProblem[] = [
    ...cardNumbersIn(draft),
    ...(parsed.success ? [] : fieldProblems(parsed.error, draft)),
    ...(isNowhere('mail', draft.email) ? [{ path: 'email', message: 'missing' }] : []),
    ...(isNowhere('letter', draft.postalAddress) ? [{ path: 'postalAddress', message: 'missing' }] : []),
  ]
  const refused = formRefusal(found)
  if (refused) return refused
  if (!parsed.success) throw new Error('contacts without a fault were not read')
  return done(parsed.data)
}
