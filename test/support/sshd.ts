import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/*
 * A real OpenSSH server for one test: its own host key, its own port on 127.0.0.1, its own folder, nothing but internal-sftp. It signs in
 * whoever runs the test, with a key made for it.
 */

const SSHD = '/usr/sbin/sshd'

/** Why there is no OpenSSH server to test with, or null. `npm test` installs one where it may (resources/set-up.mjs). */
export function whyNoSshd(): string | null {
  return existsSync(SSHD) ? null : `this machine has no ${SSHD} (Debian's openssh-server)`
}

export interface Sshd {
  readonly port: number
  readonly user: string
  /** `SHA256:…`, as ssh-keygen prints it. */
  readonly hostKey: string
  readonly privateKey: string
  /** Where uploads go. */
  readonly folder: string
  stop(): Promise<void>
}

/** A port nobody listens on at this moment. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

function keyIn(home: string, name: string): string {
  const path = join(home, name)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'daiko-test', '-f', path])
  return path
}

/** Starts a server; it is listening when this resolves. */
export async function startSshd(): Promise<Sshd> {
  const home = mkdtempSync(join(tmpdir(), 'daiko-sshd-'))
  const folder = join(home, 'inbox')
  mkdirSync(folder)
  const [host, person, port] = [keyIn(home, 'host'), keyIn(home, 'person'), await freePort()]
  writeFileSync(join(home, 'authorized'), readFileSync(`${person}.pub`))
  const settings = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${host}`,
    'PidFile none',
    `AuthorizedKeysFile ${join(home, 'authorized')}`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication yes',
    'PermitRootLogin yes',
    'MaxStartups 100:30:200',
    'Subsystem sftp internal-sftp',
    'ForceCommand internal-sftp',
  ]
  writeFileSync(join(home, 'config'), `${settings.join('\n')}\n`)
  // where sshd, run by root, keeps its unprivileged half; the system's own service would have made it
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const server = spawn(SSHD, ['-D', '-e', '-f', join(home, 'config')], { stdio: ['ignore', 'ignore', 'pipe'] })
  await listening(server)
  const hostKey = execFileSync('ssh-keygen', ['-l', '-f', `${host}.pub`], { encoding: 'utf8' }).split(' ')[1] ?? ''
  return {
    ...{ port, user: userInfo().username, hostKey, privateKey: readFileSync(person, 'utf8'), folder },
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill()
      await ended
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Waits until the server says that it listens; its last words if it ends instead. */
function listening(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('Server listening')) resolve()
    })
    server.once('error', reject)
    server.once('exit', () => reject(new Error(`sshd ended: ${said}`)))
  })
}
