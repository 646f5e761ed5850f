import type { ReactNode } from 'react'
import type { BankName } from '../../../../../preload/contract/merchants'
import type { BankChoice } from '../../../counter'
import { Button, Buttons } from '../parts/buttons'
import { FaultList, type FieldFault, TextField } from '../parts/fields'
import { bankText } from '../parts/written'
import type { Visit } from './visit'

/*
 * Bank and branch from the published list, without script: what is searched for and what is chosen stand in the address
 * (`?bank=0005&branch=001`), so that going back works and nothing is kept.
 */
const FOUND_MAX = 50

/** What is needed of a page on which a bank is chosen. */
export type BankVisit = Pick<Visit, 'words' | 'address' | 'asked'>

interface SearchProps {
  readonly visit: BankVisit
  readonly label: string
  readonly hint: string
  readonly faults: readonly FieldFault[]
  readonly hidden: Readonly<Record<string, string>>
}

/** Asks the page again with what was typed. */
function Search({ visit, label, hint, faults, hidden }: SearchProps) {
  const { words } = visit
  return (
    <SearchForm visit={visit} hidden={hidden}>
      <TextField
        words={words}
        name="find"
        label={label}
        hint={hint}
        required
        faults={faults}
        value={visit.asked('find')}
        maxLength={40}
        autoComplete="off"
      />
      <Buttons>
        <Button kind="secondary">{words.refundAccount.bank.find}</Button>
      </Buttons>
    </SearchForm>
  )
}

interface SearchFormProps {
  readonly visit: BankVisit
  readonly hidden: Readonly<Record<string, string>>
  readonly children: ReactNode
}

function SearchForm({ visit, hidden, children }: SearchFormProps) {
  const [path, query = ''] = visit.address(hidden).split('?')
  return (
    <form method="get" action={path} noValidate>
      {[...new URLSearchParams(query)].map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  )
}

interface FoundProps {
  readonly visit: BankVisit
  readonly found: readonly BankName[]
  readonly addressOf: (code: string) => string
}

/** What was found, each a link to the next step. */
function Found({ visit: { words }, found, addressOf }: FoundProps) {
  const say = words.refundAccount.bank
  if (found.length === 0) return <p role="status">{say.none}</p>
  return (
    <>
      <p role="status" className="dimmed">
        {found.length < FOUND_MAX ? say.found(found.length) : say.capped(FOUND_MAX)}
      </p>
      <ul className="choices">
        {found.map(({ code, name }) => (
          <li key={code}>
            <a href={addressOf(code)}>
              <span>{name}</span>
              <span className="code dimmed">{code}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}

/** First step: the bank, by name or by code. */
export function BankChoosing({ visit, banks, lead }: { visit: BankVisit; banks: BankChoice; lead: string }) {
  const { words } = visit
  const say = words.refundAccount
  const typed = visit.asked('find').trim()
  const unknown = visit.asked('bank') !== ''
  const faults = unknown ? [{ name: 'bank', text: say.bank.unknown }] : []
  return (
    <section className="sheet">
      <h2>{say.bank.title}</h2>
      <p>{lead}</p>
      <FaultList faults={faults} words={words} />
      <Search visit={visit} label={say.bank.search} hint={say.bank.hint} faults={[]} hidden={{ change: '1' }} />
      {typed === '' ? null : (
        <Found
          visit={visit}
          found={banks.searchBanks(typed).map((bank) => ({ ...bank, name: bankText(bank) }))}
          addressOf={(code) => visit.address({ change: '1', bank: code })}
        />
      )}
      <details open={unknown}>
        <summary>{say.bank.byCode}</summary>
        <SearchForm visit={visit} hidden={{ change: '1' }}>
          <TextField
            words={words}
            name="bank"
            label={say.bank.bankCode}
            required
            faults={faults}
            value={visit.asked('bank')}
            {...CODE}
            maxLength={4}
          />
          <TextField
            words={words}
            name="branch"
            label={say.bank.branchCode}
            required
            value={visit.asked('branch')}
            {...CODE}
            maxLength={3}
          />
          <Buttons>
            <Button kind="secondary">{say.bank.use}</Button>
          </Buttons>
        </SearchForm>
      </details>
    </section>
  )
}

const CODE = { inputMode: 'numeric', autoComplete: 'off', short: true } as const

/** Second step: the branch. A bank with few branches shows them all at once. */
export function BranchChoosing({ visit, banks, bank }: { visit: BankVisit; banks: BankChoice; bank: BankName }) {
  const { words } = visit
  const say = words.refundAccount
  const typed = visit.asked('find').trim()
  const found = banks.searchBranches(bank.code, typed)
  const faults = visit.asked('branch') === '' ? [] : [{ name: 'find', text: say.bank.unknownBranch }]
  return (
    <section className="sheet">
      <h2>{say.branch.title}</h2>
      <ChosenBank visit={visit} name={`${bankText(bank)} (${bank.code})`} />
      <FaultList faults={faults} words={words} />
      <Search visit={visit} label={say.branch.search} hint={say.branch.hint} faults={faults} hidden={{ change: '1', bank: bank.code }} />
      {typed === '' && found.length >= FOUND_MAX ? null : (
        <Found visit={visit} found={found} addressOf={(code) => visit.address({ change: '1', bank: bank.code, branch: code })} />
      )}
    </section>
  )
}

function ChosenBank({ visit, name }: { visit: BankVisit; name: string }) {
  const { forms, refundAccount } = visit.words
  return (
    <p>
      {forms.bank}: <strong>{name}</strong> <a href={visit.address({ change: '1' })}>{refundAccount.account.again}</a>
    </p>
  )
}
