import type { Clock } from '../preload/contract/clock'
import { type SettingsOf, StorefrontSettings } from '../preload/contract/gateways'
import type { Counter, DemonstrationCounter } from './gateways/counter'
import type { Gateways } from './gateways/gateway'
import type { ApiLimits } from './gateways/storefront/api/limits'
import { SignatureMemory } from './gateways/storefront/api/signing'
import type { StorefrontLog } from './gateways/storefront/server'
import type { Ledger } from './ledger/ledger'
import { isDemonstration } from './ledger/users'
import { createKeyCounter } from './services/api-keys'
import { createApplicationCounter } from './services/application-intake'
import type { CardDesk } from './services/card-desk'
import type { Connector } from './services/connectors'
import type { Log } from './services/context'
import { agentFolder } from './services/demonstration/agent-files'
import { createDemonstrationBank } from './services/demonstration/bank'
import { demonstrationFolder } from './services/demonstration/create'
import { demonstrationShop } from './services/demonstration/shop'
import { createDemonstrationTill } from './services/demonstration/till'
import type { Events } from './services/events'
import type { Files } from './services/files'
import type { Jobs } from './services/jobs'
import { createLinkAddresses, type LinkAddresses } from './services/link-addresses'
import { createLinkCounter } from './services/link-counter'
import { createLinks } from './services/links'
import { createMerchantOrders } from './services/merchant-orders'
import { createOrderCounter } from './services/order-counter'
import { createPayerChoice } from './services/payer-choice'
import { createPortal } from './services/portal'
import { createRefundAccounts } from './services/refund-accounts'
import type { Secrets } from './services/secrets'
import { createShopOrderIntake } from './services/shop-order-intake'
import type { SlipFileOf } from './services/slip-paper'
import { logFault } from './transport/faults'

/* The storefront put together: the counter over the services, and the connector that opens the HTTP side of it. */
export interface StorefrontParts {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly gateways: Gateways
  readonly secrets: Secrets | null
  readonly log: Log
  /** How the storefront is reached; null while it does not run. */
  readonly address: () => string | null
  readonly limits: ApiLimits | undefined
  readonly files: Pick<Files, 'room' | 'discard'>
  /** Runs a job where the core runs jobs, and answers what it ended in. */
  readonly run: Jobs['run']
  readonly slipFileOf: SlipFileOf
  /** Has the store agent's connector look for new files now. */
  readonly lookAtStores: () => void
  readonly cards: CardDesk
  /** How people outside reach it, as their links begin; null while nobody can. */
  readonly reachedAt: () => Promise<string | null>
}

/** Where links lead; null where the key that signs them cannot be read. */
export function composeAddresses({
  secrets,
  clock,
  address,
}: Pick<StorefrontParts, 'secrets' | 'clock' | 'address'>): LinkAddresses | null {
  return secrets && createLinkAddresses({ links: createLinks({ secrets, clock }), clock, storefront: address })
}

/** Everything the storefront asks of services. */
export function composeCounter(parts: Omit<StorefrontParts, 'limits' | 'lookAtStores'> & { secrets: Secrets }): Counter {
  const { ledger, clock, events, gateways, secrets, slipFileOf, cards, reachedAt } = parts
  const links = createLinks({ secrets, clock })
  const orders = createMerchantOrders({ ledger, clock, events })
  const { banks, storeAgent } = gateways
  const refundAccounts = createRefundAccounts({ ledger, events, banks })
  const choice = createPayerChoice({ ledger, clock, events, banks, storeAgent, holidays: gateways.holidays, cards })
  const intake = createShopOrderIntake({ ledger, clock, events, holidays: gateways.holidays })
  const addresses = createLinkAddresses({ links, clock, storefront: parts.address })
  return {
    orders: createOrderCounter({ ledger, intake, orders, addresses }),
    links: createLinkCounter({ ledger, events, links, choice, orders, refundAccounts, banks, slipFileOf, cards, publicAddress: reachedAt }),
    keys: createKeyCounter(parts),
    cards: { notice: cards.notice },
    applications: createApplicationCounter({ ledger, events, banks }),
    portal: createPortal({ ...parts, banks }),
  }
}

/** The storefront's connector, which knows besides where a demonstration's shop is; null where there is none now. */
export interface StorefrontConnector extends Connector {
  shop(): string | null
}

/** What only a demonstration has; null in every other ledger, and where its shop is given no key. */
async function composeDemonstrationCounter(parts: StorefrontParts & { secrets: Secrets }): Promise<DemonstrationCounter | null> {
  const { ledger, log } = parts
  if (!(await isDemonstration(ledger.reader))) return null
  const shop = await demonstrationShop(parts)
  if (!shop.ok) {
    log.warn({ refusal: shop.refusal.refusal }, 'the shop of the demonstration has no key')
    return null
  }
  const folder = demonstrationFolder(ledger.path)
  return {
    shop: shop.value,
    ...createDemonstrationBank({ ...parts, folder }),
    ...createDemonstrationTill({ ...parts, folder: agentFolder(folder), look: parts.lookAtStores }),
  }
}

const isTaken = (fault: unknown) => fault instanceof Error && 'code' in fault && fault.code === 'EADDRINUSE'

export function composeStorefront(parts: StorefrontParts): StorefrontConnector {
  const { clock, secrets, limits } = parts
  const counter = secrets && composeCounter({ ...parts, secrets })
  const log: StorefrontLog = {
    warn: (data, message) => parts.log.warn(data, message),
    fault: (fault, where) => logFault(parts.log, fault, { ...where }),
  }
  const nowMs = () => clock.now()
  // Lives as long as the core: whoever switches the storefront off and on lets no signature in twice.
  const memory = new SignatureMemory(nowMs)
  async function open(settings: SettingsOf<'storefront'>, demonstration: DemonstrationCounter | null = null) {
    if (!counter) throw new Error('The key of the ledger cannot be read')
    // Loaded only where it is opened: commands and workers do without a web server.
    const { openStorefront } = await import('./gateways/storefront/server')
    return openStorefront(settings, counter, log, {
      nowMs,
      memory,
      ...(limits ? { limits } : {}),
      ...(demonstration ? { demonstration } : {}),
    })
  }
  /** A newcomer's machine may have another program at the usual port: a demonstration takes any free one then. */
  async function openHere(settings: SettingsOf<'storefront'>) {
    const demonstration = secrets && (await composeDemonstrationCounter({ ...parts, secrets }))
    return open(settings, demonstration).catch((fault: unknown) => {
      if (!demonstration || !isTaken(fault)) throw fault
      return open({ ...settings, port: 0 }, demonstration)
    })
  }
  let shop: string | null = null
  return {
    name: 'storefront',
    shop: () => shop,
    async start({ settings }) {
      const storefront = await openHere(StorefrontSettings.parse(settings))
      shop = storefront.shop
      const stop = () => {
        shop = null
        return storefront.close()
      }
      return { address: storefront.address, stop }
    },
    /** Whether it could be opened at this address at all; on any free port, since its own may be taken by itself. */
    async test({ settings }) {
      const { bind } = StorefrontSettings.parse(settings)
      const tried = await open(StorefrontSettings.parse({ gateway: 'storefront', bind, port: 0 }))
      await tried.close()
      return bind
    },
  }
}
