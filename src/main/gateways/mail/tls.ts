import { isIP } from 'node:net'
import { rootCertificates } from 'node:tls'

/* How mail servers are trusted, the same for sending and for reading. */

interface Trusting {
  readonly host: string
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user: string
  readonly trusted: string
}

/** Certificates of the settings beside the system's; the server must still be the one the certificate names. */
export function tlsOptions({ trusted }: Pick<Trusting, 'trusted'>): { minVersion: 'TLSv1.2'; ca?: string[] } {
  return { minVersion: 'TLSv1.2', ...(trusted === '' ? {} : { ca: [...rootCertificates, trusted] }) }
}

/** Whether a host is this machine and no other. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '')
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'))
}

/** Throws where a password would cross a network that everybody can read. */
export function assertPasswordIsSafe({ host, security, user }: Trusting): void {
  if (host === '') throw new Error('no server is named')
  if (security === 'none' && user !== '' && !isLoopback(host)) {
    throw new Error('a password is not sent over a connection without TLS; choose TLS or STARTTLS')
  }
}
