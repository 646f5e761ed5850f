import { cast, type Desk, type Person, soon } from './browser'
import { capturing, credit, creditPayment, creditRefused, creditTrouble, creditUnknown, lettingGo } from './card-screens'
import {
  assigning,
  depositSearched,
  endings,
  fileBarred,
  groups,
  handingOver,
  namingView,
  rollBackAsked,
  rollingBack,
  savedView,
  searchingQueue,
  sheetDifference,
  sheetMistakes,
  together,
  undoing,
  viewMenu,
} from './clearing-screens'
import {
  choosingOrder,
  clearingTransfer,
  collectionException,
  collections,
  endingCollection,
  mappingColumns,
  orderSlips,
  refundingCollection,
  resultErrors,
  resultPreview,
  settledTransfers,
  slipReissue,
  storeAgentSettings,
  transfers,
} from './collection-screens'
import { addingMandate, debitCycles, debitMandates, debitRun, debitRuns, debitSettings } from './debit-screens'
import {
  acceptingLess,
  agent,
  approvalOf,
  approvalsOfMoney,
  approvingTogether,
  badDebt,
  calendar,
  changingCharges,
  changingIdentity,
  changingRules,
  chargesStaged,
  closing,
  documents,
  exceptions,
  merchantHeld,
  packing,
  payout,
  payouts,
  planning,
  posting,
  receivables,
  refund,
  refunds,
  releasing,
  returnedPayouts,
  runHandedOver,
  runSubmitted,
  shortOrders,
  statements,
} from './money-out-screens'
import { rules, rulesStaged, rulesTried } from './rules-screens'
import { at, firstRow, type Screen } from './screen'
import {
  alike,
  applications,
  changingContacts,
  changingDays,
  declining,
  disputed,
  dividing,
  fromApplication,
  gatewaySettings,
  gateways,
  gatewayTest,
  lostMail,
  mails,
  merchant,
  merchantKeys,
  merchants,
  notice,
  notices,
  printing,
  recording,
  registering,
  returned,
  returns,
  wishes,
} from './storefront-screens'

/*
 * Every screen of the desk and the way to it, for tests that look at all of them. A way ends when what the screen is for can
 * be seen.
 */
export interface Sitting {
  readonly who: string
  /** Null before anybody has signed in. */
  readonly person: Person | null
  readonly screens: readonly Screen[]
}

const WRONG_ORDERS = '注文番号,受注日,商品,金額,購入者名,購入者カナ\r\nZ900001,2026/11/31,茶碗,千円,山田 太郎,山田太郎\r\n'

