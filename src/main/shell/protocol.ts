import { randomBytes } from 'node:crypto'
import { readFile, realpath } from 'node:fs/promises'
import { extname, isAbsolute, join, relative, resolve } from 'node:path'
import { csp, securityHeaders, withNonce } from '../../preload/contract/csp'
import { isOwn } from './security'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

const refused = (status: number) => new Response(null, { status, headers: securityHeaders })

/** The file under `root` that this path names; null when it names none, or one outside. */
async function fileUnder(root: string, encoded: string): Promise<string | null> {
  try {
    const path = decodeURIComponent(encoded)
    if (/[\0\\]/.test(path)) return null
    const [base, found] = [await realpath(root), await realpath(resolve(root, `.${path}`))]
    const within = relative(base, found)
    return within === '' || within.startsWith('..') || isAbsolute(within) ? null : found
  } catch {
    return null
  }
}

/** Answers `app://daiko/…` with the built renderer: files as they are, every other place with the page and a fresh nonce. */
export function pageHandler(root: string): (request: Request) => Promise<Response> {
  async function page(): Promise<Response> {
    const nonce = randomBytes(16).toString('base64')
    const html = withNonce(await readFile(join(root, 'index.html'), 'utf8'), nonce)
    return new Response(html, {
      headers: { ...securityHeaders, 'content-security-policy': csp(nonce), 'content-type': 'text/html; charset=utf-8' },
    })
  }

  return async (request) => {
    if (!isOwn(request.url)) return refused(403)
    if (request.method !== 'GET') return refused(405)
    const { pathname } = new URL(request.url)
    if (extname(pathname) === '' || pathname === '/index.html') return page()
    const type = TYPES[extname(pathname).toLowerCase()]
    const file = type === undefined ? null : await fileUnder(root, pathname)
    const bytes = file && (await readFile(file).catch(() => null))
    if (!bytes || type === undefined) return refused(404)
    return new Response(new Uint8Array(bytes), { headers: { ...securityHeaders, 'content-type': type } })
  }
}
