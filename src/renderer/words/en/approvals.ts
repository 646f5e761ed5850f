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
    refund: 'Refund',
    correction: 'End of an exception',
    day_reopening: 'Opening a closed day',
  },
  noFees: 'No fees are agreed.',
  madeBy: 'Asked by {{name}}',
  approve: 'Approve',
  reject: 'Reject',
  approved: 'Approved',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  reason: 'Why it is rejected',
  keyNext: 'Next case',
  keyPrevious: 'Previous case',
  keyApprove: 'Approve',
  keyReject: 'Reject with a reason',
  whyNot: {
    touched_the_case: 'You have had a hand in this case. Another supervisor decides it.',
    second_person_required: 'You asked for this yourself. Another supervisor decides.',
    not_permitted: 'A supervisor decides.',
    already_decided: 'Already decided.',
    changed_meanwhile: 'The case has changed. Look at it again.',
    other: 'It cannot be decided now.',
  },
}
