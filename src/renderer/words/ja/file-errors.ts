import type { CollectionSentences, KanaSentences, RecordSentences, RowSentences } from '../sentences'

/** Faults of an order file, told beside row and column. */
export const rows: RowSentences = {
  missing: () => '入っていません',
  not_a_date: () => '日付ではありません',
  not_an_amount: () => '金額 (円の整数) ではありません',
  too_long: () => '長すぎます',
  too_small: () => '小さすぎます',
  too_large: () => '大きすぎます',
  not_a_choice: () => '決められた値ではありません',
  duplicate_in_file: () => 'ファイルの中に同じものがあります',
  already_registered: () => 'すでに登録されています',
  bad_character: () => '使えない文字があります',
  card_number: () => 'カード番号のように見えます。カード番号は取り込みません',
  due_before_received: () => '支払期限が受付日より前です',
  column_missing: () => 'この列がありません',
  column_unknown: () => '知らない列です',
  too_many_cells: () => '見出しより多くの欄があります',
  unknown_row: () => 'この番号の明細はありません',
  locked_changed: () => '変えてはいけない欄が変わっています',
  date_passed: () => '過ぎた日です',
  not_possible: () => 'この明細はこの方法では終えられません',
}

/** Faults of a bank statement, told beside record and byte. */
export const records: RecordSentences = {
  format_unknown: () => '知っている明細の形式ではありません',
  encoding_not_supported: () => '文字コードを読めません',
  ebcdic_not_supported: () => 'EBCDIC は読めません。JIS で受け取ってください',
  not_well_formed: () => 'XML として正しくありません',
  doctype_refused: () => 'DOCTYPE のある XML は受け付けません',
  wrong_length: () => 'レコードの長さが 200 バイトでないか、値が項目より長いです',
  wrong_columns: () => '列の数が、この種類の行の数と違います',
  mixed_separators: () => 'レコードの区切りがそろっていません',
  mixed_layouts: () => '前のレコードとフォーマット (A・B) が違います',
  illegal_character: () => '使えない文字があります',
  record_type_unknown: () => '知らないレコード区分です',
  record_order: () => 'レコードの順序が違います',
  missing_trailer: () => 'トレーラーレコードがありません',
  missing_end: () => 'エンドレコードがありません',
  after_end: () => 'エンドレコードのあとにデータがあります',
  missing_element: () => '必要な項目がありません',
  not_a_number: () => '数字ではありません',
  not_a_date: () => '日付ではありません',
  date_ambiguous: () => '日付の年が決められません',
  date_out_of_period: () => '日付が明細の期間の外です',
  code_unknown: () => '知らないコードです',
  direction_unknown: () => '入金か出金か分かりません',
  amount_zero: () => '金額が 0 円です',
  not_yen: () => '円ではありません',
  fraction_of_yen: () => '円未満の金額です',
  unsupported_account_type: () => '扱わない預金種目です',
  account_not_identified: () => 'どの口座の明細か分かりません',
  trailer_count: () => 'トレーラーの件数が合いません',
  trailer_sum: () => 'トレーラーの合計が合いません',
  balance_mismatch: () => '残高が合いません',
  end_count: () => 'エンドレコードの件数が合いません',
}

/** Faults of an agent's result file, told beside record and field. */
export const collections: CollectionSentences = {
  format_unknown: '知っている結果ファイルの形式ではありません',
  encoding_not_supported: '文字コードを読めません',
  wrong_length: 'レコードの長さが 120 バイトではありません',
  illegal_character: '使えない文字があります',
  record_type_unknown: '知らないレコード区分です',
  record_order: 'レコードの順序が違います',
  missing_header: 'ヘッダーがありません',
  missing_trailer: 'トレーラーレコードがありません',
  header_differs: '見出しの列が決まったものと違います',
  wrong_columns: '列の数が見出しと合いません',
  kind_unknown: '知らない種別です',
  not_a_number: '数字ではありません',
  not_a_date: '日付ではありません',
  not_a_time: '時刻ではありません',
  barcode_invalid: 'バーコードの形が正しくありません',
  barcode_check_digit: 'バーコードの検査数字が合いません',
  amount_differs: '金額がバーコードの金額と違います',
  stamp_differs: '印紙フラグがバーコードと違います',
  amount_zero: '金額が 0 円です',
  company_differs: '設定にある当行の番号と違います',
  missing: '値がありません',
  card_number: 'カード番号が入っています',
}

/** The layouts name their fields in Japanese. */
export const collectionFields: Readonly<Record<string, string>> = { '': 'レコード全体' }

/** What is wrong with a holder's name in kana. */
export const kana: KanaSentences = {
  not_allowed: ({ position, character }) => `${position} 文字目の「${character}」は使えません`,
  dangling_mark: ({ position }) => `${position} 文字目の濁点・半濁点の前に字がありません`,
  too_long: () => '30 文字を超えています',
  empty: () => '入っていません',
}
