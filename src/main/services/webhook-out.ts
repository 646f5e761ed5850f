import { randomBytes } from 'node:crypto'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { SettingsOf } from '../../preload/contract/gateways'
import type { MerchantId } from '../../preload/contract/ids'
import type { WebhookCall, WebhookCaller } from '../gateways/post'
import { appendAudit } from '../ledger/audit'
import type { Ledger } from '../ledger/ledger'
import { merchantById } from '../ledger/merchants'
import type { NoticeToSend } from '../ledger/notices'
import { ledgerRegistration } from '../ledger/register'
import { shopOrders } from '../ledger/shop-orders'
import type { Context, Handlers } from './context'
import { type DeliveryDeps, deliverDue, type Line } from './delivery'
import { type Events, publishChanged } from './events'
import type { Secrets } from './secrets'

/*
 * Notices to merchants' own programs: signed calls with the order as the API shows it. A call may come twice, after an answer that got
 * lost; its identity stays the same, so that the program can leave out what it has seen.
 */
export interface WebhookDeps extends DeliveryDeps {
  readonly secrets: Pick<Secrets, 'kept'>
  readonly webhooks: WebhookCaller
}

const CONNECTIONS_MAX = 4
/** Beside the time a program is given to answer, that of finding it. */
const FINDING_MS = 60_000
const PREFIX = 'whsec_'
const SECRET_BYTES = 32

const secretNameOf = (merchantId: MerchantId): string => `webhook:${merchantId}`

/** Makes the calls that are due. A program that does not answer is its merchant's trouble, and tried again by itself. */
export async function callWebhooks(deps: WebhookDeps, settings: SettingsOf<'webhook'>, stopping: AbortSignal): Promise<boolean> {
  const registration = await ledgerRegistration(deps.ledger.reader)
  const options = {
    timeoutMs: settings.timeoutSeconds * 1000,
    allowPrivate: settings.allowPrivate || registration?.demonstration === true,
  }
  const line: Line<WebhookCall> = {
    channel: 'webhook',
    connectionsMax: CONNECTIONS_MAX,
    longestMs: options.timeoutMs + FINDING_MS,
    open: async () => ({ hand: (call) => deps.webhooks.call(call, options), close: () => undefined }),
    prepare: (notice) => prepare(deps, notice),
  }
  return deliverDue(deps, line, stopping)
}

async function prepare({ ledger, secrets }: WebhookDeps, notice: NoticeToSend): ReturnType<Line<WebhookCall>['prepare']> {
  const { id, name, address, merchantId, orderId, createdAt } = notice
  const order = orderId === null ? undefined : (await shopOrders(ledger.reader, [orderId])).get(orderId)
  if (merchantId === null || !order) throw new Error(`notice ${id} tells of no order`)
  const secret = await secrets.kept(ledger.reader, secretNameOf(merchantId))
  if (!secret.ok) return { kind: 'postponed', why: 'the secret of the merchant cannot be read with this master key' }
  if (secret.value === null) return { kind: 'postponed', why: 'the merchant has no secret for signed calls yet' }
  const body = JSON.stringify({ type: `order.${name}`, at: new Date(createdAt).toISOString(), data: order })
  return { kind: 'ready', message: { url: address, id: `msg_${id.toString(36)}`, secret: secret.value, body } }
}

/** Calls an address once with an empty message, signed with a secret made for this call; answers in the other side's words. */
export async function testWebhook(webhooks: WebhookCaller, settings: SettingsOf<'webhook'>, to: string): Promise<string> {
  const url = URL.canParse(to) ? to : ''
  if (url === '') throw new Error('an address to call is needed: https://…')
  const body = JSON.stringify({ type: 'test', at: new Date().toISOString(), data: {} })
  const call = { url, id: `msg_test${Date.now().toString(36)}`, secret: newSecret(), body }
  const handed = await webhooks.call(call, { timeoutMs: settings.timeoutSeconds * 1000, allowPrivate: settings.allowPrivate })
  if (handed.outcome !== 'delivered') throw new Error(handed.detail)
  return handed.detail
}

const newSecret = () => `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`

/** Makes the secret of a merchant; it is shown this once. Refuses not_found, key_unreadable. */
export function webhookSecretHandler(deps: {
  ledger: Ledger
  events: Events
  secrets: Secrets | null
}): Handlers['merchants.webhookSecret'] {
  return async (context, { id }) => {
    const made = await makeSecret(deps, context, id)
    if (made.ok) publishChanged(deps.events, 'merchants', 'audit')
    return made
  }
}

async function makeSecret(
  { ledger, secrets }: { ledger: Ledger; secrets: Secrets | null },
  { by }: Context,
  id: MerchantId,
): Promise<Result<{ secret: string }>> {
  if (!secrets) return refuse({ refusal: 'key_unreadable' })
  const secret = newSecret()
  return ledger.write(by, async (writer) => {
    if (!(await merchantById(writer, id))) return refuse({ refusal: 'not_found', what: 'merchant' })
    await secrets.keep(writer, secretNameOf(id), secret)
    await appendAudit(writer, { stream: 'merchants', action: 'webhook_secret_made', subject: `merchant:${id}` })
    return done({ secret })
  })
}
