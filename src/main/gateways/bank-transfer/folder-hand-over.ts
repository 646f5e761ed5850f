import { link, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Delivery, FileToHandOver, HandOver, HandOverRefusal, Look } from '../gateway'
import { isLeftOver, refusalOf, refusedFor, sameOrDifferent, temporaryName } from './hand-over-file'

/*
 * Hands files over into a folder from which the bank's own program takes them: written under a temporary name beside the final one, on
 * disk before it is published, read again, and never in the place of another file.
 */

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '')
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const refusals: ReadonlyMap<string, HandOverRefusal> = new Map([
  ['ENOENT', 'place_missing'],
  ['ENOTDIR', 'place_missing'],
  ['EACCES', 'not_permitted'],
  ['EPERM', 'not_permitted'],
  ['EROFS', 'not_permitted'],
  ['ENOSPC', 'no_space'],
  ['EDQUOT', 'no_space'],
])
/** File systems without hard links (memory sticks, some shares). */
const withoutLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

/** Hands over into this folder. */
export function folderHandOver(folder: string): HandOver {
  return {
    deliver: async (file) => refusalOf(file) ?? deliver(folder, file),
    look: (file) => look(folder, file),
  }
}

async function deliver(folder: string, file: FileToHandOver): Promise<Delivery> {
  const temporary = join(folder, temporaryName(file.name))
  const final = join(folder, file.name)
  try {
    const entries = await readdir(folder)
    if (entries.includes(file.name)) return refusedFor('exists', file.name)
    for (const entry of entries) if (isLeftOver(entry, file.name)) await rm(join(folder, entry), { force: true })
    await writeThrough(temporary, file.bytes)
    if (sameOrDifferent(await readFile(temporary), file) === 'different') {
      await rm(temporary, { force: true })
      return refusedFor('digest_differs', file.name)
    }
    await publish(temporary, final)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    if (codeOf(error) === 'EEXIST') return refusedFor('exists', file.name)
    return refusedFor(refusals.get(codeOf(error)) ?? 'rejected', messageOf(error))
  }
  return settled(folder, temporary)
}

/** On the disk itself before anybody hears of it. */
async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o640)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Gives the file its name. A second link fails where the name is taken, which a rename would not; only where there are no links the
 * name is looked at just before the rename.
 */
async function publish(temporary: string, final: string): Promise<void> {
  try {
    await link(temporary, final)
  } catch (error) {
    if (!withoutLinks.has(codeOf(error))) throw error
    await renameUnlessTaken(temporary, final)
  }
}

async function renameUnlessTaken(temporary: string, final: string): Promise<void> {
  const isTaken = await stat(final).then(
    () => true,
    () => false,
  )
  if (isTaken) throw Object.assign(new Error(final), { code: 'EEXIST' })
  await rename(temporary, final)
}

/** The file stands there; what follows can only fail to make that last, so a fault here leaves it open. */
async function settled(folder: string, temporary: string): Promise<Delivery> {
  try {
    await rm(temporary, { force: true })
    await syncFolder(folder)
    return { outcome: 'delivered' }
  } catch (error) {
    return { outcome: 'unknown', detail: messageOf(error) }
  }
}

/** Windows cannot do this and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function look(folder: string, file: FileToHandOver): Promise<Look> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    const standing = entries.find(({ name }) => name === file.name)
    if (standing !== undefined) {
      const found = standing.isFile() ? sameOrDifferent(await readFile(join(folder, file.name)), file) : 'different'
      return { found, detail: '' }
    }
    return { found: entries.some(({ name }) => isLeftOver(name, file.name)) ? 'partial' : 'absent', detail: '' }
  } catch (error) {
    return { found: 'unknown', detail: messageOf(error) }
  }
}
