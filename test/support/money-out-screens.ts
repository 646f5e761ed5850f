import type { CaseKind } from '../../src/preload/contract/approvals'
import type { RunState } from '../../src/preload/contract/payouts'
import type { Desk } from './browser'
import { at, firstRow, type Screen } from './screen'

/* The screens of money out, and the way to each. */

export const payouts: Screen = {
  name: 'payouts',
  open: at(
    '/payouts',
    firstRow(({ t }) => t('payouts.title')),
  ),
}
export const planning: Screen = {
  name: 'payouts-plan',
  open: async (desk) => {
    await payouts.open(desk)
    await desk.button(desk.t('payouts.plan')).first().click()
    await desk.text(desk.t('payouts.planText')).waitFor()
  },
}

async function openRun(desk: Desk, state: RunState, seen: string): Promise<void> {
  const { rows } = await desk.ask('payouts.list', {})
  await desk.visit(`/payouts/${rows.find((run) => run.state === state)?.id}`)
  await desk.text(seen).waitFor()
  await desk.rows(desk.t('payouts.merchants')).first().waitFor()
}
export const runSubmitted: Screen = {
  name: 'payout-run',
  open: (desk) => openRun(desk, 'submitted', desk.t('payouts.next.submitted')),
}
export const runHandedOver: Screen = {
  name: 'payout-run-out',
  open: (desk) => openRun(desk, 'handed_over', desk.t('payouts.next.handed_over')),
}
export const payout: Screen = {
  name: 'payout',
  open: async (desk) => {
    const { rows } = await desk.ask('payouts.list', {})
    for (const { id } of rows) {
      const [found] = (await desk.ask('payouts.merchants', { runId: id, state: 'presumed_paid' })).rows
      if (!found) continue
      await desk.visit(`/payouts/${id}/merchants/${found.id}`)
      return firstRow(({ t }) => t('payouts.lines'))(desk)
    }
    throw new Error('nothing was paid')
  },
}
export const calendar: Screen = {
  name: 'payout-calendar',
  open: at(
    '/payouts/calendar',
    firstRow(({ t }) => t('payouts.calendar.title')),
  ),
}
export const refunds: Screen = {
  name: 'refunds',
  open: at(
    '/refunds',
    firstRow(({ t }) => t('refunds.title')),
  ),
}
export const refund: Screen = {
  name: 'refund',
  open: async (desk) => {
    const { rows } = await desk.ask('refunds.list', {})
    await desk.visit(`/refunds/${rows.find(({ state }) => state === 'requested')?.id}`)
    await desk.text(desk.t('refunds.next.requested')).waitFor()
  },
}
export const exceptions: Screen = {
  name: 'exceptions',
  open: async (desk) => {
    await desk.visit('/exceptions?type=bank_fee')
    await desk.heading(desk.t('exceptions.journal')).waitFor()
  },
}
export const shortOrders: Screen = {
  name: 'exceptions-short',
  open: at(
    '/exceptions?tab=short',
    firstRow(({ t }) => t('exceptions.tab.short')),
  ),
}
export const acceptingLess: Screen = {
  name: 'exceptions-accept-less',
  open: async (desk) => {
    await shortOrders.open(desk)
    await desk.rows(desk.t('exceptions.tab.short')).first().getByRole('button').click()
    await desk.page
      .getByRole('dialog')
      .getByRole('heading', { name: desk.t('exceptions.journal'), exact: true })
      .waitFor()
  },
}
export const receivables: Screen = {
  name: 'exceptions-receivables',
  open: at(
    '/exceptions?tab=receivables',
    firstRow(({ t }) => t('exceptions.tab.receivables')),
  ),
}
export const badDebt: Screen = {
  name: 'exceptions-bad-debt',
  open: async (desk) => {
    await receivables.open(desk)
    await desk.rows(desk.t('exceptions.tab.receivables')).first().getByRole('button').click()
    await desk.page
      .getByRole('dialog')
      .getByRole('heading', { name: desk.t('exceptions.journal'), exact: true })
      .waitFor()
  },
}
export const returnedPayouts: Screen = {
  name: 'exceptions-returned',
  open: at('/exceptions?tab=returned', (desk) => desk.page.getByRole('article').first().waitFor()),
}
export const closing: Screen = { name: 'closing', open: at('/closing', (desk) => desk.heading(desk.t('closing.conditions')).waitFor()) }
export const statements: Screen = {
  name: 'statements',
  open: at(
    '/statements',
    firstRow(({ t }) => t('statements.list')),
  ),
}
export const packing: Screen = {
  name: 'statements-pack',
  open: async (desk) => {
    await statements.open(desk)
    await desk.button(desk.t('statements.pack')).click()
    const dialog = desk.page.getByRole('dialog')
    await dialog.getByRole('button', { name: desk.t('statements.start') }).click()
    await dialog.getByRole('button', { name: desk.t('exports.save') }).waitFor()
  },
}
export const posting: Screen = {
  name: 'statements-paper',
  open: async (desk) => {
    await statements.open(desk)
    await desk.button(desk.t('statements.paper')).click()
    await desk.page
      .getByRole('dialog')
      .getByRole('button', { name: desk.t('statements.start') })
      .waitFor()
  },
}
export const documents: Screen = {
  name: 'documents',
  open: at(
    '/statements?tab=documents',
    firstRow(({ t }) => t('statements.documents')),
  ),
}

