import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { z } from 'zod'
import { builtChild } from '../built-child'
import { type AgencyContract, answers, type Request, type requests } from './contract'

/** The stand-in of a store agent: a process of its own that delivers result files into its folder. */
export interface Agency {
  /** Where it delivers. */
  readonly folder: string
  /** Says something to it, as a till, as its client or as its fate. */
  ask<R extends Request>(request: R, body: z.input<(typeof requests)[R]>): Promise<z.output<(typeof answers)[R]>>
  stop(): Promise<void>
}

const outputs: { readonly [R in Request]: { parse(value: unknown): z.output<(typeof answers)[R]> } } = answers

/** Starts an agency with its contract; it listens when this resolves. */
export async function startAgency(contract: AgencyContract): Promise<Agency> {
  const folder = mkdtempSync(join(tmpdir(), 'daiko-agency-'))
  const child = spawn(process.execPath, [await builtChild('agency/agency-child'), folder, JSON.stringify(contract)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  let port = ''
  for await (const line of createInterface({ input: child.stdout })) {
    port = /^Agency: (\d+)$/.exec(line)?.[1] ?? ''
    if (port !== '') break
  }
  if (port === '') throw new Error('the agency ended before it listened')
  return {
    folder,
    async ask(request, body) {
      const response = await fetch(`http://127.0.0.1:${port}/${request}`, { method: 'POST', body: JSON.stringify(body) })
      const text = await response.text()
      if (!response.ok) throw new Error(`the agency answers ${request}: ${text}`)
      return outputs[request].parse(JSON.parse(text))
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
