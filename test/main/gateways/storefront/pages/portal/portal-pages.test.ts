import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PORTAL_IDLE_MINUTES } from '../../../../../../src/main/services/portal-sessions'
import { businessDate } from '../../../../../../src/preload/contract/date'
import type { MerchantId } from '../../../../../../src/preload/contract/ids'
import { freePort } from '../../../../../support/free-port'
import { addOrders, valueIn } from '../../../../../support/ledger'
import { PageVisitor } from '../../../../../support/page-visitor'
import {
  addPortalMerchant,
  aRange,
  codeNow,
  invitationIn,
  openPortalTest,
  PORTAL_PASSWORD,
  type PortalServer,
  type PortalTest,
  postOrder,
  servePortal,
} from '../../../../../support/portal'

let test: PortalTest
let server: PortalServer
let visitor: PageVisitor
let mine: MerchantId
let other: MerchantId
let number: string
beforeEach(async () => {
  test = await openPortalTest()
  const own = await addPortalMerchant(test, { acceptanceRequired: true, virtualRange: await aRange(test) })
  const others = await addPortalMerchant(test, { name: '別の店', acceptanceRequired: true, virtualRange: await aRange(test, 1) })
  mine = own.merchantId
  other = others.merchantId
  number = own.registrationNumber
  server = await servePortal(test)
  visitor = new PageVisitor(server.address)
})
afterEach(async () => {
  await server.close()
  await test.cleanup()
  expect(server.faults).toEqual([])
})

async function signIn(as = visitor, own: Record<string, string> = {}) {
  const form = await as.token('/portal/sign-in')
  return as.post('/portal/sign-in', { form, registrationNumber: number, password: PORTAL_PASSWORD, code: '', ...own })
}

describe('signing in over HTTP', () => {
  it('leads to the orders with a cookie that no script reads and no other site’s request carries', async () => {
    const answer = await signIn()
    expect([answer.status, answer.location]).toEqual([303, '/portal/orders'])
    const [cookie = ''] = answer.setCookies
    const { port } = new URL(server.address)
    expect(cookie).toMatch(new RegExp(`^daiko_portal_session_${port}=[\\w-]{43}; Path=/portal; HttpOnly; SameSite=Strict$`))
    const page = await visitor.get('/portal/orders')
    expect(page.status).toBe(200)
    expect(page.text).toContain('さくら商店')
    expect(page.headers['cache-control']).toBe('no-store')
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  })

  it('keeps the cookie for https alone where people come by https', async () => {
    const port = await freePort()
    const https = await servePortal(test, { publicUrl: 'https://pay.example', port })
    const behind = new PageVisitor(`http://127.0.0.1:${port}`)
    const answer = await signIn(behind)
    expect(answer.setCookies.join()).toContain('; Secure')
    await https.close()
  })

  it.each<[what: string, own: Record<string, string>, told: string]>([
    ['a wrong password', { password: 'wrong wrong wrong' }, '加盟店番号またはパスワードが違います。'],
    ['an unknown number', { registrationNumber: 'K999999' }, '加盟店番号またはパスワードが違います。'],
    ['nothing', { registrationNumber: '', password: '' }, '加盟店番号またはパスワードが違います。'],
  ])('says of %s the same, in the page itself', async (_what, own, told) => {
    const answer = await signIn(visitor, own)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(told)
    expect(answer.setCookies).toEqual([])
    expect((await visitor.get('/portal/orders')).location).toMatch(/^\/portal\/sign-in/)
  })

  it('says until when a number is blocked', async () => {
    for (let failures = 1; failures < 5; failures += 1) await signIn(visitor, { password: 'wrong wrong wrong' })
    expect((await signIn(visitor, { password: 'wrong wrong wrong' })).text).toContain('10:33までサインインできません。')
    expect((await signIn()).text).toContain('10:33までサインインできません。')
  })

  it('asks for a one-time code, and takes each once', async () => {
    const session = valueIn(await test.counter.portal.signIn({ registrationNumber: number, password: PORTAL_PASSWORD, code: '' }))
    const { secret } = valueIn(await test.counter.portal.beginTotp(session, PORTAL_PASSWORD))
    valueIn(await test.counter.portal.confirmTotp(session, codeNow(test, secret)))
    expect((await signIn()).text).toContain('確認コードも入力してください。')
    test.clock.advance(30_000)
    const code = codeNow(test, secret)
    expect((await signIn(new PageVisitor(server.address), { code })).status).toBe(303)
    expect((await signIn(visitor, { code })).text).toContain('すでに使われています')
  })

  it('goes on to the page that was asked for, and to no other site', async () => {
    const first = await visitor.get('/portal/orders?status=paid')
    expect(first.location).toBe('/portal/sign-in?said=first&next=%2Fportal%2Forders%3Fstatus%3Dpaid')
    expect((await signIn(visitor, { next: '/portal/orders?status=paid' })).location).toBe('/portal/orders?status=paid')
    for (const next of [
      '//evil.example/',
      'https://evil.example/',
      '/portal/orders/../../pay',
      '/portal/sign-out',
      '/portal/orders\\@evil',
    ])
      expect((await signIn(new PageVisitor(server.address), { next })).location).toMatch(/^\/portal\/orders(\/\.\.\/\.\.\/pay)?$/)
  })
})

