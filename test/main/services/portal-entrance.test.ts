import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PortalCounter } from '../../../src/main/gateways/counter'
import { setMerchantState } from '../../../src/main/ledger/merchants'
import { blockedUntil } from '../../../src/main/services/lockout'
import { LONGEST_SESSION_HOURS, PORTAL_IDLE_MINUTES } from '../../../src/main/services/portal-sessions'
import { MerchantId } from '../../../src/preload/contract/ids'
import { auditOf, refusalOf } from '../../support/desk'
import { addMerchant, valueIn, writing } from '../../support/ledger'
import {
  addPortalMerchant,
  codeNow,
  invitationIn,
  openPortalTest,
  PORTAL_PASSWORD,
  type PortalTest,
  signedIn,
  startedAnew,
} from '../../support/portal'

const MINUTE = 60_000
const NEW_PASSWORD = 'a lamp beside the rice scales'
let test: PortalTest
let portal: PortalCounter
let merchantId: MerchantId
let number: string
beforeEach(async () => {
  test = await openPortalTest()
  portal = test.counter.portal
  const added = await addPortalMerchant(test)
  merchantId = added.merchantId
  number = added.registrationNumber
})
afterEach(() => test.cleanup())

const signIn = (own: { registrationNumber?: string; password?: string; code?: string } = {}) =>
  portal.signIn({ registrationNumber: number, password: PORTAL_PASSWORD, code: '', ...own })
const nameOf = (result: Parameters<typeof refusalOf>[0]) => refusalOf(result).refusal
const accountRow = () =>
  test.ledger.reader.db.selectFrom('portal_accounts').selectAll().where('merchant_id', '=', merchantId).executeTakeFirstOrThrow()

describe('signing in', () => {
  it('by registration number in any width and case, and by password', async () => {
    const session = valueIn(await signIn({ registrationNumber: ' ｋ000001 ' }))
    expect(valueIn(await portal.who(session))).toEqual({
      merchantId,
      actor: 'merchant:K000001',
      source: 'portal',
      registrationNumber: 'K000001',
      merchantName: 'さくら商店',
      language: 'ja',
      oneTimeCodes: false,
      formToken: expect.stringMatching(/^[\w-]{43}$/),
      at: test.clock.now(),
    })
    expect((await accountRow()).last_sign_in_at).toBe(test.clock.now())
    expect(auditOf(test, 'session')).toEqual(['merchant:K000001 portal.signed_in'])
  })

  it('does not tell apart a wrong password, an unknown number, one never invited, one not active', async () => {
    await addMerchant(test.ledger, { name: '招待なし' })
    const inactive = await addPortalMerchant(test)
    await writing(test.ledger, (writer) => setMerchantState(writer, inactive.merchantId, 'rejected'))
    const answers = [
      await signIn({ password: 'wrong wrong wrong' }),
      await signIn({ registrationNumber: 'K999999' }),
      await signIn({ registrationNumber: 'K000002' }),
      await signIn({ registrationNumber: inactive.registrationNumber }),
    ]
    expect(answers.map((answer) => refusalOf(answer))).toEqual(answers.map(() => ({ refusal: 'wrong_credentials' })))
  })

  it('is blocked after five failures, longer each time, whether there is such a number or not', async () => {
    for (const registrationNumber of [number, 'K999999']) {
      const wrong = () => signIn({ registrationNumber, password: 'wrong wrong wrong' })
      for (let failures = 1; failures < 5; failures += 1) expect(nameOf(await wrong())).toBe('wrong_credentials')
      const until = blockedUntil(5, test.clock.now())
      expect(refusalOf(await wrong())).toEqual({ refusal: 'sign_in_blocked', until })
      expect(refusalOf(await signIn({ registrationNumber }))).toEqual({ refusal: 'sign_in_blocked', until })
    }
    test.clock.advance(MINUTE)
    valueIn(await signIn())
    expect((await accountRow()).failures).toBe(0)
  })

  it('does not forget failures when the core is started anew', async () => {
    for (let failures = 1; failures <= 5; failures += 1) await signIn({ password: 'wrong wrong wrong' })
    portal = startedAnew(test)
    expect(nameOf(await signIn())).toBe('sign_in_blocked')
  })

  it('counts guesses that are made at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 7 }, () => signIn({ password: 'wrong wrong wrong' })))
    expect(answers.map(nameOf)).toEqual([...Array(4).fill('wrong_credentials'), ...Array(3).fill('sign_in_blocked')])
  })

  it('lets only so many wait, since the desk waits in the same line', async () => {
    const answers = await Promise.all(Array.from({ length: 9 }, (_, at) => signIn({ registrationNumber: `K90000${at}` })))
    expect(answers.map(nameOf)).toEqual([...Array(8).fill('wrong_credentials'), 'overloaded'])
  })
})

