import type { FastifyInstance } from 'fastify'
import type { FunctionComponent } from 'react'
import { z } from 'zod'
import { ApplicationDraft, TERMS_VERSION } from '../../../../../preload/contract/applications'
import type { ApplicationCounter, Counter } from '../../../counter'
import { languageOf } from '../../language'
import { refuseForeign } from '../../own-pages'
import { Facts, Steps } from '../parts/facts'
import type { FieldFault } from '../parts/fields'
import { NoticeBox } from '../parts/notice-box'
import { type Visitor, visitorOf } from '../visitor'
import { faultsIn, faultsOf, faultsOn, faultyStage, nextStage, readApplication, type Stage } from './draft'
import { ReviewStage } from './review'
import { AccountStage, BankStage, BranchStage, CompanyStage, type StageProps, WishesStage } from './stages'

/* Where a merchant applies (0033): a few pages, a look at the whole, and only then something is kept. */

/** From one address; whoever applies needs a few. */
const SENT_AN_HOUR = 20

export async function applyPages(server: FastifyInstance, { counter }: { counter: Pick<Counter, 'applications'> }): Promise<void> {
  const { applications } = counter
  server.addHook('onRequest', refuseForeign)

  server.get('/apply', (request, reply) => {
    const visitor = visitorOf(request, reply, languageOf(request))
    const draft = ApplicationDraft.parse({ language: visitor.language, noticeBy: 'mail' })
    return show(visitor, applications, { stage: 'company', draft, faults: [], find: null })
  })

  server.post('/apply', (request, reply) => {
    const visitor = visitorOf(request, reply, languageOf(request))
    const sent = readApplication(request.body)
    if (!sent) return visitor.problem({ kind: 'request' }, 400)
    const faults = faultsOf(applications, sent.draft, visitor.words)
    const stage = nextStage(sent, faults)
    const isAgain = stage === sent.stage && sent.go === 'next'
    const find = sent.go === 'find' ? sent.find : null
    return show(visitor, applications, { stage, draft: sent.draft, faults: isAgain ? faultsOn(stage, faults) : [], find })
  })

  server.post('/apply/send', { config: { rateLimit: { max: SENT_AN_HOUR, timeWindow: 3_600_000 } } }, async (request, reply) => {
    const visitor = visitorOf(request, reply, languageOf(request))
    const sent = readApplication(request.body)
    if (!sent) return visitor.problem({ kind: 'request' }, 400)
    const applied = await applications.apply(sent.draft)
    if (applied.ok) return visitor.go(`/apply/received?number=${applied.value.number}`)
    if (applied.refusal.refusal === 'too_many_applications') return tooMany(visitor)
    const faults = faultsIn(applied.refusal, visitor.words)
    if (faults.length === 0) return visitor.problem({ kind: 'busy' }, 503)
    const stage = faultyStage(faults)
    return show(visitor, applications, { stage, draft: sent.draft, faults: faultsOn(stage, faults), find: null })
  })

  server.get('/apply/received', (request, reply) => {
    const visitor = visitorOf(request, reply, languageOf(request))
    const number = z.object({ number: z.string().regex(/^[0-9A-Z]{6,14}$/) }).safeParse(request.query)
    return number.success ? received(visitor, number.data.number) : visitor.problem({ kind: 'missing' }, 404)
  })

  server.get('/apply/terms', (request, reply) => termsPage(visitorOf(request, reply, languageOf(request))))
}

const components: Record<Stage, FunctionComponent<StageProps>> = {
  company: CompanyStage,
  bank: BankStage,
  branch: BranchStage,
  account: AccountStage,
  wishes: WishesStage,
  review: ReviewStage,
}

/** Bank, branch and account are one step to whoever fills it in. */
const stepOf: Record<Stage, number> = { company: 0, bank: 1, branch: 1, account: 1, wishes: 2, review: 3 }

interface Shown {
  readonly stage: Stage
  readonly draft: ApplicationDraft
  readonly faults: readonly FieldFault[]
  readonly find: string | null
}

function show(visitor: Visitor, { banks }: Pick<ApplicationCounter, 'banks'>, { stage, draft, faults, find }: Shown): Promise<void> {
  const { apply } = visitor.words
  const Stage = components[stage]
  const children = (
    <>
      <Steps label={apply.steps.label} steps={apply.steps.all} at={stepOf[stage]} />
      <Stage visitor={visitor} draft={draft} faults={faults} banks={banks} find={find} />
    </>
  )
  return visitor.page({ title: apply.title, faulty: faults.length > 0, children }, faults.length > 0 ? 422 : 200)
}

function tooMany(visitor: Visitor): Promise<void> {
  const { title, text } = visitor.words.apply.tooMany
  const children = (
    <NoticeBox tone="warning" title={title}>
      <p>{text}</p>
    </NoticeBox>
  )
  return visitor.page({ title: visitor.words.apply.title, children }, 429)
}

function received(visitor: Visitor, number: string): Promise<void> {
  const say = visitor.words.apply.received
  return visitor.page({
    title: say.title,
    children: (
      <section className="sheet">
        <p>{say.text}</p>
        <Facts facts={[{ label: say.number, value: <span className="code">{number}</span>, total: true }]} />
        <p>{say.next}</p>
      </section>
    ),
  })
}

function termsPage(visitor: Visitor): Promise<void> {
  const { terms } = visitor.words
  return visitor.page({
    title: terms.title,
    children: (
      <section className="sheet">
        <p className="dimmed">{terms.version(TERMS_VERSION)}</p>
        {terms.articles.map(({ title, text }) => (
          <section key={title}>
            <h2>{title}</h2>
            <p>{text}</p>
          </section>
        ))}
      </section>
    ),
  })
}