describe('a form', () => {
  const wish = { noticeBy: 'mail', email: 'new@sakura.example', postalAddress: '', language: 'ja', webhookUrl: '' }

  it('needs the token of its session', async () => {
    await signIn()
    const form = await visitor.token('/portal/settings/contacts')
    for (const sent of [{ ...wish }, { ...wish, form: '' }, { ...wish, form: 'A'.repeat(43) }, { ...wish, form: [form, form] }]) {
      const refused = await visitor.post('/portal/settings/contacts', sent)
      expect(refused.status).toBe(403)
      expect(refused.text).toContain('ページを開き直してください。')
    }
    const stranger = new PageVisitor(server.address)
    await signIn(stranger)
    const theirs = await stranger.token('/portal/settings/contacts')
    expect((await visitor.post('/portal/settings/contacts', { ...wish, form: theirs })).status).toBe(403)
    expect((await visitor.post('/portal/settings/contacts', { ...wish, form })).location).toBe('/portal/settings?said=kept')
  })

  it('before sign-in needs the token of the browser it was shown to', async () => {
    const sent = { registrationNumber: number, password: PORTAL_PASSWORD }
    expect((await visitor.post('/portal/sign-in', sent)).status).toBe(403)
    expect((await visitor.post('/portal/sign-in', { ...sent, form: '' })).status).toBe(403)
    const form = await new PageVisitor(server.address).token('/portal/sign-in')
    expect((await visitor.post('/portal/sign-in', { ...sent, form })).status).toBe(403)
  })

  it.each<[what: string, headers: Record<string, string>]>([
    ['another origin', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another site, by what the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour of the same site', { 'sec-fetch-site': 'same-site' }],
  ])('from %s is refused, whatever it brings', async (_what, headers) => {
    await signIn()
    const form = await visitor.token('/portal/settings/contacts')
    expect((await visitor.post('/portal/settings/contacts', { ...wish, form }, headers)).status).toBe(403)
    expect(valueIn(await test.counter.portal.settings(mine)).wishes).toEqual([])
  })

  it('from an old browser is judged by its origin', async () => {
    await signIn()
    const form = await visitor.token('/portal/settings/contacts')
    const body = new URLSearchParams({ ...wish, form }).toString()
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    const post = (headers: Record<string, string>) => visitor.ask('POST', '/portal/settings/contacts', body, { ...type, ...headers })
    expect((await post({})).status).toBe(403)
    expect((await post({ origin: 'null' })).status).toBe(403)
    expect((await post({ origin: 'http://evil.example' })).status).toBe(403)
    expect((await post({ origin: new URL(server.address).origin })).status).toBe(303)
  })
})

describe('a session over HTTP', () => {
  it('is over after a while, with a word about it, and for who signs out', async () => {
    await signIn()
    test.clock.advance(PORTAL_IDLE_MINUTES * 60_000 + 1)
    const gone = await visitor.get('/portal/payouts')
    expect(gone.location).toBe('/portal/sign-in?said=again&next=%2Fportal%2Fpayouts')
    expect((await visitor.get(gone.location)).text).toContain('もう一度サインインしてください')
    await signIn()
    const form = await visitor.token('/portal/orders')
    expect((await visitor.post('/portal/sign-out', {})).status).toBe(403)
    const kept = new Map(visitor.cookies)
    expect((await visitor.post('/portal/sign-out', { form })).location).toBe('/portal/sign-in?said=left')
    for (const [name, value] of kept) visitor.cookies.set(name, value)
    expect((await visitor.get('/portal/orders')).location).toMatch(/^\/portal\/sign-in/)
  })

  it('of another server, or made up, is none', async () => {
    const another = await openPortalTest()
    const { registrationNumber } = await addPortalMerchant(another)
    const beside = await servePortal(another)
    const there = new PageVisitor(beside.address)
    const form = await there.token('/portal/sign-in')
    await there.post('/portal/sign-in', { form, registrationNumber, password: PORTAL_PASSWORD })
    for (const [name, value] of there.cookies) visitor.cookies.set(name, value)
    // By the name this server would look for, too.
    const { port } = new URL(server.address)
    for (const value of [...there.cookies.values(), 'x'.repeat(5_000).slice(0, 300), '"; drop']) {
      visitor.cookies.set(`daiko_portal_session_${port}`, encodeURIComponent(value))
      expect((await visitor.get('/portal/orders')).location).toMatch(/^\/portal\/sign-in/)
    }
    await beside.close()
    await another.cleanup()
  })

  it('no page of the portal is shown without one', async () => {
    const paths = ['', '/orders', '/orders.csv', '/orders.xlsx', '/orders/A-1001', '/accept', '/returns', '/payouts', '/settings']
    const own = ['/settings/contacts', '/settings/account', '/settings/password', '/settings/codes']
    for (const path of [...paths, ...own]) expect((await visitor.get(`/portal${path}`)).location).toMatch(/^\/portal\/sign-in/)
    for (const path of ['/orders/A-1001/answer', '/orders/A-1001/note', ...own])
      expect((await visitor.post(`/portal${path}`, { form: 'x' })).location).toMatch(/^\/portal\/sign-in/)
  })

  it('another password ends the others', async () => {
    const elsewhere = new PageVisitor(server.address)
    await signIn()
    await signIn(elsewhere)
    const form = await visitor.token('/portal/settings/password')
    const sent = { form, current: PORTAL_PASSWORD, next: 'a lamp beside the rice scales', repeat: 'a lamp beside the rice scales' }
    expect((await visitor.post('/portal/settings/password', { ...sent, repeat: 'other' })).text).toContain(
      '二度入力したパスワードが違います。',
    )
    expect((await visitor.post('/portal/settings/password', { ...sent, current: 'x' })).text).toContain('いまのパスワードが違います。')
    expect((await visitor.post('/portal/settings/password', { ...sent, next: 'short', repeat: 'short' })).text).toContain('12文字以上に')
    expect((await visitor.post('/portal/settings/password', sent)).location).toBe('/portal/settings?said=done')
    expect((await visitor.get('/portal/orders')).status).toBe(200)
    expect((await elsewhere.get('/portal/orders')).location).toMatch(/^\/portal\/sign-in/)
  })
})

describe('another merchant’s orders', () => {
  it('do not exist here, on any page', async () => {
    await postOrder(test, other, { orderNumber: 'THEIRS-1' })
    await signIn()
    const form = await visitor.token('/portal/orders')
    const asked = [
      await visitor.get('/portal/orders/THEIRS-1'),
      await visitor.post('/portal/orders/THEIRS-1/answer', { form, answer: 'accept', reason: '' }),
      await visitor.post('/portal/orders/THEIRS-1/answer', { form, reason: '' }),
      await visitor.post('/portal/orders/THEIRS-1/note', { form, note: 'x' }),
      await visitor.get('/portal/orders/NOBODYS-1'),
    ]
    expect(asked.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
    for (const { text } of asked) expect(text).not.toContain('新潟米')
    for (const path of ['/portal/orders', '/portal/orders?search=THEIRS', '/portal/accept', '/portal/orders.csv'])
      expect((await visitor.get(path)).text).not.toContain('THEIRS-1')
    expect(valueIn(await test.counter.orders.read(other, 'THEIRS-1')).tracks.acceptance).toBe('awaiting')
  })
})

describe('the consolidated list', () => {
  beforeEach(async () => {
    await addOrders(
      test.ledger,
      mine,
      Array.from({ length: 60 }, (_, at) => ({
        orderNumber: `L-${String(at).padStart(2, '0')}`,
        amount: 1_000 + at,
        receivedOn: businessDate(at < 30 ? '2026-11-01' : '2026-11-02'),
        method: at % 10 === 0 ? ('card' as const) : ('bank_transfer' as const),
        goods: at === 7 ? '<b>茶碗</b>' : '急須',
        note: '銀行だけが読む',
      })),
    )
    await signIn()
  })

  const numbersIn = (text: string) => [...text.matchAll(/<th scope="row"><span class="code">([^<]*)</g)].map(([, found]) => found)

  it('goes from page to page, newest first', async () => {
    const first = await visitor.get('/portal/orders')
    expect(numbersIn(first.text)).toHaveLength(50)
    const [, next = ''] = /href="(\/portal\/orders\?cursor=[^"]+)"/.exec(first.text) ?? []
    const second = await visitor.get(next.replaceAll('&amp;', '&'))
    expect(numbersIn(second.text)).toHaveLength(10)
    expect(new Set([...numbersIn(first.text), ...numbersIn(second.text)]).size).toBe(60)
    expect(first.text).toContain('60件')
    expect((await visitor.get('/portal/orders?cursor=nonsense')).status).toBe(400)
  })

  it.each<[query: string, count: number]>([
    ['method=card', 6],
    ['status=unpaid&from=2026-11-02', 30],
    ['from=2026/11/02&to=2026/11/02', 30],
    ['search=茶碗', 1],
    ['search=1,005', 1],
    ['status=settled', 0],
    ['status=nonsense&method=barter', 60],
  ])('filtered by %s has %i orders, and so has the file', async (query, count) => {
    const page = await visitor.get(`/portal/orders?${encodeURI(query)}`)
    expect(page.text).toContain(`${count}件`)
    const file = await visitor.get(`/portal/orders.csv?${encodeURI(query)}`)
    expect(file.text.trimEnd().split('\r\n')).toHaveLength(count + 1)
    expect(file.text).not.toContain('銀行だけが読む')
    expect(file.headers['content-disposition']).toMatch(/^attachment; filename="[\w.-]+"; filename\*=UTF-8''/)
    expect(file.headers['cache-control']).toBe('no-store')
  })

  it('says beside a field that a day is none', async () => {
    expect((await visitor.get('/portal/orders?from=2026-11-31')).text).toContain('日付が正しくありません。')
    expect((await visitor.get('/portal/orders?from=2026-11-03&to=2026-11-01')).text).toContain('範囲が逆です。')
  })

  it('shows what people wrote as text', async () => {
    const { text } = await visitor.get('/portal/orders?search=L-07')
    expect(text).toContain('&lt;b&gt;茶碗&lt;/b&gt;')
    expect(text).not.toContain('<b>')
  })

  it('as a workbook is one', async () => {
    const file = await visitor.get('/portal/orders.xlsx')
    expect(file.headers['content-type']).toContain('spreadsheetml')
    expect(file.text.startsWith('PK')).toBe(true)
  })
})

