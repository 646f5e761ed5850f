/* Files damaged at random, the same from the same seed, so that a failure can be had again. */

/** A small generator with a seed (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** One to four bytes overwritten, taken out, put in, or a piece of the file doubled or cut off. */
export function mutated(original: Uint8Array, random: (below: number) => number): Uint8Array {
  let bytes = Buffer.from(original)
  for (let count = 1 + random(4); count > 0; count--) {
    const at = random(bytes.length + 1)
    const kind = random(6)
    if (kind <= 1) bytes = spliced(bytes, at, 1, Buffer.of(random(256)))
    else if (kind === 2) bytes = spliced(bytes, at, 1, Buffer.of(0x30 + random(10)))
    else if (kind === 3) bytes = spliced(bytes, at, 1 + random(3), Buffer.alloc(0))
    else if (kind === 4) bytes = spliced(bytes, at, 0, bytes.subarray(at, at + random(300)))
    else if (random(8) === 0) bytes = bytes.subarray(0, at)
  }
  return new Uint8Array(bytes)
}

function spliced(bytes: Buffer<ArrayBuffer>, at: number, taken: number, put: Buffer): Buffer<ArrayBuffer> {
  return Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + taken)])
}

/** Milliseconds this thread has worked: on a busy machine a file is not slow because others are. */
export function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}
