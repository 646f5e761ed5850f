import { readFileSync } from 'node:fs'
import type { AddressInfo, Socket } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { SettingsOf } from '../../src/preload/contract/gateways'
import { MailOutSettings } from '../../src/preload/contract/gateways'

const at = (name: string) => readFileSync(new URL(`../fixtures/certificates/${name}`, import.meta.url), 'utf8')
/** A certificate of localhost and 127.0.0.1 that signs itself. */
export const OWN_CERTIFICATE = at('localhost.pem')
const OWN_KEY = at('localhost.key.pem')

/** A mail as it reached a server. */
export interface ReceivedMail {
  from: string
  to: string[]
  subject: string
  text: string
  replyTo: string
  messageId: string
  headers: Map<string, unknown>
  attachments: { fileName: string; type: string; bytes: Buffer }[]
}

/** What a server does with a mail it has taken in whole, before it answers. */
export type OnText = (mail: ReceivedMail) => 'take' | 'drop' | { after: Promise<void> } | { code: number; words: string }

export interface TestMailServer {
  readonly port: number
  /** Mails it has said yes to, in order. */
  readonly mails: ReceivedMail[]
  /** Those and the ones whose text it got without saying yes. */
  readonly seen: ReceivedMail[]
  /** What it answers to an address, by address: code and words. */
  readonly refused: Map<string, { code: number; words: string }>
  /** Answers to senders. */
  refusedSender: { code: number; words: string } | null
  onText: OnText
  connections: number
  /** How many connections were open at once. */
  readonly most: () => number
  close(): Promise<void>
}

const refusal = ({ code, words }: { code: number; words: string }) => Object.assign(new Error(words), { responseCode: code })

/** A real SMTP server on this machine; the port of an earlier one may be named. */
export async function openMailServer(options: SMTPServerOptions = {}, port = 0): Promise<TestMailServer> {
  const sockets = new Set<Socket>()
  let most = 0
  const test: Omit<TestMailServer, 'port' | 'close'> = {
    mails: [],
    seen: [],
    refused: new Map(),
    refusedSender: null,
    onText: () => 'take',
    connections: 0,
    most: () => most,
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    key: OWN_KEY,
    cert: OWN_CERTIFICATE,
    logger: false,
    closeTimeout: 100,
    onConnect: (_session, done) => {
      test.connections += 1
      most = Math.max(most, sockets.size)
      done()
    },
    onMailFrom: (_address, _session, done) => done(test.refusedSender ? refusal(test.refusedSender) : null),
    onRcptTo: ({ address }, _session, done) => {
      const answer = test.refused.get(address)
      done(answer ? refusal(answer) : null)
    },
    onData: (stream, session, done) => {
      const { mailFrom, rcptTo } = session.envelope
      const from = mailFrom ? mailFrom.address : ''
      readAll(
        stream,
        from,
        rcptTo.map(({ address }) => address),
      ).then(async (mail) => {
        test.seen.push(mail)
        const verdict = test.onText(mail)
        if (verdict === 'drop') return void sockets.forEach((socket) => void socket.destroy())
        if (verdict !== 'take' && 'code' in verdict) return done(refusal(verdict))
        if (verdict !== 'take') await verdict.after
        test.mails.push(mail)
        done(null, 'taken')
      }, done)
    },
    ...options,
  })
  server.on('error', () => undefined)
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
  return Object.assign(test, {
    port: portOf(server.server.address()),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  })
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server does not listen')
  return address.port
}

async function readAll(stream: NodeJS.ReadableStream, from: string, to: string[]): Promise<ReceivedMail> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  const parsed = await simpleParser(Buffer.concat(chunks), { skipTextToHtml: true })
  return {
    from,
    to,
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    replyTo: parsed.replyTo?.value[0]?.address ?? '',
    messageId: parsed.messageId ?? '',
    headers: parsed.headers,
    attachments: parsed.attachments.map(({ filename = '', contentType, content }) => ({
      fileName: filename,
      type: contentType,
      bytes: content,
    })),
  }
}

/** Settings that lead to a test's server, over plain loopback unless told. */
export function mailOutTo({ port }: { port: number }, own: Partial<SettingsOf<'mail_out'>> = {}): SettingsOf<'mail_out'> {
  return MailOutSettings.parse({
    gateway: 'mail_out',
    host: '127.0.0.1',
    port,
    security: 'none',
    from: 'bank@example.jp',
    fromName: 'みなと銀行',
    ...own,
  })
}
