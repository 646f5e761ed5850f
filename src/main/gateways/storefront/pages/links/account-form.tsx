import { AccountFields } from '../parts/account-fields'
import { Button, Buttons } from '../parts/buttons'
import { Facts } from '../parts/facts'
import { type FieldFault, Form } from '../parts/fields'
import { NoticeBox } from '../parts/notice-box'
import { bankText } from '../parts/written'
import type { Visit } from './visit'

/** As it was typed, whatever it is. */
export interface TypedAccount {
  readonly bankCode: string
  readonly branchCode: string
  readonly accountType: string
  readonly accountNumber: string
  readonly holderKana: string
}

/** ゆうちょ銀行: its passbooks show a symbol and a number that no transfer takes. */
const POST_BANK = '9900'

interface AccountFormProps {
  readonly visit: Visit
  /** Of bank and branch. */
  readonly names: readonly string[]
  readonly typed: TypedAccount
  readonly faults: readonly FieldFault[]
}

/** Third step: type, number and holder. */
export function AccountForm({ visit, names, typed, faults }: AccountFormProps) {
  const { words } = visit
  const { forms } = words
  const say = words.refundAccount.account
  const [bank = '', branch = ''] = names
  const { bankCode, branchCode } = typed
  return (
    <section className="sheet">
      <h2>{say.title}</h2>
      <Facts
        facts={[
          {
            label: forms.bank,
            value: (
              <Chosen
                name={bankText({ code: bankCode, name: bank })}
                code={bankCode}
                href={visit.address({ change: '1' })}
                again={say.again}
              />
            ),
          },
          {
            label: forms.branch,
            value: <Chosen name={branch} code={branchCode} href={visit.address({ change: '1', bank: bankCode })} again={say.again} />,
          },
        ]}
      />
      {bankCode === POST_BANK ? (
        <NoticeBox tone="information" title={bankText({ code: bankCode, name: bank })}>
          <p>{say.yucho}</p>
        </NoticeBox>
      ) : null}
      <Form action={visit.address()}>
        <input type="hidden" name="bankCode" value={bankCode} />
        <input type="hidden" name="branchCode" value={branchCode} />
        <AccountFields words={words} typed={typed} faults={faults} holderHint={say.holderHint} />
        <Buttons>
          <Button name="step" value="check">
            {say.next}
          </Button>
        </Buttons>
      </Form>
    </section>
  )
}

function Chosen({ name, code, href, again }: { name: string; code: string; href: string; again: string }) {
  return (
    <>
      {name} <span className="code dimmed">{code}</span> <a href={href}>{again}</a>
    </>
  )
}
