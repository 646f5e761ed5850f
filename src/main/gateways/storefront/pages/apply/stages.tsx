import type { ReactNode } from 'react'
import type { ApplicationDraft } from '../../../../../preload/contract/applications'
import { type BankName, Language, PaymentMethod } from '../../../../../preload/contract/merchants'
import type { BankChoice } from '../../../counter'
import type { StorefrontWords } from '../../words'
import { AccountFields } from '../parts/account-fields'
import { Button, Buttons } from '../parts/buttons'
import { Facts } from '../parts/facts'
import { CheckCard, FaultList, type FieldFault, Form, RadioCards, SelectField, TextField } from '../parts/fields'
import type { Visitor } from '../visitor'
import { carried, type Stage } from './draft'

/* The pages of an application, each one form. */

export interface StageProps {
  readonly visitor: Visitor
  readonly draft: ApplicationDraft
  readonly faults: readonly FieldFault[]
  readonly banks: BankChoice
  /** What was searched for on this page; null before anything was. */
  readonly find: string | null
}

interface StageFormProps {
  readonly props: StageProps
  readonly stage: Stage
  readonly title: string
  readonly lead?: string
  readonly children: ReactNode
  /** Goes on by choosing what was found, and by nothing else. */
  readonly searches?: boolean
}

/** What was typed on other pages goes along. The way on stands before the way back: the Enter key takes the first. */
function StageForm({ props: { visitor, draft, faults }, stage, title, lead, children, searches }: StageFormProps) {
  const { words } = visitor
  return (
    <section className="sheet">
      <h2>{title}</h2>
      {lead ? <p>{lead}</p> : null}
      <Form action={visitor.to('/apply')}>
        <FaultList faults={faults} words={words} />
        <Carried stage={stage} draft={draft} />
        {children}
        <Buttons>
          {searches ? null : (
            <Button name="go" value="next">
              {words.forms.next}
            </Button>
          )}
          {stage === 'company' ? null : (
            <Button kind="secondary" name="go" value="back">
              {words.forms.back}
            </Button>
          )}
        </Buttons>
      </Form>
    </section>
  )
}

