import type { CaseOf } from '../../preload/contract/approvals'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { MerchantId } from '../../preload/contract/ids'
import { type MerchantDays, MerchantDays as MerchantDaysShape, MerchantTerms, SettlementAccount } from '../../preload/contract/merchants'
import type { AuditEvent } from '../ledger/audit'
import type { Writer } from '../ledger/ledger'
import { type Merchant, merchantById, setMerchantAccount, setMerchantDays, setMerchantState } from '../ledger/merchants'
import { isSameAccount } from '../settlement/settlement-account'
import { reopenApplication } from './applications'
import { invite } from './portal-invitations'
import type { Secrets } from './secrets'

/* What a decision about a merchant brings: its registration, another account, other days. What was shown is all that comes into force. */

type Registration = CaseOf<'merchant_registration'>
type AccountChange = CaseOf<'merchant_account'>
type TermsChange = CaseOf<'merchant_terms'>

/**
 * The registered merchant becomes active; one with a mail address is invited to its portal in the same unit of work. Refuses
 * changed_meanwhile where it is no longer what was shown.
 */
export function activate(writer: Writer, agreed: Registration, secrets: Pick<Secrets, 'seal'> | null): Promise<Result<AuditEvent>> {
  // Parsed, so that both stand in the order of the contract.
  const isAsShown = (merchant: Merchant) =>
    isSameAccount(merchant.account, agreed.account) && JSON.stringify(MerchantTerms.parse(merchant)) === JSON.stringify(agreed.terms)
  return ifAsShown(writer, agreed.merchantId, isAsShown, async (merchant) => {
    await setMerchantState(writer, agreed.merchantId, 'active')
    if (secrets && merchant.contacts.email !== '') await invite(writer, secrets, merchant)
    return told(agreed.merchantId, 'activated')
  })
}

/** Nothing of a registration that was turned down holds a code or a number any longer; its application waits again. */
export async function turnDown(writer: Writer, { merchantId }: Registration): Promise<AuditEvent> {
  await setMerchantState(writer, merchantId, 'rejected')
  await reopenApplication(writer, merchantId)
  return told(merchantId, 'rejected')
}

/** The new account takes the place of the one that was shown beside it. Refuses changed_meanwhile. */
export function changeAccount(writer: Writer, { merchantId, before, after }: AccountChange): Promise<Result<AuditEvent>> {
  return ifAsShown(
    writer,
    merchantId,
    ({ account }) => isSameAccount(account, before),
    async () => {
      await setMerchantAccount(writer, merchantId, SettlementAccount.parse(after))
      return told(merchantId, 'account_changed', { before, after })
    },
  )
}

/** The new days hold from now on; days that run for an order already stay. Refuses changed_meanwhile. */
export function changeDays(writer: Writer, { merchantId, before, after }: TermsChange): Promise<Result<AuditEvent>> {
  return ifAsShown(
    writer,
    merchantId,
    (merchant) => isSameDays(daysOf(merchant), before),
    async () => {
      await setMerchantDays(writer, merchantId, after)
      return told(merchantId, 'days_changed', { before, after })
    },
  )
}

export async function keepAccount(_writer: Writer, { merchantId, before, after }: AccountChange): Promise<AuditEvent> {
  return told(merchantId, 'account_change_rejected', { before, after })
}

export async function keepDays(_writer: Writer, { merchantId, before, after }: TermsChange): Promise<AuditEvent> {
  return told(merchantId, 'days_change_rejected', { before, after })
}

/** The days of a merchant's contract, in the order of the contract. */
export const daysOf = ({ deadlines, protectionWindowDays }: Pick<MerchantTerms, 'deadlines' | 'protectionWindowDays'>): MerchantDays =>
  MerchantDaysShape.parse({ ...deadlines, protectionWindowDays })

export const isSameDays = (one: MerchantDays, other: MerchantDays): boolean =>
  JSON.stringify(MerchantDaysShape.parse(one)) === JSON.stringify(MerchantDaysShape.parse(other))

async function ifAsShown(
  writer: Writer,
  id: MerchantId,
  isAsShown: (merchant: Merchant) => boolean,
  put: (merchant: Merchant) => Promise<AuditEvent>,
): Promise<Result<AuditEvent>> {
  const merchant = await merchantById(writer, id)
  return merchant && isAsShown(merchant) ? done(await put(merchant)) : refuse({ refusal: 'changed_meanwhile' })
}

function told(merchantId: MerchantId, action: string, detail: Record<string, unknown> = {}): AuditEvent {
  return { stream: 'merchants', action, subject: `merchant:${merchantId}`, detail }
}
