import type { FastifyRequest } from 'fastify'
import { Language } from '../../../preload/contract/merchants'

/** The language of a page: what the address asks for (`?lang=en`), else what the browser prefers, else Japanese. */
export function languageOf(request: FastifyRequest): Language {
  const asked = askedLanguage(request)
  if (asked) return asked
  const preferred = (request.headers['accept-language'] ?? '').toLowerCase().split(',', 1)[0] ?? ''
  return preferred === '' || preferred.startsWith('*') || preferred.startsWith('ja') ? 'ja' : 'en'
}

/** What the address itself asks for, or null. */
export function askedLanguage(request: FastifyRequest): Language | null {
  const asked = Language.safeParse(queryOf(request.url).get('lang'))
  return asked.success ? asked.data : null
}

function queryOf(address: string): URLSearchParams {
  return new URLSearchParams(address.split('?')[1] ?? '')
}

/** The same address (path and query) in that language. */
export function inLanguage(address: string, language: Language): string {
  const query = queryOf(address)
  query.set('lang', language)
  return `${address.split('?', 1)[0]}?${query}`
}

/** An address of the storefront for whoever asked: it goes on in the language that was asked for. Links, forms and redirects use it. */
export function addressFor(request: FastifyRequest, address: string): string {
  const asked = askedLanguage(request)
  return asked ? inLanguage(address, asked) : address
}
