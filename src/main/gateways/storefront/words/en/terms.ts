import type * as japanese from '../ja/terms'

export const terms: typeof japanese.terms = {
  title: 'Merchant terms',
  version: (version) => `Version ${version}`,
  articles: [
    {
      title: 'Article 1 (What is entrusted)',
      text: 'The merchant entrusts the bank with taking the price of goods or services and with settling it.',
    },
    {
      title: 'Article 2 (Registration)',
      text: 'The bank examines an application and decides on the registration. A registered merchant is told its registration number.',
    },
    {
      title: 'Article 3 (Orders)',
      text: 'The merchant reports orders of its customers to the bank. The bank lets the customer choose among the methods the merchant has enabled.',
    },
    {
      title: 'Article 4 (Settlement)',
      text: 'Whatever the method, the bank pays what it took, less fees and consumption tax, to the one settlement account that is registered.',
    },
    {
      title: 'Article 5 (Protection of the payer)',
      text: 'Where the payer wishes protection, the bank holds the price until the payer has confirmed the goods or the window has ended. If the merchant does not answer a return or a non-arrival in time, the bank refunds the payer.',
    },
    {
      title: 'Article 6 (Card data)',
      text: 'The merchant sends no card numbers to the bank and keeps none itself.',
    },
    {
      title: 'Article 7 (Changes)',
      text: 'A change of name, address, contacts or settlement account is reported to the bank beforehand and needs its approval.',
    },
    {
      title: 'Article 8 (Confidentiality and personal data)',
      text: 'Merchant and bank use what they learn of payers for taking and settling the price only.',
    },
    {
      title: 'Article 9 (Portal)',
      text: 'The merchant keeps the password of its portal safe, and tells the bank at once if somebody else may know it.',
    },
    {
      title: 'Article 10 (Ending)',
      text: 'Merchant and bank may end this with a month’s notice. What the bank holds is settled by these terms.',
    },
  ],
}
