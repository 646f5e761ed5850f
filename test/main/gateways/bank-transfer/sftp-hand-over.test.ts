import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sha256Of } from '../../../../src/main/gateways/bank-transfer/hand-over-file'
import { sftpHandOver } from '../../../../src/main/gateways/bank-transfer/sftp-hand-over'
import { answerOf, fingerprintOf } from '../../../../src/main/gateways/bank-transfer/sftp-session'
import type { FileToHandOver, SftpPlace } from '../../../../src/main/gateways/gateway'
import { type BreakingLine, breakingLine, type LinePlan } from '../../../support/breaking-line'
import { type Sshd, startSshd, whyNoSshd } from '../../../support/sshd'

const fileOf = (bytes: Uint8Array, name = 'SOFURI-20261130.txt'): FileToHandOver => ({ name, bytes, sha256: sha256Of(bytes) })
const small = fileOf(Buffer.from('1 2 8 9'))
/** Long enough to be broken in the middle. */
const large = fileOf(Buffer.alloc(1_200_000, 'x'))

const why = whyNoSshd()
if (why !== null) console.log(`Hand-over by SFTP was not tested, because ${why}.`)

describe.runIf(why === null)('hand-over to a real OpenSSH server', () => {
  let sshd: Sshd
  let line: BreakingLine | null = null
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())
  beforeEach(() => {
    rmSync(sshd.folder, { recursive: true, force: true })
    mkdirSync(sshd.folder)
  })
  afterEach(async () => {
    await line?.stop()
    line = null
  })

  const place = (changes: Partial<SftpPlace> = {}): SftpPlace => ({
    ...{ host: '127.0.0.1', port: sshd.port, user: sshd.user, folder: sshd.folder, hostKeys: [sshd.hostKey], timeoutMs: 15_000 },
    ...changes,
  })
  const handOver = (changes: Partial<SftpPlace> = {}) => sftpHandOver(place(changes), { privateKey: sshd.privateKey })
  const onBrokenLine = async (plan: LinePlan, changes: Partial<SftpPlace> = {}) => {
    line = await breakingLine(sshd.port, plan)
    return handOver({ port: line.port, ...changes })
  }
  const there = () => readdirSync(sshd.folder)
  const put = (name: string, text: string) => writeFileSync(join(sshd.folder, name), text)

  it('puts the file there, byte for byte, and nothing else', async () => {
    expect(await handOver().look(large)).toEqual({ found: 'absent', detail: '' })
    expect(await handOver().deliver(large)).toEqual({ outcome: 'delivered' })
    expect(there()).toEqual([large.name])
    expect(sha256Of(readFileSync(join(sshd.folder, large.name)))).toBe(large.sha256)
    expect(await handOver().look(large)).toEqual({ found: 'same', detail: '' })
  })

  it('never overwrites', async () => {
    put(small.name, 'another')
    expect(await handOver().deliver(small)).toEqual({ outcome: 'refused', why: 'exists', detail: small.name })
    expect(readFileSync(join(sshd.folder, small.name), 'utf8')).toBe('another')
    expect(await handOver().look(small)).toEqual({ found: 'different', detail: '' })
    put(small.name, '1 2 8 8')
    expect((await handOver().look(small)).found).toBe('different')
  })

  it('takes the same name from one of two who come at once', async () => {
    const [one, two] = [small, fileOf(Buffer.from('2 1 8 9'))]
    const ends = await Promise.all([handOver().deliver(one), handOver().deliver(two)])
    expect(ends.filter(({ outcome }) => outcome === 'delivered')).toHaveLength(1)
    const winner = ends[0]?.outcome === 'delivered' ? one : two
    expect(readFileSync(join(sshd.folder, small.name))).toEqual(winner.bytes)
    expect(there()).toEqual([small.name])
  })

  it('refuses a server that shows another host key, and says which', async () => {
    const other = fingerprintOf(Buffer.from('another key'))
    expect(await handOver({ hostKeys: [other] }).deliver(small)).toEqual({
      outcome: 'refused',
      why: 'host_key_differs',
      detail: sshd.hostKey,
    })
    expect(await handOver({ hostKeys: [] }).look(small)).toEqual({ found: 'unknown', detail: sshd.hostKey })
    expect(await handOver({ hostKeys: [other, sshd.hostKey] }).deliver(small)).toEqual({ outcome: 'delivered' })
  })

  it('refuses to work where it cannot sign in, and tells no secret', async () => {
    const stranger = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).private
    const ends = await Promise.all([
      sftpHandOver(place(), { privateKey: stranger }).deliver(small),
      sftpHandOver(place(), { password: 'secret-of-the-bank' }).deliver(small),
      sftpHandOver(place(), { privateKey: 'no key' }).deliver(small),
    ])
    for (const end of ends) expect(end).toMatchObject({ outcome: 'refused', why: 'sign_in_refused' })
    expect(JSON.stringify(ends)).not.toMatch(/secret-of-the-bank|PRIVATE KEY/)
    expect(there()).toEqual([])
  })

  it('says that nobody is there', async () => {
    const gone = await breakingLine(sshd.port, {})
    await gone.stop()
    expect(await handOver({ port: gone.port }).deliver(small)).toMatchObject({ outcome: 'refused', why: 'unreachable' })
    expect(await handOver({ host: 'bank.invalid' }).deliver(small)).toMatchObject({ outcome: 'refused', why: 'unreachable' })
    expect(await (await onBrokenLine({ toServer: () => 'silence' }, { timeoutMs: 300 })).deliver(small)).toMatchObject({
      outcome: 'refused',
      why: 'unreachable',
    })
  })

  it('says that the folder is missing, or is none', async () => {
    expect(await handOver({ folder: join(sshd.folder, 'none') }).deliver(small)).toMatchObject({ outcome: 'refused', why: 'place_missing' })
    put('file', '')
    expect(await handOver({ folder: join(sshd.folder, 'file') }).deliver(small)).toMatchObject({ outcome: 'refused' })
  })

  it('a line that is cut in mid-upload is told as unknown and leaves no file; the next attempt clears up', async () => {
    const broken = await onBrokenLine({ toServer: (bytes) => (bytes > 600_000 ? 'cut' : 'pass') })
    expect(await broken.deliver(large)).toMatchObject({ outcome: 'unknown' })
    expect(existsSync(join(sshd.folder, large.name))).toBe(false)
    expect(await handOver().look(large)).toEqual({ found: 'partial', detail: '' })
    expect(await handOver().deliver(large)).toEqual({ outcome: 'delivered' })
    expect(there()).toEqual([large.name])
  })

  it('a line that falls silent in mid-upload is told as unknown in time', async () => {
    const silent = await onBrokenLine({ toServer: (bytes) => (bytes > 600_000 ? 'silence' : 'pass') }, { timeoutMs: 1_000 })
    expect(await silent.deliver(large)).toMatchObject({ outcome: 'unknown', detail: 'no sign of life for 1000 ms' })
    expect(existsSync(join(sshd.folder, large.name))).toBe(false)
  })

  it('a line that is cut after the rename is told as unknown, and a look finds the file', async () => {
    const final = join(sshd.folder, large.name)
    const broken = await onBrokenLine({ toClient: () => (existsSync(final) ? 'cut' : 'pass') })
    expect(await broken.deliver(large)).toMatchObject({ outcome: 'unknown' })
    expect(await handOver().look(large)).toEqual({ found: 'same', detail: '' })
    expect(await handOver().deliver(large)).toMatchObject({ outcome: 'refused', why: 'exists' })
    expect(there()).toEqual([large.name])
  })

  it('a look that loses its line knows nothing', async () => {
    put(large.name, 'x'.repeat(large.bytes.length))
    const broken = await onBrokenLine({ toClient: (bytes) => (bytes > 500_000 ? 'cut' : 'pass') })
    expect(await broken.look(large)).toMatchObject({ found: 'unknown' })
  })

  it('what is no file under that name is different', async () => {
    mkdirSync(join(sshd.folder, small.name))
    expect((await handOver().look(small)).found).toBe('different')
    rmSync(join(sshd.folder, small.name), { recursive: true })
    symlinkSync('/etc/hostname', join(sshd.folder, small.name))
    expect((await handOver().look(small)).found).toBe('different')
    expect(await handOver().deliver(small)).toMatchObject({ outcome: 'refused', why: 'exists' })
  })

  it('leaves other files alone, even those that look like leftovers of other names', async () => {
    const others = ['.OTHER.txt.0123456789ab.part', `.${small.name}.part`, `${small.name}.part`]
    for (const name of others) put(name, '')
    put(`.${small.name}.0123456789ab.part`, '')
    expect(await handOver().deliver(small)).toEqual({ outcome: 'delivered' })
    expect(there().sort()).toEqual([...others, small.name].sort())
  })

  const refused: [why: string, file: FileToHandOver][] = [
    ['name_invalid', { ...small, name: '../etc/passwd' }],
    ['name_invalid', { ...small, name: '' }],
    ['name_invalid', { ...small, name: '.hidden' }],
    ['name_invalid', { ...small, name: 'a/b' }],
    ['digest_differs', { ...small, sha256: large.sha256 }],
  ]
  it.each(refused)('does not even call for what is %s', async (reason, file) => {
    expect(await handOver({ port: 1 }).deliver(file)).toMatchObject({ outcome: 'refused', why: reason })
  })
})

