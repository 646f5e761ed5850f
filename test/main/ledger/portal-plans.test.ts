import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  applicationById,
  applicationsFrom,
  applicationsIn,
  closeApplication,
  countApplications,
  insertApplication,
  reopenApplicationOf,
} from '../../../src/main/ledger/applications'
import type { Reader, Writer } from '../../../src/main/ledger/ledger'
import {
  dueLines,
  dueToMerchant,
  merchantNote,
  ordersToAccept,
  returnsToAnswer,
  setMerchantNote,
} from '../../../src/main/ledger/merchant-portal'
import {
  closeRequest,
  countRequests,
  insertRequest,
  isWishWaiting,
  requestById,
  requestsIn,
  requestsOf,
} from '../../../src/main/ledger/merchant-requests'
import {
  portalAccountByNumber,
  portalAccountInvited,
  portalAccountOf,
  recordPortalFailure,
  recordPortalSuccess,
  redeemInvitation,
  setPortalPassword,
  setPortalTotp,
  storeInvitation,
} from '../../../src/main/ledger/portal-accounts'
import { ApplicationFacts } from '../../../src/preload/contract/applications'
import { Instant } from '../../../src/preload/contract/date'
import { ApplicationId, MerchantId, MerchantRequestId, OrderId } from '../../../src/preload/contract/ids'
import { addMerchant, addOrders, HOLDER, openTestLedger, type TestLedger, writing } from '../../support/ledger'
import { fullScans, plansOf } from '../../support/query-plans'

/* How SQLite answers what the portal and the applications ask, with few rows and with many, before the planner has looked and after. */

const now = Instant.parse(1)
const merchant = MerchantId.parse(1)
const application = ApplicationId.parse(1)
const request = { id: MerchantRequestId.parse(1), version: 1 }
const facts = ApplicationFacts.parse({
  name: 'さくら商店',
  nameKana: 'サクラショウテン',
  representative: '佐倉',
  postalAddress: '東京都千代田区',
  telephone: '03-1234-5678',
  email: 'shop@sakura.example',
  website: '',
  tNumber: null,
  account: HOLDER,
  methods: ['bank_transfer'],
  noticeBy: 'mail',
  language: 'ja',
  termsVersion: '2026-11',
})

const questions: [name: string, ask: (ledger: Writer & Reader) => Promise<unknown>][] = [
  ['applications in a state', (ledger) => applicationsIn(ledger, 'received', 5, 100)],
  ['how many applications', (ledger) => countApplications(ledger, 'received')],
  ['one application', (ledger) => applicationById(ledger, application)],
  ['applications from an address', (ledger) => applicationsFrom(ledger, 'shop7@sakura.example', now)],
  ['to close an application', (writer) => closeApplication(writer, { id: application, version: 1 }, { state: 'declined', reason: '' })],
  ['to reopen an application', (writer) => reopenApplicationOf(writer, merchant)],
  ['a portal account', (ledger) => portalAccountOf(ledger, merchant)],
  ['a portal account by number', (ledger) => portalAccountByNumber(ledger, 'K000002')],
  ['a portal account by invitation', (ledger) => portalAccountInvited(ledger, 'hash')],
  ['to redeem an invitation', (writer) => redeemInvitation(writer, merchant, 'hash')],
  ['to set a password', (writer) => setPortalPassword(writer, merchant, 'hash')],
  ['to set one-time codes', (writer) => setPortalTotp(writer, merchant, null)],
  ['to count a failure', (writer) => recordPortalFailure(writer, merchant, 1, null)],
  ['to record a success', (writer) => recordPortalSuccess(writer, merchant, { step: 1, signedIn: true })],
  ['wishes in a state', (ledger) => requestsIn(ledger, 'waiting', 5, 100)],
  ['how many wishes', (ledger) => countRequests(ledger, 'waiting')],
  ['wishes of a merchant', (ledger) => requestsOf(ledger, merchant, 20)],
  ['whether a wish waits', (ledger) => isWishWaiting(ledger, merchant, 'account')],
  ['one wish', (ledger) => requestById(ledger, request.id)],
  ['to close a wish', (writer) => closeRequest(writer, request, 'taken', '')],
  ['orders to accept', (ledger) => ordersToAccept(ledger, merchant, 100)],
  ['returns to answer', (ledger) => returnsToAnswer(ledger, merchant, 100)],
  ['what is due by day', (ledger) => dueToMerchant(ledger, merchant)],
  ['the orders of what is due', (ledger) => dueLines(ledger, merchant, 100)],
  ['a merchant’s note', (ledger) => merchantNote(ledger, OrderId.parse(1))],
]

async function filled(rows: number): Promise<TestLedger> {
  const test = await openTestLedger()
  for (let at = 0; at < rows / 20; at += 1) {
    const merchantId = await addMerchant(test.ledger)
    await addOrders(
      test.ledger,
      merchantId,
      Array.from({ length: 20 }, (_, order) => ({
        amount: 100,
        tracks: {
          acceptance: order % 4 === 0 ? ('awaiting' as const) : ('none' as const),
          protection: order % 4 === 1 ? ('return_wanted' as const) : ('none' as const),
          disbursement: order % 4 === 2 ? ('releasable' as const) : ('none' as const),
        },
      })),
    )
    await writing(test.ledger, async (writer) => {
      const [id] = await writer.db.selectFrom('orders').select('id').where('merchant_id', '=', merchantId).limit(1).execute()
      if (id) await setMerchantNote(writer, id.id, 'x')
      await storeInvitation(writer, merchantId, `hash${at}`, now)
      await insertRequest(writer, merchantId, { kind: 'account', account: HOLDER })
      for (let each = 0; each < 20; each += 1)
        await insertApplication(writer, { ...facts, email: `shop${each}@sakura.example` }, '0'.repeat(64))
    })
  }
  return test
}

describe.each([{ rows: 200 }, { rows: 2_000 }])('with $rows orders', ({ rows }) => {
  let test: TestLedger
  beforeAll(async () => {
    test = await filled(rows)
  }, 60_000)
  afterAll(() => test.cleanup())

  it.each(questions)('an index answers, before the planner has looked: %s', async (_name, ask) => {
    const planned = await plansOf(test.ledger, ask)
    expect(planned.length).toBeGreaterThan(0)
    expect(fullScans(planned)).toEqual([])
  })

  describe('and once it has looked', () => {
    beforeAll(() => test.ledger.optimise())

    it.each(questions)('an index answers: %s', async (_name, ask) => {
      expect(fullScans(await plansOf(test.ledger, ask))).toEqual([])
    })
  })
})
