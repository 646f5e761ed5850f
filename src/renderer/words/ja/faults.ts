/** What is said when something went wrong that is no refusal. */
export const faults = {
  internal: 'プログラムの内部で異常が起きました (番号 {{number}})。元帳は変わっていません。番号を添えて管理者に知らせてください。',
  unreachable: 'Daiko の本体から応答がありません。直前の操作が済んだかどうかは、つながったあと監査記録で確かめられます。',
  notEntered: 'Daiko は起動し直されました。起動時に表示された新しいアドレスから開いてください。',
  broken: 'この画面を表示できませんでした。元帳は変わっていません。読み込み直してください。',
  reload: '読み込み直す',
}
