import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Language } from '../../../../preload/contract/merchants'
import { addressFor } from '../language'
import { type StorefrontWords, wordsIn } from '../words'
import { type Page, sendPage } from './layout'
import { type Problem, problemPage } from './problem'

/** Somebody at a page that is no link's: how they are spoken to, and how they are answered. */
export interface Visitor {
  readonly language: Language
  readonly words: StorefrontWords
  /** An address of the storefront, in the language that was asked for. */
  to(address: string): string
  page(page: Omit<Page, 'language'>, status?: number): Promise<void>
  /** Somewhere else, once what was sent is done. */
  go(address: string): Promise<void>
  problem(problem: Problem, status: number): Promise<void>
}

export function visitorOf(request: FastifyRequest, reply: FastifyReply, language: Language): Visitor {
  return {
    language,
    words: wordsIn(language),
    to: (address) => addressFor(request, address),
    page: (content, status = 200) => {
      reply.code(status)
      return sendPage(reply, { ...content, language })
    },
    go: async (address) => {
      await reply.redirect(addressFor(request, address), 303)
    },
    problem: (problem, status) => {
      reply.code(status)
      return problemPage(reply, language, problem)
    },
  }
}
