import { formatDate } from '../../../preload/contract/date'
import { formatYen } from '../../../preload/contract/money'
import { actorName } from '../../parts/actor'
import { formatInstant, formatTime } from '../../parts/DateText'
import type { FormatHintWords, PermissionWords, RefusalSentences } from '../sentences'
import { collections } from './collection-refusals'
import { debits } from './debit-refusals'
import { exceptions } from './exceptions'
import { kana } from './file-errors'
import { moneyOut } from './money-out-refusals'
import { nouns } from './nouns'
import { orders } from './orders'
import { storefront } from './storefront-refusals'

const permission: PermissionWords = {
  anyone: '利用',
  signed_in: '利用',
  read: '照会',
  audit: '監査記録の照会と元帳の検証',
  prepare_merchants: '加盟店の登録と変更の申請',
  bring_in: '注文と明細の取込',
  clear: '消込と保留',
  take_in_account: '指定口座の登録',
  tell: '通知と申し出の記録',
  refund: '返金の依頼',
  export: 'Excel への書き出し',
  prepare_payouts: '振込の準備と引き渡し',
  give_up_payouts: '振込の取りやめ',
  approve: '承認',
  administer: '利用者と接続の管理',
}

const things: Record<string, string> = {
  order: '注文',
  deposit: '入金',
  receipt: '入金',
  merchant: '加盟店',
  user: '利用者',
  approval: '承認の案件',
  payout_run: '振込',
  payout: '加盟店の振込',
  job: '処理',
  allocation: '消込',
  account: '指定口座',
  file: 'ファイル',
  plan: '取込計画',
  ticket: 'ダウンロード',
  virtual_account: '仮想口座',
  notice: '通知',
  mail: 'メール',
  refund: '返金',
  receivable: '未収金',
  closed_day: '締めた日',
  view: '自分のビュー',
  payable_item: '支払いの明細',
}

const hints: FormatHintWords = {
  empty: '空のファイルです',
  zengin_21: '全銀の総合振込 (種別 21) です。取り込むのは入出金取引明細 (種別 03) か振込入金通知 (種別 01) です',
  zengin_91: '全銀の口座振替 (種別 91) です。取り込むのは入出金取引明細 (種別 03) か振込入金通知 (種別 01) です',
  zengin_other: '全銀のファイルですが、入出金取引明細 (種別 03) でも振込入金通知 (種別 01) でもありません',
  ebcdic: 'EBCDIC のファイルです。JIS (CP932) で受け取ってください',
  pain_001: 'pain.001 (振込の依頼) です。明細ではありません',
  xml_other: 'XML ですが、camt.052・053・054 ではありません',
  spreadsheet: '表計算のファイルです。明細は全銀か camt で取り込みます',
  zip: '圧縮されたファイルです。展開してから取り込んでください',
  pdf: 'PDF です。明細は全銀か camt で取り込みます',
  unknown: '全銀の入出金取引明細・振込入金通知でも camt でもありません',
}

const megabytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} MB`

const door = {
  unknown_method: ({ method }) => `この操作 (${method}) はこの版の Daiko にはありません。画面を読み込み直してください。`,
  invalid_input: () => '入力の形が正しくありません。印のついた欄を直してください。',
  not_signed_in: () => 'サインインしていません。サインインし直してください。',
  desk_locked: () => '机は施錠されています。パスワードで解錠してください。',
  not_permitted: ({ permission: name }) =>
    `あなたの役割では${wordOf(permission, name) ?? 'この操作'}はできません。できる人に頼んでください。`,
} satisfies Partial<RefusalSentences>

const people = {
  already_set_up: () => '最初の管理者はすでに登録されています。サインインしてください。',
  wrong_credentials: () => '利用者名かパスワードが違います。',
  sign_in_blocked: ({ until }) => `続けて間違えたため、${formatInstant(until)} までサインインできません。`,
  password_too_short: ({ minimum }) => `パスワードは ${minimum} 文字以上にしてください。`,
  password_too_common: () => 'このパスワードはよく使われていて見破られやすいものです。別のものにしてください。',
  password_change_required: () => '先へ進む前に、パスワードを変えてください。',
  user_name_taken: ({ name }) => `利用者名「${name}」はすでに使われています。別の名前にしてください。`,
  last_administrator: () => 'これが最後の管理者です。ほかの人を管理者にしてからにしてください。',
  roles_exclude_each_other: ({ roles }) =>
    `${roles.map((role) => nouns.role[role]).join('と')}は一人が兼ねられません。どちらかを外してください。`,
  not_found: ({ what }) => `${things[what] ?? '対象'}が見つかりません。一覧を開き直してください。`,
  second_person_required: () => '自分で作った案件は自分では承認できません。ほかの承認者に頼んでください。',
  already_decided: () => 'この案件はすでに決まっています。一覧を開き直してください。',
  view_name_taken: ({ name }) => `「${name}」という名前のビューがすでにあります。別の名前にしてください。`,
  too_many_views: ({ limit }) => `一つの一覧に保存できるビューは ${limit} 件までです。先に要らないものを削除してください。`,
  changed_meanwhile: () => 'あなたが見ているあいだに、ほかの人が変更しました。今の内容を確かめて、もう一度行ってください。',
} satisfies Partial<RefusalSentences>

const merchants = {
  unknown_bank: ({ bankCode }) => `銀行コード ${bankCode} は銀行一覧にありません。`,
  unknown_branch: ({ bankCode, branchCode }) => `銀行コード ${bankCode} に支店コード ${branchCode} はありません。`,
  holder_name_invalid: ({ problems }) =>
    `受取人名に使えないところがあります: ${problems.map((problem) => kana[problem.code](problem)).join('、')}。`,
  t_number_invalid: ({ expectedCheckDigit }) =>
    expectedCheckDigit === null
      ? '登録番号は T と 13 桁の数字です。'
      : `登録番号の検査数字が合いません (T のすぐ後は ${expectedCheckDigit} のはずです)。番号を確かめてください。`,
  consignor_code_taken: ({ consignorCode }) => `委託者コード ${consignorCode} はほかの加盟店が使っています。`,
  virtual_range_invalid: () => '仮想口座の範囲が正しくありません。はじめの番号が終わりの番号より大きくないか確かめてください。',
  virtual_range_taken: ({ merchant }) => `仮想口座の範囲が「${merchant}」と重なっています。`,
  merchant_not_active: ({ merchant }) => `加盟店「${merchant}」はまだ有効ではありません。承認を待ってください。`,
  change_already_staged: () => '同じ対象の案件がすでに承認を待っています。それが決まってから申請してください。',
  account_taken_in: ({ account }) => `口座番号 ${account} の口座はすでに指定口座として登録されています。`,
} satisfies Partial<RefusalSentences>

const files = {
  offer_expired: () => '渡されたファイルの預かりが切れました。もう一度選んでください。',
  file_unreadable: ({ detail }) => `ファイルを読めません (${detail})。`,
  file_too_large: ({ bytes, limit }) => `ファイルが大きすぎます (${megabytes(bytes)}、上限 ${megabytes(limit)})。`,
  file_empty: () => 'ファイルは空です。',
  format_unknown: ({ hint }) => `取り込める形式ではありません: ${wordOf(hints, hint) ?? hints.unknown}。`,
  order_file_has_errors: ({ total }) =>
    `注文ファイルに誤りが ${total} 件あります。何も取り込んでいません。直してからもう一度渡してください。`,
  virtual_accounts_exhausted: ({ needed, free }) => `仮想口座が足りません (必要 ${needed}、空き ${free})。範囲を広げてください。`,
  statement_has_errors: ({ total }) => `明細に誤りが ${total} 件あります。何も取り込んでいません。銀行から受け取り直してください。`,
  account_unknown: ({ accounts }) =>
    `Daiko に登録のない口座の明細です: ${accounts.map((one) => `${one.bankCode}-${one.branchCode} ${one.accountNumber}`).join('、')}。設定で指定口座を登録してください。`,
  covered_by_other_format: ({ format, file }) => `この期間の明細は別の形式 (${format}、「${file}」) ですでに取り込まれています。`,
  books_from_other: ({ account, booksFrom, format }) =>
    booksFrom === 'statement'
      ? `口座 ${account} は入出金明細で記帳しています。このファイルは同じ入金の通知 (${format}) で、二重の記帳になります。何も保存していません。`
      : `口座 ${account} は振込入金通知で記帳しています。このファイルは同じ入金の明細 (${format}) で、二重の記帳になります。何も保存していません。`,
  deposit_account: ({ account }) =>
    `口座 ${account} は預け入れの口座 (通知・定期・積立定期) です。読み取れましたが、決済の資金はないため、何も保存していません。`,
  before_account_opened: ({ openedOn, bookedOn }) =>
    `明細に ${formatDate(bookedOn)} の行があります。この口座は ${formatDate(openedOn)} から Daiko で扱っているため、それより前の日は取り込めません。`,
  balance_differs: ({ day, bank, ledger }) =>
    `${formatDate(day)} の残高が合いません。銀行は ${formatYen(bank)} 円、取り込んだ後の元帳は ${formatYen(ledger)} 円です。足りない、または重なった明細を確かめてください。何も保存していません。`,
  plan_changed: () => '見ていた計画のあとに、入金や注文が変わりました。新しい計画を確かめてください。',
  plan_expired: () => '計画の期限が切れました。ファイルをもう一度渡してください。',
} satisfies Partial<RefusalSentences>

const clearing = {
  deposit_not_open: () => 'この入金はもう消込を待っていません。一覧を開き直してください。',
  held_by_other: ({ by, since }) =>
    `この入金は ${actorName(by)} が ${formatTime(since)} から開いています。引き取る (T) か、ほかの入金を先に進めてください。`,
  done_by_other: ({ by, at }) => `${actorName(by)} が ${formatInstant(at)} に先に処理しました。この操作では何も変わっていません。`,
  order_not_open: ({ orderNumber }) => `注文 ${orderNumber} は入金を受けられない状態です。`,
  exceeds_deposit: ({ remaining }) => `入金の残りは ${formatYen(remaining)} 円です。それを超えては消し込めません。`,
  exceeds_order: ({ orderNumber, open }) => `注文 ${orderNumber} の未入金額は ${formatYen(open)} 円です。それを超えては消し込めません。`,
  reserved_by_import: ({ orderNumber }) => `注文 ${orderNumber} は進行中の取込が使います。終わってからもう一度行ってください。`,
  file_rolled_back: () => 'このファイルは取り消されているか、取り消している途中です。',
  roll_back_barred: ({ bars }) => `取り消せません。先に片づけるものが ${bars.length} 種類あります。内訳を確かめてください。`,
  already_undone: () => 'この消込はすでに取り消されています。',
  nothing_to_redo: () => 'この消込には、やり直すものがありません。',
  paid_out: ({ orderNumber }) => `注文 ${orderNumber} は加盟店への振込に入っているため、取り消せません。`,
  order_step_refused: ({ track, from, event }) =>
    `注文は今の状態 (${standing(track, from)}) からこの操作 (${wordOf(orders.event, event) ?? event}) へは進めません。`,
} satisfies Partial<RefusalSentences>

const moneyBack = {
  exceeds_refundable: ({ left }) => `返金できるのは ${formatYen(left)} 円までです。`,
  rest_on_both_sides: () => '入金と注文の両方に残りがあります。注文の消込額を入るだけにしてから、差額を処理してください。',
  deposits_of_several_payers: () => '名義の異なる入金が含まれています。同じ名義の入金だけを選んでください。',
  exceeds_receivable: ({ open }) => `残っている未収金は ${formatYen(open)} 円です。`,
  refund_account_missing: () => '返金先の口座がまだ届いていません。利用者から聞いて入力してください。',
  refund_not_open: () => 'この返金はもうその段階にありません。読み直してください。',
  nothing_to_refund: () => '承認されて振込を待つ返金はありません。',
  not_a_business_day: ({ on }) => `${formatDate(on)} は銀行の営業日ではありません。`,
  sheet_has_errors: ({ total }) => `ファイルに ${total} 件の誤りがあります。直してからもう一度渡してください。何も保存していません。`,
  ending_not_possible: ({ ending }) =>
    `「${wordOf(exceptions.ending, ending) ?? ending}」では終えられません。金額や相手の明細を確かめてください。`,
  day_closed: ({ day }) => `${formatDate(day)} までは締めてあります。直すには翌日以降の日付で行うか、締めを開く承認を受けてください。`,
  day_not_closable: ({ conditions }) =>
    `まだ締められません: ${conditions.map((name) => wordOf(exceptions.closeCondition, name) ?? name).join('、')}`,
  day_not_reopenable: ({ day }) => `${formatDate(day)} の締めは開けません。最後に締めた日だけを開けます。`,
} satisfies Partial<RefusalSentences>

const jobsAndLedger = {
  cancelled: () => '中止しました。途中のものは残っていません。',
  another_job_running: ({ kind }) => `ほかの処理 (${kind}) が動いています。終わってからもう一度行ってください。`,
  cannot_write_file: ({ detail }) => `ファイルを書けません (${detail})。`,
  ledger_newer: ({ found, known }) => `元帳は新しい版の Daiko のものです (元帳 ${found}、この版 ${known})。新しい Daiko で開いてください。`,
  ledger_foreign: () => 'このファイルは Daiko の元帳ではありません。',
  ledger_missing: ({ path }) => `元帳がありません: ${path}`,
  ledger_exists: ({ path }) => `元帳はすでにあります: ${path}`,
  ledger_on_network_share: ({ path }) => `元帳を共有フォルダーに置くことはできません: ${path}`,
  ledger_busy: () => '元帳をほかのものが使っています。少し待ってからもう一度行ってください。',
  ledger_damaged: ({ detail }) => `元帳が壊れています (${detail})。控えから戻してください。書き込みは止めてあります。`,
  disk_full: () => 'ディスクがいっぱいです。空きを作ってからもう一度行ってください。',
  usage: ({ detail }) => `指定が正しくありません: ${detail}`,
} satisfies Partial<RefusalSentences>

const tracks: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  acceptance: nouns.acceptance,
  payment: orders.payment,
  protection: nouns.protection,
  disbursement: nouns.disbursement,
}

/** Where an order stands on one of its tracks, in words where the desk has them. */
const standing = (track: string, state: string): string => wordOf(tracks[track] ?? {}, state) ?? state

function wordOf(words: Readonly<Record<string, string>>, name: string): string | undefined {
  return words[name]
}

export const refusals: RefusalSentences = {
  ...door,
  ...people,
  ...merchants,
  ...files,
  ...collections,
  ...clearing,
  ...storefront,
  ...moneyBack,
  ...moneyOut,
  ...debits,
  ...jobsAndLedger,
}
