import type { BusinessDate } from '../../preload/contract/date'
import type { StatementRow } from '../../preload/contract/documents'
import { ZERO_YEN } from '../../preload/contract/money'
import type { Gateways } from '../gateways/gateway'
import type { Reader } from '../ledger/ledger'
import { type PayoutOfStatement, payoutsOfClosing } from '../ledger/merchant-statements'
import { allMerchants, type Merchant } from '../ledger/merchants'
import { closingCycles } from '../settlement/payout-cycle'
import { statementNumber } from './statement-facts'
import { isIssued } from './statement-making'

/* Who has a statement at a closing, and why the others have none: what the screen, the check-list and the paper run go by. */

export interface AtClosing {
  readonly merchant: Merchant
  /** Null where nothing was planned for it. */
  readonly payout: PayoutOfStatement | null
}

/** Every merchant of a closing day, by registration: those with a payout, and the others whose cycle closes then. */
export async function merchantsAtClosing(
  ledger: Reader,
  { holidays }: Pick<Gateways, 'holidays'>,
  closingOn: BusinessDate,
): Promise<AtClosing[]> {
  const payouts = await payoutsOfClosing(ledger, closingOn)
  const merchants = await allMerchants(ledger)
  const byId = new Map(merchants.map((merchant) => [merchant.id, merchant]))
  const withPayout = new Set(payouts.map(({ merchantId }) => merchantId))
  const active = merchants.filter(({ id, state }) => state === 'active' && !withPayout.has(id))
  const found: AtClosing[] = closingCycles(active, closingOn, holidays).map(({ party }) => ({ merchant: party, payout: null }))
  for (const payout of payouts) {
    const merchant = byId.get(payout.merchantId)
    if (merchant) found.push({ merchant, payout })
  }
  return found.sort((one, other) => one.merchant.id - other.merchant.id)
}

export function statementRow({ merchant, payout }: AtClosing): StatementRow {
  const issued = payout !== null && isIssued(payout)
  return {
    merchantId: merchant.id,
    merchantName: merchant.name,
    registrationNumber: merchant.registrationNumber,
    payoutId: payout?.id ?? null,
    number: issued ? statementNumber(payout, merchant) : null,
    payOn: payout?.payOn ?? null,
    state: payout?.state ?? null,
    net: payout?.net ?? ZERO_YEN,
    none: issued ? null : payout ? 'not_handed_over' : 'nothing_due',
    byPost: isByPost(merchant),
  }
}

/** A merchant that is told by letter gets its statement on paper. */
export const isByPost = ({ contacts }: Pick<Merchant, 'contacts'>): boolean => contacts.noticeBy === 'letter'
