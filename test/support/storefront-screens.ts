import { at, firstRow, type Screen } from './screen'

/* The screens of merchants, of disputes, of what is told and what comes from outside. */

export const merchants: Screen = {
  name: 'merchants',
  open: at(
    '/merchants',
    firstRow(({ t }) => t('merchants.title')),
  ),
}
export const merchant: Screen = {
  name: 'merchant',
  open: async (desk) => {
    await merchants.open(desk)
    await desk
      .rows(desk.t('merchants.title'))
      .filter({ hasText: desk.t('merchants.changeStaged') })
      .first()
      .getByRole('link')
      .click()
    await desk.page.getByText(desk.t('merchants.before'), { exact: true }).first().waitFor()
  },
}
export const registering: Screen = {
  name: 'merchant-form',
  open: async (desk) => {
    await desk.visit('/merchants/new')
    await desk.button(desk.t('merchants.register')).click()
    await desk.page.getByRole('alert').first().waitFor()
  },
}
export const changingDays: Screen = {
  name: 'merchant-days',
  open: async (desk) => {
    await merchant.open(desk)
    await desk.button(desk.t('merchants.stageDays')).click()
    await desk.page.getByText(desk.t('merchants.stageDaysText')).waitFor()
  },
}
export const changingContacts: Screen = {
  name: 'merchant-contacts',
  open: async (desk) => {
    await merchant.open(desk)
    await desk.button(desk.t('merchants.changeContacts')).click()
    await desk.field(desk.t('merchants.email')).waitFor()
  },
}
export const merchantKeys: Screen = {
  name: 'merchant-keys',
  open: async (desk) => {
    await merchants.open(desk)
    await desk.rows(desk.t('merchants.title')).first().getByRole('link').click()
    await desk.button(desk.t('merchants.issueKey')).click()
    const dialog = desk.page.getByRole('dialog')
    await desk.field(desk.t('merchants.keyName')).fill('本番の店舗')
    await dialog.getByRole('button', { name: desk.t('merchants.issueKey') }).click()
    await dialog.getByText(desk.t('merchants.keySecret'), { exact: true }).waitFor()
  },
}
export const returns: Screen = {
  name: 'returns',
  open: async (desk) => {
    await desk.visit('/returns')
    await desk.page
      .getByRole('option')
      .filter({ hasText: desk.t('nouns.protection.contested') })
      .first()
      .click()
    await desk.heading(desk.t('returns.merchantSide')).waitFor()
  },
}
export const dividing: Screen = {
  name: 'returns-divide',
  open: async (desk) => {
    await desk.visit('/returns?state=contested')
    await desk.page
      .getByRole('option')
      .filter({ hasNotText: desk.t('returns.proposed') })
      .first()
      .click()
    await desk.heading(desk.t('returns.proposeTitle')).waitFor()
    await desk.page.keyboard.press('3')
    await desk.field(desk.t('returns.toMerchant')).fill('1200')
    await desk.button(desk.t('returns.propose')).click()
    await desk.text(desk.t('returns.whyMissing')).waitFor()
  },
}
export const returned: Screen = {
  name: 'returns-waiting',
  open: at('/returns?state=return_wanted', (desk) => desk.text('色が見本と違う').waitFor()),
}
export const recording: Screen = {
  name: 'returns-record',
  open: async (desk) => {
    await returned.open(desk)
    await desk.page.keyboard.press('r')
    await desk.button(desk.t('returns.recordAct')).waitFor()
  },
}
export const disputed: Screen = {
  name: 'order-disputed',
  open: async (desk) => {
    await desk.visit('/returns?state=contested')
    await desk.page.getByRole('main').getByRole('link').first().click()
    await desk.heading(desk.t('returns.box')).waitFor()
    await desk.link(desk.t('returns.toCase')).waitFor()
  },
}
export const notices: Screen = {
  name: 'notices',
  open: at(
    '/notices',
    firstRow(({ t }) => t('notices.title')),
  ),
}
export const notice: Screen = {
  name: 'notice',
  open: async (desk) => {
    await desk.visit('/notices?troubled=true')
    await desk
      .rows(desk.t('notices.title'))
      .filter({ hasText: desk.t('nouns.noticeState.dead') })
      .first()
      .dblclick()
    await desk.button(desk.t('notices.resend')).click()
    await desk.text(desk.t('notices.resendText')).waitFor()
  },
}
export const printing: Screen = {
  name: 'notices-print',
  open: async (desk) => {
    await notices.open(desk)
    await desk.button(desk.t('notices.printLetters')).click()
    await desk.text(desk.t('notices.printText')).waitFor()
  },
}
export const mails: Screen = {
  name: 'mails',
  open: async (desk) => {
    await desk.visit('/mails')
    await desk.page.getByRole('option').filter({ hasText: 'fujiwara.yumi@example.jp' }).click()
    await desk.text(desk.t('mails.words')).waitFor()
  },
}
export const lostMail: Screen = {
  name: 'mails-find',
  open: async (desk) => {
    await mails.open(desk)
    await desk.page.getByRole('option').filter({ hasText: 'info@example.com' }).click()
    await desk.field(desk.t('parts.search')).fill('A1000')
    await desk.page.getByRole('main').getByRole('button').filter({ hasText: 'A1000' }).first().waitFor()
  },
}
export const applications: Screen = {
  name: 'applications',
  open: at('/applications', (desk) => desk.link(desk.t('applications.register')).waitFor()),
}
export const alike: Screen = {
  name: 'applications-alike',
  open: async (desk) => {
    await applications.open(desk)
    await desk.page.getByRole('option').filter({ hasText: '株式会社さくら書房' }).click()
    await desk.heading(desk.t('applications.alike')).waitFor()
  },
}
export const declining: Screen = {
  name: 'applications-decline',
  open: async (desk) => {
    await applications.open(desk)
    await desk.button(desk.t('applications.decline')).click()
    await desk.text(desk.t('applications.declineText')).waitFor()
  },
}
export const wishes: Screen = {
  name: 'applications-wishes',
  open: async (desk) => {
    await desk.visit('/applications?tab=requests')
    await desk.button(desk.t('applications.takeContacts')).waitFor()
  },
}
export const fromApplication: Screen = {
  name: 'merchant-from-application',
  open: async (desk) => {
    await applications.open(desk)
    await desk.link(desk.t('applications.register')).click()
    await desk.button(desk.t('merchants.register')).waitFor()
  },
}
export const gateways: Screen = { name: 'gateways', open: at('/gateways', (desk) => desk.page.getByRole('article').first().waitFor()) }
export const gatewaySettings: Screen = {
  name: 'gateway-settings',
  open: async (desk) => {
    await gateways.open(desk)
    const mail = desk.page.getByRole('article').filter({ has: desk.heading(desk.t('nouns.gateway.mail_out')) })
    await mail.getByRole('button', { name: desk.t('gateways.settings'), exact: true }).click()
    await desk.button(desk.t('parts.save')).waitFor()
  },
}
export const gatewayTest: Screen = {
  name: 'gateway-test',
  open: async (desk) => {
    await gateways.open(desk)
    const storefront = desk.page.getByRole('article').filter({ has: desk.heading(desk.t('nouns.gateway.storefront')) })
    await storefront.getByRole('button', { name: desk.t('gateways.test'), exact: true }).click()
    await desk.page
      .getByRole('dialog')
      .getByRole('button', { name: desk.t('gateways.testAct'), exact: true })
      .click()
    await desk.text(desk.t('gateways.testGood')).waitFor()
  },
}
