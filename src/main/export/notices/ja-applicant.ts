import { type ApplicantSayings, dayJa, facts, link, text } from './wording'

/* 申込者への通知。 */
export const applicantJa: ApplicantSayings = {
  application_received: ({ name }) => ({
    subject: '加盟店お申し込みを承りました',
    parts: [
      text('決済代行のお申し込みをありがとうございます。内容を確かめ、結果をお知らせします。審査には数日をいただきます。'),
      facts(['お申込者', name]),
    ],
  }),
  application_declined: ({ name, reason }) => ({
    subject: '加盟店お申し込みの結果について',
    parts: [
      text('お申し込みにつき審査しました結果、誠に恐れ入りますが、このたびはお受けできないことになりました。'),
      facts(['お申込者', name], ['理由', reason]),
    ],
  }),
  portal_invitation: ({ name, registrationNumber, until, link: url }) => ({
    subject: `${registrationNumber} 加盟店登録と加盟店ページのご案内`,
    parts: [
      text('加盟店のご登録が完了しました。加盟店ページで、注文、入金、精算をご覧になれます。'),
      facts(['加盟店', name], ['加盟店番号', registrationNumber], ['リンクの期限', until && dayJa(until)]),
      ...link(
        '次のページでパスワードをお決めください。このリンクは一度だけお使いになれます。ほかの方へはお渡しにならないでください。',
        url,
      ),
    ],
  }),
}