describe('a session', () => {
  it('is over after a while without a request; asking keeps it', async () => {
    const session = await signedIn(portal, number)
    for (let times = 0; times < 3; times += 1) {
      test.clock.advance(PORTAL_IDLE_MINUTES * MINUTE)
      valueIn(await portal.who(session))
    }
    test.clock.advance(PORTAL_IDLE_MINUTES * MINUTE + 1)
    expect(nameOf(await portal.who(session))).toBe('not_signed_in')
  })

  it('is over after some hours, however busy', async () => {
    const session = await signedIn(portal, number)
    const steps = (LONGEST_SESSION_HOURS * 60) / 10
    for (let step = 0; step < steps; step += 1) {
      test.clock.advance(10 * MINUTE)
      valueIn(await portal.who(session))
    }
    test.clock.advance(1)
    expect(nameOf(await portal.who(session))).toBe('not_signed_in')
  })

  it('ends when signed out, when the core is started anew, and when the merchant is no longer active', async () => {
    const [first, second, third] = [await signedIn(portal, number), await signedIn(portal, number), await signedIn(portal, number)]
    await portal.signOut(first)
    expect(nameOf(await portal.who(first))).toBe('not_signed_in')
    valueIn(await portal.who(second))
    expect(nameOf(await startedAnew(test).who(second))).toBe('not_signed_in')
    await writing(test.ledger, (writer) => setMerchantState(writer, merchantId, 'rejected'))
    expect(nameOf(await portal.who(third))).toBe('not_signed_in')
    await portal.signOut('nonsense')
  })

  it.each(['', 'nonsense', 'A'.repeat(43)])('is nothing that can be guessed: %j', async (token) => {
    expect(nameOf(await portal.who(token))).toBe('not_signed_in')
    expect(nameOf(await portal.changePassword(token, { current: PORTAL_PASSWORD, next: NEW_PASSWORD }))).toBe('not_signed_in')
    expect(nameOf(await portal.beginTotp(token, PORTAL_PASSWORD))).toBe('not_signed_in')
    expect(nameOf(await portal.confirmTotp(token, '123456'))).toBe('not_signed_in')
    expect(nameOf(await portal.endTotp(token, PORTAL_PASSWORD))).toBe('not_signed_in')
  })

  it('there are only so many of one merchant: the oldest goes', async () => {
    const sessions: string[] = []
    for (let at = 0; at < 21; at += 1) sessions.push(await signedIn(portal, number))
    const [oldest = '', ...others] = sessions
    expect(nameOf(await portal.who(oldest))).toBe('not_signed_in')
    for (const session of others) valueIn(await portal.who(session))
  })
})

describe('another password', () => {
  it('ends every other session and needs the old one', async () => {
    const [mine, other] = [await signedIn(portal, number), await signedIn(portal, number)]
    const change = (current: string, next: string) => portal.changePassword(mine, { current, next })
    expect(nameOf(await change('wrong wrong wrong', NEW_PASSWORD))).toBe('wrong_credentials')
    expect(refusalOf(await change(PORTAL_PASSWORD, 'short'))).toEqual({ refusal: 'password_too_short', minimum: 12 })
    expect(nameOf(await change(PORTAL_PASSWORD, 'my k000001 password'))).toBe('password_too_common')
    expect(nameOf(await change(PORTAL_PASSWORD, PORTAL_PASSWORD))).toBe('password_too_common')
    valueIn(await portal.who(other))
    valueIn(await change(PORTAL_PASSWORD, NEW_PASSWORD))
    valueIn(await portal.who(mine))
    expect(nameOf(await portal.who(other))).toBe('not_signed_in')
    expect(nameOf(await signIn())).toBe('wrong_credentials')
    valueIn(await signIn({ password: NEW_PASSWORD }))
    expect(auditOf(test, 'merchants')).toEqual(['merchant:K000001 portal_password_changed'])
  })

  it('failures at confirming count like any others', async () => {
    const session = await signedIn(portal, number)
    for (let failures = 1; failures <= 5; failures += 1) await portal.endTotp(session, 'wrong wrong wrong')
    expect(nameOf(await signIn())).toBe('sign_in_blocked')
  })
})

