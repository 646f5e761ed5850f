import type { NamedSettlementAccount } from '../../../../../preload/contract/merchants'
import type { CheckedRefundAccount, LinkedRefund } from '../../../counter'
import { Button, Buttons } from '../parts/buttons'
import { type Fact, Facts } from '../parts/facts'
import { CheckCard, type FieldFault, Form } from '../parts/fields'
import { NoticeBox } from '../parts/notice-box'
import { bankText } from '../parts/written'
import type { Visit } from './visit'

/** An account with the names of bank and branch; `number` in full or hidden. */
export function accountFacts({ words }: Visit, account: NamedSettlementAccount, number: string): Fact[] {
  const { forms } = words
  return [
    { label: forms.bank, value: <Named name={bankText({ code: account.bankCode, name: account.bankName })} code={account.bankCode} /> },
    { label: forms.branch, value: <Named name={account.branchName} code={account.branchCode} /> },
    { label: forms.accountType, value: words.nouns.accountType[account.accountType] },
    { label: forms.accountNumber, value: <span className="code">{number}</span> },
    { label: forms.holder, value: account.holderKana.normalize('NFKC') },
  ]
}

function Named({ name, code }: { name: string; code: string }) {
  return (
    <>
      {name} <span className="code dimmed">{code}</span>
    </>
  )
}

interface ConfirmProps {
  readonly visit: Visit
  readonly linked: LinkedRefund
  readonly checked: CheckedRefundAccount
  readonly faults: readonly FieldFault[]
}

/** Last step: the account as it would be kept. A holder who is not the payer is said, and must be confirmed. */
export function ConfirmAccount({ visit, linked, checked: { account, holderMatches }, faults }: ConfirmProps) {
  const { words } = visit
  const say = words.refundAccount.confirm
  const payer = linked.payerKana.normalize('NFKC').trim()
  const { bankCode, branchCode, accountType, accountNumber, holderKana } = account
  return (
    <section className="sheet">
      <h2>{say.title}</h2>
      <Facts facts={accountFacts(visit, account, accountNumber)} />
      {holderMatches ? null : (
        <NoticeBox tone="warning" title={say.differs.title}>
          <p>{payer === '' ? say.differs.unknown : say.differs.text(payer)}</p>
        </NoticeBox>
      )}
      <Form action={visit.address()}>
        {Object.entries({ bankCode, branchCode, accountType, accountNumber, holderKana }).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {holderMatches ? null : (
          <CheckCard
            name="difference"
            value="confirmed"
            checked={false}
            title={say.differs.confirm}
            text={say.differs.confirmText}
            faults={faults}
          />
        )}
        <Buttons>
          <Button name="step" value="give">
            {say.give}
          </Button>
          <Button kind="secondary" name="step" value="edit">
            {say.edit}
          </Button>
        </Buttons>
      </Form>
    </section>
  )
}
