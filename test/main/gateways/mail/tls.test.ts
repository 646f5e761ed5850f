import { describe, expect, it } from 'vitest'
import { assertPasswordIsSafe, isLoopback } from '../../../../src/main/gateways/mail/tls'

describe('this machine and no other', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.9.1', true],
    ['localhost', true],
    ['LOCALHOST', true],
    ['::1', true],
    ['[::1]', true],
    ['127.0.0.1.example.jp', false],
    ['localhost.example.jp', false],
    ['10.0.0.1', false],
    ['0.0.0.0', false],
    ['', false],
  ])('%s: %s', (host, is) => {
    expect(isLoopback(host)).toBe(is)
  })
})

describe('a password', () => {
  const at = (host: string, security: 'tls' | 'starttls' | 'none', user: string) => () =>
    assertPasswordIsSafe({ host, security, user, trusted: '' })
  it('crosses a network over TLS only', () => {
    expect(at('mail.example.jp', 'tls', 'bank')).not.toThrow()
    expect(at('mail.example.jp', 'starttls', 'bank')).not.toThrow()
    expect(at('mail.example.jp', 'none', '')).not.toThrow()
    expect(at('127.0.0.1', 'none', 'bank')).not.toThrow()
    expect(at('mail.example.jp', 'none', 'bank')).toThrow('without TLS')
    expect(at('', 'tls', 'bank')).toThrow('no server is named')
  })
})
