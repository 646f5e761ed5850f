import { z } from 'zod'
import { type Answer, Call, Notification } from './carrier'
import { Refusal } from './errors'

/*
 * What travels between the shell and the core's own process. The shell is trusted to say where a file lies and where a
 * download goes, because it asked the person; what a window asks for travels inside `call` and is judged by the dispatcher.
 */

/** From the shell. `id` pairs an answer with what was asked. */
export const ToCore = z.discriminatedUnion('kind', [
  Call.extend({ kind: z.literal('call') }),
  /** A file a person dropped or chose. Answered with an OfferReference. */
  z.object({ kind: z.literal('offer'), id: z.int(), path: z.string().min(1).max(4096) }),
  /** What a one-use ticket stands for is to be written to this path. Answered with true. */
  z.object({ kind: z.literal('save'), id: z.int(), ticket: z.string().max(200), path: z.string().min(1).max(4096) }),
  z.object({ kind: z.literal('stop') }),
])
export type ToCore = z.infer<typeof ToCore>

const AnswerShape: z.ZodType<Answer> = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('done'), value: z.unknown() }),
  z.object({ outcome: z.literal('refused'), refusal: Refusal }),
  z.object({ outcome: z.literal('fault'), number: z.string() }),
])

/** From the core. It says `ready` once, or `refused` when the ledger could not be opened, and then ends. */
export const FromCore = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('refused'), refusal: Refusal }),
  z.object({ kind: z.literal('answer'), id: z.int(), answer: AnswerShape }),
  z.object({ kind: z.literal('notification'), notification: Notification }),
])
export type FromCore = z.infer<typeof FromCore>

/** What a window sends on each channel to the shell. */
export const CallAsked = Call.omit({ id: true })
export const OfferAsked = z.string().min(1).max(4096)
export const DownloadAsked = z.object({ ticket: z.string().max(200), suggestedName: z.string().max(500) })

/** The channels between a window and the shell: the only ones. */
export type CallChannel = 'daiko:call' | 'daiko:offer' | 'daiko:download'
export type PushChannel = 'daiko:notification'
