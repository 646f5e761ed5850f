/** Pages on which merchant or payer answers one question: accept (s82, s83), receipt (s71, s72), return (s73; 0066). */
const answering = {
  answer: 'ご回答',
  answerMissing: 'ご回答を選んでください。',
  send: 'この内容で回答する',
  until: '回答期限',
  notBinding: 'ご回答は取り消せません。内容をお確かめのうえお送りください。',
}

export const accept = {
  ...answering,
  title: '受注の確認',
  question: 'この注文を受けますか',
  lead: '購入者は、受注の回答を待っています。受けると、購入者にお支払いをご案内します。',
  untilText: (day: string) => `${day}までに回答がないときは、注文は成立しません。`,
  options: {
    accept: { title: '受ける', text: '購入者に、お支払方法を選ぶページをご案内します。' },
    refuse: { title: '受けられない', text: '購入者に、下の理由とともにお知らせします。注文はここで終わります。' },
  },
  reason: '受けられない理由',
  reasonHint: '購入者にそのまま伝わります。受けるときは空欄のままでかまいません。',
  reasonMissing: '受けられない理由を入力してください。',
  accepted: { title: 'この注文は受注済みです', text: '購入者にお支払いをご案内しました。' },
  refused: { title: 'この注文は受注不可と回答済みです', text: '購入者にお知らせしました。' },
  lapsed: { title: '回答の期限を過ぎました', text: '注文は成立しませんでした。購入者にお知らせしました。' },
  none: { title: 'この注文に受注の確認は必要ありません', text: 'このまま手続きが進みます。' },
}

export const receipt = {
  ...answering,
  title: '商品の到着の確認',
  question: '商品は届きましたか',
  lead: '代金は、ご回答をいただくまで銀行がお預かりしています。',
  untilText: (day: string) => `${day}までにご連絡がないときは、代金をショップへお渡しします。`,
  options: {
    received: { title: '受け取りました', text: '代金をショップへお渡しします。このあと返金の手続きはできません。' },
    return_wanted: {
      title: '返品したい',
      text: '代金をお預かりしたまま、理由をショップに伝えます。商品が戻ったことをショップが確認すると、返金します。',
    },
    not_arrived: {
      title: '届かない・提供されていない',
      text: '代金をお預かりしたまま、ショップに確認します。ショップから回答がないときは返金します。',
    },
  },
  reason: '理由・状況',
  reasonHint: 'ショップにそのまま伝わります。返品のときは必ずご記入ください。',
  reasonMissing: '返品したい理由を入力してください。',
  received: { title: '到着のご確認ありがとうございました', text: '代金をショップへお渡しします。' },
  lapsed: { title: '確認の期間は終わりました', text: '代金はショップへお渡しします。' },
  returnWanted: {
    title: '返品のご希望を承りました',
    text: '代金はお預かりしています。商品の返送については、ショップの案内に従ってください。',
  },
  notArrived: { title: '未着のご連絡を承りました', text: '代金はお預かりしています。ショップに確認しています。' },
  answerBy: (day: string) => `ショップの回答期限は${day}です。回答がないときは返金します。`,
  contested: {
    title: 'ショップから異議がありました',
    text: '代金はお預かりしています。双方の話をもとに銀行の担当者が判断し、結果をお知らせします。',
  },
  refundDue: { title: '返金します', text: '返金先の口座をおたずねするメールをお送りしました。メールのリンクから口座をお知らせください。' },
  notYet: { title: 'まだお支払いを確認していません', text: '入金を確認してから、商品の到着をおたずねします。' },
  none: { title: 'このご注文に返金希望は付いていません', text: '商品については、ショップにお問い合わせください。' },
}

export const returned = {
  ...answering,
  returnTitle: '返品への回答',
  notArrivedTitle: '未着への回答',
  lead: '代金は銀行がお預かりしています。',
  payerSays: '購入者の連絡',
  noReason: '（理由の記入はありません）',
  untilText: (day: string) => `${day}までに回答がないときは、購入者に返金します。`,
  returnQuestion: '商品は戻りましたか',
  notArrivedQuestion: '発送・提供の証拠がありますか',
  options: {
    goods_returned: { title: '返品を受け取った', text: '購入者に返金します。代金は精算されません。' },
    contested: { title: '異議がある', text: '発送や提供の証拠を下に書いてください。双方の話をもとに銀行の担当者が判断します。' },
  },
  silence: '異議がないときは、回答は要りません。期限が過ぎると返金します。',
  reason: '異議の理由と証拠',
  reasonHint: '配送会社と追跡番号、受領の記録など、確かめられることを書いてください。購入者にも伝わります。',
  reasonMissing: '異議の理由と証拠を入力してください。',
  confirmed: { title: '返品の到着を確認済みです', text: '購入者に返金します。' },
  contested: { title: '異議を申し立て済みです', text: '銀行の担当者が判断し、結果をお知らせします。' },
  silent: { title: '回答の期限を過ぎました', text: '購入者に返金します。' },
  ended: { title: '回答は必要ありません', text: 'この注文の返品・未着の手続きは終わっています。' },
  none: { title: '返品・未着の連絡はありません', text: '連絡があったときは、あらためておたずねします。' },
}
