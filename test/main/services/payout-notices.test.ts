import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { noticeById } from '../../../src/main/ledger/notices'
import { wordsToPrintAgain, wordsToSend, wordsToShow } from '../../../src/main/services/notice-words'
import { tellPayout } from '../../../src/main/services/payout-notices'
import { type MerchantId, NoticeId, PayoutId } from '../../../src/preload/contract/ids'
import { type Contacts, NO_CONTACTS } from '../../../src/preload/contract/merchants'
import { fixedClock, valueIn, writing } from '../../support/ledger'
import { openPayoutDesk, PAY_DAY, type PayoutDesk } from '../../support/payout-desk'
import { gateways } from '../../support/statements'

let desk: PayoutDesk
beforeEach(async () => {
  desk = await openPayoutDesk()
  await desk.settle()
})
afterEach(() => desk.cleanup())

async function paidOut(contacts: Partial<Contacts>, amount = 12_000): Promise<MerchantId> {
  const merchant = await desk.merchant({ name: '株式会社さくら書房', contacts: { ...NO_CONTACTS, ...contacts } })
  await desk.paid(merchant, '2026-11-10', [amount])
  const { id } = await desk.submitted()
  valueIn(await desk.decide(id, 'approved'))
  return merchant
}
const tell = () =>
  writing(desk.ledger, (writer) =>
    tellPayout(writer, PayoutId.parse(desk.ledger.source.prepare('select id from payouts').pluck().get()), PAY_DAY),
  )
const notices = () =>
  desk.ledger.source
    .prepare<[], { id: number; channel: string; address: string; about: string }>(
      "select id, channel, address, about from notices where name = 'payout_made'",
    )
    .all()
const words = {
  clock: fixedClock(),
  banks: gateways.banks,
  storeAgent: gateways.storeAgent,
  links: null,
  secrets: null,
  publicAddress: async () => 'https://pay.example',
}
async function notice() {
  const found = await noticeById(desk.ledger.reader, NoticeId.parse(notices()[0]?.id))
  if (!found) throw new Error('no notice')
  return found
}

describe('a merchant', () => {
  it('is told once of its payout by mail, whatever is told to its program', async () => {
    await paidOut({ email: 'shop@example.jp', noticeBy: 'mail', webhookUrl: 'https://shop.example.jp/hook' })
    await tell()
    await tell()
    expect(notices()).toMatchObject([{ channel: 'mail', address: 'shop@example.jp', about: expect.stringMatching(/^payout:\d+$/) }])
    const { subject, text } = await wordsToShow(words, desk.ledger.reader, await notice())
    expect(subject).toBe('P20261130-1-K000001 お振込のお知らせ')
    // 432 yen of fees and 43 of tax.
    for (const part of [
      '株式会社さくら書房 御中',
      '11,525円',
      '12,000円（1件）',
      '2026年12月18日（金）',
      'https://pay.example/portal/payouts',
    ]) {
      expect(text).toContain(part)
    }
    expect(await wordsToSend(words, desk.ledger.reader, await notice(), true)).toMatchObject({ kind: 'worded', wording: { subject } })
  })

  it('is told by letter where it wants paper, with no address of a page', async () => {
    await paidOut({ noticeBy: 'letter', postalAddress: '〒101-0051 千代田区' })
    await tell()
    expect(notices()).toMatchObject([{ channel: 'letter' }])
    for (const worded of [
      await wordsToSend(words, desk.ledger.reader, await notice(), false),
      await wordsToPrintAgain(words, desk.ledger.reader, await notice()),
    ]) {
      if (worded.kind !== 'worded') throw new Error(worded.why)
      expect(JSON.stringify(worded.wording.parts)).toContain('別にお送りする精算書')
      expect(JSON.stringify(worded.wording.parts)).not.toContain('https://')
    }
  })

  it('is told nothing where nothing was sent, or where it wants no notices', async () => {
    await paidOut({ email: 'shop@example.jp', noticeBy: 'mail' }, 8)
    await tell()
    expect(notices()).toEqual([])
    await desk.cleanup()
    desk = await openPayoutDesk()
    await desk.settle()
    await paidOut({})
    await tell()
    expect(notices()).toEqual([])
  })
})
