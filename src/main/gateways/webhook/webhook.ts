import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { useAgent as agentFor } from 'request-filtering-agent'
import { Webhook } from 'standardwebhooks'
import type { Handed, WebhookCall, WebhookCaller } from '../post'

/*
 * Calls to other people's programs (Standard Webhooks). The address is somebody else's word: it is called over TLS only, never inside
 * the bank's own network, also not by a name that leads there, and never where an answer sends us on to.
 */
const ANSWER_BYTES_MAX = 4 * 1024
const WORDS_MAX = 200

export const webhooks: WebhookCaller = { call }

async function call({ url, id, secret, body }: WebhookCall, options: { timeoutMs: number; allowPrivate: boolean }): Promise<Handed> {
  const address = URL.parse(url)
  if (address?.protocol !== 'https:' && !(address?.protocol === 'http:' && options.allowPrivate)) {
    return { outcome: 'refused', detail: 'the address must begin with https://' }
  }
  const at = new Date()
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'user-agent': 'daiko-webhook/1',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  }
  try {
    return handedBy(await post(address, headers, body, options))
  } catch (fault) {
    const detail = fault instanceof Error ? fault.message : String(fault)
    return { outcome: FORBIDDEN.test(detail) ? 'refused' : 'failed', detail }
  }
}

/** What the agent says of an address that lies inside: trying again will not move it. */
const FORBIDDEN = /is not allowed\. Because/

interface Answer {
  readonly status: number
  readonly retryAfter: string | undefined
  readonly words: string
}

/** The whole of it, from the name of the host to the answer, within the time given. */
function post(
  address: URL,
  headers: Record<string, string | number>,
  body: string,
  { timeoutMs, allowPrivate }: { timeoutMs: number; allowPrivate: boolean },
): Promise<Answer> {
  const agent = agentFor(address.href, { allowPrivateIPAddress: allowPrivate, keepAlive: false })
  const send = address.protocol === 'https:' ? secure : plain
  return new Promise((resolve, reject) => {
    const sent = send(address, { method: 'POST', headers, agent, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
      const chunks: Buffer[] = []
      let bytes = 0
      const answered = () => {
        const words = Buffer.concat(chunks).toString('utf8').replace(/\s+/g, ' ').trim().slice(0, WORDS_MAX)
        resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], words })
      }
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes < ANSWER_BYTES_MAX) return
        answered()
        response.destroy()
      })
      response.on('end', answered).on('error', reject)
    })
    const isLate = (fault: Error) => fault.name === 'TimeoutError' || fault.name === 'AbortError'
    sent.on('error', (fault) => reject(isLate(fault) ? new Error(`no answer within ${timeoutMs / 1000} seconds`) : fault))
    sent.end(body)
  })
}

const GONE = 410

function handedBy({ status, retryAfter, words }: Answer): Handed {
  const detail = `HTTP ${status}${words === '' ? '' : ` ${words}`}`
  if (status >= 200 && status < 300) return { outcome: 'delivered', detail }
  if (status === GONE) return { outcome: 'refused', detail }
  const waitMs = waitOf(retryAfter)
  return { outcome: 'failed', detail, ...(waitMs === null ? {} : { waitMs }) }
}

/** Seconds or a date (RFC 9110, 10.2.3). */
function waitOf(retryAfter: string | undefined): number | null {
  if (retryAfter === undefined) return null
  const seconds = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now()
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null
}
