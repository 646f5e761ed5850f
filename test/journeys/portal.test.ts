import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wordsIn } from '../../src/main/gateways/storefront/words'
import { businessDate } from '../../src/preload/contract/date'
import type { Language } from '../../src/preload/contract/merchants'
import { barriers, drawn, overflows, SCHEMES } from '../support/appearance'
import { launchBrowser } from '../support/browser'
import { addOrders, merchantTerms, valueIn } from '../support/ledger'
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
} from '../support/portal'

/*
 * A merchant applies, is registered, signs in and works in its portal, in a real browser; and every page of both in both languages,
 * light and dark, on a telephone and at a desk: nothing that axe calls serious, nothing that sticks out, nothing on the console.
 * DAIKO_PICTURES names a folder to keep each as a picture in.
 */
const SIZES = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
] as const
const LANGUAGES: readonly Language[] = ['ja', 'en']
const PICTURES = process.env.DAIKO_PICTURES
const NEW_PASSWORD = 'a lamp beside the rice scales'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

async function newPage(language: Language): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ locale: language === 'ja' ? 'ja-JP' : 'en-GB', viewport: SIZES[0] })
  page.setDefaultTimeout(20_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => message.type() === 'error' && !message.text().includes('status of 4') && complaints.push(message.text()))
  return { page, complaints }
}

describe('from the application to the first answer', () => {
  let test: PortalTest
  let server: PortalServer
  beforeAll(async () => {
    test = await openPortalTest()
    server = await servePortal(test)
  })
  afterAll(async () => {
    await server?.close()
    await test?.cleanup()
  })

  const words = wordsIn('ja')
  const { apply, forms, portal } = words

  it('without script, on a telephone', async () => {
    const { page, complaints } = await newPage('ja')
    const next = () => page.getByRole('button', { name: forms.next, exact: true }).click()
    const fill = (label: string, text: string) => page.getByLabel(label).first().fill(text)

    await page.goto(`${server.address}/apply`)
    await next()
    await page.getByText(forms.fault('missing', apply.company.name)).first().waitFor()
    expect(await page.locator('.error').count()).toBe(6)
    await fill(apply.company.name, '株式会社さくら商店')
    await fill(apply.company.nameKana, 'カブシキガイシャサクラショウテン')
    await fill(apply.company.representative, '佐倉 花子')
    await fill(apply.company.postalAddress, '〒100-0001 東京都千代田区千代田1-1')
    await fill(apply.company.telephone, '03-1234-5678')
    await fill(apply.company.email, 'hanako@sakura.example')
    await next()
    await page.getByLabel(words.refundAccount.bank.search).fill('みずほ')
    await page.keyboard.press('Enter')
    await page.locator('button[value="0001"]').click()
    await page.getByLabel(words.refundAccount.branch.search).fill('東京営業部')
    await page.keyboard.press('Enter')
    await page.locator('button[value="001"]').click()
    await page.getByLabel(words.nouns.accountType[1]).check()
    await fill(forms.accountNumber, '7654321')
    await fill(forms.holder, 'カ）サクラショウテン')
    await next()
    await page.getByLabel(words.nouns.method.bank_transfer).check()
    await page.getByLabel(words.nouns.method.card).check()
    await next()
    await page.getByText('みずほ').first().waitFor()
    await page.getByRole('button', { name: apply.review.send }).click()
    await page.getByText(forms.fault('terms_not_accepted', '')).first().waitFor()
    await page.getByLabel(apply.review.terms('2026-11')).check()
    await page.getByRole('button', { name: apply.review.send }).click()
    await page.getByRole('heading', { name: apply.received.title }).waitFor()

    const link = await registered()
    await page.goto(`${server.address}${link}`)
    await fill(portal.password.next, NEW_PASSWORD)
    await page.getByLabel(portal.password.repeat).fill(NEW_PASSWORD)
    await page.getByRole('button', { name: portal.invitation.next }).click()
    await page.getByText('A-1001').first().waitFor()

    await page.goto(`${server.address}${link}`)
    await page.getByRole('heading', { name: portal.invitation.invalid.title }).waitFor()
    await page.goto(`${server.address}/portal`)
    await page.getByRole('button', { name: portal.signOut }).click()
    await page.getByRole('heading', { name: portal.signIn.left.title }).waitFor()
    await page.getByLabel(portal.signIn.number).fill('K000001')
    await page.getByLabel(portal.signIn.password).fill(NEW_PASSWORD)
    await page.getByRole('button', { name: portal.signIn.enter }).click()

    await page.getByRole('link', { name: portal.places.accept(1) }).click()
    await page.getByRole('link', { name: portal.accept.answer }).click()
    await page.locator('#answer-refuse').check()
    await page.getByRole('button', { name: words.accept.send }).click()
    await page.getByText(words.accept.reasonMissing).first().waitFor()
    await page.locator('#answer').check()
    await page.getByRole('button', { name: words.accept.send }).click()
    await page.getByText(portal.order.said.accept).first().waitFor()
    await page.getByRole('link', { name: portal.places.accept(0), exact: true }).waitFor()
    await page.getByLabel(portal.order.note).fill('ギフト包装')
    await page.getByRole('button', { name: portal.order.keep }).click()
    await page.getByRole('link', { name: portal.places.orders, exact: true }).click()
    await page.getByText('ギフト包装').waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: portal.orders.excel }).click()
    expect((await download).suggestedFilename()).toBe('注文一覧_K000001_20261120.xlsx')
    expect(complaints).toEqual([])
    expect(server.faults).toEqual([])
    await page.close()
  })

  /** What clerk and supervisor do at the desk; answers the path of the invitation. The shop posts an order meanwhile. */
  async function registered(): Promise<string> {
    const { handlers, clerk, supervisor } = test
    const [row] = valueIn(await handlers['applications.list'](clerk, { state: 'received', cursor: null, size: 10 })).rows
    if (!row) throw new Error('no application')
    const { prefill } = valueIn(await handlers['applications.get'](clerk, { id: row.id }))
    const terms = { ...merchantTerms({ acceptanceRequired: true, virtualRange: await aRange(test) }), ...prefill }
    const { id } = valueIn(await handlers['merchants.register'](clerk, { ...terms, applicationId: row.id }))
    const [approval] = valueIn(await handlers['approvals.list'](supervisor, { open: true })).approvals
    if (!approval) throw new Error('nothing waits')
    const decision = { id: approval.id, digest: approval.digest, decision: 'approved' as const, reason: '' }
    valueIn(await handlers['approvals.decide'](supervisor, decision))
    const path = `/portal/invitation/${await invitationIn(test)}`
    await postOrder(test, id)
    return path
  }
})

