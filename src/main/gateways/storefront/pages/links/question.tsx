import type { FastifyInstance } from 'fastify'
import type { ReactNode } from 'react'
import { z } from 'zod'
import type { BusinessDate } from '../../../../../preload/contract/date'
import type { Refusal, Result } from '../../../../../preload/contract/errors'
import type { LinkedOrder } from '../../../counter'
import type { StorefrontWords } from '../../words'
import { Button, Buttons } from '../parts/buttons'
import { FaultList, type FieldFault, Form, RadioCards, TextArea } from '../parts/fields'
import { NoticeBox, type Tone } from '../parts/notice-box'
import { dayText } from '../parts/written'
import { OrderLead, OrderSummary, SaidSoFar } from './order-summary'
import { isOfLink, RefusalNotice, statusAfter, type Visit, visitOf } from './visit'

/*
 * A page with one question, a few answers and room for a reason: whether a merchant accepts an order (s82, s83), whether the goods came
 * (s71, s72), whether they are back (s73). What each asks and says is in its own file; how it is asked is here.
 */
const REASON_MAX = 500

/** How things stand, as a box above the page. */
export interface Standing {
  readonly tone: Tone
  readonly title: string
  readonly text: string
}

type Options<A extends string> = { readonly [K in A]: { readonly title: string; readonly text: string } }

export interface Question<A extends string> {
  readonly path: string
  readonly reader: 'payer' | 'merchant'
  /** The answer depends on what was ordered: it stands above the question on a telephone. */
  readonly orderFirst: boolean
  look(token: string): Promise<Result<LinkedOrder>>
  act(token: string, answer: A, reason: string): Promise<Result<LinkedOrder>>
  /** What may be answered now; nothing where nothing is asked. */
  answers(linked: LinkedOrder): readonly A[]
  needsReason(answer: A): boolean
  /** Whether this very answer stands already: sent twice, it is taken once. */
  stands(linked: LinkedOrder, answer: A): boolean
  wordsOf(words: StorefrontWords, linked: LinkedOrder): { title: string; question: string; lead: ReactNode; options: Options<A> } & Said
  /** The last day for an answer. */
  until(linked: LinkedOrder): BusinessDate | null
  /** What is said where nothing is asked. */
  standing(words: StorefrontWords, linked: LinkedOrder, day: (date: BusinessDate) => string): Standing
}

type Said = Pick<
  StorefrontWords['accept'],
  'until' | 'untilText' | 'reason' | 'reasonHint' | 'reasonMissing' | 'answerMissing' | 'send'
> & {
  notBinding: string
}

const AnswerSent = z.object({ answer: z.string().max(40).default(''), reason: z.string().trim().max(REASON_MAX).default('') })
type Typed = z.infer<typeof AnswerSent>

interface Sent {
  readonly typed: Typed
  readonly faults: readonly FieldFault[]
  readonly refusal: Refusal | null
}
const NOTHING_SENT: Sent = { typed: { answer: '', reason: '' }, faults: [], refusal: null }

/** Puts the page of a question up: GET shows it, POST takes the answer. */
export function questionPage<A extends string>(server: FastifyInstance, question: Question<A>): void {
  server.get(question.path, async (request, reply) => {
    const visit = visitOf(request, reply)
    const linked = await question.look(visit.token)
    return linked.ok ? show(visit, question, linked.value, NOTHING_SENT) : visit.refused(linked.refusal)
  })
  server.post(question.path, async (request, reply) => {
    const visit = visitOf(request, reply)
    const typed = AnswerSent.safeParse(request.body ?? {})
    return typed.success ? take(visit, question, typed.data) : visit.unreadable()
  })
}

