/* What the bank sends to a merchant's program, for the OpenAPI document. It is made and sent by the webhook gateway. */

export const webhooks = {
  notice: {
    post: {
      operationId: 'notice',
      tags: ['Webhooks'],
      summary: 'Something happened to an order / 注文の通知',
      description: 'See *Webhooks*: verify the signature over the raw body first, answer 2xx within 15 seconds, then read the order.',
      responses: { '2XX': { description: 'Taken. Anything else, or no answer in time, is sent again with growing pauses.' } },
    },
  },
}