const home: Screen = { name: 'home', open: at('/', (desk) => desk.text(desk.t('home.clearedByItself')).waitFor()) }
const deposits: Screen = {
  name: 'deposits',
  open: at(
    '/deposits',
    firstRow(({ t }) => t('deposits.title')),
  ),
}
const deposit: Screen = {
  name: 'deposit',
  open: async (desk) => {
    await deposits.open(desk)
    await desk
      .rows(desk.t('deposits.title'))
      .filter({ hasText: desk.t('nouns.depositState.cleared') })
      .first()
      .dblclick()
    await desk.page.getByRole('complementary').getByText(desk.t('deposits.allocations'), { exact: true }).waitFor()
  },
}
export const clearing: Screen = {
  name: 'clearing',
  open: async (desk) => {
    const { t, page } = desk
    await desk.visit('/clearing')
    const candidates = page.getByRole('list', { name: t('clearing.candidates') }).locator('> li')
    await page.getByRole('option', { selected: true }).waitFor()
    const queue = await page.getByRole('option').count()
    for (let down = 0; down < queue; down += 1) {
      const id = (await page.getByRole('option', { selected: true }).getAttribute('id')) ?? ''
      const found = await desk.ask('clearing.candidates', { receiptId: Number(id.replace('deposit-', '')) })
      await soon(() => candidates.count()).toBe(found.proposals.length)
      if (found.proposals.length > 1) break
      await page.keyboard.press('ArrowDown')
    }
    await page.keyboard.press('1')
    await page
      .getByRole('table', { name: t('clearing.journal') })
      .getByRole('cell')
      .first()
      .waitFor()
  },
}
const noting: Screen = {
  name: 'clearing-note',
  open: async (desk) => {
    await clearing.open(desk)
    await desk.page.keyboard.press('h')
    await desk
      .field(desk.t('clearing.holdLabel'))
      .or(desk.field(desk.t('clearing.releaseLabel')))
      .waitFor()
  },
}
const orders: Screen = {
  name: 'orders',
  open: at(
    '/orders?status=unpaid',
    firstRow(({ t }) => t('orders.title')),
  ),
}
const order: Screen = {
  name: 'order',
  open: async (desk) => {
    await desk.visit('/orders?status=paid')
    await desk.rows(desk.t('orders.title')).first().getByRole('link').click()
    await desk.heading(desk.t('orders.timeline')).waitFor()
  },
}
const cancelling: Screen = {
  name: 'order-cancel',
  open: async (desk) => {
    await orders.open(desk)
    await desk.rows(desk.t('orders.title')).first().getByRole('link').click()
    await desk.button(desk.t('orders.cancel')).click()
    await desk.page.getByRole('dialog').waitFor()
  },
}
const exporting: Screen = {
  name: 'export',
  open: async (desk) => {
    await orders.open(desk)
    await desk.button(desk.t('exports.action')).click()
    await desk.button(desk.t('exports.start')).waitFor()
  },
}
const approvals: Screen = {
  name: 'approvals',
  open: at('/approvals', (desk) => desk.page.getByRole('article').first().waitFor()),
}
const statementIntake: Screen = {
  name: 'intake-statement',
  open: at('/intake', (desk) => desk.page.getByRole('button', { name: 'daiko-demo-statement-yesterday.xml' }).waitFor()),
}
const plan: Screen = {
  name: 'intake-plan',
  open: async (desk) => {
    await statementIntake.open(desk)
    await desk.page.getByRole('button', { name: 'daiko-demo-statement-yesterday.xml' }).click()
    await desk.text(desk.t('intake.planNote')).waitFor()
  },
}
const known: Screen = {
  name: 'intake-known-file',
  open: async (desk) => {
    await statementIntake.open(desk)
    await desk.page.getByRole('button', { name: 'daiko-demo-statement.txt' }).click()
    await desk.text(desk.t('intake.planNote')).waitFor()
  },
}
const orderIntake: Screen = {
  name: 'intake-orders',
  open: async (desk) => {
    await desk.visit('/intake?tab=orders')
    await desk.page.getByRole('button', { name: 'daiko-demo-orders.csv' }).click()
    await desk.text(desk.t('intake.orderNote')).waitFor()
  },
}
const faultyOrders: Screen = {
  name: 'intake-errors',
  open: async (desk) => {
    await desk.visit('/intake?tab=orders')
    await desk.choose(desk.t('intake.merchant'), 'さくら', /さくら書房/)
    await desk.give('誤り.csv', new TextEncoder().encode(WRONG_ORDERS))
    await desk.page.getByRole('table', { name: desk.t('parts.problem') }).waitFor()
  },
}
const files: Screen = {
  name: 'intake-files',
  open: at(
    '/intake?tab=files',
    firstRow(({ t }) => t('intake.tab.files')),
  ),
}
const settings: Screen = { name: 'settings', open: at('/settings', (desk) => desk.heading(desk.t('settings.desk')).waitFor()) }
const commands: Screen = {
  name: 'commands',
  open: async (desk) => {
    await home.open(desk)
    await desk.page.keyboard.press('Control+k')
    await desk.field(desk.t('frame.find')).fill('12')
    await desk.text(desk.t('frame.findOrders', { text: '12' })).waitFor()
  },
}
const keys: Screen = {
  name: 'keys',
  open: async (desk) => {
    await clearing.open(desk)
    await desk.page.keyboard.press('?')
    await desk.page.getByRole('dialog').getByText(desk.t('clearing.keySplit')).waitFor()
  },
}
const nowhere: Screen = { name: 'nowhere', open: at('/no/such/place', (desk) => desk.text(desk.t('frame.notFoundText')).waitFor()) }
const locked: Screen = {
  name: 'locked',
  open: async (desk) => {
    await home.open(desk)
    await desk.button(desk.t('frame.lock')).click()
    await desk.heading(desk.t('session.unlockTitle')).waitFor()
  },
}
const audit: Screen = {
  name: 'audit',
  open: at(
    '/audit',
    firstRow(({ t }) => t('audit.title')),
  ),
}
const record: Screen = {
  name: 'audit-record',
  open: async (desk) => {
    await audit.open(desk)
    await desk.rows(desk.t('audit.title')).first().dblclick()
    await desk.page.getByRole('dialog').waitFor()
  },
}
const film: Screen = {
  name: 'film',
  open: at('/film', async (desk) => {
    await desk.heading(desk.t('film.title')).waitFor()
    await desk.page.getByRole('option').first().waitFor()
  }),
}
const people: Screen = {
  name: 'people',
  open: at(
    '/people',
    firstRow(({ t }) => t('people.title')),
  ),
}
const adding: Screen = {
  name: 'people-add',
  open: async (desk) => {
    await people.open(desk)
    await desk.button(desk.t('people.add')).click()
    await desk.button(desk.t('people.addDone')).waitFor()
  },
}
const verified: Screen = {
  name: 'settings-verified',
  open: async (desk) => {
    await settings.open(desk)
    await desk.button(desk.t('settings.verify')).click()
    await desk.text(desk.t('settings.verifyOk')).waitFor()
  },
}
const takingIn: Screen = {
  name: 'settings-account',
  open: async (desk) => {
    await settings.open(desk)
    await desk.button(desk.t('settings.takeIn')).click()
    await desk.button(desk.t('settings.takeInDone')).waitFor()
  },
}
const byMethod: Screen = { name: 'by-method', open: at('/orders/methods', (desk) => desk.text(desk.t('methods.agrees')).first().waitFor()) }

