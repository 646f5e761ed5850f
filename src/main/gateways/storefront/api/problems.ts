import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Refusal } from '../../../../preload/contract/errors'

/*
 * Every way in which the API says no: one table from the name of a refusal to its HTTP status and meaning. The codes are stable;
 * programs decide by them, the sentence is for whoever reads a log. What is not the merchant's own is told apart from nothing: 404.
 */
interface Meaning {
  readonly status: 400 | 401 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503
  readonly message: string
  readonly japanese: string
  /** After how many seconds it is worth trying again. */
  readonly retryAfter?: number
}

export const meanings = {
  signature_missing: {
    status: 401,
    message: 'The headers Daiko-Key, Daiko-Timestamp and Daiko-Signature are missing or not of the described form.',
    japanese: '署名のヘッダーがないか、形式が正しくありません。',
  },
  timestamp_stale: {
    status: 401,
    message:
      'Daiko-Timestamp is too far from the time of the bank, or older than its memory of signatures. Sign again with the current time.',
    japanese: '時刻が古すぎるか、進みすぎています。現在の時刻で署名し直してください。',
  },
  signature_wrong: {
    status: 401,
    message: 'No key in force with this signature: the key is unknown, expired or revoked, or the signature is not that of these bytes.',
    japanese: '鍵が有効でないか、署名が一致しません。',
  },
  signature_replayed: {
    status: 401,
    message: 'This signature has been used. Sign every request anew; give the time with decimals.',
    japanese: 'この署名は使用済みです。要求ごとに署名し直してください。',
  },
  not_found: {
    status: 404,
    message: 'There is no such thing here. Orders of other merchants do not exist for you.',
    japanese: '見つかりません。他の加盟店の注文は存在しないものとして扱われます。',
  },
  request_unreadable: { status: 400, message: 'The request cannot be read as HTTP with UTF-8 JSON.', japanese: '要求を読み取れません。' },
  invalid_input: {
    status: 400,
    message: 'A field is missing, unknown or not of the described form; `problems` names each.',
    japanese: '項目に誤りがあります。problems を見てください。',
  },
  idempotency_key_missing: {
    status: 400,
    message: 'The header Idempotency-Key is missing or not 1 to 255 printable ASCII characters.',
    japanese: 'Idempotency-Key がないか、形式が正しくありません。',
  },
  body_too_large: { status: 413, message: 'The body is larger than 64 KiB.', japanese: '本文が 64 KiB を超えています。' },
  content_type_unsupported: {
    status: 415,
    message: 'The body must be application/json in UTF-8.',
    japanese: '本文は UTF-8 の application/json だけです。',
  },
  order_number_taken: {
    status: 409,
    message: 'You have an order of this number already.',
    japanese: 'この注文番号は登録済みです。',
  },
  amount_differs: {
    status: 422,
    message: '`amount` is not what the lines of `goods` come to.',
    japanese: '金額が明細の合計と一致しません。',
  },
  idempotency_mismatch: {
    status: 422,
    message: 'This Idempotency-Key was used with another body.',
    japanese: 'この Idempotency-Key は別の本文に使われました。',
  },
  request_in_progress: {
    status: 409,
    message: 'A request with this Idempotency-Key is being worked on at this moment.',
    japanese: '同じ Idempotency-Key の要求を処理中です。',
    retryAfter: 1,
  },
  method_not_offered: {
    status: 422,
    message: 'Your contract does not include this method.',
    japanese: 'この支払い方法は契約にありません。',
  },
  above_slip_limit: {
    status: 422,
    message: 'By this method at most `limit` yen can be paid.',
    japanese: 'この支払い方法は limit 円までです。',
  },
  tracking_number_invalid: {
    status: 422,
    message: 'The carrier gives no such tracking number; its check digit is not right.',
    japanese: '送り状番号の検査数字が合いません。',
  },
  tracking_number_taken: {
    status: 409,
    message: 'A parcel of another order has this tracking number.',
    japanese: 'この送り状番号は別の注文で通知済みです。',
  },
  order_step_refused: {
    status: 409,
    message: 'The order stands where this is not possible; `track`, `from` and `event` say what stood in the way.',
    japanese: '注文の状態では、この操作はできません。',
  },
  card_not_authorized: {
    status: 409,
    message: 'There is no authorised card to capture: `state` says how the payment by card stands (`none` where there is none).',
    japanese: '承認されたカードがありません。state を見てください。',
  },
  authorization_over: {
    status: 409,
    message: 'The authorisation has ended, at `at`; the payer has to choose again.',
    japanese: 'カードの承認の期限が切れています。購入者が支払方法を選び直す必要があります。',
  },
  deadline_passed: {
    status: 409,
    message: 'The last day for this, `on`, is over.',
    japanese: '期限（on）を過ぎています。',
  },
  reserved_by_import: {
    status: 409,
    message: 'A statement of the bank that may pay this order is being booked at this moment.',
    japanese: '入金明細を記帳中です。少し待ってください。',
    retryAfter: 10,
  },
  merchant_not_active: { status: 409, message: 'Your contract is not in force.', japanese: '契約が有効ではありません。' },
  too_many_requests: {
    status: 429,
    message: 'Too many requests by this key or from this address; `Retry-After` says when to go on.',
    japanese: '要求が多すぎます。Retry-After の秒数だけ待ってください。',
  },
  virtual_accounts_exhausted: {
    status: 503,
    message: 'The bank has no account number left to give to an order. The bank has to act.',
    japanese: '振込先口座番号が足りません。銀行にお問い合わせください。',
    retryAfter: 3_600,
  },
  overloaded: {
    status: 503,
    message: 'Too much is being asked at this moment.',
    japanese: '混み合っています。',
    retryAfter: 1,
  },
  ledger_busy: {
    status: 503,
    message: 'The ledger is being written to by somebody else.',
    japanese: '元帳を更新中です。',
    retryAfter: 5,
  },
  disk_full: { status: 503, message: 'The bank cannot store anything at this moment.', japanese: '保存できません。', retryAfter: 60 },
  gateway_off: {
    status: 503,
    message: 'The pages for payers are not reachable at this moment.',
    japanese: '支払いページを利用できません。',
    retryAfter: 60,
  },
  internal: {
    status: 500,
    message: 'Something is broken at the bank; tell it `number`. Send the same request again to learn what became of it.',
    japanese: '銀行側の障害です。number をお知らせください。',
  },
} as const satisfies Record<string, Meaning>

