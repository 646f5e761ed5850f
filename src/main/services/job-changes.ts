import type { Subject } from '../../preload/contract/carrier'
import type { JobSpec } from './jobs'

/** What has changed when a job of this kind has ended. */
export const changedBy: Record<JobSpec['kind'], Subject[]> = {
  plan: ['jobs'],
  intake: ['jobs', 'deposits', 'clearing', 'orders', 'accounts', 'audit'],
  orders: ['jobs', 'orders', 'clearing', 'audit'],
  match: ['jobs', 'deposits', 'clearing', 'orders', 'audit'],
  group: ['jobs'],
  clear_group: ['jobs', 'deposits', 'clearing', 'orders', 'exceptions', 'audit'],
  verify: ['jobs', 'audit'],
  export: ['jobs', 'audit'],
  letters: [],
  slip: [],
  postal_sheet: [],
  collection_preview: [],
  collection: ['jobs', 'collections', 'orders', 'audit'],
  merchant_list: ['audit'],
  statement: ['jobs', 'documents', 'audit'],
  statement_pack: ['jobs', 'documents', 'audit'],
  statement_paper: ['jobs', 'documents', 'audit'],
  payouts: ['jobs', 'payouts', 'orders', 'audit'],
  rules_trial: ['jobs'],
  payout_posting: ['jobs', 'payouts', 'orders', 'documents', 'audit'],
  roll_back: ['jobs', 'deposits', 'clearing', 'orders', 'exceptions', 'accounts', 'closing', 'audit'],
}
