import { spawnSync } from 'node:child_process'
import { z } from 'zod'

/** What a step of a benchmark tells when it ran in a process of its own. */
const Told = z.object({ rssMb: z.number(), result: z.unknown() })

/** One step: what it is given travels as text, and so does what it answers. */
export interface Step<G extends z.ZodType, R extends z.ZodType> {
  readonly given: G
  readonly result: R
  run(given: z.output<G>): Promise<z.output<R>>
}

export function step<G extends z.ZodType, R extends z.ZodType>(declared: Step<G, R>): Step<G, R> {
  return declared
}

/** Runs a step in a process of its own, so that its memory is its own, and tells its peak in MB (1,000,000 bytes). */
export function inOwnProcess<G extends z.ZodType, R extends z.ZodType>(
  name: string,
  asked: Step<G, R>,
  given: z.input<G>,
): { rssMb: number; result: z.output<R> } {
  const [, program = ''] = process.argv
  const child = spawnSync(process.execPath, [...process.execArgv, program, '--step', name, '--given', JSON.stringify(given)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (child.status !== 0) throw new Error(`the step ${name} ended with ${child.status ?? child.signal}`)
  const told = Told.parse(JSON.parse(child.stdout))
  return { rssMb: told.rssMb, result: asked.result.parse(told.result) }
}

/** The other side: runs the step and writes what it came to on standard output. */
export async function answerParent(asked: Step<z.ZodType, z.ZodType>, given: string): Promise<void> {
  const result = await asked.run(asked.given.parse(JSON.parse(given)))
  const rssMb = Math.round((process.resourceUsage().maxRSS * 1024) / 1_000_000)
  process.stdout.write(JSON.stringify({ rssMb, result }))
}

/** The value that so many of a hundred do not exceed. */
export function percentile(values: readonly number[], hundredths: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * hundredths) / 100) - 1)] ?? Number.NaN
}

export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits))
