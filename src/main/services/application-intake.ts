import { createHash } from 'node:crypto'
import { type ApplicationDraft, ApplicationFacts, TERMS_VERSION } from '../../preload/contract/applications'
import { dateInJapan, Instant } from '../../preload/contract/date'
import { done, type Result, refuse } from '../../preload/contract/errors'
import type { ApplicationId } from '../../preload/contract/ids'
import type { ApplicationCounter } from '../gateways/counter'
import type { BankMaster } from '../gateways/gateway'
import { applicationsFrom, countApplications, insertApplication } from '../ledger/applications'
import { appendAudit } from '../ledger/audit'
import type { By, Ledger, Writer } from '../ledger/ledger'
import { insertNotices } from '../ledger/notices'
import { checkTNumber } from '../settlement/t-number'
import { type Events, publishChanged } from './events'
import { cardNumbersIn, type FieldProblem, fieldProblems, fieldProblemsOf, formRefusal } from './form-problems'
import { checkAccount, namedAccount } from './merchant-checks'

/* A merchant applies on the storefront's page (0033): checked whole, kept whole, and the applicant is told. */
export interface ApplicationDeps {
  readonly ledger: Ledger
  readonly events: Events
  readonly banks: BankMaster
}

const APPLICANT: By = { actor: 'applicant', seat: 'storefront' }
const DAY_MS = 86_400_000
/** Different applications that one mail address may send in a day: nobody's mailbox is filled from here. */
const A_DAY_MAX = 3
/** Applications that may wait at once: more than this no desk works off, so it is no shop that sends them. */
const WAITING_MAX = 1_000

/** As the applicant is told it, and as it may be read out on the telephone. */
export const applicationNumber = (id: ApplicationId): string => id.toString(36).toUpperCase()

export function createApplicationCounter(deps: ApplicationDeps): ApplicationCounter {
  const { ledger, events, banks } = deps
  return {
    banks,
    check: (draft) => {
      const judged = judge(banks, draft)
      return judged.ok ? done({ account: namedAccount(banks, judged.value.account) }) : judged
    },
    async apply(draft) {
      const judged = judge(banks, draft)
      if (!judged.ok) return judged
      const received = await ledger.write(APPLICANT, (writer) => receive(writer, judged.value))
      if (received.ok) publishChanged(events, 'applications', 'notices', 'audit')
      return received
    },
  }
}

/** What was typed as facts, or everything that is wrong with it, by field of the form. */
function judge(banks: BankMaster, draft: ApplicationDraft): Result<ApplicationFacts> {
  const { bankCode, branchCode, accountType, accountNumber, holderKana, ...company } = draft
  const { account, problems } = checkAccount(banks, { bankCode, branchCode, accountType, accountNumber, holderKana })
  const tNumber = draft.tNumber.trim() === '' ? null : checkTNumber(draft.tNumber)
  const typed = { ...company, tNumber: tNumber?.ok ? tNumber.tNumber : null, account }
  const parsed = ApplicationFacts.safeParse(typed)
  const found: FieldProblem[] = [
    ...cardNumbersIn(draft),
    ...(parsed.success ? [] : fieldProblems(parsed.error, typed)),
    ...fieldProblemsOf(problems),
    ...(tNumber && !tNumber.ok ? [{ path: 'tNumber', message: 't_number_invalid' }] : []),
    ...(draft.termsVersion === TERMS_VERSION ? [] : [{ path: 'termsVersion', message: 'terms_not_accepted' }]),
  ]
  const refused = formRefusal(found.map(({ path, message }) => ({ path: path.replace(/^account\.|\.\d+$/g, ''), message })))
  if (refused) return refused
  if (!parsed.success) throw new Error('an application without a fault was not read')
  return done(parsed.data)
}

/** Stores it once: the same again within a day is the one that waits already. */
async function receive(writer: Writer, facts: ApplicationFacts): Promise<Result<{ number: string }>> {
  const sha256 = createHash('sha256').update(JSON.stringify(facts)).digest('hex')
  const earlier = await applicationsFrom(writer, facts.email, Instant.parse(writer.at - DAY_MS))
  const same = earlier.find((each) => each.sha256 === sha256 && each.state !== 'declined')
  if (same) return done({ number: applicationNumber(same.id) })
  const { count } = await countApplications(writer, 'received')
  if (earlier.length >= A_DAY_MAX || count >= WAITING_MAX) return refuse({ refusal: 'too_many_applications' })
  const id = await insertApplication(writer, facts, sha256)
  const number = applicationNumber(id)
  await insertNotices(writer, [
    {
      name: 'application_received',
      to: 'applicant',
      channel: 'mail',
      address: facts.email,
      language: facts.language,
      about: `application:${id}`,
      merchantId: null,
      orderId: null,
      facts: { name: facts.name, applicationNumber: number, receivedOn: dateInJapan(writer.at) },
    },
  ])
  await appendAudit(writer, {
    stream: 'merchants',
    action: 'application_received',
    subject: `application:${id}`,
    detail: { number, name: facts.name, termsVersion: facts.termsVersion, sha256 },
  })
  return done({ number })
}
