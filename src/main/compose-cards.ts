import { CardMethod } from '../preload/contract/cards'
import type { Clock } from '../preload/contract/clock'
import { CardCompanySettings } from '../preload/contract/gateways'
import type { CardCompany } from './gateways/card-company'
import type { Gateways } from './gateways/gateway'
import { gatewayOf } from './ledger/gateways'
import type { Ledger } from './ledger/ledger'
import { type CardConnector, cardConnector } from './services/card-connector'
import { type CardDesk, createCardDesk } from './services/card-desk'
import { type Report, secretNameOf } from './services/connectors'
import type { Events } from './services/events'
import type { Secrets } from './services/secrets'

/** A company as it is settled, with its secret: the key, and on a second line that of its notices. Null where its protocol is not spoken here. */
export type OpenCardCompany = (settings: CardCompanySettings, secret: string) => Promise<CardCompany | null>

const STRIPE_API = 'https://api.stripe.com'
const TIMEOUT_MS = 20_000

/** Companies by their protocols, each loaded only where it is spoken to. */
export const spokenCompanies =
  (clock: Pick<Clock, 'today'>): OpenCardCompany =>
  async ({ provider, address, formAddress, tokenField, shopId }, secret) => {
    const [key = '', noticeKey = ''] = secret.split('\n').map((line) => line.trim())
    if (provider === 'stripe') {
      const { stripeCards } = await import('./gateways/card/stripe')
      return stripeCards({ apiUrl: address || STRIPE_API, secretKey: key, webhookSecret: noticeKey, timeoutMs: TIMEOUT_MS })
    }
    if (address === '' || formAddress === '' || shopId === '') return null
    const { gmoCards } = await import('./gateways/card/gmo')
    const shop = { apiUrl: address, shopId, shopPass: key, timeoutMs: TIMEOUT_MS }
    return gmoCards({ ...shop, formUrl: formAddress, tokenField, today: () => clock.today() })
  }

/** Cards put together: the desk that speaks to their companies, and for each the connector that comes round. */
export function composeCards({
  open,
  secrets,
  gateways,
  report,
  ...parts
}: {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly events: Events
  readonly gateways: Pick<Gateways, 'holidays'>
  readonly report: Report
  readonly secrets: Secrets | null
  readonly open: OpenCardCompany
}): { cards: CardDesk; connectors: CardConnector[] } {
  const { ledger } = parts
  const company = async (method: CardMethod): Promise<CardCompany | null> => {
    const secret = await secrets?.kept(ledger.reader, secretNameOf(method))
    const { settings } = await gatewayOf(ledger.reader, method)
    return secret?.ok && secret.value !== null ? open(CardCompanySettings.parse(settings), secret.value) : null
  }
  // The connector says at the desk why the company may not be spoken to; whoever else asks finds it closed.
  const cards = createCardDesk({ ...parts, holidays: gateways.holidays, company: (method) => company(method).catch(() => null) })
  const connectors = CardMethod.options.map((method) => cardConnector({ ...parts, method, report, cards, company: () => company(method) }))
  return { cards, connectors }
}