describe('one-time codes', () => {
  async function turnedOn(): Promise<{ session: string; secret: string }> {
    const session = await signedIn(portal, number)
    const { secret } = valueIn(await portal.beginTotp(session, PORTAL_PASSWORD))
    valueIn(await portal.confirmTotp(session, codeNow(test, secret)))
    return { session, secret }
  }

  it('are asked for once one of them was confirmed, and their secret is sealed', async () => {
    const session = await signedIn(portal, number)
    expect(nameOf(await portal.confirmTotp(session, '000000'))).toBe('totp_wrong')
    expect(nameOf(await portal.beginTotp(session, 'wrong wrong wrong'))).toBe('wrong_credentials')
    const { secret } = valueIn(await portal.beginTotp(session, PORTAL_PASSWORD))
    valueIn(await signIn())
    const wrong = codeNow(test, secret) === '000000' ? '000001' : '000000'
    expect(nameOf(await portal.confirmTotp(session, wrong))).toBe('totp_wrong')
    valueIn(await portal.confirmTotp(session, codeNow(test, secret)))
    expect(valueIn(await portal.who(session)).oneTimeCodes).toBe(true)
    expect((await accountRow()).totp_secret).not.toContain(secret)
  })

  it('end every other session', async () => {
    const other = await signedIn(portal, number)
    await turnedOn()
    expect(nameOf(await portal.who(other))).toBe('not_signed_in')
  })

  it('a missing code is asked for after the right password only, and counts as no failure', async () => {
    await turnedOn()
    expect(nameOf(await signIn({ password: 'wrong wrong wrong' }))).toBe('wrong_credentials')
    for (let times = 0; times < 6; times += 1) expect(nameOf(await signIn())).toBe('totp_required')
    expect((await accountRow()).failures).toBe(1)
  })

  it('a code is good once: neither the one that turned them on nor a used one is taken again', async () => {
    const { secret } = await turnedOn()
    expect(nameOf(await signIn({ code: codeNow(test, secret) }))).toBe('totp_wrong')
    test.clock.advance(30_000)
    const code = codeNow(test, secret)
    valueIn(await signIn({ code }))
    expect(nameOf(await signIn({ code }))).toBe('totp_wrong')
    test.clock.advance(30_000)
    valueIn(await signIn({ code: codeNow(test, secret) }))
  })

  it('the same code at the same moment opens once', async () => {
    const { secret } = await turnedOn()
    test.clock.advance(30_000)
    const code = codeNow(test, secret)
    const answers = await Promise.all([signIn({ code }), signIn({ code }), signIn({ code })])
    expect(answers.map(({ ok }) => ok)).toEqual([true, false, false])
  })

  it('wrong codes block as wrong passwords do', async () => {
    const { secret } = await turnedOn()
    const wrong = codeNow(test, secret) === '111111' ? '222222' : '111111'
    for (let failures = 1; failures < 5; failures += 1) expect(nameOf(await signIn({ code: wrong }))).toBe('totp_wrong')
    expect(nameOf(await signIn({ code: wrong }))).toBe('sign_in_blocked')
  })

  it('are turned off with the password', async () => {
    const { session } = await turnedOn()
    expect(nameOf(await portal.endTotp(session, 'wrong wrong wrong'))).toBe('wrong_credentials')
    valueIn(await portal.endTotp(session, PORTAL_PASSWORD))
    valueIn(await signIn())
    expect(auditOf(test, 'merchants')).toEqual(['merchant:K000001 portal_totp_on', 'merchant:K000001 portal_totp_off'])
  })

  it('sealed under another key they let nobody in', async () => {
    await turnedOn()
    await writing(test.ledger, (writer) =>
      writer.db
        .updateTable('portal_accounts')
        .set({ totp_secret: Buffer.alloc(60).toString('base64') })
        .execute(),
    )
    expect(nameOf(await signIn({ code: '123456' }))).toBe('key_unreadable')
  })
})

