import { z } from 'zod'

/** What a person is in the bank. One person may hold several, but never those that exclude each other. */
export const Role = z.enum(['clerk', 'supervisor', 'statement_staff', 'administrator'])
export type Role = z.infer<typeof Role>

/** Who keeps the users and their passwords approves nothing. */
const EXCLUSIVE: readonly Role[] = ['supervisor', 'administrator']

/** The roles among these that one person may not hold together; empty where all of them agree. */
export function excludingRoles(roles: readonly Role[]): Role[] {
  const held = EXCLUSIVE.filter((role) => roles.includes(role))
  return held.length > 1 ? held : []
}

/**
 * What a method of the contract needs. `anyone` is before sign-in; `signed_in` is every role.
 * `cli` marks what the operators' command may do: everything but deciding.
 */
export const permissions = {
  anyone: [],
  signed_in: ['clerk', 'supervisor', 'statement_staff', 'administrator'],
  /** Reads merchants, orders, deposits, clearings and the home figures. */
  read: ['clerk', 'supervisor', 'statement_staff', 'administrator'],
  /** Reads the audit trail and verifies the ledger. */
  audit: ['supervisor', 'administrator'],
  /** Registers merchants and stages changes for approval. */
  prepare_merchants: ['clerk'],
  /** Brings in orders by file and statements of the bank. */
  bring_in: ['clerk'],
  /** Clears deposits, holds them, undoes clearings. */
  clear: ['clerk'],
  /** Takes a designated account into Daiko. */
  take_in_account: ['clerk', 'administrator'],
  /** Keeps what is told to merchants and payers: resends, prints letters, reads replies, records what was said. */
  tell: ['clerk'],
  /** Asks for refunds and puts them into runs. */
  refund: ['clerk'],
  /** Writes lists to Excel. */
  export: ['clerk', 'supervisor', 'statement_staff'],
  /** Plans payouts, submits them, hands approved files over, holds merchants. */
  prepare_payouts: ['clerk'],
  /** Ends a run of payouts that was not handed over. */
  give_up_payouts: ['clerk', 'supervisor'],
  /** Decides what somebody else asked for. */
  approve: ['supervisor'],
  /** Users and roles. */
  administer: ['administrator'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissions

/** Whether one of these roles carries the permission. `anyone` is always granted. */
export function isPermitted(permission: Permission, roles: readonly Role[]): boolean {
  if (permission === 'anyone') return true
  const holders: readonly Role[] = permissions[permission]
  return roles.some((role) => holders.includes(role))
}
