import { randomInt } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { yen } from '../../../../preload/contract/money'
import type { BookedTransfer, Choice, DemonstrationCounter, LinkCounter, TypedTransfer } from '../../counter'
import { OrderLead } from '../pages/links/order-summary'
import { type Visit, visitOf } from '../pages/links/visit'
import { Button, Buttons, LinkButton } from '../pages/parts/buttons'
import { Facts } from '../pages/parts/facts'
import { FaultList, type FieldFault, Form, TextField } from '../pages/parts/fields'
import { NoticeBox } from '../pages/parts/notice-box'
import { Amount, bankText } from '../pages/parts/written'
import { bankPath } from './paths'

/* The demonstration's bank: the transfer a payer was told to make, made at the press of a button; and what to do with the file it issues. */

const Typed = z.object({
  payerName: z.string().max(200).default(''),
  amount: z.string().max(40).default(''),
  reference: z.string().regex(/^\d{8}$/),
})

/** What waits to be transferred by an order's payer; null where nothing does. */
const toPayOf = ({ order, instruction }: Choice) =>
  instruction?.method === 'bank_transfer' && ['unpaid', 'partially_paid'].includes(order.status)
    ? { instruction, rest: yen(order.amount - order.paidAmount) }
    : null
type ToPay = NonNullable<ReturnType<typeof toPayOf>>

export function bankPages(server: FastifyInstance, links: LinkCounter, demonstration: DemonstrationCounter): void {
  const path = bankPath(':token')
  server.get(path, async (request, reply) => {
    const visit = visitOf(request, reply)
    const choice = await links.choice(visit.token)
    if (!choice.ok) return visit.refused(choice.refusal)
    const booked = await demonstration.booked(visit.asked('transfer'))
    if (booked) return showBooked(visit, choice.value, booked)
    const toPay = toPayOf(choice.value)
    return toPay ? showTransfer(visit, choice.value, toPay, prefilled(choice.value, toPay), []) : showNothing(visit, choice.value)
  })

  server.post(path, async (request, reply) => {
    const visit = visitOf(request, reply)
    const typed = Typed.safeParse(request.body)
    if (!typed.success) return visit.unreadable()
    const choice = await links.choice(visit.token)
    if (!choice.ok) return visit.refused(choice.refusal)
    const toPay = toPayOf(choice.value)
    if (!toPay) return showNothing(visit, choice.value)
    const made = await demonstration.transfer(toPay.instruction, typed.data)
    if (!made.ok) return showTransfer(visit, choice.value, toPay, typed.data, faultsOf(visit, made.refusal))
    await reply.redirect(visit.address({ transfer: made.value.reference }), 303)
  })
}

const REFERENCES = 100_000_000

function prefilled({ payerKana, payerName }: Choice, { rest }: ToPay): TypedTransfer {
  const payer = payerKana.trim() === '' ? payerName : payerKana
  return { payerName: payer.normalize('NFKC'), amount: String(rest), reference: String(randomInt(REFERENCES)).padStart(8, '0') }
}

type Refused = Parameters<Visit['refused']>[0]

function faultsOf({ words }: Visit, refusal: Refused): FieldFault[] {
  const paths = refusal.refusal === 'invalid_input' ? refusal.problems.map(({ path }) => path) : []
  const { fault } = words.demonstration.bank
  return Object.entries(fault).flatMap(([name, text]) => (paths.includes(name) ? [{ name, text }] : []))
}

function showTransfer(
  visit: Visit,
  choice: Choice,
  { instruction }: ToPay,
  typed: TypedTransfer,
  faults: readonly FieldFault[],
): Promise<void> {
  const { words } = visit
  const say = words.demonstration.bank
  const slip = words.pay.instruction
  const field = { words, faults, required: true }
  const content = (
    <>
      <OrderLead visit={visit} linked={choice} reader="payer" />
      <FaultList faults={faults} words={words} />
      <section className="sheet">
        <p>{say.lead}</p>
        <h2>{say.to}</h2>
        <Facts
          facts={[
            {
              label: slip.bank,
              value: `${bankText({ code: instruction.bankCode, name: instruction.bankName })} ${slip.code(instruction.bankCode)}`,
            },
            { label: slip.branch, value: [instruction.branchName, slip.code(instruction.branchCode)].join(' ').trim() },
            { label: slip.accountNumber, value: <span className="code">{instruction.accountNumber}</span> },
            { label: slip.holder, value: instruction.holderKana.normalize('NFKC') },
          ]}
        />
        <h2>{say.typed}</h2>
        <Form action={visit.address()}>
          <TextField {...field} name="payerName" label={say.payerName} hint={say.payerHint} value={typed.payerName} autoComplete="off" />
          <TextField {...field} name="amount" label={say.amount} value={typed.amount} inputMode="numeric" autoComplete="off" short />
          <Buttons>
            <Button>{say.pay}</Button>
            <ToPayment visit={visit} />
          </Buttons>
          <input type="hidden" name="reference" value={typed.reference} />
        </Form>
      </section>
    </>
  )
  return visit.page({ title: say.title, owner: say.owner, faulty: faults.length > 0, children: content }, faults.length > 0 ? 422 : 200)
}

function showBooked(visit: Visit, choice: Choice, { amount, payerName, fileName }: BookedTransfer): Promise<void> {
  const { words, language } = visit
  const say = words.demonstration.bank
  const content = (
    <>
      <NoticeBox tone="done" title={say.issued.title}>
        <p>{say.issued.text}</p>
      </NoticeBox>
      <section className="sheet">
        <Facts
          facts={[
            { label: say.issued.file, value: <span className="code">{fileName}</span> },
            { label: say.payerName, value: payerName.normalize('NFKC') },
            { label: words.pay.instruction.amount, value: <Amount language={language} amount={amount} />, total: true },
          ]}
        />
        <h2>{say.next}</h2>
        <ol className="explained">
          {say.steps(fileName).map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <Buttons>
          {choice.returnUrl === '' ? null : (
            <LinkButton kind="primary" href={choice.returnUrl}>
              {say.toShop}
            </LinkButton>
          )}
          <ToPayment visit={visit} />
          {toPayOf(choice) ? <LinkButton href={visit.address()}>{say.more}</LinkButton> : null}
        </Buttons>
      </section>
    </>
  )
  return visit.page({ title: say.title, owner: say.owner, children: content })
}

function showNothing(visit: Visit, choice: Choice): Promise<void> {
  const { owner, title, nothing } = visit.words.demonstration.bank
  const content = (
    <>
      <OrderLead visit={visit} linked={choice} reader="payer" />
      <NoticeBox tone="information" title={nothing.title}>
        <p>{nothing.text}</p>
      </NoticeBox>
      <section className="sheet">
        <Buttons>
          <ToPayment visit={visit} />
        </Buttons>
      </section>
    </>
  )
  return visit.page({ title, owner, children: content })
}

function ToPayment({ visit }: { visit: Visit }) {
  return <LinkButton href={visit.to(`/pay/${visit.token}`)}>{visit.words.demonstration.bank.toPayment}</LinkButton>
}
