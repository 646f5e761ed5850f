/** 振込の結果: 銀行の答えと、そのあとにすること。 */
export const transfers = {
  outcome: {
    carried_out: '振込済',
    no_such_account: '該当口座なし',
    name_differs: '受取人名相違',
    cancelled_by_originator: '依頼人による取消',
    not_carried_out: '手続不成立',
    returned: '資金返却',
    recall_running: '組戻手続中',
    recalled: '組戻済',
    recall_failed: '組戻不成立',
    partly_returned: '不能・組戻あり',
    other: 'その他',
  },
  fix: {
    carried_out: 'することはありません。',
    no_such_account: '支店番号・預金種目・口座番号を相手に確かめ、口座の変更を承認に回してから振り込み直してください。',
    name_differs:
      '銀行に届け出た名義のカナを相手に確かめ、口座の名義を直してから振り込み直してください。法人略語の位置の違いでも起きます。',
    cancelled_by_originator: '取り消した理由を確かめ、必要なら次の振込に入れてください。',
    not_carried_out: '銀行に理由を確かめてください。資金は引き落とされていません。',
    returned: '明細の戻入を元の振込に結び付け、口座を直してから振り込み直してください。',
    recall_running: '銀行の結果を待ってください。終わるまで振り込み直さないでください。',
    recalled: '明細の戻入を元の振込に結び付けてください。',
    recall_failed: '資金は受取人の口座にあります。受取人と話し合ってください。',
    partly_returned: '一件ずつの結果を銀行から受け取り、戻った分だけを結び付けてください。',
    other: '銀行に理由を確かめてください。',
  },
}
