import type { FastifyReply } from 'fastify'
import type { Language } from '../../../../preload/contract/merchants'
import { wordsIn } from '../words'
import { sendPage } from './layout'

export type Problem = { kind: 'missing' } | { kind: 'request' } | { kind: 'internal'; number: string }

/** The page for what cannot be shown: what happened, and what to do. */
export async function problemPage(reply: FastifyReply, language: Language, problem: Problem): Promise<void> {
  const { problems } = wordsIn(language)
  const { title, text } = problem.kind === 'internal' ? problems.internal(problem.number) : problems[problem.kind]
  await sendPage(reply, { title, language, children: <p>{text}</p> })
}
