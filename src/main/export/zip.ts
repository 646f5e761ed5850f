import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import yazl from 'yazl'

/* Many files in one, so that they can be handed out at once. What is put in is compressed already, so it is only laid side by side. */

export interface ZipEntry {
  readonly name: string
  /** Fetched when its turn comes, so that one file at a time is held. */
  bytes(): Promise<Uint8Array>
}

/** Writes a ZIP. `madeOn` is the date of every entry, so that the same files make the same bytes. False when it was stopped; nothing stands then. */
export async function writeZip(
  path: string,
  entries: readonly ZipEntry[],
  { madeOn, goOn }: { madeOn: Date; goOn(entries: number): boolean },
): Promise<boolean> {
  const temporary = `${path}.part`
  const zip = new yazl.ZipFile()
  const breakOff = new AbortController()
  let [begun, stopped] = [0, false]
  let broken: unknown = null
  zip.on('error', (fault: unknown) => {
    broken = fault
    breakOff.abort()
  })
  for (const { name, bytes } of entries) {
    zip.addReadStreamLazy(name, { compress: false, mtime: madeOn }, (take) => {
      begun += 1
      stopped ||= !goOn(begun)
      const whole = stopped ? Promise.reject(new Error('stopped')) : bytes()
      whole.then(
        (found) => take(null, Readable.from([found], { objectMode: false })),
        (fault: unknown) => take(fault, Readable.from([])),
      )
    })
  }
  zip.end()
  try {
    const file = createWriteStream(temporary, { flags: 'wx', mode: 0o600 })
    await pipeline(zip.outputStream, file, { signal: breakOff.signal })
    await rename(temporary, path)
    return true
  } catch (fault) {
    if (stopped) return false
    throw broken ?? fault
  } finally {
    await rm(temporary, { force: true })
  }
}
