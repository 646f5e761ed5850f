import type { CardMethod } from '../../preload/contract/cards'
import type { Subject } from '../../preload/contract/carrier'
import type { Clock } from '../../preload/contract/clock'
import type { Instant } from '../../preload/contract/date'
import { CardCompanySettings } from '../../preload/contract/gateways'
import type { CardPaymentId } from '../../preload/contract/ids'
import { dueCardPayments } from '../ledger/card-payments'
import type { Ledger } from '../ledger/ledger'
import type { CardDesk } from './card-desk'
import { type Connector, type ConnectorStart, type Report, recurring } from './connectors'
import type { Events } from './events'

/*
 * A card company, or the debit network, as a connector: what was decided at the desk, by a shop or by a payer is sent, lost answers are
 * looked after, and what the hour brings is done. What is written into the ledger wakes it, so that the company need not be asked all the time.
 */
export interface CardConnectorDeps {
  readonly method: CardMethod
  readonly ledger: Pick<Ledger, 'reader'>
  readonly clock: Clock
  readonly events: Events
  readonly report: Report
  readonly cards: Pick<CardDesk, 'attend'>
  /** Throws, with a sentence, where the company as it is settled may not be spoken to; null where something is missing. */
  readonly company: () => Promise<object | null>
}

export interface CardConnector extends Connector {
  nextRunAt(): Instant | null
}

const LOOK_MS = 60_000
const AT_ONCE = 50
/** After changes of these there may be something to be asked. */
const WAKING: readonly Subject[] = ['orders', 'refunds']

export function cardConnector(deps: CardConnectorDeps): CardConnector {
  const looking = recurring(
    deps,
    deps.method,
    () => LOOK_MS,
    async (how, stopping) => {
      companyIn(deps, how)
      return (await attendDue(deps, stopping)) > 0
    },
  )
  deps.events.subscribe((notification) => {
    if (notification.kind === 'changed' && notification.subjects.some((subject) => WAKING.includes(subject))) looking.wake()
  })
  return {
    name: deps.method,
    nextRunAt: looking.nextRunAt,
    async start(how) {
      await tryCompany(deps, how)
      return looking.start(how)
    },
    test: (how) => tryCompany(deps, how),
  }
}

/** Whether it can be spoken to at all; without any effect for it. */
async function tryCompany(deps: CardConnectorDeps, how: ConnectorStart): Promise<string> {
  const name = companyIn(deps, how)
  if (name === '') throw new Error('the card company is not settled')
  if (!(await deps.company())) throw new Error('the key of the card company, or one of its addresses, is missing')
  return name
}

function companyIn({ method }: CardConnectorDeps, { settings }: ConnectorStart): string {
  const { gateway, companyName } = CardCompanySettings.parse(settings)
  if (gateway !== method) throw new Error(`settings of ${gateway}`)
  return companyName
}

/**
 * One round over everything that is due; each payment once, and none keeps the others from their turn. Throws where the company could not be
 * heard of any, or what was thrown of one. Tells how many it was heard of.
 */
export async function attendDue(
  { method, ledger, clock, cards }: Pick<CardConnectorDeps, 'method' | 'ledger' | 'clock' | 'cards'>,
  stopping: AbortSignal,
): Promise<number> {
  const attended = new Set<CardPaymentId>()
  let [heard, unheard] = [0, 0]
  const faults: unknown[] = []
  for (;;) {
    const due = (await dueCardPayments(ledger.reader, method, clock.now(), AT_ONCE)).filter((id) => !attended.has(id))
    if (due.length === 0 || stopping.aborted) break
    for (const id of due) {
      if (stopping.aborted) break
      attended.add(id)
      try {
        if (await cards.attend(id)) heard += 1
        else unheard += 1
      } catch (fault) {
        faults.push(fault)
      }
    }
  }
  if (faults.length > 0) throw faults[0]
  if (heard === 0 && unheard > 0) throw new Error('the card company could not be heard')
  return heard
}
