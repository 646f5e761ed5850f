import { addDays, dateInJapan, formatDate } from '../../src/preload/contract/date'
import type { Desk } from './browser'
import { at, type Screen } from './screen'

/* The rules of clearing: how each has fared, trying others on past deposits, asking for them, and what a supervisor is shown. */

export const rules: Screen = {
  name: 'rules',
  open: at('/settings/rules', (desk) => desk.page.getByRole('table', { name: desk.t('rules.records') }).waitFor()),
}

/** The form of other rules, tried on everything a demonstration holds. */
async function tryOthers(desk: Desk): Promise<void> {
  const { page, t } = desk
  await rules.open(desk)
  await desk.button(t('rules.change')).click()
  await page.getByRole('checkbox', { name: t('rules.rule.name') }).uncheck()
  const today = dateInJapan(Date.now())
  await desk.field(t('rules.trialFrom')).fill(formatDate(addDays(today, -80)))
  await desk.field(t('rules.trialTo')).fill(formatDate(today))
  await desk.field(t('rules.trialTo')).blur()
  await desk.button(t('rules.tryIt')).click()
  await page.getByRole('table', { name: t('rules.differences') }).waitFor()
}

export const rulesTried: Screen = {
  name: 'rules-tried',
  open: async (desk) => {
    await tryOthers(desk)
    await desk.page.getByRole('table', { name: desk.t('rules.differences') }).scrollIntoViewIfNeeded()
  },
}

/** Asked for the first time it is opened; afterwards it waits for a supervisor. */
export const rulesStaged: Screen = {
  name: 'rules-staged',
  open: async (desk) => {
    const { staged } = await desk.ask('rules.get', {})
    if (!staged) {
      await tryOthers(desk)
      await desk.button(desk.t('rules.stage')).click()
    } else await rules.open(desk)
    await desk.text(desk.t('rules.onlyOne')).waitFor()
  },
}
