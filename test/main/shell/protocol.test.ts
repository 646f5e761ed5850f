import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { pageHandler } from '../../../src/main/shell/protocol'

vi.mock('electron', () => import('../../support/electron'))

let folder: string
let answer: (request: Request) => Promise<Response>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daiko-app-'))
  const root = join(folder, 'renderer')
  await mkdir(join(root, 'assets'), { recursive: true })
  await mkdir(join(folder, 'renderer-other'))
  await writeFile(join(folder, 'secret.js'), 'secret')
  await writeFile(join(folder, 'renderer-other', 'secret.js'), 'secret')
  await writeFile(join(root, 'index.html'), '<script nonce="__CSP_NONCE__"></script>')
  await writeFile(join(root, 'assets', 'a.js'), 'export {}')
  await writeFile(join(root, 'assets', 'a.exe'), 'MZ')
  await symlink(join(folder, 'secret.js'), join(root, 'assets', 'link.js'))
  answer = pageHandler(root)
})
afterAll(() => rm(folder, { recursive: true }))

const get = (url: string, init?: RequestInit) => answer(new Request(url, init))

describe('app://daiko', () => {
  it.each(['app://daiko/', 'app://daiko/index.html', 'app://daiko/orders/12?q=1'])(
    '%s is the page, with a fresh nonce in policy and script',
    async (url) => {
      const [one, other] = [await get(url), await get(url)]
      const policy = one.headers.get('content-security-policy') ?? ''
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1]
      expect(await one.text()).toBe(`<script nonce="${nonce}"></script>`)
      expect(policy).toContain("default-src 'none'")
      expect(other.headers.get('content-security-policy')).not.toBe(policy)
      expect(one.headers.get('cache-control')).toBe('no-store')
    },
  )

  it('brings its files with their type', async () => {
    const file = await get('app://daiko/assets/a.js')
    expect([file.status, file.headers.get('content-type'), file.headers.get('x-content-type-options'), await file.text()]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'nosniff',
      'export {}',
    ])
  })

  it.each([
    'app://daiko/../secret.js',
    'app://daiko/%2e%2e/secret.js',
    'app://daiko/assets/%2e%2e%2f%2e%2e%2fsecret.js',
    'app://daiko/..%2frenderer-other%2fsecret.js',
    'app://daiko/assets/..%5c..%5csecret.js',
    'app://daiko/assets/a.js%00.js',
    'app://daiko/assets/%E0%A4%A.js',
    'app://daiko//etc/passwd.js',
    'app://daiko/assets/link.js',
    'app://daiko/assets/none.js',
    'app://daiko/assets/a.exe',
    'app://daiko/assets/.js',
  ])('%s brings nothing', async (url) => {
    const found = await get(url)
    const body = await found.text()
    expect(body).not.toContain('secret')
    expect(body === '' ? found.status : body.includes('nonce')).toSatisfy((shown: unknown) => shown === 404 || shown === true)
  })

  it('answers no other host and nothing but GET', async () => {
    expect((await get('app://evil/')).status).toBe(403)
    expect((await get('app://daiko/', { method: 'POST', body: 'x' })).status).toBe(405)
  })
})
