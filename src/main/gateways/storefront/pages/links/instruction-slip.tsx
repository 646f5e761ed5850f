import type { ReactNode } from 'react'
import type { Language } from '../../../../../preload/contract/merchants'
import { formatYen, type Yen } from '../../../../../preload/contract/money'
import type {
  DebitInstruction,
  DoorInstruction,
  EMoneyInstruction,
  Instruction,
  PostalInstruction,
  StoreInstruction,
  TransferInstruction,
} from '../../../../../preload/contract/shop'
import type { Choice } from '../../../counter'
import type { StorefrontWords } from '../../words'
import { Buttons, LinkButton } from '../parts/buttons'
import { Facts } from '../parts/facts'
import { bankText, dayText } from '../parts/written'
import { slipPath } from './slip-path'
import type { Visit } from './visit'

/** How to pay (s6), as the payer has chosen. */
export function InstructionSlip({ visit, choice }: { visit: Visit; choice: Choice }) {
  const { instruction } = choice
  switch (instruction?.method) {
    case 'bank_transfer':
      return <TransferSlip visit={visit} choice={choice} instruction={instruction} />
    case 'convenience_store':
      return <StoreSlip visit={visit} choice={choice} instruction={instruction} />
    case 'direct_debit':
      return <DebitSlip visit={visit} choice={choice} instruction={instruction} />
    case 'postal':
    case 'e_money':
    case 'cash_on_delivery':
      return <ReferenceSlip visit={visit} choice={choice} instruction={instruction} />
    default:
      return null
  }
}

