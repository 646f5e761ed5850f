import type * as japanese from '../ja/answers'

const answering = {
  answer: 'Your answer',
  answerMissing: 'Choose an answer.',
  send: 'Send this answer',
  until: 'Answer by',
  notBinding: 'An answer cannot be taken back. Please check it before you send it.',
}

export const accept: typeof japanese.accept = {
  ...answering,
  title: 'Accept the order',
  question: 'Do you accept this order?',
  lead: 'The buyer is waiting for your answer. If you accept, we tell the buyer how to pay.',
  untilText: (day) => `Without an answer by ${day} the order does not come about.`,
  options: {
    accept: { title: 'Accept', text: 'We send the buyer to the page where a payment method is chosen.' },
    refuse: { title: 'Decline', text: 'We tell the buyer, with the reason below. The order ends here.' },
  },
  reason: 'Why you decline',
  reasonHint: 'The buyer reads it as you write it. Leave it empty if you accept.',
  reasonMissing: 'Write why you decline.',
  accepted: { title: 'You have accepted this order', text: 'The buyer has been told how to pay.' },
  refused: { title: 'You have declined this order', text: 'The buyer has been told.' },
  lapsed: { title: 'The time to answer is over', text: 'The order did not come about. The buyer has been told.' },
  none: { title: 'This order needs no acceptance', text: 'It goes on by itself.' },
}

export const receipt: typeof japanese.receipt = {
  ...answering,
  title: 'Have the goods arrived?',
  question: 'Have you received the goods?',
  lead: 'The bank holds your money until you answer.',
  untilText: (day) => `If we hear nothing by ${day}, the money goes to the shop.`,
  options: {
    received: { title: 'I have received them', text: 'The money goes to the shop. After this there is no refund by the bank.' },
    return_wanted: {
      title: 'I want to return them',
      text: 'We keep the money and tell the shop your reason. When the shop confirms that the goods are back, you are refunded.',
    },
    not_arrived: {
      title: 'They never arrived or were not provided',
      text: 'We keep the money and ask the shop. If the shop does not answer, you are refunded.',
    },
  },
  reason: 'Reason, or what happened',
  reasonHint: 'The shop reads it as you write it. Needed for a return.',
  reasonMissing: 'Write why you want to return the goods.',
  received: { title: 'Thank you for your answer', text: 'The money goes to the shop.' },
  lapsed: { title: 'The time to answer is over', text: 'The money goes to the shop.' },
  returnWanted: { title: 'We have noted your return', text: 'The bank keeps your money. Send the goods back as the shop tells you.' },
  notArrived: { title: 'We have noted that the goods never arrived', text: 'The bank keeps your money and is asking the shop.' },
  answerBy: (day) => `The shop has until ${day} to answer. Without an answer you are refunded.`,
  contested: {
    title: 'The shop objects',
    text: 'The bank keeps your money. A clerk decides on what both sides have said, and we tell you the result.',
  },
  refundDue: { title: 'You will be refunded', text: 'We have asked you by mail for an account. Please give it by the link in that mail.' },
  notYet: { title: 'Your payment is not confirmed yet', text: 'We ask about the goods once it is.' },
  none: { title: 'This order is not protected', text: 'Please ask the shop about the goods.' },
}

export const returned: typeof japanese.returned = {
  ...answering,
  returnTitle: 'Answer a return',
  notArrivedTitle: 'Answer a claim of non-arrival',
  lead: 'The bank is holding the money.',
  payerSays: 'What the buyer says',
  noReason: '(no reason given)',
  untilText: (day) => `Without an answer by ${day} the buyer is refunded.`,
  returnQuestion: 'Are the goods back?',
  notArrivedQuestion: 'Can you prove shipment or provision?',
  options: {
    goods_returned: { title: 'The goods are back', text: 'The buyer is refunded. The money is not paid out to you.' },
    contested: {
      title: 'I object',
      text: 'Write your proof of shipment or provision below. A clerk of the bank decides on what both sides have said.',
    },
  },
  silence: 'If you do not object, you need not answer: the buyer is refunded when the time is over.',
  reason: 'Your reason and proof',
  reasonHint: 'What can be checked: carrier and tracking number, a record of receipt. The buyer is told too.',
  reasonMissing: 'Write your reason and proof.',
  confirmed: { title: 'You have confirmed that the goods are back', text: 'The buyer is refunded.' },
  contested: { title: 'You have objected', text: 'A clerk of the bank decides, and we tell you the result.' },
  silent: { title: 'The time to answer is over', text: 'The buyer is refunded.' },
  ended: { title: 'No answer is needed', text: 'This return or claim is closed.' },
  none: { title: 'There is no return and no claim', text: 'We ask you if there is one.' },
}
