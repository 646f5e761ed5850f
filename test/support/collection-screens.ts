import { noticeFiles } from '../../src/main/gateways/column-profile/column-profile'
import { addDays } from '../../src/preload/contract/date'
import { PositiveYen } from '../../src/preload/contract/money'
import type { Desk } from './browser'
import { resultFile, todayAt } from './collection-scene'
import { NOTICE_PROFILE } from './notices'
import { at, firstRow, type Screen } from './screen'

/* The screens of what agents collect, and the way to each. */

const NOTICE = {
  ...{ kind: 'confirmed' as const, reference: '10000000016', trackingNumber: null, amount: PositiveYen.parse(12_000), fee: null },
  transferOn: null,
}

export const collections: Screen = {
  name: 'collections',
  open: at(
    '/collections',
    firstRow(({ t }) => t('collections.filesTitle')),
  ),
}
export const resultPreview: Screen = {
  name: 'collections-preview',
  open: async (desk) => {
    await desk.visit('/collections')
    const paidOn = await todayAt(desk)
    const slip = (reference: string, amount: number) => ({ slip: { reference, amount }, paidOn })
    const bytes = resultFile([
      { ...slip('0000000000000001', 12_000), kind: 'preliminary' },
      { ...slip('9000000000000003', 3_980), kind: 'confirmed', transferOn: addDays(paidOn, 9) },
      { ...slip('0000000000000001', 12_000), kind: 'preliminary_cancelled', paidAt: '1016' },
    ])
    await desk.give('収納結果-二〇二六年十一月分-速報と確報をまとめたもの-再送.csv', bytes)
    await desk.text(desk.t('collections.previewNote')).waitFor()
  },
}
export const resultErrors: Screen = {
  name: 'collections-errors',
  open: async (desk) => {
    await desk.visit('/collections')
    const bytes = resultFile([{ slip: { reference: '1', amount: 500 }, kind: 'confirmed', paidOn: await todayAt(desk) }])
    await desk.give('壊れた結果.csv', Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('000500', '000501'), 'latin1'))
    await desk.page.getByRole('table', { name: desk.t('parts.problem') }).waitFor()
  },
}

/** A file of e-money, given as the collector's. */
async function giveNotices(desk: Desk, bytes: Uint8Array): Promise<void> {
  await desk.visit('/collections')
  await desk.page.getByRole('combobox', { name: desk.t('collections.collector') }).click()
  await desk.page
    .getByRole('option')
    .filter({ hasText: desk.t('nouns.paymentMethod.e_money') })
    .click()
  await desk.give('電子マネー入金通知-二〇二六年十一月分.csv', bytes)
  await desk.page.getByRole('combobox', { name: desk.t('collections.mapping.fields.amount'), exact: true }).waitFor()
}
/** The first file of a collector: nobody has said yet what its columns mean. */
export const mappingColumns: Screen = {
  name: 'collections-mapping',
  open: async (desk) => {
    const notice = { ...NOTICE, transactionId: 'EM-000123456789', paidOn: await todayAt(desk) }
    await giveNotices(desk, noticeFiles.writeNotices(NOTICE_PROFILE, [notice, { ...notice, kind: 'preliminary_cancelled' }]))
    await desk.page.getByRole('combobox', { name: desk.t('collections.mapping.fields.event') }).click()
    await desk.page.getByRole('option', { name: '4 状況' }).click()
    await desk.button(desk.t('collections.mapping.save')).click()
    await desk.text(desk.t('collections.mapping.notWhole')).waitFor()
  },
}

const exception = async (desk: Desk, outcome: 'duplicate' | 'unknown_slip' | 'late') => {
  await desk.visit('/collections?tab=exceptions')
  await desk.page
    .getByRole('option')
    .filter({ hasText: desk.t(`nouns.collectionOutcome.${outcome}`) })
    .first()
    .click()
  await desk.text(desk.t(`collections.story.${outcome}`)).waitFor()
}
export const collectionException: Screen = { name: 'collections-exception', open: (desk) => exception(desk, 'duplicate') }
export const endingCollection: Screen = {
  name: 'collections-ending',
  open: async (desk) => {
    await exception(desk, 'late')
    await desk.page.getByRole('radio', { name: desk.t('collections.way.own') }).check()
    await desk.text(desk.t('collections.protectedNote')).waitFor()
  },
}
export const choosingOrder: Screen = {
  name: 'collections-other-order',
  open: async (desk) => {
    await exception(desk, 'unknown_slip')
    await desk.page.getByRole('radio', { name: desk.t('collections.way.other') }).check()
    const [order] = (await desk.ask('orders.list', { filter: { status: 'unpaid' }, size: 1 })).rows
    await desk.field(desk.t('parts.search')).fill(order?.orderNumber ?? '')
    await desk.page
      .getByRole('button')
      .filter({ hasText: order?.orderNumber ?? '' })
      .first()
      .click()
    await desk.text(desk.t('collections.chosen')).waitFor()
  },
}
export const refundingCollection: Screen = {
  name: 'collections-refunding',
  open: async (desk) => {
    await exception(desk, 'unknown_slip')
    await desk.page.getByRole('radio', { name: desk.t('collections.way.refund') }).check()
    await desk.button(desk.t('refunds.request')).click()
    await desk.page
      .getByRole('dialog')
      .getByRole('table', { name: desk.t('clearing.journal') })
      .waitFor()
  },
}
export const transfers: Screen = {
  name: 'collections-transfers',
  open: at('/collections?tab=transfers', (desk) => desk.heading(desk.t('collections.figures')).waitFor()),
}
export const clearingTransfer: Screen = {
  name: 'collections-clearing',
  open: async (desk) => {
    await desk.visit('/collections?tab=transfers')
    await desk.page
      .getByRole('option')
      .filter({ hasText: desk.t('collections.waits') })
      .click()
    await desk.page.getByRole('radio').first().check()
    await desk.field(desk.t('collections.fees')).fill('167')
    await desk.text(desk.t('collections.problem.no_reason')).waitFor()
  },
}
export const settledTransfers: Screen = {
  name: 'collections-settled',
  open: at(
    '/collections?tab=settled',
    firstRow(({ t }) => t('collections.tab.settled')),
  ),
}
export const storeAgentSettings: Screen = {
  name: 'collections-gateway',
  open: async (desk) => {
    await desk.visit('/gateways')
    const store = desk.page.getByRole('article').filter({ has: desk.heading(desk.t('nouns.gateway.convenience_store')) })
    await store.getByRole('button', { name: desk.t('gateways.settings'), exact: true }).click()
    await desk.button(desk.t('gateways.feeAdd')).click()
    await desk.button(desk.t('parts.save')).click()
    await desk.text(desk.t('gateways.feeProblem.not_complete')).waitFor()
  },
}

/** The order whose slip waits to be paid. */
async function orderWithSlip(desk: Desk): Promise<void> {
  const { rows } = await desk.ask('orders.list', { filter: { status: 'unpaid', amountTo: 300_000 }, size: 40 })
  for (const { id } of rows.toReversed()) {
    if ((await desk.ask('slips.list', { orderId: id })).reissueBy === null) continue
    await desk.visit(`/orders/${id}`)
    return desk.heading(desk.t('slips.title')).waitFor()
  }
  throw new Error('no slip waits to be paid')
}
export const orderSlips: Screen = { name: 'order-slips', open: orderWithSlip }
export const slipReissue: Screen = {
  name: 'order-slip-reissue',
  open: async (desk) => {
    await orderWithSlip(desk)
    await desk.button(desk.t('slips.reissue')).click()
    await desk.field(desk.t('slips.newDueOn')).waitFor()
  },
}