describe('an answer', () => {
  it('accepts an order once; the second time the page says how it stands', async () => {
    await postOrder(test, mine)
    await signIn()
    expect((await visitor.get('/portal/accept')).text).toContain('2026/11/23')
    const form = await visitor.token('/portal/orders/A-1001')
    const answer = (fields: Record<string, string>) => visitor.post('/portal/orders/A-1001/answer', { form, reason: '', ...fields })
    expect((await answer({})).text).toContain('ご回答を選んでください。')
    expect((await answer({ answer: 'refuse' })).text).toContain('受けられない理由を入力してください。')
    expect((await answer({ answer: 'refuse', reason: '4111 1111 1111 1111' })).text).toContain('カード番号は書かないでください。')
    expect((await answer({ answer: 'accept' })).location).toBe('/portal/orders/A-1001?said=accept')
    const again = await answer({ answer: 'refuse', reason: '在庫切れ' })
    expect(again.status).toBe(409)
    expect(again.text).toContain('注文の状態が変わったため')
    expect(valueIn(await test.counter.orders.read(mine, 'A-1001')).tracks.acceptance).toBe('accepted')
  })

  it('to a return is taken; goods that never arrived cannot come back', async () => {
    const paid = { payment: 'paid' } as const
    await addOrders(test.ledger, mine, [
      { orderNumber: 'R-1', amount: 3_000, tracks: { ...paid, protection: 'return_wanted' } },
      { orderNumber: 'R-2', amount: 3_000, tracks: { ...paid, protection: 'not_arrived' } },
    ])
    await signIn()
    const form = await visitor.token('/portal/orders/R-1')
    const answer = (at: string, own: Record<string, string>) => visitor.post(`/portal/orders/${at}/answer`, { form, reason: '', ...own })
    expect((await visitor.get('/portal/returns')).text).toContain('R-2')
    expect((await visitor.get('/portal/orders/R-2')).text).not.toContain('value="goods_returned"')
    expect((await answer('R-2', { answer: 'goods_returned' })).status).toBe(409)
    expect((await answer('R-2', { answer: 'contested' })).text).toContain('異議の理由と証拠を入力してください。')
    expect((await answer('R-2', { answer: 'contested', reason: 'ヤマト 1234' })).status).toBe(303)
    expect((await answer('R-1', { answer: 'goods_returned' })).status).toBe(303)
    expect(valueIn(await test.counter.orders.read(mine, 'R-1')).tracks.protection).toBe('refund_due')
    expect(valueIn(await test.counter.orders.read(mine, 'R-2')).tracks.protection).toBe('contested')
  })

  it('a note is kept, and one that is too long stays in its field', async () => {
    await postOrder(test, mine)
    await signIn()
    const form = await visitor.token('/portal/orders/A-1001')
    const note = (text: string) => visitor.post('/portal/orders/A-1001/note', { form, note: text })
    expect((await note('x'.repeat(201))).text).toContain('備考は200文字までです。')
    expect((await note('4111 1111 1111 1111')).status).toBe(422)
    expect((await note('ギフト包装')).location).toBe('/portal/orders/A-1001?said=noted')
    expect((await visitor.get('/portal/orders/A-1001')).text).toContain('ギフト包装')
  })
})

