import { linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { link } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { folderHandOver } from '../../../../src/main/gateways/bank-transfer/folder-hand-over'
import { isLeftOver, sha256Of, temporaryName } from '../../../../src/main/gateways/bank-transfer/hand-over-file'
import type { FileToHandOver } from '../../../../src/main/gateways/gateway'

/** As the real one, but for a file system without hard links, which no test machine is sure to have. */
vi.mock('node:fs/promises', { spy: true })

const fileOf = (text: string, name = 'SOFURI-20261130.txt'): FileToHandOver => {
  const bytes = Buffer.from(text)
  return { name, bytes, sha256: sha256Of(bytes) }
}
const file = fileOf('1 2 8 9')
const leftOver = `.${file.name}.0123456789ab.part`
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daiko-folder-'))
})
afterEach(() => {
  vi.mocked(link).mockReset()
  rmSync(folder, { recursive: true, force: true })
})

const handOver = () => folderHandOver(folder)
const put = (name: string, text: string) => writeFileSync(join(folder, name), text)
const read = (name: string) => readFileSync(join(folder, name), 'utf8')

describe('hand-over into a folder', () => {
  it('puts the file there, byte for byte, and nothing else', async () => {
    expect(await handOver().look(file)).toEqual({ found: 'absent', detail: '' })
    expect(await handOver().deliver(file)).toEqual({ outcome: 'delivered' })
    expect(readdirSync(folder)).toEqual([file.name])
    expect(read(file.name)).toBe('1 2 8 9')
    expect(await handOver().look(file)).toEqual({ found: 'same', detail: '' })
  })

  it('never overwrites: not a file, not a folder, not a link that leads nowhere', async () => {
    put(file.name, 'another')
    expect(await handOver().deliver(file)).toEqual({ outcome: 'refused', why: 'exists', detail: file.name })
    expect(read(file.name)).toBe('another')
    expect((await handOver().look(file)).found).toBe('different')
    rmSync(join(folder, file.name))
    mkdirSync(join(folder, file.name))
    expect(await handOver().deliver(file)).toMatchObject({ outcome: 'refused', why: 'exists' })
    expect((await handOver().look(file)).found).toBe('different')
    rmSync(join(folder, file.name), { recursive: true })
    symlinkSync('/nowhere', join(folder, file.name))
    expect(await handOver().deliver(file)).toMatchObject({ outcome: 'refused', why: 'exists' })
    expect((await handOver().look(file)).found).toBe('different')
  })

  it('gives a name to one of many who come at once', async () => {
    const files = Array.from({ length: 8 }, (_, at) => fileOf(`file ${at}`))
    const ends = await Promise.all(files.map((each) => handOver().deliver(each)))
    const delivered = ends.flatMap(({ outcome }, at) => (outcome === 'delivered' ? [`file ${at}`] : []))
    expect(delivered).toEqual([read(file.name)])
    expect(readdirSync(folder)).toEqual([file.name])
  })

  it('clears up what a broken attempt left, and leaves other files alone', async () => {
    put(leftOver, '1 2')
    put('.OTHER.txt.0123456789ab.part', '')
    expect((await handOver().look(file)).found).toBe('partial')
    expect(await handOver().deliver(file)).toEqual({ outcome: 'delivered' })
    expect(readdirSync(folder).sort()).toEqual(['.OTHER.txt.0123456789ab.part', file.name])
  })

  it('finds the file although the attempt broke off between its two names', async () => {
    put(leftOver, '1 2 8 9')
    linkSync(join(folder, leftOver), join(folder, file.name))
    expect((await handOver().look(file)).found).toBe('same')
    expect(await handOver().deliver(file)).toMatchObject({ outcome: 'refused', why: 'exists' })
  })

  it('says that the folder is missing, or is none', async () => {
    put('file', '')
    for (const place of ['none', 'file']) {
      const there = folderHandOver(join(folder, place))
      expect(await there.deliver(file)).toMatchObject({ outcome: 'refused', why: 'place_missing' })
      expect(await there.look(file)).toMatchObject({ found: 'unknown' })
    }
  })

  const refused: [why: string, file: FileToHandOver][] = [
    ['name_invalid', { ...file, name: '../up' }],
    ['name_invalid', { ...file, name: '.hidden' }],
    ['name_invalid', { ...file, name: 'A'.repeat(101) }],
    ['digest_differs', { ...file, sha256: sha256Of(Buffer.from('approved')) }],
  ]
  it.each(refused)('does not touch the folder for what is %s', async (why, each) => {
    expect(await handOver().deliver(each)).toMatchObject({ outcome: 'refused', why })
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('on a file system without hard links', () => {
  const noLinks = () => vi.mocked(link).mockRejectedValue(Object.assign(new Error('no links here'), { code: 'ENOTSUP' }))

  it('the file is renamed, unless its name is taken', async () => {
    noLinks()
    expect(await handOver().deliver(file)).toEqual({ outcome: 'delivered' })
    expect(readdirSync(folder)).toEqual([file.name])
    // taken between the first look and the rename
    rmSync(join(folder, file.name))
    vi.mocked(link).mockImplementation(async () => {
      put(file.name, 'meanwhile')
      throw Object.assign(new Error('no links here'), { code: 'ENOTSUP' })
    })
    expect(await handOver().deliver(file)).toEqual({ outcome: 'refused', why: 'exists', detail: file.name })
    expect(read(file.name)).toBe('meanwhile')
    expect(readdirSync(folder)).toEqual([file.name])
  })

  it.each([
    ['ENOSPC', 'no_space'],
    ['EACCES', 'not_permitted'],
    ['EIO', 'rejected'],
  ])('%s is told as %s, and nothing is left', async (code, why) => {
    vi.mocked(link).mockRejectedValue(Object.assign(new Error(code), { code }))
    expect(await handOver().deliver(file)).toEqual({ outcome: 'refused', why, detail: code })
    expect(readdirSync(folder)).toEqual([])
  })
})

it('a temporary name is known by its own file name alone', () => {
  expect(isLeftOver(temporaryName('a.txt'), 'a.txt')).toBe(true)
  for (const other of ['.a.txt.part', 'a.txt', '.a.txt.0123456789AB.part', '.b.txt.0123456789ab.part', '.a.txt.x.0123456789ab.part']) {
    expect(isLeftOver(other, 'a.txt')).toBe(false)
  }
})