/** Everything a transfer form asks for, large, each to be copied by one press; printable. */
function TransferSlip({ visit, choice, instruction }: { visit: Visit; choice: Choice; instruction: TransferInstruction }) {
  const { words, language } = visit
  const say = words.pay.instruction
  const { methods } = choice
  return (
    <section className="sheet">
      <h2>{say.slip}</h2>
      <p className="dimmed small screen-only">{say.copying}</p>
      <dl className="slip">
        <AmountLine label={say.amount} language={language} amount={instruction.amount} />
        <Line label={say.dueOn} value={dayText(language, instruction.dueOn)} />
        <Line
          label={say.bank}
          value={bankText({ code: instruction.bankCode, name: instruction.bankName })}
          remark={say.code(instruction.bankCode)}
        />
        <BranchLine say={say} instruction={instruction} />
        <Line label={say.accountType} value={accountTypeOf(words, instruction)} />
        <Line label={say.accountNumber} value={instruction.accountNumber} heavy digits />
        <Line label={say.holder} value={instruction.holderKana.normalize('NFKC')} />
        <PayerLine say={say} choice={choice} />
      </dl>
      <h2>{say.notes}</h2>
      <ul className="notes">
        {say.note.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <ChosenFacts words={words} choice={choice} method={instruction.method} />
      <p className="dimmed small screen-only">{say.print}</p>
      {methods.length > 0 ? (
        <Buttons>
          <LinkButton href={visit.address({ change: '1' })}>{say.change}</LinkButton>
        </Buttons>
      ) : null}
    </section>
  )
}

interface StoreSlipProps {
  readonly visit: Visit
  readonly choice: Choice
  readonly instruction: StoreInstruction
}

/** What a till takes: the slip as a PDF, its number, the amount and the last day. */
function StoreSlip({ visit, choice, instruction }: StoreSlipProps) {
  const { words, language } = visit
  const say = words.store
  return (
    <section className="sheet">
      <h2>{say.slip}</h2>
      <dl className="slip">
        <AmountLine label={say.amount} language={language} amount={instruction.amount} />
        <Line label={say.dueOn} value={dayText(language, instruction.dueOn)} />
        <Line label={say.where} value={say.whereText} />
        <Line label={say.number} value={instruction.slipNumber} digits />
        <Line label={say.lines} value={instruction.lines.join(' ')} digits />
        {instruction.agentName === '' ? null : <Line label={say.agent} value={instruction.agentName} />}
      </dl>
      <p className="dimmed small screen-only">{say.print}</p>
      <Buttons>
        <LinkButton kind="primary" href={visit.to(slipPath(visit.token))}>
          {say.pdf}
        </LinkButton>
      </Buttons>
      <h2>{say.notes}</h2>
      <ul className="notes">
        {[...say.note, ...(instruction.needsStamp ? [say.stamp] : [])].map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <ChosenFacts words={words} choice={choice} method={instruction.method} />
      {choice.methods.length > 0 ? (
        <Buttons>
          <LinkButton href={visit.address({ change: '1' })}>{say.change}</LinkButton>
        </Buttons>
      ) : null}
    </section>
  )
}

/** What is debited, from which account, and when: nothing is left to be done but to see that the account holds it. */
function DebitSlip({ visit, choice, instruction }: { visit: Visit; choice: Choice; instruction: DebitInstruction }) {
  const { words, language } = visit
  const say = words.debit
  const { bankName, branchName, accountType, accountEnding, amount, dueOn } = instruction
  const account = `${bankName} ${branchName} ${say.accountTypes[accountType]}`
  return (
    <section className="sheet">
      <h2>{say.slip}</h2>
      <dl className="slip">
        <AmountLine label={say.amount} language={language} amount={amount} />
        <Line label={say.dueOn} value={dayText(language, dueOn)} />
        <Line label={say.account} value={account} remark={say.ending(accountEnding)} />
      </dl>
      <h2>{say.notes}</h2>
      <ul className="notes">
        {say.note.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <ChosenFacts words={words} choice={choice} method={instruction.method} />
      {choice.methods.length > 0 ? (
        <Buttons>
          <LinkButton href={visit.address({ change: '1' })}>{say.change}</LinkButton>
        </Buttons>
      ) : null}
    </section>
  )
}

interface ReferenceSlipProps {
  readonly visit: Visit
  readonly choice: Choice
  readonly instruction: PostalInstruction | EMoneyInstruction | DoorInstruction
}

/** Who takes the money, by which reference, and until when. */
function ReferenceSlip({ visit, choice, instruction }: ReferenceSlipProps) {
  const { words, language } = visit
  const { collected } = words
  const say = collected[instruction.method]
  return (
    <section className="sheet">
      <h2>{say.sheet}</h2>
      <dl className="slip">
        <AmountLine label={collected.amount} language={language} amount={instruction.amount} />
        <Line label={collected.dueOn} value={dayText(language, instruction.dueOn)} />
        <Line label={say.place} value={placeOf(instruction)} digits={instruction.method === 'postal'} />
        {instruction.method === 'postal' ? <Line label={say.name} value={instruction.accountName} exact /> : null}
        <Line label={say.reference} value={instruction.reference} heavy digits />
        {instruction.method === 'postal' ? <Line label={say.lines} value={instruction.lines.join(' ')} digits /> : null}
      </dl>
      {instruction.method === 'postal' ? (
        <>
          <p className="dimmed small screen-only">{say.print}</p>
          <Buttons>
            <LinkButton kind="primary" href={visit.to(slipPath(visit.token))}>
              {say.pdf}
            </LinkButton>
          </Buttons>
        </>
      ) : null}
      <h2>{collected.notes}</h2>
      <ul className="notes">
        {say.note.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <ChosenFacts words={words} choice={choice} method={instruction.method} />
      {choice.methods.length > 0 ? (
        <Buttons>
          <LinkButton href={visit.address({ change: '1' })}>{collected.change}</LinkButton>
        </Buttons>
      ) : null}
    </section>
  )
}

function placeOf(instruction: ReferenceSlipProps['instruction']): string {
  switch (instruction.method) {
    case 'postal':
      return instruction.account
    case 'e_money':
      return instruction.providerName
    case 'cash_on_delivery':
      return instruction.carrierName
  }
}

/** What the payer has chosen. */
function ChosenFacts({ words, choice, method }: { words: StorefrontWords; choice: Choice; method: Instruction['method'] }) {
  const isProtected = choice.order.tracks.protection !== 'none'
  return (
    <Facts
      facts={[
        { label: words.order.method, value: words.nouns.method[method] },
        { label: words.order.protection, value: isProtected ? words.order.protected : words.order.unprotected },
      ]}
    />
  )
}

interface LineProps {
  readonly label: string
  readonly value: string
  readonly remark?: ReactNode
  readonly heavy?: boolean
  readonly digits?: boolean
  /** To be written just so. */
  readonly exact?: boolean
}

function Line({ label, value, remark, heavy, digits, exact }: LineProps) {
  const kind = [heavy ? 'heavy' : '', exact ? 'exact' : ''].filter((name) => name !== '').join(' ')
  return (
    <div className={kind === '' ? undefined : kind}>
      <dt>{label}</dt>
      <dd>
        <span className={digits ? 'copy digits' : 'copy'}>{value}</span>
      </dd>
      {remark ? <dd className="remark">{remark}</dd> : null}
    </div>
  )
}

/** What is copied is the bare number, as banks' forms want it: the commas and the mark of the yen are not part of it. */
function AmountLine({ label, language, amount }: { label: string; language: Language; amount: Yen }) {
  const [first, ...thousands] = formatYen(amount).split(',')
  return (
    <div className="heavy">
      <dt>{label}</dt>
      <dd>
        {language === 'ja' ? null : '¥'}
        <span className="copy digits">
          {first}
          {thousands.map((digits, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: groups of one number have nothing but their place
            <span key={at} className="thousands">
              {digits}
            </span>
          ))}
        </span>
        {language === 'ja' ? '円' : null}
      </dd>
    </div>
  )
}

/** A branch that holds nothing but virtual accounts may be missing in the published list: its code is what counts then. */
function BranchLine({ say, instruction }: { say: StorefrontWords['pay']['instruction']; instruction: TransferInstruction }) {
  const code = say.code(instruction.branchCode)
  return instruction.branchName === '' ? (
    <Line label={say.branch} value={code} />
  ) : (
    <Line label={say.branch} value={instruction.branchName} remark={code} />
  )
}

/** The name to write, in the kana the shop has told; where it told none, the name itself. */
function PayerLine({ say, choice }: { say: StorefrontWords['pay']['instruction']; choice: Choice }) {
  const kana = choice.payerKana.normalize('NFKC').trim()
  return kana === '' ? (
    <Line label={say.payer} value={choice.payerName} remark={say.payerUnknown} exact />
  ) : (
    <Line label={say.payer} value={kana} remark={say.payerText} exact heavy />
  )
}

function accountTypeOf({ nouns }: StorefrontWords, { accountType }: TransferInstruction): string {
  const names: Readonly<Record<string, string>> = nouns.accountType
  return names[accountType] ?? accountType
}
