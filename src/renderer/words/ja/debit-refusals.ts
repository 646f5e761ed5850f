import { formatDate } from '../../../preload/contract/date'
import type { RefusalSentences } from '../sentences'
import { debits as words } from './debits'

const runState: Readonly<Record<string, string>> = words.runState

/** 口座振替について断る言葉。 */
export const debits = {
  direct_debit_not_settled: () => '口座振替の委託者と収納先が決まっていません。接続の画面で管理者が入れてください。',
  no_mandate: () => 'このお支払いに使える口座振替依頼書がありません。',
  customer_number_taken: ({ customerNumber }) => `顧客番号 ${customerNumber} の有効な口座振替依頼書がすでにあります。`,
  debit_not_overdue: ({ on }) => `結果はまだ届くかもしれません。${formatDate(on)}から未着として扱えます。`,
  mandate_ended: () => 'この口座振替依頼書はすでに終わっています。',
  debit_submitted: ({ orderNumber }) => `注文 ${orderNumber} は口座振替の結果を待っています。結果が出るまで変えられません。`,
  debit_day_passed: ({ debitOn }) => `${formatDate(debitOn)}引落のファイルは、もう締切を過ぎているか、その日の引落はありません。`,
  nothing_to_debit: ({ debitOn }) => `${formatDate(debitOn)}に引き落とすものはありません。`,
  debits_unwritable: ({ problems }) =>
    `ファイルに書けない項目があります: ${problems.map(({ debit, field, found }) => `${debit === 0 ? '委託者' : `${debit} 件目`} ${words.field[field]}「${found}」`).join('、')}。`,
  debit_run_not_there: ({ state }) => `この口座振替は「${runState[state] ?? state}」なので、できません。`,
  debit_result_has_errors: ({ total }) => `結果ファイルに誤りが ${total} 件あります。何も取り込んでいません。`,
  debit_result_foreign: ({ code, debitOn }) =>
    `委託者コード ${code}、引落日 ${debitOn.slice(0, 2)}/${debitOn.slice(2)} で依頼した口座振替はありません。別の委託者か、別の日の結果です。`,
  debit_line_not_open: () => 'この明細は、もう待っていません。',
} satisfies Partial<RefusalSentences>
