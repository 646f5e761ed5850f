import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ImapFlow } from 'imapflow'
import { findDovecot } from '../../resources/set-up.mjs'
import { MailInSettings, type SettingsOf } from '../../src/preload/contract/gateways'

/** Where a real Dovecot is, or null: then what needs one is skipped, and says so here. */
export const dovecot = findDovecot()
if (dovecot === null) console.warn('skipped: the mailbox is tested with Dovecot (Debian: dovecot-imapd), started as root')

export const MAILBOX_PASSWORD = 'teakettle'
const certificate = (name: string) => new URL(`../fixtures/certificates/${name}`, import.meta.url).pathname
/** Somebody other than root, whom Dovecot lets own mails. */
const NOBODY = 65_534

export interface TestMailbox {
  readonly port: number
  readonly tlsPort: number
  /** Puts a mail into the mailbox as a mail server would. */
  deliver(raw: string, flags?: string[]): Promise<void>
  /** Mails that nobody has read. */
  unread(): Promise<number>
  settings(own?: Partial<SettingsOf<'mail_in'>>): SettingsOf<'mail_in'>
  /** Throws all mails away and gives the folder another validity, as a restored mailbox has. */
  recreate(): Promise<void>
  close(): Promise<void>
}

/** A real IMAP server with one empty mailbox, under a folder of its own. */
export async function openMailbox(): Promise<TestMailbox> {
  if (dovecot === null) throw new Error('there is no Dovecot')
  const folder = mkdtempSync(join(tmpdir(), 'daiko-dovecot-'))
  const [port, tlsPort] = [await freePort(), await freePort()]
  mkdirSync(join(folder, 'mail'))
  chownSync(join(folder, 'mail'), NOBODY, NOBODY)
  // Dovecot's own processes must reach the folder.
  chownSync(folder, NOBODY, NOBODY)
  writeFileSync(join(folder, 'dovecot.conf'), configuration(folder, port, tlsPort))
  const child = spawn(dovecot, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' })
  await listening(port, child, folder)
  return mailboxAt({ folder, port, tlsPort, child })
}

function configuration(folder: string, port: number, tlsPort: number): string {
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <${certificate('localhost.pem')}
ssl_key = <${certificate('localhost.key.pem')}
disable_plaintext_auth = no
auth_failure_delay = 0
mail_location = maildir:${folder}/mail/%u
mail_max_userip_connections = 50
first_valid_uid = 1
default_internal_user = nobody
default_internal_group = nogroup
default_login_user = nobody
passdb {
  driver = static
  args = password=${MAILBOX_PASSWORD}
}
userdb {
  driver = static
  args = uid=${NOBODY} gid=${NOBODY} home=${folder}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`
}

function mailboxAt({ folder, port, tlsPort, child }: { folder: string; port: number; tlsPort: number; child: ChildProcess }): TestMailbox {
  async function asked<T>(work: (client: ImapFlow) => Promise<T>): Promise<T> {
    const client = new ImapFlow({
      host: '127.0.0.1',
      port,
      secure: false,
      doSTARTTLS: false,
      auth: { user: 'bank', pass: MAILBOX_PASSWORD },
      logger: false,
    })
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.logout()
    }
  }
  return {
    port,
    tlsPort,
    deliver: (raw, flags = []) =>
      asked(async (client) => void (await client.append('INBOX', Buffer.from(raw.replace(/\r?\n/g, '\r\n')), flags))),
    unread: () => asked(async (client) => ((await client.status('INBOX', { unseen: true })) || { unseen: 0 }).unseen ?? 0),
    settings: (own = {}) =>
      MailInSettings.parse({ gateway: 'mail_in', host: '127.0.0.1', port, security: 'none', user: 'bank', folder: 'INBOX', ...own }),
    recreate: async () => rmSync(join(folder, 'mail', 'bank'), { recursive: true, force: true }),
    close: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}

/** Dovecot says nowhere when it is ready: it is when it answers. */
async function listening(port: number, child: ChildProcess, folder: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`Dovecot ended: ${readFileSync(join(folder, 'log'), 'utf8')}`)
    if (await answers(port)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`Dovecot does not answer: ${readFileSync(join(folder, 'log'), 'utf8')}`)
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', () => {
      resolve(true)
      socket.destroy()
    })
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
  })
}
