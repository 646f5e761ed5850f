import type { Subject } from '../../preload/contract/carrier'
import type { GatewayName, GatewaySettings, SettingsOf } from '../../preload/contract/gateways'
import { type Connector, type Recurring, type Report, recurring } from './connectors'
import { type MailInDeps, readMails, testMailbox } from './mail-in'
import { type MailOutDeps, sendMails, testMailServer } from './mail-out'
import { callWebhooks, testWebhook, type WebhookDeps } from './webhook-out'

/*
 * The connectors that carry words: mail out, mail in, webhooks. What is written into the outbox wakes those that send, so that they
 * need not ask the ledger all the time; what is to be tried again is found by the clock.
 */
export interface PostConnectorDeps extends MailOutDeps, Omit<MailInDeps, 'messageIds' | 'links'>, Omit<WebhookDeps, 'secrets'> {
  readonly secrets: MailOutDeps['secrets'] & WebhookDeps['secrets']
  readonly report: Report
}

export interface PostConnectors {
  readonly connectors: readonly Connector[]
  nextRunAt(name: GatewayName): ReturnType<Recurring['nextRunAt']>
}

const LOOK_MS = 30_000
const MINUTE_MS = 60_000
/** After changes of these there may be something new to tell. */
const WAKING: readonly Subject[] = ['orders', 'notices', 'merchants']

export function createPostConnectors(deps: PostConnectorDeps): PostConnectors {
  const mailOut = recurring(
    deps,
    'mail_out',
    () => LOOK_MS,
    ({ settings, secret }, stopping) => sendMails(deps, settingsIn('mail_out', settings), secret, stopping),
  )
  const mailIn = recurring(
    deps,
    'mail_in',
    (settings) => settingsIn('mail_in', settings).everyMinutes * MINUTE_MS,
    ({ settings, secret }, stopping) => readMails(deps, settingsIn('mail_in', settings), secret, stopping),
  )
  const webhook = recurring(
    deps,
    'webhook',
    () => LOOK_MS,
    ({ settings }, stopping) => callWebhooks(deps, settingsIn('webhook', settings), stopping),
  )
  deps.events.subscribe((notification) => {
    if (notification.kind !== 'changed' || !notification.subjects.some((subject) => WAKING.includes(subject))) return
    mailOut.wake()
    webhook.wake()
  })
  const running: Partial<Record<GatewayName, Recurring>> = { mail_out: mailOut, mail_in: mailIn, webhook }
  return {
    nextRunAt: (name) => running[name]?.nextRunAt() ?? null,
    connectors: [
      {
        name: 'mail_out',
        start: mailOut.start,
        test: ({ settings, secret }, to) => testMailServer(deps.mailServer, settingsIn('mail_out', settings), secret, to),
      },
      {
        name: 'mail_in',
        start: mailIn.start,
        test: ({ settings, secret }) => testMailbox(deps.mailbox, settingsIn('mail_in', settings), secret),
      },
      {
        name: 'webhook',
        start: webhook.start,
        test: ({ settings }, to) => testWebhook(deps.webhooks, settingsIn('webhook', settings), to),
      },
    ],
  }
}

function settingsIn<N extends GatewayName>(name: N, settings: GatewaySettings): SettingsOf<N> {
  if (!isOf(name, settings)) throw new Error(`settings of ${settings.gateway} given to ${name}`)
  return settings
}

function isOf<N extends GatewayName>(name: N, settings: GatewaySettings): settings is SettingsOf<N> {
  return settings.gateway === name
}
