import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeZip, type ZipEntry } from '../../../src/main/export/zip'
import { zipEntries } from '../../support/zip-entries'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daiko-zip-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const madeOn = new Date('2026-12-01T00:00:00Z')
const entry = (name: string, text: string): ZipEntry => ({ name, bytes: async () => Buffer.from(text) })
const write = (entries: readonly ZipEntry[], goOn: (entries: number) => boolean = () => true, name = 'pack.zip') =>
  writeZip(join(folder, name), entries, { madeOn, goOn })

describe('a ZIP', () => {
  it('holds each file by its name, whatever the script', async () => {
    expect(await write([entry('精算書.pdf', 'one'), entry('empty.txt', ''), entry('b.xlsx', 'x'.repeat(100_000))])).toBe(true)
    const read = zipEntries(readFileSync(join(folder, 'pack.zip')))
    expect([...read].map(([name, bytes]) => [name, bytes.length])).toEqual([
      ['精算書.pdf', 3],
      ['empty.txt', 0],
      ['b.xlsx', 100_000],
    ])
    expect(read.get('精算書.pdf')?.toString()).toBe('one')
  })

  it('is the same bytes for the same files, and readable by its owner alone', async () => {
    await write([entry('a', '1')], undefined, 'one.zip')
    await write([entry('a', '1')], undefined, 'two.zip')
    expect(readFileSync(join(folder, 'one.zip')).equals(readFileSync(join(folder, 'two.zip')))).toBe(true)
    expect(statSync(join(folder, 'one.zip')).mode & 0o077).toBe(0)
  })

  it('leaves nothing when it is stopped, or when a file cannot be had', async () => {
    expect(await write([entry('a', '1'), entry('b', '2'), entry('c', '3')], (entries) => entries < 2)).toBe(false)
    const broken: ZipEntry = { name: 'b', bytes: () => Promise.reject(new Error('gone')) }
    await expect(write([entry('a', '1'), broken])).rejects.toThrow('gone')
    await expect(writeZip(join(folder, 'nowhere', 'x.zip'), [entry('a', '1')], { madeOn, goOn: () => true })).rejects.toMatchObject({
      code: 'ENOENT',
    })
    expect(readdirSync(folder)).toEqual([])
  })
})
