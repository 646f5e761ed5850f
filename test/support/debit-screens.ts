import Database from 'better-sqlite3'
import { BusinessDate } from '../../src/preload/contract/date'
import type { OrderRow } from '../../src/preload/contract/orders'
import type { Desk } from './browser'
import { COLLECTOR } from './debits'
import { at, type Screen } from './screen'

/* The screens of direct debits, what stands there at a demonstration, and the way to each. */

const CUSTOMER = '12345678901234567890'
const HOLDER = 'ミホンカブシキカイシャダイイチ'

/** An administrator has settled direct debit. */
export async function settleDirectDebit(desk: Desk): Promise<void> {
  const settings = { ...COLLECTOR, collectorName: '株式会社みほんファイナンスサービス 口座振替センター' }
  await desk.ask('gateways.save', { version: 0, enabled: true, settings })
}

/** A clerk has written a mandate down, two payers have chosen to be debited, and the file of one day is made. */
export async function setDebits(desk: Desk, ledgerPath: string): Promise<void> {
  const { rows } = await desk.ask('orders.list', { filter: { status: 'unpaid' }, size: 50 })
  // From the end of the list: other scenes begin at its head.
  const transfers = rows.filter(({ method }) => method === 'bank_transfer').reverse()
  const [first] = transfers
  if (!first) throw new Error('nothing is unpaid')
  const own = transfers.filter(({ merchantId }) => merchantId === first.merchantId)
  const account = { bankCode: '0005', branchCode: '041', accountType: '1' as const, accountNumber: '0012345', holderKana: HOLDER }
  const validFrom = BusinessDate.parse('2026-01-01')
  await desk.ask('mandates.add', { merchantId: first.merchantId, customerNumber: CUSTOMER, ...account, validFrom })
  const [cycle] = (await desk.ask('debits.cycles', {})).cycles
  if (!cycle) throw new Error('there is no day of debit')
  const [one, two] = own
  letDebit(ledgerPath, one ? [one] : [], cycle.debitOn)
  await desk.ask('debits.prepare', { debitOn: cycle.debitOn })
  letDebit(ledgerPath, two ? [two] : [], cycle.debitOn)
}

/** Puts the choice of payers into the ledger's file, as their pages would have. */
function letDebit(ledgerPath: string, orders: readonly Pick<OrderRow, 'id'>[], debitOn: BusinessDate): void {
  const file = new Database(ledgerPath)
  try {
    for (const { id } of orders) {
      file.prepare("update orders set method = 'direct_debit', due_on = ? where id = ?").run(debitOn, id)
      file.prepare('insert into order_customers (order_id, customer_number) values (?, ?)').run(id, CUSTOMER)
    }
  } finally {
    file.close()
  }
}

const rowOf = (desk: Desk, text: string) => desk.page.getByRole('row').filter({ hasText: text }).first()

export const debitCycles: Screen = {
  name: 'debits',
  open: at('/debits', (desk) =>
    desk.page
      .getByRole('button', { name: desk.t('debits.prepare') })
      .first()
      .waitFor(),
  ),
}
export const debitRuns: Screen = {
  name: 'debits-runs',
  open: at('/debits?tab=runs', (desk) => rowOf(desk, desk.t('debits.runState.prepared')).waitFor()),
}
export const debitRun: Screen = {
  name: 'debits-run',
  open: async (desk) => {
    await desk.visit('/debits?tab=runs')
    await rowOf(desk, desk.t('debits.runState.prepared')).dblclick()
    await desk.page.getByRole('dialog').getByText(desk.t('debits.sha256'), { exact: true }).waitFor()
  },
}
export const debitMandates: Screen = {
  name: 'debits-mandates',
  open: at('/debits?tab=mandates', (desk) => rowOf(desk, CUSTOMER).waitFor()),
}
export const addingMandate: Screen = {
  name: 'debits-adding-mandate',
  open: async (desk) => {
    await desk.visit('/debits?tab=mandates')
    await desk.button(desk.t('debits.add')).click()
    await desk.page.getByRole('dialog').getByText(desk.t('debits.addTitle'), { exact: true }).waitFor()
  },
}
export const debitSettings: Screen = {
  name: 'gateway-direct-debit',
  open: async (desk) => {
    await desk.visit('/gateways')
    const card = desk.page.getByRole('article').filter({ has: desk.heading(desk.t('nouns.gateway.direct_debit')) })
    await card.getByRole('button', { name: desk.t('gateways.settings'), exact: true }).click()
    await desk.field(desk.t('gateways.debitDays')).waitFor()
  },
}
