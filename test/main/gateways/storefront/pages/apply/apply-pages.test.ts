import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TERMS_VERSION } from '../../../../../../src/preload/contract/applications'
import { type Fields, PageVisitor } from '../../../../../support/page-visitor'
import { applicationDraft, openPortalTest, type PortalServer, type PortalTest, servePortal } from '../../../../../support/portal'

let test: PortalTest
let server: PortalServer
let visitor: PageVisitor
beforeEach(async () => {
  test = await openPortalTest()
  server = await servePortal(test)
  visitor = new PageVisitor(server.address)
})
afterEach(async () => {
  await server.close()
  await test.cleanup()
  expect(server.faults).toEqual([])
})

const fieldsOf = (own: Fields = {}): Fields => ({ ...applicationDraft(), ...own })
const send = (own: Fields = {}) => visitor.post('/apply/send', fieldsOf({ stage: 'review', ...own }))
const go = (stage: string, own: Fields = {}) => visitor.post('/apply', fieldsOf({ stage, go: 'next', ...own }))
const stored = async () => (await test.ledger.reader.db.selectFrom('applications').select('id').execute()).length
/** Which page is shown, by the field it carries along. */
const stageIn = (text: string) => /name="stage" value="(\w+)"/.exec(text)?.[1]

describe('the pages of an application', () => {
  it('go on where nothing is wrong, and stay where something is', async () => {
    expect(stageIn((await visitor.get('/apply')).text)).toBe('company')
    const wrong = await go('company', { name: '', email: 'x' })
    expect([wrong.status, stageIn(wrong.text)]).toEqual([422, 'company'])
    expect(wrong.text).toContain('会社名・お店の名前は必須です。')
    expect(wrong.text).toContain('メールアドレスがメールアドレスの形になっていません。')
    expect(stageIn((await go('company', { bankCode: '', holderKana: '' })).text)).toBe('bank')
    expect(stageIn((await go('account')).text)).toBe('wishes')
    expect(stageIn((await go('wishes', { termsVersion: '' })).text)).toBe('review')
    expect(stageIn((await go('wishes', { go: 'back' })).text)).toBe('account')
    expect(stageIn((await go('review', { go: 'company' })).text)).toBe('company')
    expect(await stored()).toBe(0)
  })

  it('find bank and branch; another bank has other branches', async () => {
    const found = await go('bank', { go: 'find', find: 'みずほ', bankCode: '', branchCode: '' })
    expect(found.text).toMatch(/<button[^>]* value="0001"[^>]*><span>みずほ</)
    const chosen = await go('bank', { choose: '0009', bankCode: '0001', branchCode: '001' })
    expect(stageIn(chosen.text)).toBe('branch')
    expect(chosen.text).toContain('三井住友')
    expect(stageIn((await go('branch', { choose: '001', branchCode: '' })).text)).toBe('account')
    expect(stageIn((await go('bank', { choose: '9998' })).text)).toBe('bank')
    expect((await go('bank', { go: 'find', find: 'ｗｗｗ' })).text).toContain('見つかりませんでした')
  })

  it('carry what was typed along as text, whatever it is', async () => {
    const { text } = await go('company', { name: '"><script>alert(1)</script>' })
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"')
    expect(text).not.toContain('<script')
  })

  it.each<[what: string, own: Fields]>([
    ['a page there is not', { stage: 'nonsense' }],
    ['a move there is not', { go: 'nonsense' }],
    ['a field of no end', { name: 'x'.repeat(3_000) }],
    ['a field twice', { name: ['a', 'b'] }],
  ])('do not read %s', async (_what, own) => {
    expect((await go('company', own)).status).toBe(400)
  })

  it('speak English to who asks for it', async () => {
    expect((await visitor.get('/apply?lang=en')).text).toContain('Merchant application')
    expect((await visitor.get('/apply/terms?lang=en')).text).toContain(`Version ${TERMS_VERSION}`)
    expect((await visitor.get('/apply/terms')).text).toContain('第10条')
  })
})

describe('sending', () => {
  it('keeps the application and shows its number at an address that can be loaded again', async () => {
    const sent = await send()
    expect(sent.status).toBe(303)
    expect(sent.location).toMatch(/^\/apply\/received\?number=[0-9A-Z]+$/)
    const page = await visitor.get(sent.location)
    expect(page.text).toContain(sent.location.split('=')[1] ?? 'no number')
    expect(await stored()).toBe(1)
    expect((await send()).location).toBe(sent.location)
    expect(await stored()).toBe(1)
    expect((await visitor.get('/apply/received?number=<b>')).status).toBe(404)
  })

  it.each<[what: string, own: Fields, stage: string, told: string]>([
    ['without accepting the terms', { termsVersion: '' }, 'review', '同意の欄に印を付けてください。'],
    ['with terms of another day', { termsVersion: '2001-06' }, 'review', '同意の欄に印を付けてください。'],
    ['with a card number', { representative: '4111 1111 1111 1111' }, 'company', 'カード番号を書かないでください。'],
    ['without a method', { methods: [] }, 'wishes', 'お客様に案内する支払方法は必須です。'],
    ['with a wrong T-number', { tNumber: 'T8000012050002' }, 'company', 'Tと13桁の数字'],
    ['with a branch there is not', { branchCode: '999' }, 'branch', ''],
  ])('%s leads back to the page where it is wrong', async (_what, own, stage, told) => {
    const answer = await send(own)
    expect([answer.status, stageIn(answer.text)]).toEqual([422, stage])
    expect(answer.text).toContain(told)
    expect(await stored()).toBe(0)
  })

  it('too often for one mail address, or from one machine, is put off', async () => {
    for (const name of ['一', '二', '三']) expect((await send({ name })).status).toBe(303)
    const fourth = await send({ name: '四' })
    expect([fourth.status, await stored()]).toEqual([429, 3])
    expect(fourth.text).toContain('明日以降に')
    let last = fourth
    for (let more = 0; more < 20; more += 1) last = await send({ name: '五', email: 'x' })
    expect(last.status).toBe(429)
    expect(last.text).toContain('ただいま混み合っています')
  })

  it('from another site is refused', async () => {
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect((await visitor.post('/apply/send', fieldsOf({ stage: 'review' }), foreign)).status).toBe(403)
    expect(await stored()).toBe(0)
  })
})
