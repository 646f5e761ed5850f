import type { NamedSettlementAccount } from '../../../preload/contract/merchants'

/** What a settlement account is made of, in the order people compare it. */
export const accountFields = ['bank', 'branch', 'accountType', 'accountNumber', 'holderKana'] as const
export type AccountField = (typeof accountFields)[number]

/** One field of an account as text: code and name together, so that neither can change unseen. */
export function accountText(account: NamedSettlementAccount, field: AccountField): string {
  if (field === 'bank') return `${account.bankCode} ${account.bankName}`.trim()
  if (field === 'branch') return `${account.branchCode} ${account.branchName}`.trim()
  return account[field]
}

/** Which fields differ between two accounts. */
export function changedFields(before: NamedSettlementAccount, after: NamedSettlementAccount): readonly AccountField[] {
  return accountFields.filter((field) => accountText(before, field) !== accountText(after, field))
}
