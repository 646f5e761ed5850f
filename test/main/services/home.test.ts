import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBankMaster } from '../../../src/main/gateways/bank-master/bank-master'
import { homeHandlers } from '../../../src/main/services/home'
import { runVerify } from '../../../src/main/services/verification'
import { methods } from '../../../src/preload/contract/methods'
import { addOrders, openTestLedger, TESTER, valueIn } from '../../support/ledger'
import { quietControl } from '../../support/statements'
import { CLERK, type Story, tellStory } from '../../support/story'

let story: Story
beforeAll(async () => {
  story = await tellStory()
})
afterAll(() => story.cleanup())

const idle = { running: () => null }
const home = () => homeHandlers({ ...story, banks: createBankMaster(), connectors: idle })
const figures = async (desk = home(), days = 14) =>
  methods['home.figures'].output.parse(valueIn(await desk['home.figures'](CLERK, { days })))

describe('the home screen', () => {
  it('tells the money that came in by day, cleared and waiting', async () => {
    expect((await figures()).moneyIn).toEqual([
      { day: '2026-11-18', cleared: 35_800, waiting: 0, count: 3 },
      { day: '2026-11-19', cleared: 12_500, waiting: 400 + 999 + 1_234, count: 5 },
    ])
    expect((await figures(home(), 1)).moneyIn.map(({ day }) => day)).toEqual(['2026-11-19'])
  })

  it('counts deposits, and each of its figures equals its lines', async () => {
    const shown = await figures()
    expect(shown.deposits).toEqual({ clearedByItself: 4, clearedByHand: 1, waiting: 2, held: 1, waitingAmount: 2_633 })
    expect(shown.oldestWaiting.map(({ amount, days }) => [amount, days])).toEqual([
      [400, 1],
      [999, 1],
      [1_234, 1],
    ])
    expect(shown).toMatchObject({
      today: '2026-11-20',
      suspense: 2_633,
      unexplainedOutgoing: 770,
      merchantPayable: 12_000 + 8_800 + 15_000 + 3_000 + 4_000,
      heldForPayers: 5_500,
      approvalsWaiting: 0,
    })
  })

  it('counts orders by status, anew as soon as one has moved', async () => {
    const desk = home()
    expect((await figures(desk)).orders).toEqual([
      { status: 'paid', count: 4, amount: 29_300 },
      { status: 'partially_paid', count: 2, amount: 24_400 },
    ])
    await addOrders(story.ledger, story.merchants[0], [{ amount: 70 }])
    expect((await figures(desk)).orders).toContainEqual({ status: 'unpaid', count: 1, amount: 70 })
  })

  it('is empty on an empty ledger', async () => {
    const empty = await openTestLedger()
    const shown = await figures(homeHandlers({ ...empty, banks: createBankMaster(), connectors: idle }))
    expect(shown).toMatchObject({ moneyIn: [], orders: [], oldestWaiting: [], suspense: 0, lastVerified: null })
    expect(shown.deposits).toEqual({ clearedByItself: 0, clearedByHand: 0, waiting: 0, held: 0, waitingAmount: 0 })
    await empty.cleanup()
  })
})

describe('the pulse', () => {
  const pulse = async () => methods['home.pulse'].output.parse(valueIn(await home()['home.pulse'](CLERK, {})))

  it('tells what waits and how far the statements are in', async () => {
    expect(await pulse()).toEqual({
      waitingDeposits: 3,
      collections: 0,
      openApprovals: 0,
      returns: 0,
      notices: 0,
      applications: 0,
      mails: 0,
      gateways: [],
      lastVerified: null,
      demonstration: false,
      accounts: [{ bankName: createBankMaster().findBank('0001')?.name, through: '2026-11-19', lastImportedAt: story.clock.now() }],
    })
  })

  it('tells when the ledger was last checked, and that it was sound', async () => {
    valueIn(await runVerify({ ledger: story.ledger, by: TESTER }, quietControl()))
    expect((await pulse()).lastVerified).toEqual({ at: story.clock.now(), ok: true })
  })
})
