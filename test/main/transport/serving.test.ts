import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openInBrowser } from '../../../src/main/transport/serving'
import { builtChild } from '../../support/built-child'

let built: string
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daiko-serving-'))
  await writeFile(join(folder, 'index.html'), '<!doctype html>')
  built = await builtChild('serving-child')
})
afterAll(() => rm(folder, { recursive: true }))

/** Starts it; answers what it has printed so far, by asking again. */
async function serve(opens: string, path = process.env.PATH ?? '') {
  const child: ChildProcess = spawn(process.execPath, [built, folder, opens], { env: { ...process.env, PATH: path } })
  let printed = ''
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    printed += part
  })
  await expect.poll(() => printed, { timeout: 10_000 }).toMatch(/\n$/)
  return { child, printed: () => printed, address: () => printed.trim().replace('Daiko: ', '') }
}
const enters = async (address: string) => (await fetch(address, { redirect: 'manual' })).status === 303

describe('Daiko served to a browser', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('says where it is in one line, and closes cleanly on %s', async (signal) => {
    const { child, printed, address } = await serve('closed')
    expect(printed()).toMatch(/^Daiko: http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n$/)
    expect(await enters(address())).toBe(true)
    expect(await enters(address())).toBe(false)
    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(printed().split('\n')).toHaveLength(2)
  })

  it.runIf(process.platform === 'linux')('opens the browser with a token of its own', async () => {
    const opener = join(folder, 'xdg-open')
    const opened = join(folder, 'opened')
    await writeFile(opener, `#!/bin/sh\nprintf %s "$1" > "${opened}.part" && mv "${opened}.part" "${opened}"\n`)
    await chmod(opener, 0o755)
    const { child, address } = await serve('open', `${folder}:/usr/bin:/bin`)
    await expect.poll(() => readFile(opened, 'utf8').catch(() => ''), { timeout: 10_000 }).toMatch(/token=/)
    const other = await readFile(opened, 'utf8')
    expect(other).not.toBe(address())
    expect([await enters(other), await enters(address())]).toEqual([true, true])
    child.kill('SIGTERM')
    await once(child, 'exit')
  })

  it('goes on where no browser can be opened', () => {
    const path = process.env.PATH
    process.env.PATH = folder
    try {
      expect(() => openInBrowser('http://127.0.0.1:1/', 'darwin')).not.toThrow()
    } finally {
      process.env.PATH = path
    }
  })
})
