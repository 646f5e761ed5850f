import type { Clock } from '../preload/contract/clock'
import type { BusinessDate } from '../preload/contract/date'
import { CardSettings } from '../preload/contract/gateways'
import { gmoCards } from './gateways/card/gmo'
import { stripeCards } from './gateways/card/stripe'
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
export type OpenCardCompany = (settings: CardSettings, secret: string) => CardCompany | null

/** How long an answer is waited for: longer than companies usually take, and shorter than a payer waits. */
const ANSWER_MS = 20_000

/** The companies whose protocols are spoken here (gateways/card). The form of GMO-PG hands its token back under this name. */
const TOKEN_FIELD = 'Token'

/** Null where what its protocol needs was not settled, or its address is none that may be given a secret. */
export function companyOf(settings: CardSettings, secret: string, today: () => BusinessDate): CardCompany | null {
  const [key = '', ofNotices = ''] = secret.split(/\r?\n/).map((line) => line.trim())
  const { provider, address, formAddress, shopId } = settings
  if (provider === 'stripe') {
    const apiUrl = address || STRIPE_API
    return stripeCards({ apiUrl, secretKey: key, webhookSecret: ofNotices, timeoutMs: ANSWER_MS })
  }
  if (address === '' || formAddress === '' || shopId === '') return null
  return gmoCards({ apiUrl: address, formUrl: formAddress, tokenField: TOKEN_FIELD, shopId, shopPass: key, timeoutMs: ANSWER_MS, today })
}
const STRIPE_API = 'https://api.stripe.com'

/** Cards put together: the desk that speaks to the company, and the connector that comes round. */
export function composeCards({
  open = (settings, secret) => companyOf(settings, secret, parts.clock.today),
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
  /** Another company than those whose protocols are spoken: for tests. */
  readonly open?: OpenCardCompany | undefined
}): { cards: CardDesk; connector: CardConnector } {
  const { ledger } = parts
  const company = async (): Promise<CardCompany | null> => {
    const secret = await secrets?.kept(ledger.reader, secretNameOf('card'))
    const { settings } = await gatewayOf(ledger.reader, 'card')
    return secret?.ok && secret.value !== null ? open(CardSettings.parse(settings), secret.value) : null
  }
  const cards = createCardDesk({ ...parts, holidays: gateways.holidays, company })
  return { cards, connector: cardConnector({ ...parts, report, cards }) }
}