export type ApiCode = keyof typeof meanings
const isApiCode = (name: string): name is ApiCode => Object.hasOwn(meanings, name)
export const apiCodes: readonly ApiCode[] = Object.keys(meanings).filter(isApiCode)

/** What may stand beside a code. Nothing else of a refusal leaves the bank. */
const ErrorData = z.object({
  problems: z
    .array(
      z.object({
        path: z.string().meta({ description: 'The field, e.g. `payer.name` or `goods.0.quantity`; empty for the body as a whole.' }),
        message: z.string().meta({ description: 'What is wrong with it.' }),
      }),
    )
    .optional()
    .meta({ description: 'With `invalid_input`: every field that is wrong (at most 50).' }),
  orderNumber: z.string().optional().meta({ description: 'With `order_number_taken`, `reserved_by_import`.' }),
  stated: z.int().optional().meta({ description: 'With `amount_differs`: the `amount` of the request.' }),
  counted: z.int().optional().meta({ description: 'With `amount_differs`: what the lines come to.' }),
  method: z.string().optional().meta({ description: 'With `method_not_offered`.' }),
  limit: z.int().optional().meta({ description: 'With `above_slip_limit`: the most that can be paid, in yen.' }),
  track: z.string().optional().meta({ description: 'With `order_step_refused`: which of the four tracks refused.' }),
  from: z.string().optional().meta({ description: 'With `order_step_refused`: where that track stands.' }),
  event: z.string().optional().meta({ description: 'With `order_step_refused`: what was asked for.' }),
  state: z.string().optional().meta({ description: 'With `card_not_authorized`: how the payment by card stands.' }),
  at: z.iso.datetime().optional().meta({ description: 'With `authorization_over`: when it ended.' }),
  on: z.string().optional().meta({ description: 'With `deadline_passed`: the last day, in Japan.' }),
  serverTime: z.int().optional().meta({ description: 'With `timestamp_stale`: the time of the bank in Unix seconds.' }),
  number: z.string().optional().meta({ description: 'With `internal`: under which the fault was logged.' }),
})
type ErrorData = z.infer<typeof ErrorData>

export const ErrorBody = z
  .object({
    error: z
      .object({
        code: z.enum(apiCodes).meta({ description: 'Stable; decide by this.' }),
        message: z.string().meta({ description: 'For people who read logs; may change.' }),
        ...ErrorData.shape,
      })
      .meta({ description: 'Its code, a sentence, and the data that belong to the code.' }),
  })
  .meta({ id: 'Error', description: 'Why a request was refused. A refused request has changed nothing.' })

/** As much of a reply as is needed here, whatever its route. */
export type Reply = Pick<FastifyReply, 'header' | 'code' | 'send'>

/** Refuses a request by its code. */
export function sendProblem<R extends Reply>(reply: R, code: ApiCode, data: ErrorData = {}): R {
  const { status, message, retryAfter }: Meaning = meanings[code]
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter)
  reply.header('content-type', 'application/json; charset=utf-8')
  reply.code(status)
  reply.send({ error: { code, message, ...ErrorData.parse(data) } })
  return reply
}

/** Refuses with what the counter said. A refusal that has no place in the table is a fault: nobody has thought of it here. */
export function sendRefusal<R extends Reply>(reply: R, refused: Refusal): R {
  const { refusal, ...data } = refused
  if (!isApiCode(refusal)) throw new Error(`the counter refused ${refusal}, which the API has no code for`)
  if (refused.refusal === 'authorization_over') return sendProblem(reply, refusal, { at: new Date(refused.at).toISOString() })
  return sendProblem(reply, refusal, refusal === 'merchant_not_active' ? {} : ErrorData.parse(data))
}
