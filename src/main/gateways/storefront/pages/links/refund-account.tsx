import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Refusal, Result } from '../../../../../preload/contract/errors'
import { RefundAccount } from '../../../../../preload/contract/refund-accounts'
import type { CheckedRefundAccount, LinkCounter, LinkedRefund } from '../../../counter'
import { Facts, Steps } from '../parts/facts'
import type { FieldFault } from '../parts/fields'
import { Amount } from '../parts/written'
import { AccountForm, type TypedAccount } from './account-form'
import { BankChoosing, BranchChoosing } from './bank-choosing'
import { ConfirmAccount } from './confirm-account'
import { GivenAccount } from './given-account'
import { isOfLink, RefusalNotice, statusOf, type Visit, visitOf } from './visit'

/*
 * The payer who is to be refunded gives an account (0066), without script: bank and branch are found step by step and stand in the
 * address, the account is typed and shown for confirmation, and only then kept.
 */
const Sent = z.object({
  step: z.enum(['check', 'edit', 'give']),
  bankCode: z.string().max(4).default(''),
  branchCode: z.string().max(3).default(''),
  accountType: z.string().max(1).default(''),
  accountNumber: z.string().max(40).default(''),
  holderKana: z.string().max(100).default(''),
  difference: z.literal('confirmed').optional(),
})
type Sent = z.infer<typeof Sent>

export function refundAccountPage(server: FastifyInstance, links: LinkCounter): void {
  server.get('/refund-account/:token', async (request, reply) => {
    const visit = visitOf(request, reply)
    const linked = await links.refundAccount(visit.token)
    return linked.ok ? show(visit, links, linked.value) : visit.refused(linked.refusal)
  })

  server.post('/refund-account/:token', async (request, reply) => {
    const visit = visitOf(request, reply)
    const sent = Sent.safeParse(request.body ?? {})
    if (!sent.success) return visit.unreadable()
    const linked = await links.refundAccount(visit.token)
    if (!linked.ok) return visit.refused(linked.refusal)
    return take(visit, links, linked.value, sent.data)
  })
}

/** By the address alone: the account that was given, or the next thing to choose. */
function show(visit: Visit, links: LinkCounter, linked: LinkedRefund): Promise<void> {
  if (!linked.open || (linked.given && visit.asked('change') !== '1' && visit.asked('bank') === '')) {
    return sheet(visit, linked, null, <GivenAccount visit={visit} linked={linked} />)
  }
  const bank = links.banks.findBank(visit.asked('bank'))
  if (!bank) return sheet(visit, linked, 0, <BankChoosing visit={visit} banks={links.banks} lead={visit.words.refundAccount.lead} />)
  const branch = links.banks.findBranch(bank.code, visit.asked('branch'))
  if (!branch) return sheet(visit, linked, 1, <BranchChoosing visit={visit} banks={links.banks} bank={bank} />)
  const typed = { bankCode: bank.code, branchCode: branch.code, accountType: '', accountNumber: '', holderKana: '' }
  return sheet(visit, linked, 2, <AccountForm visit={visit} names={[bank.name, branch.name]} typed={typed} faults={[]} />)
}

async function take(visit: Visit, links: LinkCounter, linked: LinkedRefund, sent: Sent): Promise<void> {
  const { step, difference, ...typed } = sent
  const names = [links.banks.findBank(typed.bankCode)?.name ?? '', links.banks.findBranch(typed.bankCode, typed.branchCode)?.name ?? '']
  const again = (faults: readonly FieldFault[], status: number) =>
    sheet(visit, linked, 2, <AccountForm visit={visit} names={names} typed={typed} faults={faults} />, { status })
  if (step === 'edit') return again([], 200)
  const read = readAccount(visit, typed)
  if (!read.account) return again(read.faults, 422)
  if (step === 'check') return confirm(visit, linked, await links.checkRefundAccount(visit.token, read.account), again, null)
  const given = await links.giveRefundAccount(visit.token, read.account, difference === 'confirmed')
  if (given.ok) return visit.back()
  if (given.refusal.refusal !== 'holder_differs') return refuse(visit, linked, given.refusal, again)
  const fault = { name: 'difference', text: visit.words.refundAccount.confirm.differs.missing }
  return confirm(visit, linked, await links.checkRefundAccount(visit.token, read.account), again, fault)
}