describe('a server that takes a password', () => {
  const server = new ssh2.Server({ hostKeys: [ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).private] }, (client) => {
    client.on('error', () => undefined)
    client.on('authentication', (asked) => {
      const isRight = asked.method === 'password' && asked.username === 'daiko' && asked.password === 'right'
      if (isRight) asked.accept()
      else asked.reject(['password'])
    })
    client.on('session', (accept) => {
      accept().on('sftp', (open) => {
        const sftp = open()
        sftp.on('OPENDIR', (id) => sftp.status(id, ssh2.utils.sftp.STATUS_CODE.PERMISSION_DENIED))
      })
    })
  })
  let at: SftpPlace
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    at = { host: '127.0.0.1', port, user: 'daiko', folder: '', hostKeys: [], timeoutMs: 15_000 }
    const shown = await sftpHandOver(at, { password: 'right' }).look(small)
    at = { ...at, hostKeys: [shown.detail] }
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  it('is signed in to with the right one; what it forbids is told in its words', async () => {
    expect(await sftpHandOver(at, { password: 'right' }).deliver(small)).toMatchObject({
      outcome: 'refused',
      why: 'not_permitted',
      detail: expect.stringContaining('Permission denied'),
    })
  })

  it('is not with a wrong one', async () => {
    expect(await sftpHandOver(at, { password: 'wrong' }).deliver(small)).toMatchObject({ outcome: 'refused', why: 'sign_in_refused' })
  })
})

describe('what a server answers', () => {
  const cases: [code: string | number | undefined, why: string | null][] = [
    [2, 'place_missing'],
    ['ENOENT', 'place_missing'],
    [3, 'not_permitted'],
    [4, 'rejected'],
    [11, 'exists'],
    [14, 'no_space'],
    ['ECONNRESET', null],
    ['ERR_GENERIC_CLIENT', null],
    [undefined, null],
  ]
  it.each(cases)('%s is %s; what is no answer is a broken line', (code, reason) => {
    expect(answerOf(Object.assign(new Error('x'), { code }))).toBe(reason)
  })
})
