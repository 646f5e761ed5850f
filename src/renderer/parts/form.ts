import { Refused } from '../api'
import type { Words } from '../words'

/** Which fields of a form a refusal is about, each with what to say under it; empty for every other error. */
export function fieldErrors(error: Error | null, t: Words): Readonly<Record<string, string>> {
  if (!(error instanceof Refused) || error.refusal.refusal !== 'invalid_input') return {}
  return Object.fromEntries(error.refusal.problems.map((problem) => [problem.path, t('parts.fieldInvalid')]))
}
