import type { Refusal } from '../../preload/contract/errors'

/*
 * What may come in at all, before any schema looks at it: JSON's values, of bounded size and depth. Everything else a
 * message port can carry (Map, Date, typed arrays, shared prototypes) has no place in a call.
 */
const CHARACTERS_MAX = 2 * 1024 * 1024
const VALUES_MAX = 200_000
const DEPTH_MAX = 24
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

type Problem = { path: string; message: string }

const isPlainObject = (value: object) => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** What is wrong with a value that is neither an array nor a plain object. */
function scalarProblem(value: unknown): string | null {
  if (value === null || value === undefined || typeof value === 'boolean' || typeof value === 'string') return null
  if (typeof value === 'number') return Number.isFinite(value) ? null : 'not a finite number'
  return `a ${typeof value === 'object' ? value.constructor?.name || 'foreign object' : typeof value} is not plain data`
}

class Inspection {
  characters = 0
  values = 0

  /** The first problem of this value or of anything within it. */
  look(value: unknown, path: string, depth: number): Problem | null {
    this.values += 1
    if (typeof value === 'string') this.characters += value.length
    if (this.values > VALUES_MAX || this.characters > CHARACTERS_MAX) return { path, message: 'too large' }
    if (depth > DEPTH_MAX) return { path, message: 'too deep' }
    if (Array.isArray(value)) return this.lookWithin([...value.entries()], path, depth)
    if (typeof value === 'object' && value !== null && isPlainObject(value)) return this.lookWithinObject(value, path, depth)
    const problem = scalarProblem(value)
    return problem === null ? null : { path, message: problem }
  }

  private lookWithinObject(value: object, path: string, depth: number): Problem | null {
    const descriptors = Object.entries(Object.getOwnPropertyDescriptors(value))
    const bad = descriptors.find(([key, property]) => FORBIDDEN_KEYS.has(key) || !('value' in property))
    if (bad || Object.getOwnPropertySymbols(value).length > 0) return { path, message: 'a property of this name or kind is refused' }
    this.characters += descriptors.reduce((sum, [key]) => sum + key.length, 0)
    return this.lookWithin(
      descriptors.map(([key, property]): [string, unknown] => [key, property.value]),
      path,
      depth,
    )
  }

  private lookWithin(entries: [string | number, unknown][], path: string, depth: number): Problem | null {
    if (entries.length > VALUES_MAX) return { path, message: 'too large' }
    for (const [key, within] of entries) {
      const problem = this.look(within, path === '' ? `${key}` : `${path}.${key}`, depth + 1)
      if (problem) return problem
    }
    return null
  }
}

const PATH_LENGTH_MAX = 200

/** Null where the input is plain data of bearable size; otherwise `invalid_input` with the first place that is not. */
export function plainDataProblem(input: unknown): Refusal | null {
  const problem = new Inspection().look(input, '', 0)
  return problem && { refusal: 'invalid_input', problems: [{ ...problem, path: problem.path.slice(0, PATH_LENGTH_MAX) }] }
}
