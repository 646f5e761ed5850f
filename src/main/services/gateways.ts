import { isDeepStrictEqual } from 'node:util'
import type { Party } from '../../preload/contract/collection'
import type { Instant } from '../../preload/contract/date'
import { done, type Refusal, refuse } from '../../preload/contract/errors'
import { GatewayName, type GatewaySettings, type GatewayStanding, type GatewayState } from '../../preload/contract/gateways'
import type { NoticeChannel } from '../../preload/contract/notices'
import { isAgentInUse } from '../ledger/agent-use'
import { appendAudit } from '../ledger/audit'
import { gatewayOf, noticesWaiting, type StoredGateway, saveGateway } from '../ledger/gateways'
import type { Ledger, Reader } from '../ledger/ledger'
import { mailsWaiting } from '../ledger/mails'
import { forgetSealed, sealedSecret } from '../ledger/sealed-secrets'
import { type Connectors, secretNameOf } from './connectors'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import type { Secrets } from './secrets'

export interface GatewayDeps {
  readonly ledger: Ledger
  readonly events: Events
  readonly secrets: Secrets | null
  readonly connectors: Connectors
  /** When a connector that goes by the clock comes round next. */
  readonly nextRunAt: (name: GatewayName) => Instant | null
}

const channels: Partial<Record<GatewayName, NoticeChannel>> = { mail_out: 'mail', webhook: 'webhook' }

type GatewayMethod = 'gateways.list' | 'gateways.save' | 'gateways.pause' | 'gateways.test'

/** The connectors as the desk shows and settles them. */
export function gatewayHandlers(deps: GatewayDeps): Pick<Handlers, GatewayMethod> {
  const { connectors, events } = deps
  return {
    'gateways.list': async () => {
      const gateways: GatewayState[] = []
      for (const name of GatewayName.options) gateways.push(await stateOf(deps, name))
      return done({ gateways })
    },
    'gateways.save': save(deps),
    'gateways.pause': async (context, { name, version, paused }) => {
      const stored = await deps.ledger.write(context.by, async (writer) => {
        const { enabled, settings } = await gatewayOf(writer, name)
        if (!(await saveGateway(writer, name, version, { enabled, paused, settings }))) return refuse({ refusal: 'changed_meanwhile' })
        await appendAudit(writer, { stream: 'gateways', action: paused ? 'paused' : 'resumed', subject: `gateway:${name}` })
        return done({ version: version + 1 })
      })
      if (!stored.ok) return stored
      await connectors.apply(name)
      publishChanged(events, 'gateways')
      return stored
    },
    'gateways.test': async (_context, { name, to }) => done(await connectors.test(name, to)),
  }
}

/** How each connector fares. */
export async function standings({
  ledger,
  connectors,
}: {
  ledger: Pick<Ledger, 'reader'>
  connectors: Pick<Connectors, 'running'>
}): Promise<{ name: GatewayName; standing: GatewayStanding }[]> {
  const found: { name: GatewayName; standing: GatewayStanding }[] = []
  for (const name of GatewayName.options) {
    found.push({ name, standing: standingOf(await gatewayOf(ledger.reader, name), connectors.running(name) !== null) })
  }
  return found
}

/** One word for how a connector fares; the last try counts, not the last good one. */
function standingOf({ enabled, paused, lastSuccessAt, lastFailureAt }: StoredGateway, isRunning: boolean): GatewayStanding {
  if (!enabled) return 'off'
  if (paused) return 'paused'
  if ((lastFailureAt ?? 0) > (lastSuccessAt ?? 0)) return 'failing'
  return isRunning ? 'working' : 'stopped'
}

async function stateOf({ ledger, connectors, nextRunAt }: GatewayDeps, name: GatewayName): Promise<GatewayState> {
  const stored = await gatewayOf(ledger.reader, name)
  const running = connectors.running(name)
  const channel = channels[name]
  const counted = channel ? (await noticesWaiting(ledger.reader)).get(channel) : undefined
  const mails = name === 'mail_in' ? await mailsWaiting(ledger.reader) : 0
  return {
    ...stored,
    standing: standingOf(stored, running !== null),
    running: running !== null,
    hasSecret: (await sealedSecret(ledger.reader, secretNameOf(name))) !== null,
    address: running?.address ?? null,
    nextRunAt: nextRunAt(name),
    waiting: counted?.waiting ?? mails,
    dead: counted?.dead ?? 0,
  }
}

const PLACE = ['host', 'port', 'security', 'user', 'trusted', 'hostKeys', 'provider', 'address', 'shopId']

/** Whether both settings speak to the same server, as the same user, as safely. */
function isSamePlace(before: GatewaySettings, after: GatewaySettings): boolean {
  const placeOf = (settings: GatewaySettings) => Object.entries(settings).filter(([field]) => PLACE.includes(field))
  return isDeepStrictEqual(placeOf(before), placeOf(after))
}

/** What names a collector in slips, files, payments and the journal. */
function namesIn(settings: GatewaySettings): { readonly party: Party; readonly others: readonly string[] } | null {
  if (settings.gateway === 'convenience_store') return { party: settings.party, others: [settings.makerCode, settings.companyCode] }
  return settings.gateway === 'card' ? { party: settings.party, others: [settings.provider, settings.shopId] } : null
}

/** Whose name and numbers stand on slips, in files, payments and the journal: those stay while anything hangs on them. */
async function agentRefusal(ledger: Reader, before: GatewaySettings, after: GatewaySettings): Promise<Refusal | null> {
  const names = namesIn(before)
  if (!names || isDeepStrictEqual(names, namesIn(after))) return null
  return (await isAgentInUse(ledger, names.party)) ? { refusal: 'agent_in_use', party: names.party } : null
}

/**
 * Settles a connector and applies it at once. Refuses changed_meanwhile, secret_needed_again, agent_in_use, key_unreadable (no place for
 * the secret), gateway_off.
 */
function save({ ledger, events, secrets, connectors }: GatewayDeps): Handlers['gateways.save'] {
  return async (context, { version, enabled, settings, secret }) => {
    const name = settings.gateway
    const stored = await ledger.write(context.by, async (writer) => {
      const before = await gatewayOf(writer, name)
      const isKept = secret === undefined && (await sealedSecret(writer, secretNameOf(name))) !== null
      // A password is for the server it was given for; whoever sees it nowhere shall not have it sent elsewhere.
      if (isKept && !isSamePlace(before.settings, settings)) return refuse({ refusal: 'secret_needed_again' })
      const inUse = await agentRefusal(writer, before.settings, settings)
      if (inUse) return refuse(inUse)
      if (!(await saveGateway(writer, name, version, { enabled, paused: before.paused, settings }))) {
        return refuse({ refusal: 'changed_meanwhile' })
      }
      if (secret !== undefined) {
        if (!secrets) return refuse({ refusal: 'key_unreadable' })
        await (secret === '' ? forgetSealed(writer, secretNameOf(name)) : secrets.keep(writer, secretNameOf(name), secret))
      }
      await appendAudit(writer, {
        stream: 'gateways',
        action: 'configured',
        subject: `gateway:${name}`,
        detail: {
          before: { enabled: before.enabled, settings: before.settings },
          after: { enabled, settings },
          secretChanged: secret !== undefined,
        },
      })
      return done({ version: version + 1 })
    })
    if (!stored.ok) return stored
    const applied = await connectors.apply(name)
    publishChanged(events, 'gateways')
    return applied.ok ? stored : applied
  }
}
