import type { BankSearch } from '../gateways/counter'
import type { BankMaster } from '../gateways/gateway'

/** The published list of banks and branches for forms outside: nothing of it belongs to anybody. */
export function bankSearch(banks: BankMaster): BankSearch {
  return {
    searchBanks: (text) => (text.trim() === '' ? [] : banks.searchBanks(text)),
    searchBranches: (bankCode, text) => banks.searchBranches(bankCode, text),
    bankNames: (bankCode, branchCode) => ({
      bankName: banks.findBank(bankCode)?.name ?? '',
      branchName: banks.findBranch(bankCode, branchCode)?.name ?? '',
    }),
  }
}
