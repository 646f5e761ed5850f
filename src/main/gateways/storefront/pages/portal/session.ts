import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { PortalCounter, PortalPerson } from '../../../counter'
import { addressFor, languageOf } from '../../language'
import type { Page, Place } from '../layout'
import { type Visitor, visitorOf } from '../visitor'
import { framed } from './frame'

/*
 * Sessions at the portal, as the browser keeps them: one cookie that no script reads and no other site's request carries, and in every
 * form a token that must come back. Before anybody is signed in, a second cookie ties the form to the browser that was shown it.
 */
export interface PortalOptions {
  readonly portal: PortalCounter
  /** Whether people reach it by https only. */
  readonly secure: boolean
}

/** Somebody who is signed in. */
export interface PortalVisitor extends Visitor {
  readonly person: PortalPerson
  readonly session: string
}

const TOKEN_BYTES = 32
const COOKIE_LENGTH_MAX = 200

/** Cookies of one host are shared by all its ports: each server names its own. */
const nameOf = (kind: 'session' | 'form', { socket }: FastifyRequest) => `daiko_portal_${kind}_${socket.localPort ?? 0}`

const cookieOf = ({ secure }: PortalOptions): CookieSerializeOptions => ({ httpOnly: true, sameSite: 'strict', path: '/portal', secure })

export function beginSession(request: FastifyRequest, reply: FastifyReply, options: PortalOptions, session: string): void {
  reply.setCookie(nameOf('session', request), session, cookieOf(options))
}

export function endSession(request: FastifyRequest, reply: FastifyReply, options: PortalOptions): void {
  reply.clearCookie(nameOf('session', request), cookieOf(options))
}

/** What the browser keeps as its session; empty where it keeps none. */
export function sessionIn(request: FastifyRequest): string {
  const cookie = request.cookies[nameOf('session', request)] ?? ''
  return cookie.length > COOKIE_LENGTH_MAX ? '' : cookie
}

function areSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && a.length > 0 && timingSafeEqual(a, b)
}

const WithToken = z.object({ form: z.string().max(COOKIE_LENGTH_MAX) })

/** Whether a form brought this token back. */
export function bringsBack(request: FastifyRequest, token: string): boolean {
  const sent = WithToken.safeParse(request.body ?? {})
  return sent.success && areSame(sent.data.form, token)
}

/** The token of a form before sign-in, kept in the browser that is shown it. */
export function strangersToken(request: FastifyRequest, reply: FastifyReply, options: PortalOptions): string {
  const kept = request.cookies[nameOf('form', request)] ?? ''
  if (/^[\w-]{43}$/.test(kept)) return kept
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  reply.setCookie(nameOf('form', request), token, cookieOf(options))
  return token
}

/** Whether a form before sign-in came from the browser that was shown it. */
export function isOwnForm(request: FastifyRequest): boolean {
  return bringsBack(request, request.cookies[nameOf('form', request)] ?? '')
}

/** Who is signed in; otherwise they are led to the sign-in, and null. */
export async function entered(request: FastifyRequest, reply: FastifyReply, options: PortalOptions): Promise<PortalVisitor | null> {
  const session = sessionIn(request)
  const who = session === '' ? null : await options.portal.who(session)
  if (who?.ok) return portalVisitorOf(request, reply, options, { person: who.value, session })
  const next = request.method === 'GET' ? `&next=${encodeURIComponent(request.url)}` : ''
  await reply.redirect(addressFor(request, `/portal/sign-in?said=${session === '' ? 'first' : 'again'}${next}`), 303)
  return null
}

function portalVisitorOf(
  request: FastifyRequest,
  reply: FastifyReply,
  { portal }: PortalOptions,
  { person, session }: { person: PortalPerson; session: string },
): PortalVisitor {
  // A page speaks as it was asked to, else as the merchant is written to.
  const asked = new URLSearchParams(request.url.split('?')[1] ?? '').has('lang')
  const visitor = visitorOf(request, reply, asked ? languageOf(request) : person.language)
  return {
    ...visitor,
    person,
    session,
    page: async (page: Omit<Page, 'language'>, status = 200) => {
      const { toAccept, toAnswer } = await portal.awaiting(person.merchantId)
      const places = placesOf(visitor, request.url, toAccept.length, toAnswer.length)
      return visitor.page({ ...page, places, children: framed(visitor, person, page.children) }, status)
    },
  }
}

function placesOf(visitor: Visitor, address: string, accept: number, returns: number): Place[] {
  const say = visitor.words.portal.places
  const labels = [
    ['/portal/orders', say.orders],
    ['/portal/accept', say.accept(accept)],
    ['/portal/returns', say.returns(returns)],
    ['/portal/payouts', say.payouts],
    ['/portal/settings', say.settings],
  ] as const
  return labels.map(([path, label]) => ({ href: visitor.to(path), label, current: address.startsWith(path) }))
}
