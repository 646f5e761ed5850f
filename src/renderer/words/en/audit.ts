import type { audit as ja } from '../ja/audit'
import type { Wording } from '../wording'

export const audit: Wording<typeof ja> = {
  title: 'Audit trail',
  at: 'Time',
  actor: 'Who',
  seat: 'Seat',
  action: 'What',
  subject: 'Subject',
  detail: 'Detail',
  stream: 'Stream',
  sequence: 'Number',
  hash: 'Hash',
  from: 'From',
  to: 'To',
  filterActor: 'Who',
  filterAction: 'What (name)',
  filterSubject: 'Subject',
  verify: 'Verify the ledger',
  record: 'Record {{stream}} #{{sequence}}',
  recordText: 'A record holds the hash of the one before it and cannot be changed afterwards.',
  empty: 'No records',
  emptyText: 'Change the filters or clear them.',
  noDetail: 'No detail',
}
