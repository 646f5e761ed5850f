import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../../preload/contract/clock'
import { BusinessDate } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import { OrderId } from '../../preload/contract/ids'
import type { Secrets } from './secrets'

/*
 * Links that are sent to people: signed, good for one purpose and one order until a day, and usable again until then. What may
 * still be done is decided by the order's state when the link is opened, not by the link.
 */
export const LinkPurpose = z.enum(['choose', 'accept', 'receipt', 'return', 'refund_account'])
export type LinkPurpose = z.infer<typeof LinkPurpose>

export interface Link {
  purpose: LinkPurpose
  orderId: OrderId
  /** The last day, in Japan, on which it opens. */
  until: BusinessDate
}

export interface Links {
  /** The token of a link: letters, digits, `-`, `_` and `.`. */
  sign(link: Link): string
  /** What a token stands for. Refuses link_invalid (also one of another purpose) and link_expired. */
  open(token: string, purpose: LinkPurpose): Result<OrderId>
  /**
   * The part of a reply address that ties an answer to its order and to whom was written to: at most 40 characters, indifferent to
   * case. Payer and merchant get one each, so that neither can answer for the other.
   */
  replyTag(orderId: OrderId, to: Answerer): string
  /** Whose answer about which order a reply address stands for, or null. */
  readTag(tag: string): { orderId: OrderId; to: Answerer } | null
}

/** Who is asked something of an order, and may answer by mail. */
export type Answerer = 'payer' | 'merchant'

const PURPOSES = LinkPurpose.options
const SIGNATURE_BYTES = 18
const TAG_SIGNATURE_LENGTH = 20

function areSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Signs and opens links with a key of the ledger's own. */
export function createLinks({ secrets, clock }: { secrets: Pick<Secrets, 'derived'>; clock: Pick<Clock, 'today'> }): Links {
  const [linkKey, tagKey] = [secrets.derived('links'), secrets.derived('reply addresses')]
  const signatureOf = (text: string) =>
    createHmac('sha256', linkKey).update(text).digest().subarray(0, SIGNATURE_BYTES).toString('base64url')
  const tagSignatureOf = (text: string) => createHmac('sha256', tagKey).update(text).digest('hex').slice(0, TAG_SIGNATURE_LENGTH)

  return {
    sign({ purpose, orderId, until }) {
      const text = `${PURPOSES.indexOf(purpose)}.${orderId.toString(36)}.${until.replaceAll('-', '')}`
      return `${text}.${signatureOf(text)}`
    },
    open(token, purpose) {
      const [, text = '', at, order = '', year, month, day, signature = ''] =
        /^((\d)\.([0-9a-z]{1,12})\.(\d{4})(\d\d)(\d\d))\.([\w-]{1,64})$/.exec(token) ?? []
      const orderId = OrderId.safeParse(Number.parseInt(order, 36))
      const until = BusinessDate.safeParse(`${year}-${month}-${day}`)
      if (!areSame(signature, signatureOf(text)) || !orderId.success || !until.success || PURPOSES[Number(at)] !== purpose)
        return refuse({ refusal: 'link_invalid' })
      return clock.today() > until.data ? refuse({ refusal: 'link_expired' }) : done(orderId.data)
    },
    replyTag(orderId, to) {
      const text = `${orderId.toString(36)}-${to === 'payer' ? 'p' : 'm'}`
      return `${text}${tagSignatureOf(text)}`
    },
    readTag(tag) {
      const [, text = '', order = '', to, signature = ''] = /^(([0-9a-z]{1,12})-([pm]))([0-9a-f]{20})$/.exec(tag.toLowerCase()) ?? []
      const orderId = OrderId.safeParse(Number.parseInt(order, 36))
      if (!orderId.success || !areSame(signature, tagSignatureOf(text))) return null
      return { orderId: orderId.data, to: to === 'p' ? 'payer' : 'merchant' }
    },
  }
}
