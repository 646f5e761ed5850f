import type { approvals as ja } from '../ja/approvals'
import type { Wording } from '../wording'

export const approvals: Wording<typeof ja> = {
  title: 'Approvals',
  open: 'Waiting',
  decided: 'Decided',
  emptyOpen: 'Nothing waits for approval.',
  emptyDecided: 'Nothing has been decided yet.',
  kind: {
    merchant_registration: 'Registration of a merchant',
    merchant_account: 'Change of the settlement account',
    merchant_terms: 'Change of the days of a contract',
    contested_case: 'Contested order',
    merchant_charges: "Change of a merchant's charges",
    money_rules: 'Change of the rules of money',
  },
  agent: 'The agent',
  noFees: 'No fees are agreed.',
  madeBy: 'Asked by {{name}}',
  approve: 'Approve',
  reject: 'Reject',
  approved: 'Approved',
  rejected: 'Rejected',
  reason: 'Why it is rejected',
  keyNext: 'Next case',
  keyPrevious: 'Previous case',
  keyApprove: 'Approve',
  keyReject: 'Reject with a reason',
  whyNot: {
    second_person_required: 'You asked for this yourself. Another supervisor decides.',
    not_permitted: 'A supervisor decides.',
    already_decided: 'Already decided.',
    changed_meanwhile: 'The case has changed. Look at it again.',
    other: 'It cannot be decided now.',
  },
}
