import type { RefusalSentences } from '../sentences'
import { payouts } from './payouts'

const state = (name: string): string => Object.entries({ ...payouts.run, ...payouts.payout }).find(([key]) => key === name)?.[1] ?? name
const missing: Record<string, string> = {
  account: '出金口座',
  originator_code: '振込依頼人コード',
  originator_name: '振込依頼人名',
  zedi: 'ZEDI の送信元と送信先',
  folder: 'フォルダー',
  sftp: 'サーバーと利用者名',
  host_keys: 'サーバーの鍵の指紋',
  sign_in: 'パスワードまたは秘密鍵',
}
const fields: Record<string, string> = {
  originator_code: '振込依頼人コード',
  originator_name: '振込依頼人名',
  account: '口座',
  bank_name: '銀行名',
  branch_name: '支店名',
  holder_name: '受取人名',
  amount: '金額',
  edi: 'EDI 情報',
  count: '件数',
  total: '合計',
  envelope: '封筒',
}
const why: Record<string, string> = {
  name_invalid: 'ファイル名が使えません',
  digest_differs: 'ファイルの中身が承認されたものと違います',
  exists: '同じ名前のファイルがすでにあります',
  place_missing: '置き場所がありません',
  not_permitted: '置き場所に書けません',
  no_space: '空きがありません',
  unreachable: 'サーバーに届きません',
  host_key_differs: 'サーバーの鍵が登録と違います',
  sign_in_refused: 'サインインが断られました',
  rejected: '相手が断りました',
}

export const moneyOut = {
  in_payout_run: ({ run }) => `この注文は振込 ${run} に入っています。取りやめるか、加盟店を外すまで変えられません。`,
  closing_not_over: ({ closingOn }) => `締め日 ${closingOn.replaceAll('-', '/')} はまだ来ていません。`,
  nothing_to_pay: ({ closingOn }) => `${closingOn.replaceAll('-', '/')} に締めて支払うものはありません。`,
  no_transfer_fees: ({ merchant, payOn }) =>
    `${merchant} は振込手数料が先方負担ですが、支払日 ${payOn.replaceAll('-', '/')} に適用される振込手数料表がありません。「当行の名義と金額の規則」で定めてから、もう一度計画してください。`,
  transfers_not_settled: ({ missing: what }) => `銀行への振込の設定が足りません: ${missing[what] ?? what}。管理者が「接続」で入れます。`,
  transfers_unwritable: ({ problems, total }) =>
    `振込ファイルを書けません。${total} か所に誤りがあります (最初: ${problems[0]?.transfer ?? 0} 件目の ${fields[problems[0]?.field ?? ''] ?? ''} 「${problems[0]?.found ?? ''}」)。`,
  run_not_there: ({ run, state: name }) => `振込 ${run} は「${state(name)}」です。いまはできません。`,
  payee_account_changed: ({ merchant }) => `${merchant} の指定口座が変わりました。この加盟店を外してから、もう一度行ってください。`,
  payout_not_there: ({ state: name }) => `この加盟店の振込は「${state(name)}」です。いまはできません。`,
  run_not_posted: ({ run }) => `振込 ${run} はまだ記帳の途中です。少し待ってからもう一度行ってください。`,
  hand_over_refused: ({ why: name, detail }) => `ファイルは渡っていません: ${why[name] ?? name} (${detail})。直してからもう一度渡せます。`,
  hand_over_running: () => 'いま別の画面かプログラムが銀行へファイルを渡しています。終わるのを待って、結果を確かめてください。',
  payees_held: ({ merchants }) =>
    `支払いを止めている加盟店が入っています: ${merchants.join('、')}。この加盟店を外すか取りやめるか、支払いの停止を解いてください。`,
  payees_moved: ({ merchants }) =>
    `指定口座が変わった加盟店が入っています: ${merchants.join('、')}。この振込を取りやめて、作り直してください。`,
  pay_day_passed: ({ payOn, earliest }) =>
    `支払日 ${payOn.replaceAll('-', '/')} には間に合いません (いま渡せば最短 ${earliest.replaceAll('-', '/')})。この振込を取りやめて、新しい支払日で作り直してください。`,
} satisfies Partial<RefusalSentences>
