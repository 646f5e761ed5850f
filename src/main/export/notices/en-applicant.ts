import { type ApplicantSayings, dayEn, facts, link, text } from './wording'

/* What applicants are told, in English. */
export const applicantEn: ApplicantSayings = {
  application_received: ({ name }) => ({
    subject: 'We have received your application',
    parts: [
      text(
        'Thank you for applying for our settlement service. We examine your application, which takes a few days, and will tell you the result.',
      ),
      facts(['Applicant', name]),
    ],
  }),
  application_declined: ({ name, reason }) => ({
    subject: 'The result of your application',
    parts: [text('Having examined your application, we regret that we cannot take it up.'), facts(['Applicant', name], ['Reason', reason])],
  }),
  portal_invitation: ({ name, registrationNumber, until, link: url }) => ({
    subject: `${registrationNumber} You are registered; your merchant pages`,
    parts: [
      text('Your registration is complete. In the merchant pages you see your orders, payments and payouts.'),
      facts(['Merchant', name], ['Registration number', registrationNumber], ['The link opens until', until && dayEn(until)]),
      ...link('Please choose your password on this page. The link can be used once; please give it to nobody.', url),
    ],
  }),
}