describe('an invitation', () => {
  const invite = (id = merchantId) => test.handlers['merchants.invite'](test.clerk, { id })

  it('sets a password once and signs in', async () => {
    const invited = await addMerchant(test.ledger, { name: '新しい店', contacts: { ...(await contacts()), language: 'en' } })
    const { until } = valueIn(await invite(invited))
    expect(until).toBe(test.clock.now() + 7 * 24 * 60 * MINUTE)
    const token = await invitationIn(test)
    expect(valueIn(await portal.invitation(token))).toEqual({ registrationNumber: 'K000002', merchantName: '新しい店', language: 'en' })
    expect(nameOf(await portal.acceptInvitation(token, 'short'))).toBe('password_too_short')
    expect(nameOf(await portal.acceptInvitation(token, 'password password'))).toBe('password_too_common')
    const session = valueIn(await portal.acceptInvitation(token, NEW_PASSWORD))
    expect(valueIn(await portal.who(session)).registrationNumber).toBe('K000002')
    expect(nameOf(await portal.invitation(token))).toBe('invitation_invalid')
    expect(nameOf(await portal.acceptInvitation(token, `${NEW_PASSWORD} again`))).toBe('invitation_invalid')
    valueIn(await signIn({ registrationNumber: 'K000002', password: NEW_PASSWORD }))
    expect(auditOf(test, 'merchants')).toEqual(['user:yamada portal_invited', 'merchant:K000002 portal_password_set'])
  })

  const contacts = async () => ({
    email: 'new@shop.example',
    postalAddress: '',
    language: 'ja' as const,
    noticeBy: 'mail' as const,
    webhookUrl: '',
    tellsPayers: true,
  })

  it('used at the same moment by two, serves one', async () => {
    valueIn(await invite())
    const token = await invitationIn(test)
    const both = await Promise.all([portal.acceptInvitation(token, NEW_PASSWORD), portal.acceptInvitation(token, `${NEW_PASSWORD} too`)])
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true])
  })

  it('is over after seven days, with a later one, and with the merchant', async () => {
    valueIn(await invite())
    const first = await invitationIn(test)
    valueIn(await invite())
    const second = await invitationIn(test)
    expect(nameOf(await portal.invitation(first))).toBe('invitation_invalid')
    valueIn(await portal.invitation(second))
    test.clock.advance(7 * 24 * 60 * MINUTE)
    expect(nameOf(await portal.invitation(second))).toBe('invitation_invalid')
    expect(nameOf(await portal.acceptInvitation(second, NEW_PASSWORD))).toBe('invitation_invalid')
    valueIn(await invite())
    const third = await invitationIn(test)
    await writing(test.ledger, (writer) => setMerchantState(writer, merchantId, 'rejected'))
    expect(nameOf(await portal.invitation(third))).toBe('invitation_invalid')
    expect(nameOf(await portal.invitation('nonsense'))).toBe('invitation_invalid')
  })

  it('recovers a lost password and a lost authenticator, and ends what was there', async () => {
    const session = await signedIn(portal, number)
    const { secret } = valueIn(await portal.beginTotp(session, PORTAL_PASSWORD))
    valueIn(await portal.confirmTotp(session, codeNow(test, secret)))
    for (let failures = 1; failures <= 5; failures += 1) await signIn({ password: 'wrong wrong wrong' })
    valueIn(await invite())
    valueIn(await portal.who(session))
    valueIn(await portal.acceptInvitation(await invitationIn(test), NEW_PASSWORD))
    expect(nameOf(await portal.who(session))).toBe('not_signed_in')
    expect(nameOf(await signIn())).toBe('wrong_credentials')
    valueIn(await signIn({ password: NEW_PASSWORD }))
  })

  it('ends when the password is changed otherwise', async () => {
    valueIn(await invite())
    const session = await signedIn(portal, number)
    valueIn(await portal.changePassword(session, { current: PORTAL_PASSWORD, next: NEW_PASSWORD }))
    expect(nameOf(await portal.invitation(await invitationIn(test)))).toBe('invitation_invalid')
  })

  it('is nowhere in the ledger as it was sent', async () => {
    valueIn(await invite())
    const token = await invitationIn(test)
    const row = await accountRow()
    expect(JSON.stringify([row, await test.ledger.reader.db.selectFrom('notices').selectAll().execute()])).not.toContain(token)
  })

  it('goes to merchants with a mail address that are active', async () => {
    const mailless = await addMerchant(test.ledger)
    const waiting = await addMerchant(test.ledger, { name: '審査中', state: 'awaiting_approval', contacts: await contacts() })
    expect(refusalOf(await invite(mailless))).toMatchObject({ problems: [{ path: 'contacts.email', message: 'missing' }] })
    expect(refusalOf(await invite(waiting))).toEqual({ refusal: 'merchant_not_active', merchant: '審査中' })
    expect(nameOf(await invite(MerchantId.parse(1)))).toBe('not_found')
  })

  it('cannot be sent without a key for secrets', async () => {
    const keyless = await openPortalTest({ secrets: null })
    const { merchantId: id } = await addPortalMerchant(keyless)
    expect(nameOf(await keyless.handlers['merchants.invite'](keyless.clerk, { id }))).toBe('key_unreadable')
    await keyless.cleanup()
  })

  it('the desk sees where a portal stands', async () => {
    const stands = async (id = merchantId) => valueIn(await test.handlers['merchants.portal'](test.clerk, { id }))
    const never = await addMerchant(test.ledger)
    expect(await stands(never)).toEqual({
      invitedUntil: null,
      signedUp: false,
      oneTimeCodes: false,
      lastSignInAt: null,
      blockedUntil: null,
    })
    valueIn(await invite())
    await signedIn(portal, number)
    expect(await stands()).toMatchObject({ invitedUntil: expect.any(Number), signedUp: true, lastSignInAt: test.clock.now() })
    expect(nameOf(await test.handlers['merchants.portal'](test.clerk, { id: MerchantId.parse(1) }))).toBe('not_found')
  })
})
