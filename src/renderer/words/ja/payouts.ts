import type { PayoutState, RunState, TransferState } from '../../../preload/contract/payouts'

const run: Record<RunState, string> = {
  staging: '計算中',
  draft: '作成済',
  submitted: '承認待ち',
  approved: '承認済',
  giving_up: '取りやめ中',
  handing_over: '引き渡し中',
  handed_over: '銀行へ渡した',
  confirmed: '確認済',
  given_up: '取りやめ',
  quarantined: '届いたか不明',
}
const payout: Record<PayoutState, string> = {
  planned: '予定',
  carried_over: '繰越',
  held: '保留',
  sent_back: '外した',
  approved: '承認済',
  handed_over: '銀行へ渡した',
  presumed_paid: '振込済 (組戻し期間中)',
  confirmed: '振込済',
  returned: '組戻し',
  given_up: '取りやめ',
  quarantined: '届いたか不明',
}
const transfer: Record<TransferState, string> = {
  waiting: '未送付',
  handed_over: '銀行へ渡した',
  presumed_paid: '振込済 (組戻し期間中)',
  confirmed: '振込済',
  returned: '組戻し',
  quarantined: '届いたか不明',
  given_up: '取りやめ',
}

/** 振込・精算 in words: where runs, payouts and transfers stand. */
export const payouts = {
  run,
  payout,
  transfer,
  carried: {
    fees_exceed_money: '手数料が売上を超える',
    held: '保留中',
    kept_back: '一部を留保',
    below_minimum: '最低額に満たない',
    above_transfer_limit: '一件の上限を超える',
    below_transfer_fee: '振込手数料に満たない',
    band_boundary: '手数料の境目',
  },
}
