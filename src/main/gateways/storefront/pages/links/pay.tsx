import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { CardMethod } from '../../../../../preload/contract/cards'
import type { Refusal } from '../../../../../preload/contract/errors'
import { PaymentMethod } from '../../../../../preload/contract/merchants'
import type { Instruction } from '../../../../../preload/contract/shop'
import type { Choice, LinkCounter } from '../../../counter'
import { bankPath, tillPath } from '../../demonstration/paths'
import { askedLanguage } from '../../language'
import type { StorefrontWords } from '../../words'
import { Buttons, LinkButton } from '../parts/buttons'
import { Steps } from '../parts/facts'
import { FaultList, type FieldFault } from '../parts/fields'
import { FILE_TYPES, sendFile } from '../send-file'
import { CardDoor, cardWords } from './card-door'
import { ChoiceForm } from './choice-form'
import { InstructionSlip } from './instruction-slip'
import { OrderLead, OrderSummary } from './order-summary'
import { PaymentStanding } from './payment-standing'
import { slipPath } from './slip-path'
import { isOfLink, RefusalNotice, statusAfter, type Visit, visitOf } from './visit'

/* 決済代行選択ページ (s4, figure 9): the payer chooses how to pay, and reads how (s6), as often as needed until the money is there. */

const Chosen = z.object({ method: PaymentMethod.optional(), protection: z.literal('wished').optional() })

interface Sent {
  readonly faults: readonly FieldFault[]
  readonly refusal: Refusal | null
}
const NOTHING_SENT: Sent = { faults: [], refusal: null }

export function payPage(server: FastifyInstance, links: LinkCounter): void {
  server.get('/pay/:token', async (request, reply) => {
    const visit = visitOf(request, reply)
    const choice = await links.choice(visit.token)
    return choice.ok ? show(visit, choice.value, NOTHING_SENT) : visit.refused(choice.refusal)
  })

  server.post('/pay/:token', async (request, reply) => {
    const visit = visitOf(request, reply)
    const sent = Chosen.safeParse(request.body ?? {})
    if (!sent.success) return visit.unreadable()
    const { method, protection } = sent.data
    const chosen = method
      ? await links.choose(visit.token, { method, protectionWished: protection === 'wished', language: askedLanguage(request) })
      : null
    if (chosen?.ok) return visit.back()
    if (chosen && isOfLink(chosen.refusal)) return visit.refused(chosen.refusal)
    const choice = await links.choice(visit.token)
    if (!choice.ok) return visit.refused(choice.refusal)
    const faults = chosen ? [] : [{ name: 'method', text: visit.words.pay.methodMissing }]
    return show(visit, choice.value, { faults, refusal: chosen?.refusal ?? null })
  })
}

/** Each sets a page in type. */
const SLIPS_A_MINUTE = 10

/** The slip as a PDF, beside the page it belongs to. */
export function slipPage(server: FastifyInstance, links: LinkCounter): void {
  server.get(slipPath(':token'), { config: { rateLimit: { max: SLIPS_A_MINUTE, timeWindow: 60_000 } } }, async (request, reply) => {
    const visit = visitOf(request, reply)
    const slip = await links.slip(visit.token)
    return slip.ok ? sendFile(reply, slip.value, FILE_TYPES.pdf) : visit.refused(slip.refusal)
  })
}

type Stage = 'choosing' | 'at_company' | 'instructed' | 'standing'

/** What the page is for now: choosing, going on to the card company, reading how to pay, or how things stand. */
function stageOf({ order, methods, instruction, card }: Choice, wantsChange: boolean): Stage {
  const mayChoose = methods.length > 0
  if (card?.formUrl) return wantsChange && mayChoose ? 'choosing' : 'at_company'
  if (instruction && order.status === 'unpaid') return wantsChange && mayChoose ? 'choosing' : 'instructed'
  if (instruction) return 'instructed'
  return mayChoose ? 'choosing' : 'standing'
}

