import type { Transfer } from '../../preload/contract/transfers'

/**
 * Transfers of the same amount to the same account, as groups of 1-based places: perhaps one payment twice. A warning for the people
 * who prepare and approve a file, never a refusal.
 */
export function likeTransfers(transfers: readonly Transfer[]): number[][] {
  const places = new Map<string, number[]>()
  for (const [at, { account, amount }] of transfers.entries()) {
    const key = [account.bankCode, account.branchCode, account.accountType, account.accountNumber, amount].join(' ')
    const alike = places.get(key)
    if (alike === undefined) places.set(key, [at + 1])
    else alike.push(at + 1)
  }
  return [...places.values()].filter((alike) => alike.length > 1)
}