describe('a wish', () => {
  it('for another account goes from bank to branch to account to confirmation', async () => {
    await signIn()
    const path = '/portal/settings/account'
    expect((await visitor.get(`${path}?find=${encodeURIComponent('みずほ')}`)).text).toContain(`${path}?change=1&amp;bank=0001`)
    const branches = await visitor.get(`${path}?bank=0001&find=${encodeURIComponent('東京営業部')}`)
    expect(branches.text).toContain(`bank=0001&amp;branch=001`)
    const form = await visitor.token(`${path}?bank=0001&branch=001`)
    const typed = { form, bankCode: '0001', branchCode: '001', accountType: '1', accountNumber: '65432', holderKana: 'カ）サクラ' }
    const wrong = await visitor.post(path, { ...typed, step: 'check', accountType: '', holderKana: '桜' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('口座名義は、通帳のとおりに')
    expect(wrong.text).toContain('預金種目')
    const confirm = await visitor.post(path, { ...typed, step: 'check' })
    expect(confirm.text).toContain('0065432')
    expect(valueIn(await test.counter.portal.settings(mine)).wishes).toEqual([])
    expect((await visitor.post(path, { ...typed, step: 'edit' })).text).toContain('value="0065432"')
    expect((await visitor.post(path, { ...typed, step: 'give', bankCode: '9998' })).location).toBe(path)
    expect((await visitor.post(path, { ...typed, step: 'give' })).location).toBe('/portal/settings?said=kept')
    expect((await visitor.post(path, { ...typed, step: 'give' })).location).toBe('/portal/settings?said=waits')
    expect((await visitor.get('/portal/settings')).text).toContain('確認中')
  })

  it('for other contacts says everything that is wrong at once', async () => {
    await signIn()
    const form = await visitor.token('/portal/settings/contacts')
    const sent = { form, noticeBy: 'letter', email: 'x', postalAddress: '', language: 'ja', webhookUrl: 'ftp://x' }
    const wrong = await visitor.post('/portal/settings/contacts', sent)
    expect(wrong.status).toBe(422)
    for (const told of ['メールアドレスの形になっていません', '郵便番号と住所は必須です', 'から入力してください'])
      expect(wrong.text).toContain(told)
  })
})

describe('one-time codes over HTTP', () => {
  it('are set up with a picture and a code, and turned off with the password', async () => {
    await signIn()
    const form = await visitor.token('/portal/settings/codes')
    const post = (fields: Record<string, string>) => visitor.post('/portal/settings/codes', { form, ...fields })
    expect((await post({ step: 'begin', current: 'wrong' })).text).toContain('いまのパスワードが違います。')
    const scan = await post({ step: 'begin', current: PORTAL_PASSWORD })
    expect(scan.text).toContain('<svg class="qr"')
    expect(scan.text).not.toMatch(/style=|data:/)
    const [, secret = ''] = /name="secret" value="([A-Z2-7]+)"/.exec(scan.text) ?? []
    const wrong = codeNow(test, secret) === '000000' ? '000001' : '000000'
    expect((await post({ step: 'confirm', code: wrong, secret, uri: 'otpauth://x' })).text).toContain('数字が違います。')
    expect((await post({ step: 'confirm', code: codeNow(test, secret), secret, uri: 'x' })).location).toBe('/portal/settings?said=done')
    expect((await visitor.get('/portal/settings')).text).toContain('サインインのときに確認コードをたずねます。')
    expect((await post({ step: 'end', current: 'wrong' })).text).toContain('いまのパスワードが違います。')
    expect((await post({ step: 'end', current: PORTAL_PASSWORD })).location).toBe('/portal/settings?said=done')
    expect((await post({ step: 'nonsense' })).status).toBe(400)
  })
})

describe('an invitation over HTTP', () => {
  it('sets a password once, and says so afterwards', async () => {
    valueIn(await test.handlers['merchants.invite'](test.clerk, { id: mine }))
    const path = `/portal/invitation/${await invitationIn(test)}`
    const form = await visitor.token(path)
    const password = 'a lamp beside the rice scales'
    expect((await visitor.post(path, { next: password, repeat: password })).status).toBe(403)
    expect((await visitor.post(path, { form, next: password, repeat: 'other' })).text).toContain('二度入力したパスワードが違います。')
    expect((await visitor.post(path, { form, next: 'short', repeat: 'short' })).text).toContain('12文字以上に')
    const set = await visitor.post(path, { form, next: password, repeat: password })
    expect([set.status, set.location]).toEqual([303, '/portal/orders'])
    expect((await visitor.get('/portal/orders')).status).toBe(200)
    expect((await visitor.get(path)).status).toBe(410)
    expect((await visitor.post(path, { form, next: password, repeat: password })).status).toBe(410)
    expect((await visitor.get('/portal/invitation/nonsense')).text).toContain('この招待リンクは使えません')
  })
})

describe('what no browser sends', () => {
  it.each<[path: string, body: string, type: string]>([
    ['/portal/sign-in', '[]', 'application/json'],
    ['/portal/sign-in', '{"form":{}}', 'application/json'],
    ['/portal/sign-in', 'registrationNumber=%FF%FE&password=%00', 'application/x-www-form-urlencoded'],
    ['/portal/orders/A-1001/answer', 'null', 'application/json'],
    ['/portal/orders/A-1001/note', '{"note":["x"]}', 'application/json'],
    ['/portal/settings/contacts', '{"email":{"a":1}}', 'application/json'],
    ['/portal/settings/account', '7', 'application/json'],
    ['/portal/settings/codes', 'step=begin&step=end', 'application/x-www-form-urlencoded'],
    ['/portal/settings/password', 'current=a&current=b', 'application/x-www-form-urlencoded'],
    ['/portal/invitation/x', '[]', 'application/json'],
    ['/portal/sign-out', '[]', 'application/json'],
    ['/apply', '"x"', 'application/json'],
    ['/apply/send', '{"methods":{"a":1}}', 'application/json'],
  ])('%s is refused and nothing breaks: %s', async (path, body, type) => {
    await signIn()
    const { origin } = new URL(server.address)
    const answer = await visitor.ask('POST', path, body, { origin, 'sec-fetch-site': 'same-origin', 'content-type': type })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
  })

  it.each([
    `/portal/orders/${'x'.repeat(280)}`,
    '/portal/orders/%00',
    '/portal/orders/%E3%81%82%2F..%2F..',
    '/portal/orders?cursor=&status=&search=%00',
    '/portal/orders?status=paid&status=unpaid',
    '/portal/settings/account?bank=0001&bank=0002&find[]=x',
    '/portal/sign-in?said=x&next=//evil.example',
    '/apply/received?number=A&number=B',
  ])('%s is answered without a fault', async (path) => {
    await signIn()
    expect((await visitor.get(path)).status).toBeLessThan(500)
  })
})
