import type { FastifyInstance } from 'fastify'
import type { ReactNode } from 'react'
import { z } from 'zod'
import type { Refusal } from '../../../../../preload/contract/errors'
import { RefundAccount } from '../../../../../preload/contract/refund-accounts'
import type { LinkCounter, LinkedRefund } from '../../../counter'
import { Steps } from '../parts/facts'
import { FaultList, type FieldFault } from '../parts/fields'
import { AccountForm, type TypedAccount } from './account-form'
import { BankChoosing, BranchChoosing } from './bank-choosing'
import { ConfirmAccount } from './confirm-account'
import { GivenAccount } from './given-account'
import { OrderLead, OrderSummary } from './order-summary'
import { isOfLink, RefusalNotice, refusalText, statusAfter, type Visit, visitOf } from './visit'

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

type Codes = Pick<TypedAccount, 'bankCode' | 'branchCode'>

/** By the address alone: the account that was given, or the next thing to choose. */
function show(visit: Visit, links: LinkCounter, linked: LinkedRefund): Promise<void> {
  if (!linked.open || (linked.given && visit.asked('change') !== '1' && visit.asked('bank') === '')) {
    return sheet(visit, linked, null, <GivenAccount visit={visit} linked={linked} />)
  }
  const codes = { bankCode: visit.asked('bank'), branchCode: visit.asked('branch') }
  return (
    choosing(visit, links, linked, codes) ??
    entry(visit, links, linked, { ...codes, accountType: '', accountNumber: '', holderKana: '' }, [])
  )
}

/** The step at which bank or branch is still to be chosen; null where both are known. */
function choosing(visit: Visit, { banks }: LinkCounter, linked: LinkedRefund, codes: Codes, refusal?: Refusal): Promise<void> | null {
  const bank = banks.findBank(codes.bankCode)
  const lead = visit.words.refundAccount.lead
  if (!bank) return sheet(visit, linked, 0, <BankChoosing visit={visit} banks={banks} lead={lead} />, { refusal })
  if (banks.findBranch(bank.code, codes.branchCode)) return null
  return sheet(visit, linked, 1, <BranchChoosing visit={visit} banks={banks} bank={bank} />, { refusal })
}

function entry(visit: Visit, { banks }: LinkCounter, linked: LinkedRefund, typed: TypedAccount, faults: readonly FieldFault[]) {
  const { bankCode, branchCode } = typed
  const names = [banks.findBank(bankCode)?.name ?? '', banks.findBranch(bankCode, branchCode)?.name ?? '']
  return sheet(visit, linked, 2, <AccountForm visit={visit} names={names} typed={typed} faults={faults} />, { faults })
}

async function take(visit: Visit, links: LinkCounter, linked: LinkedRefund, { step, difference, ...typed }: Sent): Promise<void> {
  const unknown = links.banks.findBank(typed.bankCode) ? 'unknown_branch' : 'unknown_bank'
  const chooser = choosing(visit, links, linked, typed, { refusal: unknown, ...typed })
  if (chooser) return chooser
  const again = (faults: readonly FieldFault[]) => entry(visit, links, linked, typed, faults)
  if (step === 'edit') return again([])
  const read = readAccount(visit, typed)
  if (!read.account) return again(read.faults)
  const checked = await links.checkRefundAccount(visit.token, read.account)
  if (!checked.ok) return refuse(visit, linked, checked.refusal, again)
  const confirm = (faults: readonly FieldFault[]) =>
    sheet(visit, linked, 3, <ConfirmAccount visit={visit} linked={linked} checked={checked.value} faults={faults} />, { faults })
  if (step === 'check') return confirm([])
  const given = await links.giveRefundAccount(visit.token, read.account, difference === 'confirmed')
  if (given.ok) return visit.back()
  if (given.refusal.refusal !== 'holder_differs') return refuse(visit, linked, given.refusal, again)
  return confirm([{ name: 'difference', text: visit.words.refundAccount.confirm.differs.missing }])
}

/** What is wrong with the holder's name stands beside its field; everything else above the page. */
function refuse(visit: Visit, linked: LinkedRefund, refusal: Refusal, again: (faults: readonly FieldFault[]) => Promise<void>) {
  if (isOfLink(refusal)) return visit.refused(refusal)
  if (refusal.refusal === 'holder_name_invalid') return again(holderFaults(visit, refusal.problems))
  if (refusal.refusal === 'invalid_input') return again([{ name: 'holderKana', text: refusalText(visit.words, refusal).text }])
  return sheet(visit, linked, null, <GivenAccount visit={visit} linked={linked} />, { refusal })
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
  readonly refusal?: Refusal | undefined
  readonly faults?: readonly FieldFault[]
}

/** `at`: the step one is at; null where nothing is asked any more. */
function sheet(visit: Visit, linked: LinkedRefund, at: number | null, content: ReactNode, { refusal, faults = [] }: Shown = {}) {
  const { words } = visit
  const { refundAccount } = words
  const children = (
    <>
      <OrderLead visit={visit} linked={linked} reader="payer" />
      {at === null ? null : <Steps label={refundAccount.steps.label} steps={refundAccount.steps.all} at={at} />}
      <FaultList faults={faults} words={words} />
      <RefusalNotice words={words} refusal={refusal ?? null} />
      <div className="pair">
        <div className="stack">{content}</div>
        <OrderSummary visit={visit} linked={linked} reader="payer" />
      </div>
    </>
  )
  return visit.page({ title: refundAccount.title, faulty: faults.length > 0, children }, statusAfter(refusal ?? null, faults))
}
