import { dayJa, facts, link, type PayoutSayings, text, where, yenJa } from './wording'

/* 精算の加盟店への通知。 */
export const payoutJa: PayoutSayings = {
  payout_made: ({ number, closingOn, paidOn, net, gross, orders, portal, isLetter }) => ({
    subject: `${number} お振込のお知らせ`,
    parts: [
      text('ご指定の口座へ、次のとおり精算金をお振り込みしました。'),
      facts(
        ['精算番号', number],
        ['締め日', dayJa(closingOn)],
        ['お振込日', dayJa(paidOn)],
        ['お振込金額', yenJa(net)],
        ['売上合計', `${yenJa(gross)}（${orders.toLocaleString('ja-JP')}件）`],
      ),
      ...link('手数料等の内訳と取引明細は、次のページの精算書をご覧ください。', portal && `${portal}/payouts`),
      ...where(isLetter, text('手数料等の内訳と取引明細は、別にお送りする精算書をご覧ください。')),
    ],
  }),
}
