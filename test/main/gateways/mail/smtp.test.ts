import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { smtp } from '../../../../src/main/gateways/mail/smtp'
import type { Handed, MailSession, OutgoingMail } from '../../../../src/main/gateways/post'
import type { SettingsOf } from '../../../../src/preload/contract/gateways'
import { mailOutTo, OWN_CERTIFICATE, openMailServer, type TestMailServer } from '../../../support/mail-server'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

async function serverWith(options: Parameters<typeof openMailServer>[0] = {}): Promise<TestMailServer> {
  const server = await openMailServer(options)
  open.push(server)
  return server
}

async function sessionAt(settings: SettingsOf<'mail_out'>, password: string | null = null): Promise<MailSession> {
  const session = await smtp.open(settings, password)
  open.push(session)
  return session
}

const mail = (own: Partial<OutgoingMail> = {}): OutgoingMail => ({
  messageId: '<abc.0123@example.jp>',
  to: 'taro@example.com',
  from: { name: 'みなと銀行', address: 'bank@example.jp' },
  replyTo: 'reply+1-p0123@example.jp',
  subject: 'A-100 お振込みのご案内（さくら書房）',
  text: '山田 太郎 様\n\nお振込みをお願いいたします。\n\n.点で始まる行\n',
  ...own,
})

describe('a mail', () => {
  it('arrives as it was written, with its identity and where answers go', async () => {
    const server = await serverWith()
    const session = await sessionAt(mailOutTo(server))
    expect(await session.hand(mail())).toMatchObject({ outcome: 'delivered', detail: expect.stringContaining('250') })
    expect(server.mails).toHaveLength(1)
    expect(server.mails[0]).toMatchObject({
      to: ['taro@example.com'],
      // what mail servers say of it comes to the mailbox that is read
      from: 'reply+1-p0123@example.jp',
      replyTo: 'reply+1-p0123@example.jp',
      subject: mail().subject,
      messageId: '<abc.0123@example.jp>',
      text: mail().text,
    })
    expect(server.mails[0]?.headers.get('auto-submitted')).toBe('auto-generated')
  })

  it('is sent by the bank itself where answers are not read', async () => {
    const server = await serverWith()
    await (await sessionAt(mailOutTo(server))).hand(mail({ replyTo: null }))
    expect(server.mails[0]).toMatchObject({ from: 'bank@example.jp', replyTo: '' })
  })

  it('follows another on the same connection, also after one that was refused', async () => {
    const server = await serverWith()
    server.refused.set('nobody@example.com', { code: 550, words: 'No such user here' })
    const session = await sessionAt(mailOutTo(server))
    expect((await session.hand(mail())).outcome).toBe('delivered')
    expect(await session.hand(mail({ to: 'nobody@example.com' }))).toMatchObject({
      outcome: 'refused',
      detail: expect.stringContaining('No such user here'),
    })
    expect((await session.hand(mail())).outcome).toBe('delivered')
    expect(server.connections).toBe(1)
    expect(server.mails).toHaveLength(2)
  })
})

describe('what an answer means', () => {
  const answers: [what: string, prepare: (server: TestMailServer) => void, outcome: Handed['outcome'], words: string][] = [
    [
      'no such address',
      (server) => server.refused.set('taro@example.com', { code: 550, words: 'unknown user' }),
      'refused',
      '550 unknown user',
    ],
    [
      'an address that is busy',
      (server) => server.refused.set('taro@example.com', { code: 450, words: 'greylisted' }),
      'failed',
      '450 greylisted',
    ],
    ['a text it does not want', (server) => (server.onText = () => ({ code: 554, words: 'spam' })), 'refused', '554 spam'],
    ['no room for the text now', (server) => (server.onText = () => ({ code: 452, words: 'disk full' })), 'failed', '452 disk full'],
    [
      'a sender it does not want',
      (server) => (server.refusedSender = { code: 553, words: 'not allowed' }),
      'unreachable',
      '553 not allowed',
    ],
    [
      'a server that closes',
      (server) => server.refused.set('taro@example.com', { code: 421, words: 'closing' }),
      'unreachable',
      '421 closing',
    ],
    ['a connection lost after the text', (server) => (server.onText = () => 'drop'), 'unknown', 'Connection closed unexpectedly'],
  ]
  it.each(answers)('%s', async (_what, prepare, outcome, words) => {
    const server = await serverWith()
    prepare(server)
    const session = await sessionAt(mailOutTo(server))
    const handed = await session.hand(mail())
    expect(handed).toMatchObject({ outcome, detail: expect.stringContaining(words) })
    expect(server.mails).toHaveLength(0)
  })

  it('a connection lost before the text was asked for: nothing was handed over', async () => {
    const server = await plainServer((line, say, drop) =>
      line.startsWith('DATA') ? drop() : say(line.startsWith('EHLO') ? '250 plain' : '250 yes'),
    )
    const session = await sessionAt(mailOutTo(server))
    expect(await session.hand(mail())).toMatchObject({ outcome: 'unreachable' })
    expect((await session.hand(mail())).outcome).toBe('unreachable')
  })

  it('a server that keeps silent after the text, and is cut off: nobody knows', async () => {
    let isSilent = () => undefined as unknown
    const silent = new Promise<void>((resolve) => (isSilent = () => resolve()))
    const server = await plainServer((line, say) => {
      if (line === '.') return void isSilent()
      say(line.startsWith('EHLO') ? '250 plain' : line.startsWith('DATA') ? '354 go on' : '250 yes', line)
    })
    const session = await sessionAt(mailOutTo(server))
    const handed = session.hand(mail())
    await silent
    session.cut()
    expect(await handed).toMatchObject({ outcome: 'unknown' })
  })

  it('an address that is none is never sent', async () => {
    const server = await serverWith()
    const session = await sessionAt(mailOutTo(server))
    expect(await session.hand(mail({ to: 'a<b>@example.com' }))).toMatchObject({ outcome: 'refused' })
    expect((await session.hand(mail())).outcome).toBe('delivered')
  })
})

