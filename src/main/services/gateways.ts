import { isDeepStrictEqual } from 'node:util'
import type { Instant } from '../../preload/contract/date'
import { done, type Refusal, refuse } from '../../preload/contract/errors'
import { GatewayName, type GatewaySettings, type GatewayStanding, type GatewayState } from '../../preload/contract/gateways'
import type { NoticeChannel } from '../../preload/contract/notices'
import { isAgentInUse, isMappingUsed } from '../ledger/agent-use'
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

const PLACE = ['host', 'port', 'security', 'user', 'trusted', 'hostKeys', 'provider', 'address', 'formAddress', 'tokenField', 'shopId']

/** Whether both settings speak to the same server, as the same user, as safely. */
function isSamePlace(before: GatewaySettings, after: GatewaySettings): boolean {
  const placeOf = (settings: GatewaySettings) => Object.entries(settings).filter(([field]) => PLACE.includes(field))
  return isDeepStrictEqual(placeOf(before), placeOf(after))
}

const NUMBERS = ['party', 'makerCode', 'companyCode', 'account', 'provider', 'shopId']

/** What names a collector in slips, files, payments and the journal. */
const namesIn = (settings: GatewaySettings) => Object.entries(settings).filter(([field]) => NUMBERS.includes(field))

/** Those stay while anything hangs on them, and no two collectors share a short name. */
async function agentRefusal(ledger: Reader, before: GatewaySettings, after: GatewaySettings): Promise<Refusal | null> {
  if (!('party' in before) || !('party' in after) || isDeepStrictEqual(namesIn(before), namesIn(after))) return null
  const { party } = before
  if (await isAgentInUse(ledger, party)) return { refusal: 'agent_in_use', party }
  for (const name of GatewayName.options.filter((one) => one !== after.gateway)) {
    const { settings } = await gatewayOf(ledger, name)
    if ('party' in settings && settings.party === after.party) {
      return { refusal: 'invalid_input', problems: [{ path: 'settings.party', message: 'taken' }] }
    }
  }
  return null
}

/** What columns mean by which money was brought in is changed where their file stands beside it, and by four eyes. */
async function mappingRefusal(ledger: Reader, before: GatewaySettings, after: GatewaySettings): Promise<Refusal | null> {
  if (!('profile' in before) || !('profile' in after) || isDeepStrictEqual(before.profile, after.profile)) return null
  return before.profile && (await isMappingUsed(ledger, after.gateway)) ? { refusal: 'second_person_required' } : null
}

/**
 * Settles a connector and applies it at once. Refuses changed_meanwhile, secret_needed_again, agent_in_use, second_person_required (a mapping by which money was brought in), key_unreadable (no place for
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
      const mapping = await mappingRefusal(writer, before.settings, settings)
      if (mapping) return refuse(mapping)
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
