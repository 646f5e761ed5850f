import { describe, expect, it } from 'vitest'
import { hashPassword, passwordRefusal, verifyPassword } from '../../../src/main/services/passwords'

describe('which passwords are taken', () => {
  const cases: [string, string | null][] = [
    ['', 'password_too_short'],
    ['elevenchars', 'password_too_short'],
    ['🔒🔒🔒🔒🔒🔒', 'password_too_short'],
    ['tea kettle on the third shelf', null],
    ['三番目の棚のやかんと急須', null],
    ['no digits no signs no capitals', null],
    ['password is a great horse of mine', null],
    ['aaaaaaaaaaaaaa', 'password_too_common'],
    ['123456789012', 'password_too_common'],
    ['987654321098', 'password_too_common'],
    ['abcdefghijklmn', 'password_too_common'],
    ['abcabcabcabc', 'password_too_common'],
    ['12ab12ab12ab12ab', 'password_too_common'],
    ['Password!2026', 'password_too_common'],
    ['ＰＡＳＳＷＯＲＤ２０２６', 'password_too_common'],
    ['passwordpassword', 'password_too_common'],
    ['administrator', 'password_too_common'],
    ['qwertyuiop123', 'password_too_common'],
    ['correct horse battery staple', 'password_too_common'],
    ['yamada on the shelf', 'password_too_common'],
    ['the YAMADA kettle', 'password_too_common'],
  ]
  it.each(cases)('%j: %s', (password, refusal) => {
    expect(passwordRefusal(password, 'yamada')?.refusal ?? null).toBe(refusal)
  })

  it('a name of one or two letters is in many words', () => {
    expect(passwordRefusal('tea kettle on the third shelf', 'te')).toBeNull()
  })
})

describe('hashes', () => {
  it('hold scheme, cost and salt, and know their password verbatim', async () => {
    const password = ' ｶﾞ=ガ🔑́ '
    const hash = await hashPassword(password)
    expect(hash).toMatch(/^scrypt\$131072\$8\$1\$[\w-]{22}\$[\w-]{43}$/)
    expect(await verifyPassword(password, hash)).toBe(true)
    expect(await verifyPassword(password.trim(), hash)).toBe(false)
    expect(await verifyPassword(password.normalize('NFKC'), hash)).toBe(false)
    expect(await hashPassword(password)).not.toBe(hash)
  })

  it('of nobody take as long and are never right', async () => {
    const hash = await hashPassword('tea kettle on the third shelf')
    const timed = async (stored: string | null) => {
      const startedAt = performance.now()
      expect(await verifyPassword('something else entirely', stored)).toBe(false)
      return performance.now() - startedAt
    }
    const [known, unknown] = [await timed(hash), await timed(null)]
    expect(unknown / known).toBeGreaterThan(0.3)
    expect(unknown / known).toBeLessThan(3)
  })

  it.each(['', 'plain', 'bcrypt$1$2$3$4$5', 'scrypt$1$2$3'])('in the unknown form %j are a fault', async (stored) => {
    await expect(verifyPassword('x', stored)).rejects.toThrow('known form')
  })
})
