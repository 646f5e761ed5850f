import type { Pulse } from '../../../preload/contract/audit'
import type { Permission } from '../../../preload/contract/permissions'
import type { WordKey } from '../../words'

/** A place of the desk: its address, its name, the letter after `g`, and who has any business there. */
export interface Place {
  readonly path: string
  readonly word: WordKey
  readonly letter: string
  /** One of these is enough. */
  readonly forWhom: readonly Permission[]
  /** What waits there, as a number. */
  readonly waiting?: (pulse: Pulse) => number
}

export const places: readonly Place[] = [
  { path: '/', word: 'frame.home', letter: 'h', forWhom: ['read'] },
  { path: '/deposits', word: 'frame.deposits', letter: 'd', forWhom: ['read'] },
  { path: '/collections', word: 'frame.collections', letter: 'k', forWhom: ['read'], waiting: (pulse) => pulse.collections },
  { path: '/credit', word: 'frame.credit', letter: 'j', forWhom: ['read'] },
  { path: '/debits', word: 'frame.debits', letter: 'b', forWhom: ['prepare_payouts', 'approve'] },
  { path: '/clearing', word: 'frame.clearing', letter: 'c', forWhom: ['clear'], waiting: (pulse) => pulse.waitingDeposits },
  { path: '/orders', word: 'frame.orders', letter: 'o', forWhom: ['read'] },
  { path: '/returns', word: 'frame.returns', letter: 'r', forWhom: ['tell', 'approve'], waiting: (pulse) => pulse.returns },
  { path: '/refunds', word: 'frame.refunds', letter: 'f', forWhom: ['refund', 'approve'] },
  { path: '/payouts', word: 'frame.payouts', letter: 'y', forWhom: ['prepare_payouts', 'approve'] },
  { path: '/exceptions', word: 'frame.exceptions', letter: 'x', forWhom: ['clear', 'approve'] },
  { path: '/closing', word: 'frame.closing', letter: 'l', forWhom: ['clear', 'approve'] },
  {
    path: '/approvals',
    word: 'frame.approvals',
    letter: 'a',
    forWhom: ['approve', 'prepare_merchants'],
    waiting: (pulse) => pulse.openApprovals,
  },
  { path: '/merchants', word: 'frame.merchants', letter: 'm', forWhom: ['read'] },
  {
    path: '/applications',
    word: 'frame.applications',
    letter: 'p',
    forWhom: ['prepare_merchants'],
    waiting: (pulse) => pulse.applications,
  },
  { path: '/statements', word: 'frame.statements', letter: 'v', forWhom: ['export'] },
  { path: '/mails', word: 'frame.mails', letter: 'e', forWhom: ['tell'], waiting: (pulse) => pulse.mails },
  { path: '/notices', word: 'frame.notices', letter: 'n', forWhom: ['tell', 'administer'], waiting: (pulse) => pulse.notices },
  { path: '/intake', word: 'frame.intake', letter: 'i', forWhom: ['bring_in'] },
  { path: '/gateways', word: 'frame.gateways', letter: 'g', forWhom: ['tell', 'administer'] },
  { path: '/audit', word: 'frame.audit', letter: 't', forWhom: ['audit'] },
  { path: '/film', word: 'frame.film', letter: 'w', forWhom: ['audit'] },
  { path: '/people', word: 'frame.people', letter: 'u', forWhom: ['administer'] },
  { path: '/settings', word: 'frame.settings', letter: 's', forWhom: ['signed_in'] },
]

/** The places of somebody with these permissions. */
export function placesFor(may: (permission: Permission) => boolean): readonly Place[] {
  return places.filter((place) => place.forWhom.some(may))
}

/** The place an address belongs to: `/orders/123` is in orders. Null for an address that is nowhere. */
export function placeOf(path: string): Place | null {
  return places.find((place) => (place.path === '/' ? path === '/' : path === place.path || path.startsWith(`${place.path}/`))) ?? null
}
