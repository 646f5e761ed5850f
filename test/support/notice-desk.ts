import { NoticeField } from '../../src/preload/contract/column-profile'
import { businessDate, formatDate } from '../../src/preload/contract/date'
import type { NoticeGateway } from '../../src/preload/contract/gateways'
import type { Desk } from './browser'
import { NOTICE_PROFILE, type NoticeTelling } from './notices'

/* What a clerk does at the desk with the files and transfers of collectors whose columns a person explains. */

/** A file is given as this collector's. */
export async function giveNotices(desk: Desk, method: NoticeGateway, name: string, bytes: Uint8Array): Promise<void> {
  await desk.visit('/collections')
  await desk.page.getByRole('combobox', { name: desk.t('collections.collector') }).click()
  await desk.page
    .getByRole('option')
    .filter({ hasText: desk.t(`nouns.paymentMethod.${method}`) })
    .click()
  await desk.give(name, bytes)
}

async function pick({ page }: Desk, list: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: list, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

/** Nobody has said yet what the columns of this collector's files mean: a clerk says it once. */
export async function mapNoticeColumns(desk: Desk, meanings: readonly NoticeTelling['kind'][]): Promise<void> {
  const { t } = desk
  for (const field of NoticeField.options) {
    const at = NOTICE_PROFILE.columns[field]
    if (at !== null) await pick(desk, t(`collections.mapping.fields.${field}`), `${at + 1} ${NOTICE_PROFILE.header[at]}`)
  }
  for (const [at, kind] of meanings.entries()) {
    await pick(desk, t('collections.mapping.wordMeans', { row: at + 1 }), t(`nouns.collectionKind.${kind}`))
  }
  await desk.button(t('collections.mapping.save')).click()
}

/** What is shown is brought in. */
export async function bringInNotices(
  desk: Desk,
  name: string,
  { stored, paid, exceptions = 0 }: { stored: number; paid: number; exceptions?: number },
): Promise<void> {
  await desk.text(desk.t('collections.previewNote')).waitFor()
  await desk.button(desk.t('collections.bringIn', { count: stored })).click()
  await desk.text(desk.t('collections.broughtIn', { file: name, stored, duplicates: 0 })).waitFor()
  await desk.text(desk.t('collections.came', { preliminary: 0, paid, withdrawn: 0, exceptions })).waitFor()
}

/** The one deposit that fits what a collector owes by that day clears it; so many orders may be paid out then. */
export async function clearTransfer(desk: Desk, agent: string, day: string, count: number): Promise<void> {
  const { t } = desk
  await desk.visit('/collections?tab=transfers')
  await desk.page
    .getByRole('option')
    .filter({ hasText: agent })
    .filter({ hasText: t('collections.fits') })
    .click()
  await desk.page.getByRole('radio').first().check()
  await desk.button(t('collections.settle')).click()
  await desk.text(t('collections.settled', { agent, day: formatDate(businessDate(day)), count })).waitFor()
}
