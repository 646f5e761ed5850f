import type { slips as ja } from '../ja/slips'
import type { Wording } from '../wording'

export const slips: Wording<typeof ja> = {
  title: 'Payment slips',
  number: 'Number',
  amount: 'Amount',
  dueOn: 'Pay by',
  issuedAt: 'Issued',
  state: 'State',
  standing: {
    payable: 'to be paid',
    not_yet: 'waits for the merchant to accept',
    paid: 'paid',
    day_over: 'past its day',
    order_over: 'not to be paid any more',
  },
  void: { reissued: 'void (issued anew)', switched: 'void (another method)' },
  stamp: 'revenue stamp',
  pdf: 'Slip as PDF',
  postalPdf: 'What to write on the postal form (PDF)',
  reissue: 'Issue anew…',
  reissueTitle: 'Issue the slip of order {{number}} anew',
  reissueText:
    'A slip with the new day is issued and the payer is told. The present slip is void; tills may still take one that the payer has at hand until its own day.',
  newDueOn: 'New last day',
  reissueAct: 'Issue anew',
}
