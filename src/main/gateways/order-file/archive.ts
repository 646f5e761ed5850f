import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'

/*
 * An .xlsx is a ZIP, and a small ZIP can unpack into terabytes. Before it is opened, its directory must promise a reasonable
 * size, and every part must keep that promise when it is unpacked (APPNOTE.TXT 4.3).
 */
const ENTRIES_MAX = 1_000
const UNPACKED_BYTES_MAX = 512 * 1024 * 1024
const END_SIGNATURE = 0x06054b50
const ENTRY_SIGNATURE = 0x02014b50
const LOCAL_SIGNATURE = 0x04034b50
const END_BYTES = 22
const ENTRY_BYTES = 46
const LOCAL_BYTES = 30
const COMMENT_BYTES_MAX = 65_535
const ZIP64 = 0xffffffff
const ENCRYPTED = 1
const STORED = 0
const DEFLATED = 8

interface Entry {
  flags: number
  method: number
  packed: number
  unpacked: number
  offset: number
}

const inflate = promisify(inflateRaw)

/** Null when the archive may be opened, else what is wrong with it. */
export async function checkArchive(bytes: Buffer): Promise<string | null> {
  const entries = directoryOf(bytes)
  if (typeof entries === 'string') return entries
  if (entries.some(({ flags }) => (flags & ENCRYPTED) !== 0)) return 'encrypted'
  const unpacked = entries.reduce((total, entry) => total + entry.unpacked, 0)
  if (unpacked > UNPACKED_BYTES_MAX) return 'unpacks into too much'
  for (const entry of entries) {
    const problem = await checkEntry(bytes, entry)
    if (problem) return problem
  }
  return null
}

function directoryOf(bytes: Buffer): Entry[] | string {
  const end = endOf(bytes)
  if (end === null) return 'not a whole archive'
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  if (count > ENTRIES_MAX) return 'too many parts'
  const entries: Entry[] = []
  for (let entry = 0; entry < count; entry++) {
    if (at + ENTRY_BYTES > bytes.length || bytes.readUInt32LE(at) !== ENTRY_SIGNATURE) return 'damaged directory'
    const read = {
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    }
    if (read.packed === ZIP64 || read.unpacked === ZIP64 || read.offset === ZIP64) return 'too large a format (ZIP64)'
    entries.push(read)
    at += ENTRY_BYTES + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

function endOf(bytes: Buffer): number | null {
  const earliest = Math.max(0, bytes.length - END_BYTES - COMMENT_BYTES_MAX)
  for (let at = bytes.length - END_BYTES; at >= earliest; at--) if (bytes.readUInt32LE(at) === END_SIGNATURE) return at
  return null
}

async function checkEntry(bytes: Buffer, entry: Entry): Promise<string | null> {
  const { offset, packed, unpacked, method } = entry
  if (offset + LOCAL_BYTES > bytes.length || bytes.readUInt32LE(offset) !== LOCAL_SIGNATURE) return 'damaged part'
  const from = offset + LOCAL_BYTES + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
  if (from + packed > bytes.length) return 'damaged part'
  if (method === STORED) return packed === unpacked ? null : 'damaged part'
  if (method !== DEFLATED) return 'unknown compression'
  try {
    const inflated = await inflate(bytes.subarray(from, from + packed), { maxOutputLength: Math.max(unpacked, 1) })
    return inflated.length === unpacked ? null : 'damaged part'
  } catch {
    return 'damaged part'
  }
}
