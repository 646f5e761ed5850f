import { z } from 'zod'
import type { Refusal } from './errors'
import { JobId } from './ids'

/*
 * What travels between a window and the core, whichever carrier brings it: a message port on the desktop,
 * loopback HTTP in a browser. `transport/` reads these; the renderer's api.ts writes them.
 */

/**
 * One call. `id` pairs the answer with it on a message port. `background` says that the window asks by itself (something changed,
 * or some time went by): it keeps no desk unlocked. A lie can only end a sitting sooner.
 */
export const Call = z.object({ id: z.int(), method: z.string(), input: z.unknown(), background: z.boolean().optional() })
export type Call = z.infer<typeof Call>

/** A value, a named refusal, or the number under which a fault was logged. */
export type Answer<T = unknown> =
  | { outcome: 'done'; value: T }
  | { outcome: 'refused'; refusal: Refusal }
  | { outcome: 'fault'; number: string }

/** What may change under a view. The view asks again; nothing of the state itself travels here. */
export const Subject = z.enum([
  'session',
  'people',
  'merchants',
  'orders',
  'deposits',
  'clearing',
  'approvals',
  'accounts',
  'gateways',
  'notices',
  'mails',
  'applications',
  'refunds',
  'exceptions',
  'closing',
  'payouts',
  'audit',
  'jobs',
  'settings',
  'documents',
  'collections',
  'cards',
  'debits',
  'desk',
  'views',
])
export type Subject = z.infer<typeof Subject>

/** Pushed to every window. `progress` counts records of a long job. */
export const Notification = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changed'), subjects: z.array(Subject) }),
  z.object({
    kind: z.literal('progress'),
    jobId: JobId,
    phase: z.enum(['reading', 'planning', 'posting', 'matching', 'writing', 'verifying', 'removing']),
    done: z.int(),
    total: z.int().nullable(),
  }),
])
export type Notification = z.infer<typeof Notification>

/**
 * What the renderer finds at `window.daiko` on the desktop, and what api.ts builds over HTTP in a browser.
 * `F` is the window's own File, which this folder, compiled without DOM types, cannot name.
 */
export interface Door<F> {
  /** `background`: see Call. */
  call(method: string, input: unknown, background: boolean): Promise<Answer>
  /** Returns the function that ends the subscription. */
  subscribe(listener: (notification: Notification) => void): () => void
  /** Hands a dropped or chosen file to the core; answers an OfferReference. Bytes never pass through the renderer on the desktop. */
  offer(file: F): Promise<Answer<string>>
  /** Fetches what a one-use ticket stands for: a save dialog on the desktop, a download in the browser. False when the person cancelled. */
  download(ticket: string, suggestedName: string): Promise<boolean>
}

/** Where a call comes from. The core trusts nothing else about a window. */
export interface Seat {
  readonly id: string
  readonly kind: 'desktop' | 'browser' | 'cli' | 'test'
}
