import { z } from 'zod'
import type { CardAnswer } from '../card-company'
import { companyAddress } from './address'

/*
 * One call of GMO-PG's protocol type: a form is posted to `<Call>.idPass`, `k=v&k=v` comes back, errors as `ErrCode` and `ErrInfo` with `|`
 * between several. Values stand in the answer as they are, not percent-encoded: an address of 3-D Secure brings its own `&t=` along
 * (gmo-payment-ruby, gmopg). What is sent and what comes back holds secrets: neither ever stands in a detail.
 */

export interface GmoShop {
  /** Up to and with `/payment/`. */
  readonly apiUrl: string
  readonly shopId: string
  readonly shopPass: string
  readonly timeoutMs: number
}

export type GmoCall = 'EntryTran' | 'ExecTran' | 'SecureTran2' | 'Tds2Result' | 'AlterTran' | 'ChangeTran' | 'SearchTrade'
export type GmoFields = ReadonlyMap<string, string>
/** `no`: the company's error codes. */
export type GmoAnswer<T> =
  | { readonly outcome: 'yes'; readonly fields: T }
  | { readonly outcome: 'no'; readonly codes: readonly string[] }
  | Extract<CardAnswer, { outcome: 'unknown' }>

/** The answer's bytes. Null: there was none that is whole, and why. */
type Heard = { readonly text: string } | { readonly text: null; readonly why: string }

const ANSWER_BYTES_MAX = 64 * 1024

/** Calls the company, with the shop's id and password where the call takes them. */
export async function callGmo<T>(shop: GmoShop, call: GmoCall, sent: Record<string, string>, schema: z.ZodType<T>): Promise<GmoAnswer<T>> {
  const heard = await post(beneath(companyAddress(shop.apiUrl), `${call}.idPass`), new URLSearchParams(sent), shop.timeoutMs)
  return heard.text === null ? { outcome: 'unknown', detail: `${call}: ${heard.why}` } : readAnswer(call, heard.text, schema)
}

/** An address beneath another, whether or not that was written with a slash at its end. */
const beneath = (base: URL, name: string) => new URL(`${base.pathname.replace(/\/?$/, '/')}${name}`, base)

/** What an answer says; never throws, whatever the bytes. */
export function readAnswer<T>(call: GmoCall, text: string, schema: z.ZodType<T>): GmoAnswer<T> {
  const fields = fieldsOf(text)
  if (fields.has('ErrCode') || fields.has('ErrInfo')) {
    const codes = (fields.get('ErrInfo') ?? '').split('|').filter((code) => ERROR.test(code))
    return codes.length > 0 ? { outcome: 'no', codes } : { outcome: 'unknown', detail: `${call}: an error without a code` }
  }
  const read = schema.safeParse(Object.fromEntries(fields))
  return read.success ? { outcome: 'yes', fields: read.data } : { outcome: 'unknown', detail: `${call}: an answer that is not understood` }
}

/** Error details: `E01040010`, `42G550000`, `M01004002`. */
const ERROR = /^(?:[A-Z]{1,3}\d{7,8}|42[A-Z]\d{6})$/

function fieldsOf(text: string): GmoFields {
  const fields = new Map<string, string>()
  let before = ''
  for (const part of text.trim().split('&')) {
    const at = part.indexOf('=')
    const [name, value] = at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]
    const redirect = fields.get('RedirectUrl')
    if (before === 'RedirectUrl' && name === 't' && redirect !== undefined) fields.set('RedirectUrl', `${redirect}&t=${value}`)
    else if (!fields.has(name)) fields.set(name, value)
    before = name
  }
  return fields
}

async function post(url: URL, body: URLSearchParams, timeoutMs: number): Promise<Heard> {
  try {
    const response = await fetch(url, { method: 'POST', body, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
    if (response.status !== 200) {
      await response.body?.cancel()
      return { text: null, why: `HTTP ${response.status}` }
    }
    return await readBody(response)
  } catch (fault) {
    const isLate = fault instanceof Error && fault.name === 'TimeoutError'
    return { text: null, why: isLate ? `no answer within ${timeoutMs / 1000} seconds` : 'the connection failed' }
  }
}

async function readBody({ body }: Response): Promise<Heard> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.length
    if (bytes > ANSWER_BYTES_MAX) return { text: null, why: 'an answer that does not end' }
    chunks.push(chunk)
  }
  return { text: Buffer.concat(chunks).toString('utf8') }
}

const Secret = z.string().regex(/^[0-9A-Za-z]{1,64}$/)
/** What opens a payment for every further call; it stays in this folder and is never stored. */
export const Access = z.object({ AccessID: Secret, AccessPass: Secret })
export type Access = z.infer<typeof Access>