async function openMerchant(desk: Desk, which: (name: string) => boolean): Promise<void> {
  const { rows } = await desk.ask('merchants.list', {})
  await desk.visit(`/merchants/${rows.find(({ name }) => which(name))?.id}`)
  await desk.heading(desk.t('merchants.sectionFees')).waitFor()
}
export const chargesStaged: Screen = {
  name: 'merchant-charges',
  open: async (desk) => {
    await openMerchant(desk, (name) => name.includes('さくら'))
    await desk.text(desk.t('charges.fees')).waitFor()
    await desk.heading(desk.t('merchants.sectionFees')).scrollIntoViewIfNeeded()
  },
}
export const changingCharges: Screen = {
  name: 'merchant-charges-change',
  open: async (desk) => {
    await openMerchant(desk, (name) => name.includes('みなと'))
    await desk.button(desk.t('charges.change')).click()
    await desk.button(desk.t('charges.addPlan')).click()
    await desk.button(desk.t('charges.addPlan')).click()
    await desk.button(desk.t('charges.stageAct')).click()
    const problem = desk.text(desk.t('charges.problem.two_from_one_day')).first()
    await problem.waitFor()
    await problem.scrollIntoViewIfNeeded()
  },
}
export const merchantHeld: Screen = {
  name: 'merchant-held',
  open: async (desk) => {
    await openMerchant(desk, (name) => name.includes('陶器'))
    await desk.text(desk.t('merchants.heldText')).waitFor()
  },
}
export const releasing: Screen = {
  name: 'merchant-release',
  open: async (desk) => {
    await merchantHeld.open(desk)
    await desk.button(desk.t('merchants.release')).click()
    await desk.page.getByRole('dialog').waitFor()
  },
}

/** An approval of one kind, with all that decides about it. */
export const approvalOf = (kind: CaseKind): Screen => ({
  name: `approval-${kind.replaceAll('_', '-')}`,
  open: async (desk) => {
    await desk.visit('/approvals')
    const card = desk.page.getByRole('article').filter({ hasText: desk.t(`approvals.kind.${kind}`) })
    await card.first().waitFor()
    await card.first().scrollIntoViewIfNeeded()
  },
})
export const approvalsOfMoney: readonly Screen[] = (['payout_run', 'refund', 'correction', 'merchant_charges', 'money_rules'] as const).map(
  approvalOf,
)

export const approvingTogether: Screen = {
  name: 'approvals-together',
  open: async (desk) => {
    await desk.visit('/approvals')
    const boxes = desk.page.getByRole('checkbox', { name: desk.t('approvals.batch.choose') })
    await boxes.first().waitFor()
    for (const box of await boxes.all()) await box.check()
    await desk.page.keyboard.press('b')
    await desk.page.getByRole('dialog').getByRole('table').waitFor()
  },
}
export const agent: Screen = { name: 'agent', open: at('/settings/agent', (desk) => desk.heading(desk.t('agent.rules')).waitFor()) }

/** The same where nobody has asked for other rules yet: the form of them. */
export const changingRules: Screen = {
  name: 'agent-rules',
  open: async (desk) => {
    await agent.open(desk)
    await desk.button(desk.t('agent.changeRules')).click()
    await desk.button(desk.t('agent.addTable')).click()
    await desk.button(desk.t('agent.addBand')).click()
    await desk.button(desk.t('agent.stageRules')).click()
    await desk.text(desk.t('agent.problem.not_complete')).waitFor()
  },
}
export const changingIdentity: Screen = {
  name: 'agent-identity',
  open: async (desk) => {
    await agent.open(desk)
    await desk.button(desk.t('agent.changeIdentity')).click()
    await desk.field(desk.t('agent.postalAddress')).waitFor()
  },
}