const signIn: Screen = {
  name: 'sign-in',
  open: async (desk) => {
    await desk.open('/')
    await desk.heading(desk.t('session.signIn')).waitFor()
  },
}

/** Who sits down in turn, and what they look at. Whoever is last at a locked desk leaves it by signing out. */
export const sittings: readonly Sitting[] = [
  { who: 'nobody', person: null, screens: [signIn] },
  {
    who: 'a clerk',
    person: cast.clerk,
    screens: [
      ...[groups, together, endings, undoing, assigning, handingOver, searchingQueue],
      ...[savedView, viewMenu, namingView, depositSearched, sheetDifference, sheetMistakes, fileBarred, rollingBack, rollBackAsked],
      ...[home, deposits, deposit, clearing, noting, orders, byMethod, order, cancelling, exporting, merchants, merchant, registering],
      ...[changingDays, changingContacts, returns, dividing, returned, recording, disputed, gateways],
      ...[notices, notice, printing, mails, lostMail, applications, alike, declining, wishes, fromApplication],
      ...[payouts, planning, runSubmitted, runHandedOver, payout, calendar, refunds, refund, closing],
      ...[exceptions, shortOrders, acceptingLess, receivables, badDebt, returnedPayouts],
      ...[
        collections,
        resultPreview,
        resultErrors,
        mappingColumns,
        collectionException,
        endingCollection,
        choosingOrder,
        refundingCollection,
      ],
      ...[orderSlips, slipReissue],
      ...[transfers, clearingTransfer, settledTransfers],
      ...[credit, creditPayment, creditUnknown, creditTrouble, creditRefused, capturing, lettingGo],
      ...[debitCycles, debitRuns, debitRun, debitMandates, addingMandate],
      ...[statements, packing, posting, documents, chargesStaged, changingCharges, merchantHeld],
      ...[approvals, statementIntake, plan, known, orderIntake, faultyOrders, files, commands, keys, nowhere, locked],
    ],
  },
  {
    who: 'a supervisor',
    person: cast.supervisor,
    screens: [
      ...[{ ...approvals, name: 'approvals-supervisor' }, { ...returns, name: 'returns-supervisor' }, audit, record, film],
      ...approvalsOfMoney,
      approvalOf('roll_back'),
      ...[{ ...transfers, name: 'collections-transfers-supervisor' }],
      ...[{ ...creditPayment, name: 'credit-payment-supervisor' }],
      ...[{ ...debitRun, name: 'debits-run-supervisor' }],
      ...[approvingTogether, { ...runSubmitted, name: 'payout-run-supervisor' }, { ...closing, name: 'closing-supervisor' }, releasing],
    ],
  },
  { who: 'statement staff', person: cast.statementStaff, screens: [{ ...statements, name: 'statements-staff' }] },
  {
    who: 'an administrator',
    person: cast.administrator,
    screens: [
      ...[people, adding, settings, takingIn, verified],
      ...[{ ...gateways, name: 'gateways-administrator' }, gatewaySettings, storeAgentSettings, debitSettings, gatewayTest, merchantKeys],
      ...[agent, changingIdentity],
      ...[rules, rulesTried, rulesStaged],
    ],
  },
  { who: 'whoever decides about other rules', person: cast.supervisor, screens: [approvalOf('clearing_rules')] },
]

