import type { BankAccount } from '../../preload/contract/statement'

/** Whether money goes to the same place under the same name. */
export function isSameAccount(a: BankAccount & { holderKana: string }, b: BankAccount & { holderKana: string }): boolean {
  return (
    a.bankCode === b.bankCode &&
    a.branchCode === b.branchCode &&
    a.accountType === b.accountType &&
    a.accountNumber === b.accountNumber &&
    a.holderKana === b.holderKana
  )
}
