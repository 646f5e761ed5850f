import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { imap } from '../../../../src/main/gateways/mail/imap'
import type { IncomingMail } from '../../../../src/main/gateways/post'
import type { SettingsOf } from '../../../../src/preload/contract/gateways'
import type { MailboxPosition } from '../../../../src/preload/contract/mails'
import { dovecot, MAILBOX_PASSWORD, openMailbox, type TestMailbox } from '../../../support/dovecot'
import { OWN_CERTIFICATE } from '../../../support/mail-server'

const mail = (name: string, own = '') =>
  `From: taro@example.com\nTo: reply@example.jp\nMessage-ID: <${name}@example.com>\nSubject: ${name}\n${own}\n${name}\n`

describe.skipIf(dovecot === null)('a mailbox', () => {
  let box: TestMailbox
  let position: MailboxPosition | null
  beforeAll(async () => {
    box = await openMailbox()
  })
  afterAll(() => box?.close())
  beforeEach(async () => {
    await box.recreate()
    position = null
  })

  /** Reads on from where it was left, and tells the subjects. */
  async function read(own: Partial<SettingsOf<'mail_in'>> = {}, take: (mail: IncomingMail) => void = () => undefined): Promise<string[]> {
    const subjects: string[] = []
    await imap.read(
      box.settings(own),
      MAILBOX_PASSWORD,
      position,
      async (each, at) => {
        take(each)
        subjects.push(each.subject)
        position = at
      },
      new AbortController().signal,
    )
    return subjects
  }

  it('is read onward: each mail once, oldest first, and marked read', async () => {
    await box.deliver(mail('one'))
    await box.deliver(mail('two'))
    expect(await read()).toEqual(['one', 'two'])
    expect(await box.unread()).toBe(0)
    expect(await read()).toEqual([])
    await box.deliver(mail('three'))
    expect(await read()).toEqual(['three'])
    expect(position).toMatchObject({ mailbox: 'bank@127.0.0.1/INBOX', uid: 3 })
  })

  it('is read from what is unread before the first time, and from everything after it, whoever else looked', async () => {
    await box.deliver(mail('old'), ['\\Seen'])
    await box.deliver(mail('new'))
    expect(await read()).toEqual(['new'])
    await box.deliver(mail('seen by a person'), ['\\Seen'])
    expect(await read()).toEqual(['seen by a person'])
  })

  it('goes on with the mail over which something failed, which stays unread', async () => {
    for (const name of ['one', 'two', 'three']) await box.deliver(mail(name))
    const failing = read({}, ({ subject }) => {
      if (subject === 'two') throw new Error('the ledger is busy')
    })
    await expect(failing).rejects.toThrow('the ledger is busy')
    expect(await box.unread()).toBe(2)
    expect(await read()).toEqual(['two', 'three'])
  })

  it('that was made anew is read anew', async () => {
    await box.deliver(mail('one'))
    await box.deliver(mail('two'))
    await read()
    const before = position
    await box.recreate()
    await box.deliver(mail('after'))
    position = before && { ...before, uidValidity: 'another' }
    expect(await read()).toEqual(['after'])
  })

  it('of another name is another mailbox', async () => {
    await box.deliver(mail('one'))
    position = { mailbox: 'bank@127.0.0.1/Elsewhere', uidValidity: '1', uid: 99 }
    expect(await read()).toEqual(['one'])
  })

  it('stops between two mails when asked', async () => {
    for (const name of ['one', 'two']) await box.deliver(mail(name))
    const stopping = new AbortController()
    const taken: string[] = []
    await imap.read(
      box.settings(),
      MAILBOX_PASSWORD,
      null,
      async ({ subject }) => {
        taken.push(subject)
        stopping.abort()
      },
      stopping.signal,
    )
    expect(taken).toEqual(['one'])
    expect(await box.unread()).toBe(1)
  })

  it('hands over the beginning of a mail that is too large', async () => {
    await box.deliver(mail('large', `\n${'x'.repeat(70)}\n`.repeat(8_000)))
    const sizes: number[] = []
    expect(await read({}, ({ text }) => sizes.push(text.length))).toEqual(['large'])
    expect(sizes[0]).toBeLessThanOrEqual(10_000)
  })

  it('tells how many mails it holds', async () => {
    await box.deliver(mail('old'), ['\\Seen'])
    await box.deliver(mail('new'))
    expect(await imap.look(box.settings(), MAILBOX_PASSWORD)).toEqual({ total: 2, unread: 1 })
  })

  it.each(['tls', 'starttls'] as const)(
    'is read over %s, trusting a certificate of its own only where that is settled',
    async (security) => {
      await box.deliver(mail('one'))
      const settings = { security, port: security === 'tls' ? box.tlsPort : box.port }
      await expect(read(settings)).rejects.toThrow(/self.signed/i)
      expect(await read({ ...settings, trusted: OWN_CERTIFICATE })).toEqual(['one'])
    },
  )

  it('says in the server’s words what is wrong', async () => {
    await expect(imap.look(box.settings(), 'wrong')).rejects.toThrow(/Authentication failed/)
    await expect(imap.look(box.settings({ folder: 'Nowhere' }), MAILBOX_PASSWORD)).rejects.toThrow(/doesn't exist|NONEXISTENT/)
  })
})

describe('a mailbox that cannot be read', () => {
  const settings = {
    gateway: 'mail_in',
    host: '127.0.0.1',
    port: 1,
    security: 'none',
    user: 'bank',
    folder: 'INBOX',
    everyMinutes: 5,
    trusted: '',
  } as const

  it('says that nobody is there', async () => {
    await expect(imap.look(settings, null)).rejects.toThrow('ECONNREFUSED')
  })

  it('elsewhere is sent no password without TLS', async () => {
    await expect(imap.look({ ...settings, host: 'mail.example.jp' }, 'secret')).rejects.toThrow(
      'a password is not sent over a connection without TLS',
    )
  })
})