describe('every page', () => {
  let test: PortalTest
  let server: PortalServer
  let busy: string
  let careful: { registrationNumber: string; secret: string }
  beforeAll(async () => {
    test = await openPortalTest()
    const { merchantId, registrationNumber } = await addPortalMerchant(test, {
      name: '株式会社さくら商店 オンライン直売所',
      acceptanceRequired: true,
      virtualRange: await aRange(test),
    })
    busy = registrationNumber
    await fill(merchantId)
    careful = await withCodes()
    server = await servePortal(test)
  })
  afterAll(async () => {
    await server?.close()
    await test?.cleanup()
  })

  async function fill(merchantId: Parameters<typeof postOrder>[1]) {
    await postOrder(test, merchantId, { orderNumber: 'A-2001' })
    await postOrder(test, merchantId, {
      orderNumber: 'ORDER-2026-11-20-0000000000002002',
      goods: [
        { name: '有田焼 色絵花鳥文 飯碗と湯呑の夫婦揃い 桐箱入り のし付き', quantity: 1, unitPrice: 33_000 },
        { name: '送料', quantity: 1, unitPrice: 1_200 },
      ],
      amount: 34_200,
    })
    const paid = { payment: 'paid' } as const
    await addOrders(test.ledger, merchantId, [
      { orderNumber: 'B-1', amount: 12_000, goods: '新潟米 5kg', receivedOn: businessDate('2026-11-01') },
      { orderNumber: 'B-2', amount: 8_800, goods: '急須', method: 'card', tracks: { payment: 'declined' } },
      { orderNumber: 'B-3', amount: 5_400, goods: '茶碗', tracks: { ...paid, protection: 'return_wanted' } },
      { orderNumber: 'B-4', amount: 6_600, goods: '湯呑', method: null, tracks: { payment: 'awaiting_method' } },
      { orderNumber: 'B-5', amount: 3_300, goods: '箸置き', tracks: { payment: 'partially_paid' } },
      { orderNumber: 'B-6', amount: 2_200, goods: '皿', tracks: { payment: 'cancelled' } },
      { orderNumber: 'B-7', amount: 9_900, goods: '土鍋', tracks: { ...paid, disbursement: 'releasable' } },
    ])
    const actor = { merchantId, actor: `merchant:${busy}`, source: 'portal' as const }
    valueIn(await test.counter.portal.note(actor, 'B-1', 'ギフト包装。12月10日までに届ける。'))
    valueIn(
      await test.counter.portal.wishContacts(actor, {
        email: 'new@sakura.example',
        postalAddress: '',
        language: 'ja',
        noticeBy: 'mail',
        webhookUrl: '',
      }),
    )
  }

  async function withCodes() {
    const { registrationNumber } = await addPortalMerchant(test, { name: 'みどり工房' })
    const session = valueIn(await test.counter.portal.signIn({ registrationNumber, password: PORTAL_PASSWORD, code: '' }))
    const { secret } = valueIn(await test.counter.portal.beginTotp(session, PORTAL_PASSWORD))
    valueIn(await test.counter.portal.confirmTotp(session, codeNow(test, secret)))
    return { registrationNumber, secret }
  }

  async function lookAt(page: Page, name: string, language: Language): Promise<string[]> {
    const wrong: string[] = []
    for (const size of SIZES) {
      await page.setViewportSize(size)
      for (const scheme of SCHEMES) {
        await page.emulateMedia({ colorScheme: scheme })
        await drawn(page)
        const place = `${language} ${scheme} ${size.width}`
        const found =
          scheme === 'light' ? [...(await overflows(page)), ...(await barriers(page))] : await barriers(page, { only: 'color-contrast' })
        wrong.push(...found.map((fault) => `${name} ${place}: ${fault}`))
        if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}-${place.replaceAll(' ', '-')}.png`), fullPage: true })
      }
    }
    await page.setViewportSize(SIZES[0])
    await page.emulateMedia({ colorScheme: 'light' })
    return wrong
  }

  async function signIn(page: Page, language: Language, registrationNumber: string, code = ''): Promise<void> {
    const { portal } = wordsIn(language)
    await page.goto(`${server.address}/portal/sign-in`)
    await page.getByLabel(portal.signIn.number).fill(registrationNumber)
    await page.getByLabel(portal.signIn.password).fill(PORTAL_PASSWORD)
    await page.getByLabel(portal.signIn.code).fill(code)
    await page.getByRole('button', { name: portal.signIn.enter }).click()
    await page.waitForURL(/\/portal\/orders/)
  }

  describe.each(LANGUAGES)('in %s', (language) => {
    const words = wordsIn(language)

    it('of the application', async () => {
      const { page, complaints } = await newPage(language)
      const wrong: string[] = []
      const next = () => page.getByRole('button', { name: words.forms.next, exact: true }).click()
      await page.goto(`${server.address}/apply`)
      wrong.push(...(await lookAt(page, 'apply-company', language)))
      await next()
      wrong.push(...(await lookAt(page, 'apply-faults', language)))
      const texts = {
        name: '株式会社さくら商店',
        nameKana: 'サクラショウテン',
        representative: '佐倉 花子',
        postalAddress: '〒100-0001 東京都千代田区1-1',
        telephone: '03-1234-5678',
        email: 'hanako@sakura.example',
      }
      for (const [name, text] of Object.entries(texts)) await page.locator(`#${name}`).fill(text)
      await next()
      await page.locator('#find').fill('みずほ')
      await page.keyboard.press('Enter')
      await page.locator('button[value="0001"]').waitFor()
      wrong.push(...(await lookAt(page, 'apply-bank', language)))
      await page.locator('button[value="0001"]').click()
      await page.locator('#find').fill('東京営業部')
      await page.keyboard.press('Enter')
      await page.locator('button[value="001"]').waitFor()
      wrong.push(...(await lookAt(page, 'apply-branch', language)))
      await page.locator('button[value="001"]').click()
      await page.locator('#accountType').check()
      await page.locator('#accountNumber').fill('7654321')
      await page.locator('#holderKana').fill('カ）サクラショウテン')
      wrong.push(...(await lookAt(page, 'apply-account', language)))
      await next()
      await page.locator('#methods-bank_transfer').check()
      wrong.push(...(await lookAt(page, 'apply-wishes', language)))
      await next()
      wrong.push(...(await lookAt(page, 'apply-review', language)))
      await page.locator('#termsVersion').check()
      await page.getByRole('button', { name: words.apply.review.send }).click()
      await page.getByRole('heading', { name: words.apply.received.title }).waitFor()
      wrong.push(...(await lookAt(page, 'apply-received', language)))
      await page.goto(`${server.address}/apply/terms`)
      wrong.push(...(await lookAt(page, 'apply-terms', language)))
      expect(wrong).toEqual([])
      expect(complaints).toEqual([])
      await page.close()
    }, 300_000)

    it('before sign-in', async () => {
      const { page, complaints } = await newPage(language)
      const wrong: string[] = []
      await page.goto(`${server.address}/portal`)
      wrong.push(...(await lookAt(page, 'portal-sign-in', language)))
      await page.locator('#registrationNumber').fill(careful.registrationNumber)
      await page.locator('#password').fill(PORTAL_PASSWORD)
      await page.getByRole('button', { name: words.portal.signIn.enter }).click()
      await page.getByText(words.portal.signIn.codeRequired).first().waitFor()
      wrong.push(...(await lookAt(page, 'portal-code-asked', language)))
      valueIn(await test.handlers['merchants.invite'](test.clerk, { id: await merchantOf(careful.registrationNumber) }))
      await page.goto(`${server.address}/portal/invitation/${await invitationIn(test)}`)
      wrong.push(...(await lookAt(page, 'portal-invitation', language)))
      await page.goto(`${server.address}/portal/invitation/nonsense`)
      wrong.push(...(await lookAt(page, 'portal-invitation-invalid', language)))
      expect(wrong).toEqual([])
      expect(complaints).toEqual([])
      await page.close()
    })

    it('of the portal', async () => {
      const { page, complaints } = await newPage(language)
      const wrong: string[] = []
      await signIn(page, language, busy)
      const lang = `lang=${language}`
      const places = [
        ['portal-orders', `/portal/orders?${lang}`],
        ['portal-orders-none', `/portal/orders?${lang}&status=settled&from=2026-11-31`],
        ['portal-order-accept', `/portal/orders/A-2001?${lang}`],
        ['portal-order-return', `/portal/orders/B-3?${lang}`],
        ['portal-order', `/portal/orders/B-1?${lang}&said=noted`],
        ['portal-accept', `/portal/accept?${lang}`],
        ['portal-returns', `/portal/returns?${lang}`],
        ['portal-payouts', `/portal/payouts?${lang}`],
        ['portal-settings', `/portal/settings?${lang}&said=kept`],
        ['portal-contacts', `/portal/settings/contacts?${lang}`],
        ['portal-account-bank', `/portal/settings/account?${lang}&find=みずほ`],
        ['portal-account', `/portal/settings/account?${lang}&bank=0001&branch=001`],
        ['portal-password', `/portal/settings/password?${lang}`],
        ['portal-codes', `/portal/settings/codes?${lang}`],
      ] as const
      for (const [name, path] of places) {
        await page.goto(`${server.address}${path}`)
        wrong.push(...(await lookAt(page, name, language)))
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
      }
      await page.locator('#current').fill(PORTAL_PASSWORD)
      await page.getByRole('button', { name: words.portal.codes.begin }).click()
      await page.locator('svg.qr').waitFor()
      wrong.push(...(await lookAt(page, 'portal-codes-scan', language)))
      expect(wrong).toEqual([])
      expect(complaints).toEqual([])
      expect(server.faults).toEqual([])
      await page.close()
    }, 300_000)

    it('on paper', async () => {
      const { page } = await newPage(language)
      await signIn(page, language, busy)
      await page.goto(`${server.address}/portal/orders?lang=${language}`)
      await page.emulateMedia({ media: 'print' })
      await page.setViewportSize({ width: 1100, height: 800 })
      expect(await page.getByRole('button', { name: words.portal.signOut }).isVisible()).toBe(false)
      expect(await page.getByRole('navigation', { name: words.frame.places }).isVisible()).toBe(false)
      expect(await page.getByText(busy).first().isVisible()).toBe(true)
      const printed = await page.pdf({ preferCSSPageSize: true })
      expect(printed.subarray(0, 5).toString()).toBe('%PDF-')
      // A4, lying: 842 by 595 points.
      expect(printed.toString('latin1')).toMatch(/\/MediaBox \[0 0 841\.?\d* 59[45]\.?\d*\]/)
      if (PICTURES) await page.screenshot({ path: join(PICTURES, `portal-print-${language}.png`), fullPage: true })
      await page.close()
    })
  })

  async function merchantOf(registrationNumber: string) {
    const row = await test.ledger.reader.db
      .selectFrom('merchants')
      .select('id')
      .where('registration_number', '=', registrationNumber)
      .executeTakeFirstOrThrow()
    return row.id
  }
})