export function Carried({ stage, draft }: { stage: Stage; draft: ApplicationDraft }) {
  return (
    <>
      <input type="hidden" name="stage" value={stage} />
      {carried(stage, draft).map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
    </>
  )
}

export function CompanyStage(props: StageProps) {
  const { visitor, draft, faults } = props
  const { words } = visitor
  const say = words.apply.company
  const field = (name: keyof typeof draft & keyof typeof say) => ({ words, name, label: say[name], faults, value: String(draft[name]) })
  return (
    <StageForm props={props} stage="company" title={say.title} lead={words.apply.lead}>
      <TextField {...field('name')} hint={say.nameHint} required autoComplete="organization" maxLength={100} />
      <TextField {...field('nameKana')} required maxLength={100} />
      <TextField {...field('representative')} required autoComplete="name" maxLength={100} />
      <TextField {...field('postalAddress')} hint={say.postalAddressHint} required autoComplete="street-address" maxLength={200} />
      <TextField {...field('telephone')} required type="tel" inputMode="tel" autoComplete="tel" maxLength={30} />
      <TextField {...field('email')} hint={say.emailHint} required type="email" inputMode="email" autoComplete="email" maxLength={254} />
      <TextField {...field('website')} type="url" inputMode="url" autoComplete="url" maxLength={500} />
      <TextField {...field('tNumber')} hint={say.tNumberHint} maxLength={20} short />
    </StageForm>
  )
}

const FOUND_MAX = 50

interface SearchProps {
  readonly props: StageProps
  readonly stage: 'bank' | 'branch'
  readonly search: { readonly label: string; readonly hint: string }
  readonly found: readonly BankName[]
}

/** Finding something in the list of banks: what was found is chosen by pressing it. */
function Search({ props: { visitor, find }, search, found }: SearchProps) {
  const { words } = visitor
  const { bank } = words.refundAccount
  return (
    <>
      <TextField
        words={words}
        name="find"
        label={search.label}
        hint={search.hint}
        required
        value={find ?? ''}
        maxLength={40}
        autoComplete="off"
      />
      <Buttons>
        <Button name="go" value="find">
          {bank.find}
        </Button>
      </Buttons>
      {find === null || find.trim() === '' ? null : (
        <p role="status" className="dimmed">
          {found.length === 0 ? bank.none : found.length < FOUND_MAX ? bank.found(found.length) : bank.capped(FOUND_MAX)}
        </p>
      )}
      {found.length === 0 ? null : (
        <ul className="choices">
          {found.map(({ code, name }) => (
            <li key={code}>
              <button type="submit" name="choose" value={code}>
                <span>{name}</span>
                <span className="code dimmed">{code}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

export function BankStage(props: StageProps) {
  const { visitor, banks, find } = props
  const { apply, refundAccount } = visitor.words
  const search = { label: refundAccount.bank.search, hint: refundAccount.bank.hint }
  const found = find === null || find.trim() === '' ? [] : banks.searchBanks(find)
  return (
    <StageForm props={props} stage="bank" title={apply.bank.title} lead={apply.bank.lead} searches>
      <Search props={props} stage="bank" search={search} found={found} />
    </StageForm>
  )
}

export function BranchStage(props: StageProps) {
  const { visitor, banks, draft, find } = props
  const { apply, refundAccount, forms } = visitor.words
  const search = { label: refundAccount.branch.search, hint: refundAccount.branch.hint }
  const found = banks.searchBranches(draft.bankCode, find ?? '')
  return (
    <StageForm props={props} stage="branch" title={apply.branch.title} searches>
      <Facts facts={[{ label: forms.bank, value: <Named bank={banks.findBank(draft.bankCode)} /> }]} />
      <Search props={props} stage="branch" search={search} found={found} />
    </StageForm>
  )
}

export function Named({ bank }: { bank: BankName | null }) {
  return bank ? (
    <>
      {bank.name} <span className="code dimmed">{bank.code}</span>
    </>
  ) : null
}

export function AccountStage(props: StageProps) {
  const { visitor, banks, draft, faults } = props
  const { words } = visitor
  const { bankCode, branchCode } = draft
  return (
    <StageForm props={props} stage="account" title={words.apply.account.title}>
      <Facts
        facts={[
          { label: words.forms.bank, value: <Named bank={banks.findBank(bankCode)} /> },
          { label: words.forms.branch, value: <Named bank={banks.findBranch(bankCode, branchCode)} /> },
        ]}
      />
      <AccountFields words={words} typed={draft} faults={faults} />
    </StageForm>
  )
}

const LANGUAGE_NAMES: Record<Language, string> = { ja: '日本語', en: 'English' }

export function WishesStage(props: StageProps) {
  const { visitor, draft, faults } = props
  const { words, language } = visitor
  const say = words.apply.wishes
  return (
    <StageForm props={props} stage="wishes" title={say.title}>
      <MethodCards words={words} chosen={draft.methods} faults={faults} />
      <RadioCards
        words={words}
        name="noticeBy"
        label={say.noticeBy}
        required
        faults={faults}
        value={draft.noticeBy || 'mail'}
        options={(['mail', 'letter'] as const).map((value) => ({ value, ...say[value] }))}
      />
      <SelectField
        words={words}
        name="language"
        label={say.language}
        required
        faults={faults}
        value={draft.language || language}
        options={Language.options.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      />
    </StageForm>
  )
}

function MethodCards({ words, chosen, faults }: { words: StorefrontWords; chosen: readonly string[]; faults: readonly FieldFault[] }) {
  const say = words.apply.wishes
  const fault = faults.find(({ name }) => name === 'methods')
  return (
    <fieldset className={fault ? 'field faulty' : 'field'} id="methods" aria-describedby="methods-hint" tabIndex={-1}>
      <legend className="question">
        {say.methods}
        <span className="need must">{words.fields.required}</span>
      </legend>
      <p className="hint" id="methods-hint">
        {say.methodsHint}
      </p>
      {fault ? <p className="error">{fault.text}</p> : null}
      <div className="cards">
        {PaymentMethod.options.map((method) => (
          <CheckCard
            key={method}
            name="methods"
            id={`methods-${method}`}
            value={method}
            checked={chosen.includes(method)}
            title={words.nouns.method[method]}
          />
        ))}
      </div>
    </fieldset>
  )
}