/** Where it stands once the money is there, every step is done. */
const STEP: Record<Stage, number> = { choosing: 0, at_company: 1, instructed: 1, standing: 3 }

/** How the payer is told to pay, in the words of the method. */
function wordsOf(words: StorefrontWords, { instruction, order }: Choice): { title: string; steps: readonly string[] } {
  const { pay, store, debit, collected } = words
  if (CardMethod.safeParse(order.method).success) return cardWords(words, order.method)
  if (!instruction || instruction.method === 'bank_transfer') return { title: pay.instructionTitle, steps: pay.steps.all }
  return { ...collected, convenience_store: store, direct_debit: debit }[instruction.method]
}

function show(visit: Visit, choice: Choice, { faults, refusal }: Sent): Promise<void> {
  const { words } = visit
  const { pay } = words
  const isFaulty = faults.length > 0 || refusal !== null
  const stage = stageOf(choice, visit.asked('change') === '1' || isFaulty)
  const formUrl = choice.card?.formUrl ?? null
  const told = wordsOf(words, choice)
  const titles: Record<Stage, string> = {
    choosing: pay.chooseTitle,
    at_company: cardWords(words, choice.card?.method).title,
    instructed: told.title,
    standing: pay.stateTitle,
  }
  const isOnTheWay = stage !== 'standing' || choice.order.paidAmount > 0 || choice.order.status === 'authorized'
  const content = (
    <>
      <OrderLead visit={visit} linked={choice} reader="payer" />
      {isOnTheWay ? <Steps label={pay.steps.label} steps={told.steps} at={STEP[stage]} /> : null}
      <FaultList faults={faults} words={words} />
      <RefusalNotice words={words} refusal={refusal} />
      <PaymentStanding visit={visit} choice={choice} stage={stage} />
      <div className="pair">
        <div className="stack">
          {stage === 'choosing' ? <ChoiceForm visit={visit} choice={choice} faults={faults} /> : null}
          {stage === 'at_company' && formUrl ? <CardDoor visit={visit} choice={choice} formUrl={formUrl} /> : null}
          {stage === 'instructed' ? <InstructionSlip visit={visit} choice={choice} /> : null}
          {choice.instruction && stage === 'instructed' && visit.isDemonstration ? (
            <DemonstrationDoor visit={visit} instruction={choice.instruction} />
          ) : null}
          <ToShop visit={visit} choice={choice} />
        </div>
        <OrderSummary visit={visit} linked={choice} reader="payer" />
      </div>
    </>
  )
  return visit.page({ title: titles[stage], faulty: isFaulty, children: content }, statusAfter(refusal, faults))
}

/** The way back to the shop, where it named one of the web. */
function ToShop({ visit: { words }, choice: { returnUrl, merchantName } }: { visit: Visit; choice: Choice }) {
  if (!URL.canParse(returnUrl) || !['http:', 'https:'].includes(new URL(returnUrl).protocol)) return null
  return (
    <div className="to-shop">
      <Buttons>
        <LinkButton href={returnUrl}>{words.pay.toShop(merchantName)}</LinkButton>
      </Buttons>
    </div>
  )
}

/** In a demonstration only: what a payer's own bank is elsewhere, or the till of a store. */
function DemonstrationDoor({ visit, instruction }: { visit: Visit; instruction: Instruction }) {
  const { bank, till } = visit.words.demonstration
  const { door, path } =
    instruction.method === 'convenience_store'
      ? { door: till.door, path: tillPath(instruction.slipNumber, visit.token) }
      : { door: bank.door, path: bankPath(visit.token) }
  return (
    <section className="sheet">
      <h2>{door.title}</h2>
      <p>{door.text}</p>
      <Buttons>
        <LinkButton kind="primary" href={visit.to(path)}>
          {door.go}
        </LinkButton>
      </Buttons>
    </section>
  )
}
