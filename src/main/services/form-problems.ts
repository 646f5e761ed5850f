import type { z } from 'zod'
import { type Refusal, type Result, refuse } from '../../preload/contract/errors'
import { holdsCardNumber } from '../settlement/card-number'
import type { Problem } from './merchant-checks'

/*
 * What is wrong with a form that a person outside has filled in: all of it at once, by field, each by a short name that the pages
 * have words for.
 */
export interface FieldProblem {
  path: string
  message: string
}

type Issue = z.core.$ZodIssue

const FORMATS: Record<string, string> = { email: 'not_a_mail_address', url: 'not_a_web_address' }

function nameOf(issue: Issue): string {
  switch (issue.code) {
    case 'too_big':
      return 'too_long'
    case 'too_small':
      return 'missing'
    case 'invalid_format':
      return FORMATS[issue.format] ?? (/^not_/.test(issue.message) ? issue.message : 'malformed')
    case 'invalid_value':
      return 'not_a_choice'
    case 'invalid_union':
      return nameOfUnion(issue.errors)
    case 'custom':
      return issue.message
    default:
      return 'malformed'
  }
}

/** An empty text or an address: what is said of the address. */
function nameOfUnion(branches: readonly (readonly Issue[])[]): string {
  const found = branches.flat().find(({ code }) => code !== 'invalid_value')
  return found ? nameOf(found) : 'not_a_choice'
}

function valueAt(typed: unknown, path: Issue['path']): unknown {
  let value = typed
  for (const key of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  return value
}

/** The first thing that is wrong in each field; a field that is empty is missing, whatever else it should have been. */
export function fieldProblems(error: z.ZodError, typed: unknown): FieldProblem[] {
  const problems = new Map<string, string>()
  for (const issue of error.issues) {
    const path = issue.path.join('.')
    if (!problems.has(path)) problems.set(path, valueAt(typed, issue.path) === '' ? 'missing' : nameOf(issue))
  }
  return [...problems].map(([path, message]) => ({ path, message }))
}

/** What the desk's own checks say, told by field. */
export function fieldProblemsOf(problems: readonly Problem[]): FieldProblem[] {
  return problems.map(({ path, refusal }) => ({ path, message: nameOfRefusal(refusal) }))
}

function nameOfRefusal(refusal: Refusal): string {
  return refusal.refusal === 'invalid_input' ? (refusal.problems[0]?.message ?? 'malformed') : refusal.refusal
}

/** Fields that hold a card number (カード情報非保持化). */
export function cardNumbersIn(fields: Readonly<Record<string, unknown>>): FieldProblem[] {
  return Object.entries(fields)
    .filter(([, value]) => typeof value === 'string' && holdsCardNumber(value))
    .map(([path]) => ({ path, message: 'card_number' }))
}

/** The refusal that names every field, one problem each; null where nothing is wrong. */
export function formRefusal(problems: readonly FieldProblem[]): Result<never> | null {
  const first = new Map<string, FieldProblem>()
  for (const problem of problems) if (!first.has(problem.path)) first.set(problem.path, problem)
  return first.size === 0 ? null : refuse({ refusal: 'invalid_input', problems: [...first.values()] })
}
