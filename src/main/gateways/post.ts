import type { Instant } from '../../preload/contract/date'
import type { SettingsOf } from '../../preload/contract/gateways'
import type { MailboxPosition } from '../../preload/contract/mails'

/*
 * What services ask of the connectors that carry words: a server that takes mail, a mailbox, other people's programs. A gateway
 * hands over and fetches; it keeps nothing and decides nothing.
 */

/**
 * What became of handing something over, in the other side's own words.
 * delivered: it was taken · refused: it never will be · failed: it was not, this time · unknown: it may have been taken, nobody
 * knows · unreachable: nothing was handed over, because the other side as a whole is in trouble.
 */
export type Handed =
  | { readonly outcome: 'delivered' | 'refused' | 'unknown' | 'unreachable'; readonly detail: string }
  | { readonly outcome: 'failed'; readonly detail: string /** How long the other side asks to be left alone. */; readonly waitMs?: number }

export interface OutgoingMail {
  /** With angle brackets; the same however often it is tried. */
  readonly messageId: string
  readonly to: string
  readonly from: { readonly name: string; readonly address: string }
  /** Where answers, and what mail servers say of it, shall go; null where nobody reads them. */
  readonly replyTo: string | null
  readonly subject: string
  readonly text: string
  /** A file that goes with it, whole. */
  readonly attachment?: { readonly fileName: string; readonly type: string; readonly bytes: Uint8Array }
}

/** A connection to a mail server, good for one mail after another. */
export interface MailSession {
  hand(mail: OutgoingMail): Promise<Handed>
  close(): void
  /** Ends the connection at once, whatever it is doing. */
  cut(): void
}

export interface MailServer {
  /** Connects and signs in. Throws with a sentence, or in the server's own words. */
  open(settings: SettingsOf<'mail_out'>, password: string | null): Promise<MailSession>
}

/** A mail that came in, without attachments and without what it quotes. */
export interface IncomingMail {
  readonly messageId: string
  readonly receivedAt: Instant
  /** The bare address, in lower case; empty for the mails of mail servers. */
  readonly sender: string
  /** Every address it was sent to, also those only the server knows of (Delivered-To). */
  readonly recipients: readonly string[]
  readonly subject: string
  readonly text: string
  /** A program wrote it: an absence notice, a list, a mail server. */
  readonly isAutomatic: boolean
  /** A mail server's word that a mail of ours could not be delivered for good: which, and why. */
  readonly bounce: { readonly messageId: string; readonly reason: string } | null
}

export interface MailboxReader {
  /**
   * Hands over each mail that has come since, oldest first, with the position after it, and marks it read once `take` is done.
   * Before the first time, what is unread. Throws in the server's own words; what was taken is not handed over again.
   */
  read(
    settings: SettingsOf<'mail_in'>,
    password: string | null,
    since: MailboxPosition | null,
    take: (mail: IncomingMail, position: MailboxPosition) => Promise<void>,
    stopping: AbortSignal,
  ): Promise<void>
  /** Opens the mailbox and counts: mails in all, and unread ones. */
  look(settings: SettingsOf<'mail_in'>, password: string | null): Promise<{ total: number; unread: number }>
}

export interface WebhookCall {
  readonly url: string
  /** The same however often it is tried: whoever has seen it may leave it alone. */
  readonly id: string
  /** `whsec_…` */
  readonly secret: string
  readonly body: string
}

export interface WebhookCaller {
  /** Calls another side's program (Standard Webhooks). `allowPrivate`: also inside the bank's own network. */
  call(call: WebhookCall, options: { timeoutMs: number; allowPrivate: boolean }): Promise<Handed>
}

/** The connectors that carry words, as compose.ts hands them in. */
export interface Post {
  readonly mailServer: MailServer
  readonly mailbox: MailboxReader
  readonly webhooks: WebhookCaller
}
