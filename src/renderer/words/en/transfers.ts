/** Outcomes of transfers: what the bank answered, and what is to be done. */
export const transfers = {
  outcome: {
    carried_out: 'Carried out',
    no_such_account: 'No such account',
    name_differs: 'The payee’s name differs',
    cancelled_by_originator: 'Cancelled by the originator',
    not_carried_out: 'Not carried out',
    returned: 'Money returned',
    recall_running: 'Recall under way',
    recalled: 'Recalled',
    recall_failed: 'Recall failed',
    partly_returned: 'Partly returned',
    other: 'Other',
  },
  fix: {
    carried_out: 'Nothing is to be done.',
    no_such_account: 'Ask the payee for branch, type and number of the account, have the change approved, then pay again.',
    name_differs:
      'Ask the payee for the kana its bank knows it by, correct the holder’s name, then pay again. A legal form in another place is enough for this.',
    cancelled_by_originator: 'Find out why it was cancelled; put it into the next payout if it is still due.',
    not_carried_out: 'Ask the bank for the reason. The money was not debited.',
    returned: 'Tie the returned money on the statement to its transfer, correct the account, then pay again.',
    recall_running: 'Wait for the bank’s answer, and do not pay again until it is there.',
    recalled: 'Tie the returned money on the statement to its transfer.',
    recall_failed: 'The money is in the payee’s account. Come to terms with the payee.',
    partly_returned: 'Get the outcome of each transfer from the bank, and tie only what came back.',
    other: 'Ask the bank for the reason.',
  },
}
