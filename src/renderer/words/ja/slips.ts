export const slips = {
  title: '払込票',
  number: '番号',
  amount: '金額',
  dueOn: '支払期限',
  issuedAt: '発行',
  state: '状態',
  standing: {
    payable: '有効',
    not_yet: '加盟店の受注待ち',
    paid: '支払済',
    day_over: '支払期限切れ',
    order_over: '支払いは受け付けません',
  },
  void: { reissued: '無効 (再発行済み)', switched: '無効 (支払方法の変更)' },
  stamp: '印紙',
  pdf: '払込票の PDF',
  reissue: '再発行…',
  reissueTitle: '注文 {{number}} の払込票を再発行',
  reissueText:
    '新しい期限の払込票を発行し、利用者に知らせます。いまの払込票は無効になります。すでに利用者の手元にある票は、その期限まで店頭で受け取られることがあります。',
  newDueOn: '新しい支払期限',
  reissueAct: '再発行する',
}