type Again = (faults: readonly FieldFault[], status: number) => Promise<void>

function confirm(visit: Visit, linked: LinkedRefund, checked: Result<CheckedRefundAccount>, again: Again, fault: FieldFault | null) {
  if (!checked.ok) return refuse(visit, linked, checked.refusal, again)
  const faults = fault ? [fault] : []
  return sheet(visit, linked, 3, <ConfirmAccount visit={visit} linked={linked} checked={checked.value} faults={faults} />, {
    status: fault ? 422 : 200,
  })
}

/** A name that cannot be kept stands beside its field; everything else above the page. */
function refuse(visit: Visit, linked: LinkedRefund, refusal: Refusal, again: Again): Promise<void> {
  if (refusal.refusal === 'holder_name_invalid') return again(holderFaults(visit, refusal.problems), 422)
  if (isOfLink(refusal)) return visit.refused(refusal)
  return sheet(visit, linked, null, <GivenAccount visit={visit} linked={linked} />, { status: statusOf(refusal.refusal), refusal })
}

const HOLDER_MAX = 30

function holderFaults({ words }: Visit, problems: Extract<Refusal, { refusal: 'holder_name_invalid' }>['problems']): FieldFault[] {
  const { account } = words.refundAccount
  return problems.slice(0, 1).map(({ code, character, position }) => {
    if (code === 'empty') return { name: 'holderKana', text: account.holderEmpty }
    return { name: 'holderKana', text: code === 'too_long' ? account.holderTooLong(HOLDER_MAX) : account.holderWrong(character, position) }
  })
}

const DIGITS_MAX = 7

/** Reads what was typed: figures of any width, shorter numbers filled with zeros. */
function readAccount({ words }: Visit, typed: TypedAccount): { account: RefundAccount | null; faults: FieldFault[] } {
  const say = words.refundAccount.account
  const digits = typed.accountNumber.normalize('NFKC').replace(/[\s-]/g, '')
  const faults: FieldFault[] = []
  if (!/^[124]$/.test(typed.accountType)) faults.push({ name: 'accountType', text: say.typeMissing })
  if (!/^\d{1,7}$/.test(digits)) faults.push({ name: 'accountNumber', text: say.numberWrong })
  if (typed.holderKana.trim() === '') faults.push({ name: 'holderKana', text: say.holderEmpty })
  const account = RefundAccount.safeParse({ ...typed, accountNumber: digits.padStart(DIGITS_MAX, '0') })
  return { account: faults.length === 0 && account.success ? account.data : null, faults }
}

interface Shown {
  status?: number
  refusal?: Refusal
}

/** `at`: the step one is at; null where nothing is asked any more. */
function sheet(visit: Visit, linked: LinkedRefund, at: number | null, content: React.ReactNode, { status = 200, refusal }: Shown = {}) {
  const { words, language } = visit
  const { refundAccount, order } = words
  const children = (
    <>
      {at === null ? null : <Steps label={refundAccount.steps.label} steps={refundAccount.steps.all} at={at} />}
      <RefusalNotice words={words} refusal={refusal ?? null} />
      <div className="pair">
        <aside className="sheet beside" aria-label={order.title}>
          <h2>{order.title}</h2>
          <Facts
            facts={[
              { label: order.shop, value: linked.merchantName },
              { label: order.number, value: <span className="code">{linked.order.orderNumber}</span> },
              { label: order.goods, value: linked.order.goods },
              { label: order.amount, value: <Amount language={language} amount={linked.order.amount} />, total: true },
            ]}
          />
        </aside>
        <div className="stack">{content}</div>
      </div>
    </>
  )
  return visit.page({ title: refundAccount.title, faulty: status !== 200, children }, status)
}
