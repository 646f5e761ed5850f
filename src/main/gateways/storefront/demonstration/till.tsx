import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type DemonstrationCounter, type TillSlip, tillActs } from '../../counter'
import { languageOf } from '../language'
import { Button, Buttons, LinkButton } from '../pages/parts/buttons'
import { Facts } from '../pages/parts/facts'
import { FaultList, Form, TextField } from '../pages/parts/fields'
import { NoticeBox, StatusMark, type Tone } from '../pages/parts/notice-box'
import { Table } from '../pages/parts/table'
import { Amount, Day } from '../pages/parts/written'
import { type Visitor, visitorOf } from '../pages/visitor'
import { TILL, tillPath } from './paths'

/* The till of a demonstration's store: it takes a slip by its number, and its agent tells the bank of it in a file, preliminarily and for certain. */

const Token = z.string().regex(/^[\w.~-]{0,300}$/)
/** What stands in the address: a slip, and the payment link of whoever came with it. */
const Asked = z.object({ slip: z.string().max(60).default(''), payment: Token.default('') })
const Sent = Asked.extend({ act: z.enum(tillActs).optional() })
type Asked = z.infer<typeof Asked>

export function tillPages(server: FastifyInstance, demonstration: Pick<DemonstrationCounter, 'slip' | 'atTill'>): void {
  const visitorTo = (request: FastifyRequest, reply: FastifyReply) => visitorOf(request, reply, languageOf(request))

  server.get(TILL, async (request, reply) => {
    const visitor = visitorTo(request, reply)
    const asked = Asked.safeParse(request.query)
    if (!asked.success) return visitor.problem({ kind: 'request' }, 400)
    if (asked.data.slip === '') return showReader(visitor, asked.data, false)
    const slip = await demonstration.slip(asked.data.slip)
    return slip.ok ? showSlip(visitor, slip.value, asked.data) : showReader(visitor, asked.data, true)
  })

  server.post(TILL, async (request, reply) => {
    const visitor = visitorTo(request, reply)
    const sent = Sent.safeParse(request.body)
    if (!sent.success) return visitor.problem({ kind: 'request' }, 400)
    const { slip: number, act, payment } = sent.data
    const slip = act ? await demonstration.atTill(number, act) : await demonstration.slip(number)
    return slip.ok ? visitor.go(tillPath(slip.value.number, payment)) : showReader(visitor, sent.data, true)
  })
}

function showReader(visitor: Visitor, { slip, payment }: Asked, isFaulty: boolean): Promise<void> {
  const { words } = visitor
  const say = words.demonstration.till
  const faults = isFaulty ? [{ name: 'slip', text: say.unknown }] : []
  const content = (
    <>
      <p className="lead">{say.lead}</p>
      <FaultList faults={faults} words={words} />
      <section className="sheet">
        <Form action={visitor.to(TILL)}>
          <TextField
            words={words}
            faults={faults}
            required
            name="slip"
            label={say.slip}
            hint={say.slipHint}
            value={slip}
            autoComplete="off"
          />
          <Buttons>
            <Button>{say.read}</Button>
          </Buttons>
          <input type="hidden" name="payment" value={payment} />
        </Form>
      </section>
    </>
  )
  return visitor.page({ title: say.title, owner: say.owner, faulty: isFaulty, children: content }, isFaulty ? 422 : 200)
}

const TONES: Record<TillSlip['standing'], Tone | 'quiet'> = { to_pay: 'information', past: 'quiet', paid: 'warning', confirmed: 'done' }

function showSlip(visitor: Visitor, slip: TillSlip, { payment }: Asked): Promise<void> {
  const { words, language } = visitor
  const say = words.demonstration.till
  const content = (
    <div className="stack">
      <Told visitor={visitor} slip={slip} />
      <section className="sheet">
        <h2>{say.sheet}</h2>
        <Facts
          facts={[
            { label: say.slip, value: <span className="code">{slip.number}</span> },
            { label: say.dueOn, value: <Day date={slip.dueOn} /> },
            { label: say.standing, value: <StatusMark tone={TONES[slip.standing]}>{say.standings[slip.standing]}</StatusMark> },
            { label: say.amount, value: <Amount language={language} amount={slip.amount} />, total: true },
          ]}
        />
        {slip.acts.length > 0 ? <Acts visitor={visitor} slip={slip} payment={payment} /> : <p>{say.none[slip.standing]}</p>}
      </section>
      <History visitor={visitor} slip={slip} />
      <div className="to-shop">
        <Buttons>
          {payment === '' ? null : (
            <LinkButton kind={slip.standing === 'confirmed' ? 'primary' : 'secondary'} href={visitor.to(`/pay/${payment}`)}>
              {say.toPayment}
            </LinkButton>
          )}
          <LinkButton href={visitor.to(TILL)}>{say.another}</LinkButton>
        </Buttons>
      </div>
    </div>
  )
  return visitor.page({ title: say.title, owner: say.owner, children: content })
}

function Acts({ visitor, slip, payment }: { visitor: Visitor; slip: TillSlip; payment: string }) {
  const say = visitor.words.demonstration.till
  const isAgain = slip.standing === 'confirmed'
  return (
    <Form action={visitor.to(TILL)}>
      <p>{say.explained[slip.standing]}</p>
      <Buttons>
        {slip.acts.map((act, at) => (
          <Button key={act} name="act" value={act} kind={at === 0 && !isAgain ? 'primary' : 'secondary'}>
            {isAgain ? say.again : say.acts[act]}
          </Button>
        ))}
      </Buttons>
      <input type="hidden" name="slip" value={slip.number} />
      <input type="hidden" name="payment" value={payment} />
    </Form>
  )
}

/** What the agent has told last, and where it is to be seen. */
function Told({ visitor, slip: { told } }: { visitor: Visitor; slip: TillSlip }) {
  const say = visitor.words.demonstration.till
  const last = told.at(-1)
  const news = last && say.told[last.kind]
  return news ? (
    <NoticeBox tone="done" title={news.title}>
      <p>{news.text}</p>
    </NoticeBox>
  ) : null
}

function History({ visitor, slip: { told } }: { visitor: Visitor; slip: TillSlip }) {
  const say = visitor.words.demonstration.till
  if (told.length === 0) return null
  return (
    <section className="sheet">
      <h2>{say.files}</h2>
      <Table
        caption={say.files}
        stacks
        columns={[
          { head: say.kind, cell: ({ kind }) => say.kinds[kind] },
          { head: say.paidAt, cell: ({ paidOn, paidAt }) => <PaidAt paidOn={paidOn} paidAt={paidAt} /> },
          { head: say.file, cell: ({ fileName }) => <span className="code">{fileName}</span> },
        ]}
        rows={told}
        keyOf={({ fileName }, at) => `${fileName} ${at}`}
      />
    </section>
  )
}

function PaidAt({ paidOn, paidAt }: Pick<TillSlip['told'][number], 'paidOn' | 'paidAt'>) {
  return (
    <span className="figures">
      <Day date={paidOn} /> {paidAt === null ? null : `${paidAt.slice(0, 2)}:${paidAt.slice(2)}`}
    </span>
  )
}