/** A server of a few lines, for what a good one never does. */
async function plainServer(
  answer: (line: string, say: (words: string, line?: string) => void, drop: () => void) => void,
): Promise<{ port: number }> {
  const server: Server = createServer((socket) => {
    let inText = false
    socket.write('220 here\r\n')
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      for (const line of chunk.toString('latin1').split('\r\n')) {
        if (line === '' || (inText && line !== '.')) continue
        if (line === '.') inText = false
        if (line.startsWith('DATA')) inText = true
        answer(
          line,
          (words) => socket.write(`${words}\r\n`),
          () => socket.destroy(),
        )
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({ close: () => new Promise((resolve) => server.close(resolve)) })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen')
  return { port: address.port }
}

describe('a server', () => {
  it('that is not there cannot be reached', async () => {
    const server = await openMailServer()
    await server.close()
    await expect(smtp.open(mailOutTo(server), null)).rejects.toThrow('ECONNREFUSED')
  })

  it('that is not named is not looked for', async () => {
    await expect(smtp.open(mailOutTo({ port: 25 }, { host: '' }), null)).rejects.toThrow('no server is named')
  })

  it('is not asked to send from nobody', async () => {
    await expect(smtp.open(mailOutTo({ port: 25 }, { from: '' }), null)).rejects.toThrow('no sender address is settled')
  })

  it('is signed in to with the password that is kept, and says so when it is wrong', async () => {
    const server = await serverWith({
      authOptional: false,
      onAuth: ({ username, password }, _session, done) =>
        done(username === 'bank' && password === 'right' ? null : new Error('who are you'), { user: 'bank' }),
      allowInsecureAuth: true,
    })
    const settings = mailOutTo(server, { user: 'bank' })
    expect((await (await sessionAt(settings, 'right')).hand(mail())).outcome).toBe('delivered')
    await expect(smtp.open(settings, 'wrong')).rejects.toThrow('535')
    await expect(smtp.open(settings, null)).rejects.toThrow(/535|credentials/)
  })

  const encrypted: [string, SettingsOf<'mail_out'>['security'], Parameters<typeof openMailServer>[0]][] = [
    ['TLS from the start', 'tls', { secure: true }],
    ['STARTTLS', 'starttls', { disabledCommands: [] }],
  ]
  it.each(encrypted)('with a certificate of its own is trusted over %s only where that is settled', async (_how, security, options) => {
    const server = await serverWith(options)
    await expect(smtp.open(mailOutTo(server, { security }), null)).rejects.toThrow(/self.signed/i)
    const session = await sessionAt(mailOutTo(server, { security, trusted: OWN_CERTIFICATE }))
    expect((await session.hand(mail())).outcome).toBe('delivered')
  })

  it('that speaks no TLS is not spoken to where TLS is settled', async () => {
    const server = await serverWith()
    await expect(smtp.open(mailOutTo(server, { security: 'starttls', trusted: OWN_CERTIFICATE }), null)).rejects.toThrow(/STARTTLS|TLS/)
    expect(server.mails).toHaveLength(0)
  })

  it('elsewhere is sent no password without TLS', async () => {
    const settings = mailOutTo({ port: 25 }, { host: 'mail.example.jp', user: 'bank' })
    await expect(smtp.open(settings, 'secret')).rejects.toThrow('a password is not sent over a connection without TLS')
  })
})
