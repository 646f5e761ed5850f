import { formatYen } from '../../../preload/contract/money'
import type { RefusalSentences } from '../sentences'

const names: Readonly<Record<string, string>> = { postal: '郵便振替', e_money: '電子マネー', cash_on_delivery: '代金引換' }
const gatewayName = (gateway: string): string => names[gateway] ?? gateway

export const collections = {
  collection_has_errors: ({ errors, total }) =>
    `結果ファイルに誤りが ${total} 件あります。何も取り込んでいません。${
      errors.some(({ code }) => code === 'company_differs')
        ? '収納代行会社での番号と、「接続」の「コンビニ収納」の設定が合っていません。どちらが正しいかを確かめてください。'
        : '収納代行会社から受け取り直してください。'
    }`,
  collection_unknown: () =>
    '収納代行会社の設定にある形式の結果ファイルではありません。渡すファイルか、「接続」の「コンビニ収納」の形式を確かめてください。',
  store_agent_not_settled: () => '収納代行会社の設定が済んでいません。管理者が「接続」の「コンビニ収納」で登録します。',
  collector_not_settled: ({ gateway }) =>
    `${gatewayName(gateway)}の設定が済んでいません。管理者が「接続」の「${gatewayName(gateway)}」で登録します。`,
  card_trouble_not_open: () => 'そのように終えるものは残っていません。決済をもう一度見てください。',
  mapping_changed: ({ gateway }) =>
    `${gatewayName(gateway)}のファイルの列の対応づけが、内容を見たあとで変わりました。もう一度読み込んで確かめてください。`,
  columns_not_mapped: ({ gateway }) => `${gatewayName(gateway)}のファイルの列の意味が、まだ登録されていません。列を対応づけてください。`,
  columns_changed: ({ columns }) =>
    `ファイルの列が、登録した対応づけのときと違います (${columns.filter(({ change }) => change !== 'same').length} 列)。何も取り込んでいません。新旧を見比べて、対応づけを登録し直してください。`,
  columns_of_other_account: ({ account }) =>
    `口座番号 ${account} の列と同じで、ファイルからはどちらの口座か分かりません。どちらかの口座は、全銀形式か camt のファイルで取り込んでください。`,
  tracking_number_invalid: ({ number }) => `送り状番号 ${number} の検査数字が合いません。伝票を確かめてください。`,
  tracking_number_taken: ({ number }) => `送り状番号 ${number} は、別の注文で通知済みです。`,
  collection_not_open: () => 'この収納は、もう担当者の判断を待っていません。一覧を開き直してください。',
  collection_holds_money: () =>
    'この収納のお金はまだ仮収納金にあります。記録だけでは終えられません。充てる注文を選ぶか、返金してください。',
  collection_refund_asked: () => 'この収納の返金が承認を待っています。注文に充てるには、先にその依頼を取り下げてください。',
  transfer_differs: ({ expected, found }) =>
    `金額が合いません。あるべき額は ${formatYen(expected)} 円、実際は ${formatYen(found)} 円です。`,
  not_funded_yet: () => 'この注文のお金は、まだ収納代行会社から届いていません。振込を消し込んでから行ってください。',
  claims_changed: () => 'あなたが見ているあいだに、この日の収納が変わりました。新しい額を確かめてください。',
  above_slip_limit: ({ limit }) => `この支払方法で支払えるのは ${formatYen(limit)} 円までです。ほかの支払方法を選んでください。`,
  slip_not_live: () =>
    'この払込票は使えません。再発行されたか、支払方法が変わったか、支払期限を過ぎたか、注文が支払済みまたは終了しています。',
  agent_in_use: ({ party }) =>
    `この会社 (${party}) の略称と番号は、もう変えられません。支払い待ちの払込票があるか、入金を待っているか、その結果ファイルを取り込んだか、カードの与信を照会しています。`,
  card_form_closed: ({ detail }) =>
    `カードの入力画面を開けませんでした${detail === '' ? '' : `（${detail}）`}。もう一度選ぶか、ほかの支払方法を選んでください。`,
  card_not_authorized: () =>
    'この注文には、与信可・残高確認済のカード払いがありません。売上確定済み、取消済み、与信不可・残高確認不可、または期限切れです。',
  authorization_over: () => 'このカードの与信・残高確認は期限を過ぎています。売上確定はできません。購入者は支払方法を選び直せます。',
} satisfies Partial<RefusalSentences>
