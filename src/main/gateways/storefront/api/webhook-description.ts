import type { NoticeName } from '../../../../preload/contract/notices'

/* What the bank tells a merchant's program, for the documentation. The calls themselves are made by the webhook connector. */

/** Events of which a merchant is told, each as `order.<name>`. */
export const webhookEvents: Partial<Record<NoticeName, { readonly means: string; readonly japanese: string }>> = {
  acceptance_asked: { means: 'An order waits for your acceptance.', japanese: '受注の確認をお願いします' },
  acceptance_lapsed: { means: 'You did not answer in time; the order has ended.', japanese: '受注確認の期限切れ' },
  method_chosen: { means: 'The payer has chosen how to pay.', japanese: '支払方法の決定' },
  partly_paid: { means: 'Part of the money has come.', japanese: '一部入金' },
  paid: { means: 'All of the money has come: you may ship.', japanese: '入金' },
  payment_undone: { means: 'Money that had been booked was taken back. Hold the goods, and read the order.', japanese: '入金の取消' },
  preliminary_withdrawn: {
    means: 'The store took back its preliminary notice: the order does not count as paid. Hold the goods, and read the order.',
    japanese: '入金速報の取消',
  },
  authorized: {
    means:
      'The card was authorised, or the balance of a debit card was checked: you may ship, and then ask for the capture, unless it is captured by itself.',
    japanese: '与信可',
  },
  declined: { means: 'The card, credit or debit, was declined; the payer chooses again.', japanese: '与信不可' },
  authorization_ending: { means: 'The authorisation is about to end: capture before that.', japanese: '与信期限の予告' },
  authorization_expired: { means: 'The authorisation has ended without a capture; the payer chooses again.', japanese: '与信期限切れ' },
  captured: { means: 'The payment by card was captured.', japanese: '売上確定' },
  capture_failed: { means: 'The company did not capture: ask again, or get in touch.', japanese: '売上確定の失敗' },
  charged_back: { means: 'The company has taken the money back on its holder’s complaint.', japanese: 'チャージバック' },
  debit_refused: { means: 'The payer’s account could not be debited; the payer chooses another way to pay.', japanese: '口座振替不能' },
  released: { means: 'The protection has ended in your favour.', japanese: '返金保護の終了' },
  return_wanted: { means: 'The payer wants to return the goods: answer before the deadline.', japanese: '返品の希望' },
  not_arrived: { means: 'The payer says that nothing came: answer before the deadline.', japanese: '未着の申し出' },
  merchant_silent: { means: 'You did not answer in time; the payer is refunded.', japanese: '回答期限切れ' },
  contest_released: { means: 'The bank has decided for you.', japanese: '異議の結果 (加盟店へ)' },
  contest_refunded: { means: 'The bank has decided for the payer.', japanese: '異議の結果 (返金)' },
  settled: { means: 'The money of the order has been paid out.', japanese: '精算済' },
  payout_returned: { means: 'The bank returned the payout that held the money of the order.', japanese: '振込の返却' },
  merchant_owes: { means: 'The order was paid out and is refunded; the amount is taken from the next payout.', japanese: '精算後の返金' },
  refunded: { means: 'The money of the order has gone back to its payer.', japanese: '返金済' },
  expired: { means: 'Nobody paid by the last day.', japanese: '期限切れ' },
  cancelled: { means: 'The order was cancelled.', japanese: '取消' },
}

/** The same as a table of the guide. */
export function webhookTable(): string {
  const rows = Object.entries(webhookEvents).map(([name, { means, japanese }]) => `| \`order.${name}\` | ${means} | ${japanese} |`)
  return ['| type | meaning | 日本語 |', '|---|---|---|', ...rows].join('\n')
}

const header = (name: string, description: string) => ({
  name,
  in: 'header' as const,
  required: true,
  description,
  schema: { type: 'string' as const },
})

/** The call as the OpenAPI document describes it. */
export const webhooks = {
  order: {
    post: {
      operationId: 'orderEvent',
      tags: ['Webhooks'],
      summary: 'Something happened to an order / 注文の通知',
      description:
        'See *Webhooks*: verify the signature over the raw body first, store the event, answer 2xx within 15 seconds, then read the order.',
      security: [],
      parameters: [
        header('webhook-id', 'The same for every try of one event.'),
        header('webhook-timestamp', 'Unix seconds.'),
        header('webhook-signature', '`v1,` and the base64 of the HMAC-SHA-256.'),
      ],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: {
              type: 'object' as const,
              required: ['type', 'at', 'data'],
              properties: {
                type: {
                  type: 'string' as const,
                  enum: Object.keys(webhookEvents).map((name) => `order.${name}`),
                  description: 'What happened.',
                },
                at: { type: 'string' as const, format: 'date-time', description: 'When, in UTC.' },
                data: { $ref: '#/components/schemas/Order' },
              },
            },
          },
        },
      },
      responses: { '2XX': { description: 'Taken.' }, default: { description: 'Tried again later; 410 ends it.' } },
    },
  },
}
