import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFiles, type Files, plainName } from '../../../src/main/services/files'
import { OfferReference } from '../../../src/preload/contract/ids'
import { valueIn as valueIn } from '../../support/ledger'

let folder: string
let files: Files
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daiko-test-'))
  files = await createFiles({ offerBytesMax: 10 })
})
afterEach(async () => {
  await files.close()
  await rm(folder, { recursive: true })
})

async function* bytes(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part)
}
const mode = async (path: string) => (await stat(path)).mode & 0o777

describe('an offered file', () => {
  it('is copied into a folder that nobody else reads, and stays as it was offered', async () => {
    const path = join(folder, '明細.txt')
    await writeFile(path, 'first')
    const offered = valueIn(files.resolve(valueIn(await files.offer(path, '明細.txt'))))
    await writeFile(path, 'second')
    expect(offered).toMatchObject({ name: '明細.txt', bytes: 5 })
    expect(await readFile(offered.path, 'utf8')).toBe('first')
    expect([await mode(offered.path), await mode(dirname(offered.path))]).toEqual([0o600, 0o700])
  })

  it('may come as a stream', async () => {
    const offered = valueIn(files.resolve(valueIn(await files.offer(bytes('one', 'two'), '../../etc/passwd'))))
    expect(offered).toMatchObject({ name: 'passwd', bytes: 6 })
    expect(await readFile(offered.path, 'utf8')).toBe('onetwo')
  })

  it('is refused when empty, too large, unreadable or unknown, and leaves nothing behind', async () => {
    const large = join(folder, 'large')
    await writeFile(large, 'x'.repeat(11))
    async function* broken() {
      yield Buffer.from('x')
      throw new Error('line cut')
    }
    const room = dirname(files.room())
    expect(await files.offer(bytes(), 'empty')).toMatchObject({ refusal: { refusal: 'file_empty' } })
    expect(await files.offer(bytes('123456', '789012'), 'large')).toMatchObject({ refusal: { refusal: 'file_too_large', limit: 10 } })
    expect(await files.offer(large, 'large')).toMatchObject({ refusal: { refusal: 'file_too_large', bytes: 11 } })
    expect(await files.offer(join(folder, 'none'), 'none')).toMatchObject({ refusal: { refusal: 'file_unreadable', detail: 'ENOENT' } })
    expect(await files.offer(folder, 'folder')).toMatchObject({ refusal: { refusal: 'file_unreadable', detail: 'not a file' } })
    expect(await files.offer(broken(), 'broken')).toMatchObject({ refusal: { refusal: 'file_unreadable' } })
    expect(files.resolve(OfferReference.parse('4f9c1d5e-7a44-4d7e-9c37-0d8f2d1f7b11'))).toMatchObject({
      refusal: { refusal: 'offer_expired' },
    })
    expect(await readdir(room)).toEqual([])
  })

  it('of long ago makes room for new ones', async () => {
    const first = valueIn(await files.offer(bytes('x'), 'first'))
    for (let count = 0; count < 100; count += 1) await files.offer(bytes('x'), 'next')
    expect(files.resolve(first)).toMatchObject({ refusal: { refusal: 'offer_expired' } })
  })
})

describe('a ticket', () => {
  it('is good once', () => {
    const path = files.room()
    const ticket = files.issueTicket(path, '注文.xlsx')
    expect(ticket).toMatch(/^[\w-]{43}$/)
    expect(files.redeem('another')).toBeNull()
    expect(files.redeem(ticket)).toEqual({ path, name: '注文.xlsx' })
    expect(files.redeem(ticket)).toBeNull()
  })
})

describe('the folder', () => {
  it('goes when the core closes', async () => {
    const path = files.room()
    await writeFile(path, 'x')
    await files.close()
    await expect(stat(dirname(path))).rejects.toThrow('ENOENT')
  })
})

describe('a name, made plain', () => {
  it.each([
    ['明細 11月.txt', '明細 11月.txt'],
    ['C:\\Users\\a\\x.csv', 'x.csv'],
    ['a\u202Etxt.exe', 'a_txt.exe'],
    ['a"b\r\nc.csv', 'a_b__c.csv'],
    ['..', 'file'],
    ['', 'file'],
    ['x'.repeat(300), 'x'.repeat(200)],
  ])('%j: %j', (name, plain) => {
    expect(plainName(name)).toBe(plain)
  })
})