const emptyAt = (name: string, path: string, says: (desk: Desk) => string): Screen => ({
  name: `empty-${name}`,
  open: at(path, (desk) => desk.text(says(desk)).first().waitFor()),
})

/** A new ledger with its first administrator, where there is nothing to show yet. */
export const emptyScreens: readonly Screen[] = [
  emptyAt('home', '/', ({ t }) => t('home.ordersNone')),
  emptyAt('deposits', '/deposits', ({ t }) => t('deposits.emptyTitle')),
  emptyAt('clearing', '/clearing', ({ t }) => t('clearing.empty')),
  emptyAt('orders', '/orders', ({ t }) => t('orders.emptyTitle')),
  emptyAt('by-method', '/orders/methods', ({ t }) => t('methods.none')),
  emptyAt('collections', '/collections', ({ t }) => t('collections.filesEmptyTitle')),
  emptyAt('collections-exceptions', '/collections?tab=exceptions', ({ t }) => t('collections.empty')),
  emptyAt('collections-transfers', '/collections?tab=transfers', ({ t }) => t('collections.transfersEmpty')),
  emptyAt('collections-settled', '/collections?tab=settled', ({ t }) => t('collections.settledEmptyTitle')),
  emptyAt('credit', '/credit', ({ t }) => t('cards.empty.authorized')),
  emptyAt('credit-unknown', '/credit?list=unknown', ({ t }) => t('cards.empty.unknown')),
  emptyAt('credit-captured', '/credit?list=captured', ({ t }) => t('cards.empty.captured')),
  emptyAt('credit-troubled', '/credit?list=troubled', ({ t }) => t('cards.empty.troubled')),
  emptyAt('credit-all', '/credit?list=all', ({ t }) => t('cards.empty.all')),
  emptyAt('debits', '/debits', ({ t }) => t('debits.notSettled')),
  emptyAt('debits-runs', '/debits?tab=runs', ({ t }) => t('debits.runsNone')),
  emptyAt('debits-exceptions', '/debits?tab=exceptions', ({ t }) => t('debits.exceptionsNone')),
  emptyAt('debits-mandates', '/debits?tab=mandates', ({ t }) => t('debits.mandatesNone')),
  emptyAt('returns', '/returns', ({ t }) => t('returns.empty')),
  emptyAt('notices', '/notices', ({ t }) => t('notices.emptyTitle')),
  emptyAt('mails', '/mails', ({ t }) => t('mails.empty')),
  emptyAt('applications', '/applications', ({ t }) => t('applications.empty')),
  emptyAt('gateways', '/gateways', ({ t }) => t('gateways.intro')),
  emptyAt('merchants', '/merchants', ({ t }) => t('merchants.emptyTitle')),
  emptyAt('settings', '/settings', ({ t }) => t('settings.accountsNone')),
  emptyAt('payouts', '/payouts', ({ t }) => t('payouts.empty')),
  emptyAt('payout-calendar', '/payouts/calendar', ({ t }) => t('payouts.calendar.empty')),
  emptyAt('refunds', '/refunds', ({ t }) => t('refunds.empty')),
  emptyAt('exceptions', '/exceptions', ({ t }) => t('exceptions.empty')),
  emptyAt('exceptions-short', '/exceptions?tab=short', ({ t }) => t('exceptions.shortEmpty')),
  emptyAt('exceptions-receivables', '/exceptions?tab=receivables', ({ t }) => t('exceptions.receivablesEmpty')),
  emptyAt('exceptions-returned', '/exceptions?tab=returned', ({ t }) => t('exceptions.returnedEmpty')),
  emptyAt('closing', '/closing', ({ t }) => t('closing.closedDaysNone')),
  emptyAt('statements', '/statements', ({ t }) => t('statements.empty')),
  emptyAt('documents', '/statements?tab=documents', ({ t }) => t('statements.documentsEmpty')),
  emptyAt('approvals', '/approvals', ({ t }) => t('approvals.emptyOpen')),
  emptyAt('agent', '/settings/agent', ({ t }) => t('agent.notSettled')),
  { ...changingRules, name: 'empty-agent-rules' },
]