async function take<A extends string>(visit: Visit, question: Question<A>, typed: Typed): Promise<void> {
  const linked = await question.look(visit.token)
  if (!linked.ok) return visit.refused(linked.refusal)
  const words = question.wordsOf(visit.words, linked.value)
  const answer = namesOf(words.options).find((each) => each === typed.answer)
  if (answer === undefined) return show(visit, question, linked.value, faulty(typed, 'answer', words.answerMissing))
  if (question.stands(linked.value, answer)) return visit.back()
  if (question.needsReason(answer) && typed.reason === '')
    return show(visit, question, linked.value, faulty(typed, 'reason', words.reasonMissing))
  const acted = await question.act(visit.token, answer, typed.reason.replaceAll('\r\n', '\n'))
  if (acted.ok) return visit.back()
  const after = await question.look(visit.token)
  if (isOfLink(acted.refusal) || !after.ok) return visit.refused(acted.refusal)
  return question.stands(after.value, answer)
    ? visit.back()
    : show(visit, question, after.value, { typed, faults: [], refusal: acted.refusal })
}

const faulty = (typed: Typed, name: string, text: string): Sent => ({ typed, faults: [{ name, text }], refusal: null })

function namesOf<A extends string>(options: Options<A>): A[] {
  const names: A[] = []
  for (const name in options) names.push(name)
  return names
}

function show<A extends string>(visit: Visit, question: Question<A>, linked: LinkedOrder, sent: Sent): Promise<void> {
  const { words, language } = visit
  const { title, lead, until, untilText } = question.wordsOf(words, linked)
  const day = (date: BusinessDate) => dayText(language, date)
  const isAsked = question.answers(linked).length > 0
  const last = question.until(linked)
  const standing = isAsked ? null : question.standing(words, linked, day)
  const order = <OrderSummary visit={visit} linked={linked} reader={question.reader} />
  const content = (
    <>
      <OrderLead visit={visit} linked={linked} reader={question.reader} />
      <FaultList faults={sent.faults} words={words} />
      <RefusalNotice words={words} refusal={sent.refusal} />
      {standing ? (
        <NoticeBox tone={standing.tone} title={standing.title}>
          <p>{standing.text}</p>
        </NoticeBox>
      ) : null}
      {isAsked && last ? (
        <NoticeBox tone="warning" title={`${until}: ${day(last)}`}>
          <p>{untilText(day(last))}</p>
        </NoticeBox>
      ) : null}
      <div className="pair">
        {question.orderFirst ? order : null}
        <div className="stack">
          {isAsked ? (
            <section className="sheet">
              {lead}
              <AnswerForm visit={visit} question={question} linked={linked} sent={sent} />
            </section>
          ) : null}
          <SaidSoFar visit={visit} linked={linked} />
        </div>
        {question.orderFirst ? null : order}
      </div>
    </>
  )
  const status = statusAfter(sent.refusal, sent.faults)
  return visit.page({ title, faulty: status !== 200, children: content }, status)
}

interface AnswerFormProps<A extends string> {
  readonly visit: Visit
  readonly question: Question<A>
  readonly linked: LinkedOrder
  readonly sent: Sent
}

function AnswerForm<A extends string>({ visit, question, linked, sent: { typed, faults } }: AnswerFormProps<A>) {
  const { words } = visit
  const say = question.wordsOf(words, linked)
  const answers = question.answers(linked)
  const options = answers.map((value) => ({ value, ...say.options[value] }))
  const only = answers.length === 1 ? answers[0] : undefined
  return (
    <Form action={visit.address()}>
      <RadioCards
        words={words}
        name="answer"
        label={say.question}
        required
        faults={faults}
        value={typed.answer || only}
        options={options}
      />
      <TextArea
        words={words}
        name="reason"
        label={say.reason}
        hint={say.reasonHint}
        required="depends"
        faults={faults}
        value={typed.reason}
        maxLength={REASON_MAX}
      />
      <p className="dimmed small">{say.notBinding}</p>
      <Buttons>
        <Button>{say.send}</Button>
      </Buttons>
    </Form>
  )
}
