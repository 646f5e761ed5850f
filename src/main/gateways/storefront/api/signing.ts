import type { IncomingHttpHeaders } from 'node:http'
import type { KeyCounter, KeyHolder } from '../../counter'
import type { ApiCode } from './problems'

/*
 * Who asks: a request is signed with a merchant's key over its time, method, path and body. A signature is good once, within a
 * window around its time; what was used is remembered in memory for as long as it would be good.
 */
export const PAST_SECONDS = 300
export const FUTURE_SECONDS = 60

const KEY = /^dk_[0-9a-z]{1,11}$/
const TIMESTAMP = /^\d{10}(?:\.\d{1,9})?$/
const SIGNATURE = /^v1=([0-9a-f]{64})$/

export interface SignedRequest {
  readonly method: string
  /** Path and query as they were sent. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Uint8Array
}

export type Signed = { readonly ok: true; readonly holder: KeyHolder } | { readonly ok: false; readonly code: ApiCode }

interface SignatureHeaders {
  readonly key: string
  readonly timestamp: string
  readonly signature: Buffer
}

function headersOf(headers: IncomingHttpHeaders): SignatureHeaders | null {
  const { 'daiko-key': key, 'daiko-timestamp': timestamp, 'daiko-signature': signed } = headers
  if (typeof key !== 'string' || typeof timestamp !== 'string' || typeof signed !== 'string') return null
  const hex = SIGNATURE.exec(signed)?.[1]
  return hex !== undefined && KEY.test(key) && TIMESTAMP.test(timestamp) ? { key, timestamp, signature: Buffer.from(hex, 'hex') } : null
}

/** What is signed: `<timestamp>.<METHOD>.<path and query>.<body>`. */
export function signedParts(timestamp: string, method: string, url: string, body: Uint8Array): readonly (string | Uint8Array)[] {
  return [`${timestamp}.${method}.${url}.`, body]
}

/** Tells who has signed a request, or why it is not taken: first by what everybody can see, last by whether it came before. */
export async function signerOf(keys: KeyCounter, memory: SignatureMemory, { method, url, headers, body }: SignedRequest): Promise<Signed> {
  const signed = headersOf(headers)
  if (!signed) return { ok: false, code: 'signature_missing' }
  const { key, timestamp, signature } = signed
  if (!memory.isFresh(Number(timestamp))) return { ok: false, code: 'timestamp_stale' }
  const holder = await keys.signedBy(key, signedParts(timestamp, method, url, body), signature)
  if (!holder) return { ok: false, code: 'signature_wrong' }
  return memory.take(signature, Number(timestamp)) ? { ok: true, holder } : { ok: false, code: 'signature_replayed' }
}

/** Signatures are remembered in stretches of so many seconds of their own time, and forgotten by whole stretches. */
const STRETCH_SECONDS = 10
const REMEMBERED_MAX = 500_000

/**
 * The signatures that were used. One whose stretch is remembered no longer is stale, whatever the clock says: before the process
 * started nothing is remembered, so a restart lets nothing in again; and under a flood the oldest go first.
 */
export class SignatureMemory {
  readonly #stretches = new Map<number, Set<string>>()
  #size = 0
  #rememberedFrom: number

  constructor(
    private readonly nowMs: () => number,
    private readonly most = REMEMBERED_MAX,
  ) {
    this.#rememberedFrom = nowMs() / 1000
  }

  /** The time of the bank in whole Unix seconds, as it is told to those whose clock is wrong. */
  now(): number {
    return Math.floor(this.nowMs() / 1000)
  }

  /** Whether a signature of this time (Unix seconds) may be taken at all. */
  isFresh(timestamp: number): boolean {
    const now = this.nowMs() / 1000
    this.#forgetBefore(now - PAST_SECONDS)
    return timestamp >= this.#rememberedFrom && timestamp >= now - PAST_SECONDS && timestamp <= now + FUTURE_SECONDS
  }

  /** Takes a signature; false when it was taken before, or may have been. */
  take(signature: Buffer, timestamp: number): boolean {
    if (timestamp < this.#rememberedFrom) return false
    const stretch = Math.floor(timestamp / STRETCH_SECONDS)
    const taken = this.#stretches.get(stretch) ?? new Set()
    const name = signature.toString('latin1')
    if (taken.has(name)) return false
    this.#stretches.set(stretch, taken.add(name))
    this.#size += 1
    if (this.#size > this.most) this.#forgetOldest()
    return true
  }

  #forgetBefore(timestamp: number): void {
    for (const stretch of this.#stretches.keys()) if ((stretch + 1) * STRETCH_SECONDS <= timestamp) this.#forget(stretch)
  }

  #forgetOldest(): void {
    this.#forget(Math.min(...this.#stretches.keys()))
  }

  #forget(stretch: number): void {
    this.#size -= this.#stretches.get(stretch)?.size ?? 0
    this.#stretches.delete(stretch)
    this.#rememberedFrom = Math.max(this.#rememberedFrom, (stretch + 1) * STRETCH_SECONDS)
  }
}
