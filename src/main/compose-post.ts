import type { Clock } from '../preload/contract/clock'
import type { Post } from './gateways/post'
import type { Ledger } from './ledger/ledger'
import type { Report } from './services/connectors'
import type { Events } from './services/events'
import { createLinks } from './services/links'
import { createMessageIds } from './services/message-ids'
import type { WordDeps } from './services/notice-words'
import { createPostConnectors, type PostConnectors } from './services/post-connectors'
import type { Secrets } from './services/secrets'
import type { SlipFileOf } from './services/slip-paper'

/** Mail and webhooks, each loaded only when it first carries something: commands, workers and an idle desk do without. */
const post: Post = {
  mailServer: { open: async (...asked) => (await import('./gateways/mail/smtp')).smtp.open(...asked) },
  mailbox: {
    read: async (...asked) => (await import('./gateways/mail/imap')).imap.read(...asked),
    look: async (...asked) => (await import('./gateways/mail/imap')).imap.look(...asked),
  },
  webhooks: { call: async (...asked) => (await import('./gateways/webhook/webhook')).webhooks.call(...asked) },
}

/** The connectors that carry words; none in a core that keeps no secrets. */
export function composePost({
  secrets,
  words,
  ...parts
}: {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly report: Report
  readonly words: WordDeps
  readonly secrets: Secrets | null
  /** The slip that goes with a mail. */
  readonly slipFileOf: SlipFileOf
}): PostConnectors {
  if (!secrets) return { connectors: [], nextRunAt: () => null }
  const [links, messageIds] = [createLinks({ secrets, clock: parts.clock }), createMessageIds(secrets)]
  return createPostConnectors({ ...words, ...parts, ...post, secrets, links, messageIds, chance: Math.random })
}
