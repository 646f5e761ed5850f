import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ReactNode } from 'react'
import { z } from 'zod'
import type { Refusal, RefusalName } from '../../../../../preload/contract/errors'
import type { Language } from '../../../../../preload/contract/merchants'
import { addressFor, languageOf } from '../../language'
import { type StorefrontWords, wordsIn } from '../../words'
import { DEMONSTRATION, type Page, sendPage } from '../layout'
import { NoticeBox } from '../parts/notice-box'
import { problemPage } from '../problem'

/* What every page behind a link does alike: read the token, speak the reader's language, answer, and say a refusal as a sentence. */

const Token = z.object({ token: z.string().max(300) })

export interface Visit {
  readonly token: string
  readonly language: Language
  readonly words: StorefrontWords
  readonly isDemonstration: boolean
  /** Another address of the storefront, in the language that was asked for. */
  to(address: string): string
  /** Where this page is and its forms are sent to, in the language that was asked for; with a query where one is named. */
  address(query?: Readonly<Record<string, string>>): string
  /** What stands in the address behind the question mark, by name; empty where it does not. */
  asked(name: string): string
  page(page: Omit<Page, 'language'>, status?: number): Promise<void>
  /** Back to the page itself: what was sent is done. */
  back(): Promise<void>
  /** There is nothing to show but the refusal. */
  refused(refusal: Refusal): Promise<void>
  /** What was sent cannot be read at all. */
  unreadable(): Promise<void>
}

const Asked = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

export function visitOf(request: FastifyRequest, reply: FastifyReply): Visit {
  const { token } = Token.parse(request.params)
  const language = languageOf(request)
  const words = wordsIn(language)
  const path = request.url.split('?', 1)[0] ?? '/'
  const query = Asked.parse(request.query)
  const page = (content: Omit<Page, 'language'>, status = 200) => {
    reply.code(status)
    return sendPage(reply, { ...content, language })
  }
  const addressOf = (named: Readonly<Record<string, string>> = {}) => {
    const search = new URLSearchParams(named).toString()
    return addressFor(request, search === '' ? path : `${path}?${search}`)
  }
  return {
    token,
    language,
    words,
    isDemonstration: reply.server.hasDecorator(DEMONSTRATION),
    to: (address) => addressFor(request, address),
    address: addressOf,
    asked: (name) => [query[name] ?? ''].flat()[0] ?? '',
    page,
    back: async () => {
      await reply.redirect(addressOf(), 303)
    },
    refused: (refusal) => {
      const { title, text } = refusalText(words, refusal)
      return page({ title, children: <RefusalSheet text={text} /> }, statusOf(refusal.refusal))
    },
    unreadable: () => {
      reply.code(400)
      return problemPage(reply, language, { kind: 'request' })
    },
  }
}

function RefusalSheet({ text }: { text: string }): ReactNode {
  return (
    <section className="sheet">
      <p>{text}</p>
    </section>
  )
}

const REFUSED = 409
const FAULTY = 422

const STATUS: Partial<Record<RefusalName, number>> = {
  link_invalid: 404,
  link_expired: 410,
  not_found: 404,
  invalid_input: FAULTY,
  ledger_busy: 503,
  disk_full: 503,
}

/** How HTTP calls a refusal. */
export const statusOf = (name: RefusalName): number => STATUS[name] ?? REFUSED

/** How HTTP calls a page that stands there again because of what was sent; 200 where nothing was wrong. */
export function statusAfter(refusal: Refusal | null, faults: readonly unknown[]): number {
  if (refusal) return statusOf(refusal.refusal)
  return faults.length > 0 ? FAULTY : 200
}

/** Refusals of the link itself: nothing of the order may be shown. */
export const isOfLink = ({ refusal }: Refusal): boolean => ['link_invalid', 'link_expired', 'not_found'].includes(refusal)

/** A refusal as a heading and a sentence. */
export function refusalText({ refusals }: StorefrontWords, refusal: Refusal): { title: string; text: string } {
  if (refusal.refusal === 'invalid_input' && refusal.problems.some(({ message }) => message === 'card_number')) return refusals.card_number
  const told: Partial<Record<RefusalName, { title: string; text: string }>> = refusals
  return told[refusal.refusal] ?? refusals.other
}

/** A refusal above a page that still shows how things stand. */
export function RefusalNotice({ words, refusal }: { words: StorefrontWords; refusal: Refusal | null }) {
  if (!refusal) return null
  const { title, text } = refusalText(words, refusal)
  return (
    <NoticeBox tone="wrong" title={title}>
      <p>{text}</p>
    </NoticeBox>
  )
}
