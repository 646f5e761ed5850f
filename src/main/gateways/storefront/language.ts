import type { FastifyRequest } from 'fastify'
import { Language } from '../../../preload/contract/merchants'

/** The language of a page: what the address asks for (`?lang=en`), else what the browser prefers, else Japanese. */
export function languageOf(request: FastifyRequest): Language {
  const asked = Language.safeParse(queryOf(request).get('lang'))
  if (asked.success) return asked.data
  const preferred = (request.headers['accept-language'] ?? '').toLowerCase().split(',', 1)[0] ?? ''
  return preferred === '' || preferred.startsWith('*') || preferred.startsWith('ja') ? 'ja' : 'en'
}

function queryOf(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(request.url.split('?')[1] ?? '')
}
