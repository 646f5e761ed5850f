import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ReactNode } from 'react'
import { z } from 'zod'
import type { Refusal } from '../../../../../preload/contract/errors'
import type { BankName, NamedSettlementAccount } from '../../../../../preload/contract/merchants'
import { AccountDraft } from '../../../../../preload/contract/portal'
import type { PortalCounter } from '../../../counter'
import { BankChoosing, type BankVisit, BranchChoosing } from '../links/bank-choosing'
import { AccountFields } from '../parts/account-fields'
import { Button, Buttons } from '../parts/buttons'
import { Facts } from '../parts/facts'
import { FaultList, type FieldFault } from '../parts/fields'
import { OwnForm } from './frame'
import { bringsBack, entered, type PortalOptions, type PortalVisitor } from './session'
import { accountFacts, wishFaults } from './settings'

/*
 * Another settlement account is wished for: bank and branch are found step by step and stand in the address, the account is typed and
 * shown for confirmation, and only then handed to the bank.
 */
const PATH = '/portal/settings/account'
const Sent = z.object({ step: z.enum(['check', 'edit', 'give']) })
const Asked = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

export function accountPages(server: FastifyInstance, options: PortalOptions): void {
  const { portal } = options

  server.get(PATH, async (request, reply) => {
    const visitor = await entered(request, reply, options)
    if (!visitor) return
    const visit = bankVisit(visitor, request)
    const bank = portal.banks.findBank(visit.asked('bank'))
    if (!bank) return sheet(visitor, <BankChoosing visit={visit} banks={portal.banks} lead={visitor.words.portal.account.lead} />)
    const branch = portal.banks.findBranch(bank.code, visit.asked('branch'))
    if (!branch) return sheet(visitor, <BranchChoosing visit={visit} banks={portal.banks} bank={bank} />)
    const typed = AccountDraft.parse({ bankCode: bank.code, branchCode: branch.code })
    return sheet(visitor, <AccountForm visitor={visitor} bank={bank} branch={branch} typed={typed} faults={[]} />)
  })

  server.post(PATH, async (request, reply) => {
    const visitor = await entered(request, reply, options)
    if (!visitor) return
    if (!bringsBack(request, visitor.person.formToken)) return visitor.problem({ kind: 'stale' }, 403)
    const sent = Sent.safeParse(request.body)
    const draft = AccountDraft.safeParse(request.body)
    if (!sent.success || !draft.success) return visitor.problem({ kind: 'request' }, 400)
    return take(visitor, portal, sent.data.step, draft.data)
  })
}

async function take(visitor: PortalVisitor, portal: PortalCounter, step: 'check' | 'edit' | 'give', draft: AccountDraft): Promise<void> {
  const checked = portal.checkAccount(draft)
  if (step === 'edit' || !checked.ok) return again(visitor, portal, draft, checked.ok ? null : checked.refusal)
  if (step === 'check') return sheet(visitor, <Confirm visitor={visitor} account={checked.value} />)
  const wished = await portal.wishAccount(visitor.person, draft)
  if (wished.ok) return visitor.go('/portal/settings?said=kept')
  if (wished.refusal.refusal === 'change_already_staged') return visitor.go('/portal/settings?said=waits')
  return again(visitor, portal, draft, wished.refusal)
}

/** The form once more; an account whose bank is none goes back to choosing it. */
function again(visitor: PortalVisitor, { banks }: PortalCounter, draft: AccountDraft, refusal: Refusal | null): Promise<void> {
  const bank = banks.findBank(draft.bankCode)
  const branch = banks.findBranch(draft.bankCode, draft.branchCode)
  if (!bank || !branch) return visitor.go(PATH)
  if (refusal && refusal.refusal !== 'invalid_input') return visitor.problem({ kind: 'busy' }, 503)
  const faults = refusal ? wishFaults(visitor.words, refusal) : []
  const form = <AccountForm visitor={visitor} bank={bank} branch={branch} typed={draft} faults={faults} />
  return sheet(visitor, form, faults.length > 0 ? 422 : 200)
}

function bankVisit(visitor: PortalVisitor, request: FastifyRequest): BankVisit {
  const query = Asked.parse(request.query)
  return {
    words: visitor.words,
    address: (named = {}) => {
      const search = new URLSearchParams(named).toString()
      return visitor.to(search === '' ? PATH : `${PATH}?${search}`)
    },
    asked: (name) => [query[name] ?? ''].flat()[0] ?? '',
  }
}

function sheet(visitor: PortalVisitor, children: ReactNode, status = 200): Promise<void> {
  return visitor.page({ title: visitor.words.portal.account.title, faulty: status !== 200, children }, status)
}

interface AccountFormProps {
  readonly visitor: PortalVisitor
  readonly bank: BankName
  readonly branch: BankName
  readonly typed: AccountDraft
  readonly faults: readonly FieldFault[]
}

function AccountForm({ visitor, bank, branch, typed, faults }: AccountFormProps) {
  const { words, person } = visitor
  const { forms, refundAccount } = words
  const chosen = ({ name, code }: BankName, href: string) => (
    <>
      {name} <span className="code dimmed">{code}</span> <a href={visitor.to(href)}>{forms.change}</a>
    </>
  )
  return (
    <section className="sheet">
      <h2>{refundAccount.account.title}</h2>
      <Facts
        facts={[
          { label: forms.bank, value: chosen(bank, PATH) },
          { label: forms.branch, value: chosen(branch, `${PATH}?bank=${bank.code}`) },
        ]}
      />
      <OwnForm action={visitor.to(PATH)} token={person.formToken}>
        <FaultList faults={faults} words={words} />
        <input type="hidden" name="bankCode" value={bank.code} />
        <input type="hidden" name="branchCode" value={branch.code} />
        <AccountFields words={words} typed={typed} faults={faults} />
        <Buttons>
          <Button name="step" value="check">
            {refundAccount.account.next}
          </Button>
        </Buttons>
      </OwnForm>
    </section>
  )
}

function Confirm({ visitor, account }: { visitor: PortalVisitor; account: NamedSettlementAccount }) {
  const { words, person } = visitor
  const say = words.portal.account
  const { bankCode, branchCode, accountType, accountNumber, holderKana } = account
  return (
    <section className="sheet">
      <h2>{say.confirm}</h2>
      <Facts facts={accountFacts(words, account)} />
      <p>{say.note}</p>
      <OwnForm action={visitor.to(PATH)} token={person.formToken}>
        {Object.entries({ bankCode, branchCode, accountType, accountNumber, holderKana }).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Buttons>
          <Button name="step" value="give">
            {words.portal.settings.send}
          </Button>
          <Button kind="secondary" name="step" value="edit">
            {words.refundAccount.confirm.edit}
          </Button>
        </Buttons>
      </OwnForm>
    </section>
  )
}
