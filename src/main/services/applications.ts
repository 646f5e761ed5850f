import type { ApplicationDetail, ApplicationRow } from '../../preload/contract/applications'
import type { Clock } from '../../preload/contract/clock'
import { done, type Refusal, refuse } from '../../preload/contract/errors'
import type { ApplicationId, MerchantId } from '../../preload/contract/ids'
import { Contacts } from '../../preload/contract/merchants'
import type { Gateways } from '../gateways/gateway'
import {
  type Application,
  applicationById,
  applicationsIn,
  closeApplication,
  countApplications,
  reopenApplicationOf,
} from '../ledger/applications'
import { appendAudit } from '../ledger/audit'
import type { Ledger, Writer } from '../ledger/ledger'
import { allMerchants, type Merchant } from '../ledger/merchants'
import { insertNotices } from '../ledger/notices'
import { nameKey } from '../settlement/names'
import { applicationNumber } from './application-intake'
import type { Handlers } from './context'
import { type Events, publishChanged } from './events'
import { pageById } from './id-pages'
import { cardNumberProblem, namedAccount, refusalOf } from './merchant-checks'

export interface ApplicationDeskDeps {
  readonly ledger: Ledger
  readonly clock: Pick<Clock, 'monotonicMs'>
  readonly gateways: Pick<Gateways, 'banks'>
  readonly events: Events
}

type ApplicationMethod = 'applications.list' | 'applications.get' | 'applications.decline'

/** What the desk does with applications. They are taken by registering the merchant (services/merchants). */
export function applicationHandlers(deps: ApplicationDeskDeps): Pick<Handlers, ApplicationMethod> {
  const { ledger, clock, events } = deps
  return {
    'applications.list': (_context, { state, ...page }) =>
      pageById(clock, page, {
        read: async (after, atMost) => (await applicationsIn(ledger.reader, state, after, atMost)).map(rowOf),
        count: () => countApplications(ledger.reader, state),
      }),
    'applications.get': async (_context, { id }) => {
      const application = await applicationById(ledger.reader, id)
      if (!application) return refuse({ refusal: 'not_found', what: 'application' })
      return done(detailOf(deps, application, await allMerchants(ledger.reader)))
    },
    'applications.decline': async (context, { id, version, reason }) => {
      const card = refusalOf(cardNumberProblem('reason', reason))
      if (card) return refuse(card)
      const declined = await ledger.write(context.by, async (writer) => {
        const refusal = await decline(writer, { id, version }, reason)
        return refusal ? refuse(refusal) : done({ version: version + 1 })
      })
      if (declined.ok) publishChanged(events, 'applications', 'notices', 'audit')
      return declined
    },
  }
}

async function decline(writer: Writer, seen: { id: ApplicationId; version: number }, reason: string): Promise<Refusal | null> {
  const application = await applicationById(writer, seen.id)
  const objection = objectionTo(application) ?? (application?.version === seen.version ? null : { refusal: 'changed_meanwhile' as const })
  if (objection || !application) return objection
  const { id, facts } = application
  await closeApplication(writer, seen, { state: 'declined', reason })
  await insertNotices(writer, [
    {
      name: 'application_declined',
      to: 'applicant',
      channel: 'mail',
      address: facts.email,
      language: facts.language,
      about: `application:${id}`,
      merchantId: null,
      orderId: null,
      facts: { name: facts.name, applicationNumber: applicationNumber(id), reason },
    },
  ])
  await appendAudit(writer, { stream: 'merchants', action: 'application_declined', subject: `application:${id}`, detail: { reason } })
  return null
}

function objectionTo(application: Application | null): Refusal | null {
  if (!application) return { refusal: 'not_found', what: 'application' }
  return application.state === 'received' ? null : { refusal: 'application_closed' }
}

/** A merchant was registered from it. Refuses not_found, application_closed. */
export async function takeApplication(writer: Writer, id: ApplicationId, merchantId: MerchantId): Promise<Refusal | null> {
  const application = await applicationById(writer, id)
  const objection = objectionTo(application)
  if (objection || !application) return objection
  await closeApplication(writer, application, { state: 'taken', merchantId })
  await appendAudit(writer, { stream: 'merchants', action: 'application_taken', subject: `application:${id}`, detail: { merchantId } })
  return null
}

/** The registration made from it was rejected: the application waits again, for other terms or to be declined. */
export async function reopenApplication(writer: Writer, merchantId: MerchantId): Promise<void> {
  const id = await reopenApplicationOf(writer, merchantId)
  if (id === null) return
  await appendAudit(writer, { stream: 'merchants', action: 'application_reopened', subject: `application:${id}`, detail: { merchantId } })
}

function rowOf({ id, receivedAt, facts, state, version }: Application): ApplicationRow {
  const { name, email, methods } = facts
  return { id, number: applicationNumber(id), receivedAt, name, email, methods, state, version }
}

function detailOf({ gateways }: ApplicationDeskDeps, application: Application, merchants: readonly Merchant[]): ApplicationDetail {
  const { facts, merchantId, reason, handledBy, handledAt } = application
  const { name, nameKana, tNumber, methods, account, email, postalAddress, language, noticeBy } = facts
  return {
    ...rowOf(application),
    facts: { ...facts, account: namedAccount(gateways.banks, account) },
    prefill: { name, nameKana, tNumber, methods, account, contacts: Contacts.parse({ email, postalAddress, language, noticeBy }) },
    alike: merchants
      .filter((merchant) => merchant.state !== 'rejected' && merchant.id !== merchantId && isAlike(merchant, application))
      .map(({ id, name: known, registrationNumber }) => ({ id, name: known, registrationNumber })),
    merchantId,
    reason,
    handledBy,
    handledAt,
  }
}

function isAlike(merchant: Merchant, { facts }: Application): boolean {
  const accountOf = ({ bankCode, branchCode, accountType, accountNumber }: Merchant['account']) =>
    [bankCode, branchCode, accountType, accountNumber].join('-')
  return (
    merchant.name === facts.name ||
    (nameKey(facts.nameKana) !== '' && nameKey(merchant.nameKana) === nameKey(facts.nameKana)) ||
    (facts.tNumber !== null && merchant.tNumber === facts.tNumber) ||
    accountOf(merchant.account) === accountOf(facts.account)
  )
}
