import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFiles, type Files, KEPT_MAX, plainName } from '../../../src/main/services/files'
import { OfferReference } from '../../../src/preload/contract/ids'
import { valueIn } from '../../support/ledger'

const CLERK = 'user:yamada'
const OTHER = 'user:sato'
const EXPIRED = { refusal: { refusal: 'offer_expired' } }

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
    const offered = valueIn(files.resolve(valueIn(await files.offer(path, '明細.txt', CLERK)), CLERK))
    await writeFile(path, 'second')
    expect(offered).toMatchObject({ name: '明細.txt', bytes: 5 })
    expect(await readFile(offered.path, 'utf8')).toBe('first')
    expect([await mode(offered.path), await mode(dirname(offered.path))]).toEqual([0o600, 0o700])
  })

  it('may come as a stream', async () => {
    const offered = valueIn(files.resolve(valueIn(await files.offer(bytes('one', 'two'), '../../etc/passwd', CLERK)), CLERK))
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
    expect(await files.offer(bytes(), 'empty', CLERK)).toMatchObject({ refusal: { refusal: 'file_empty' } })
    expect(await files.offer(bytes('123456', '789012'), 'large', CLERK)).toMatchObject({
      refusal: { refusal: 'file_too_large', limit: 10 },
    })
    expect(await files.offer(large, 'large', CLERK)).toMatchObject({ refusal: { refusal: 'file_too_large', bytes: 11 } })
    expect(await files.offer(join(folder, 'none'), 'none', CLERK)).toMatchObject({
      refusal: { refusal: 'file_unreadable', detail: 'ENOENT' },
    })
    expect(await files.offer(folder, 'folder', CLERK)).toMatchObject({ refusal: { refusal: 'file_unreadable', detail: 'not a file' } })
    expect(await files.offer(broken(), 'broken', CLERK)).toMatchObject({ refusal: { refusal: 'file_unreadable' } })
    expect(files.resolve(OfferReference.parse('4f9c1d5e-7a44-4d7e-9c37-0d8f2d1f7b11'), CLERK)).toMatchObject({
      refusal: { refusal: 'offer_expired' },
    })
    expect(await readdir(room)).toEqual([])
  })

  it('is for whoever offered it', async () => {
    const reference = valueIn(await files.offer(bytes('x'), 'mine', CLERK))
    expect(files.resolve(reference, OTHER)).toMatchObject(EXPIRED)
    expect(files.resolve(reference, CLERK)).toMatchObject({ value: { name: 'mine' } })
  })

  it('of long ago makes room for the same person’s new ones, and nobody else’s does', async () => {
    const others = valueIn(await files.offer(bytes('x'), 'another’s', OTHER))
    const mine: OfferReference[] = []
    for (let count = 0; count <= KEPT_MAX; count += 1) mine.push(valueIn(await files.offer(bytes('x'), `${count}`, CLERK)))
    expect(mine.map((reference) => files.resolve(reference, CLERK).ok)).toEqual([false, ...Array(KEPT_MAX).fill(true)])
    expect(files.resolve(others, OTHER).ok).toBe(true)
    expect(await readdir(dirname(files.room()))).toHaveLength(KEPT_MAX + 1)
  })

  it('whose bytes are gone has expired', async () => {
    const reference = valueIn(await files.offer(bytes('x'), 'mine', CLERK))
    await rm(valueIn(files.resolve(reference, CLERK)).path)
    expect(files.resolve(reference, CLERK)).toMatchObject(EXPIRED)
  })
})

describe('a ticket', () => {
  const room = () => readdir(dirname(files.room()))
  async function workbook(actor: string): Promise<{ path: string; ticket: string }> {
    const path = files.room()
    await writeFile(path, 'workbook')
    return { path, ticket: files.issueTicket(path, '注文.xlsx', actor) }
  }

  it('is good once, for the person it was made for', async () => {
    const { path, ticket } = await workbook(CLERK)
    expect(ticket).toMatch(/^[\w-]{43}$/)
    expect(files.redeem('another', CLERK)).toBeNull()
    expect(files.redeem(ticket, OTHER)).toBeNull()
    expect(files.redeem(ticket, CLERK)).toEqual({ path, name: '注文.xlsx' })
    expect(files.redeem(ticket, CLERK)).toBeNull()
  })

  it('of long ago goes with its workbook, the same person’s first', async () => {
    const others = await workbook(OTHER)
    const first = await workbook(CLERK)
    for (let count = 0; count < KEPT_MAX; count += 1) await workbook(CLERK)
    expect(files.redeem(first.ticket, CLERK)).toBeNull()
    expect(await room()).not.toContain(basename(first.path))
    expect(await room()).toHaveLength(KEPT_MAX + 1)
    expect(files.redeem(others.ticket, OTHER)).not.toBeNull()
  })

  it('that went while its workbook was being written leaves no workbook', async () => {
    const path = files.room()
    files.issueTicket(path, 'a.xlsx', CLERK)
    for (let count = 0; count < KEPT_MAX; count += 1) files.issueTicket(files.room(), 'b.xlsx', CLERK)
    await writeFile(path, 'workbook')
    await files.written(path, true)
    expect(await room()).toEqual([])
  })

  it('is worth nothing when its workbook never became whole, and the half is gone', async () => {
    const [half, whole] = [await workbook(CLERK), await workbook(CLERK)]
    await files.written(half.path, false)
    await files.written(whole.path, true)
    expect(files.redeem(half.ticket, CLERK)).toBeNull()
    expect(await room()).toEqual([basename(whole.path)])
    expect(files.redeem(whole.ticket, CLERK)).not.toBeNull()
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
