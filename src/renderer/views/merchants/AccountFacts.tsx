import type { NamedSettlementAccount } from '../../../preload/contract/merchants'
import { Code } from '../../parts/Code'
import { useWords } from '../../words'
import { type AccountField, accountFields, accountText, changedFields } from './account-difference'
import { Difference } from './Difference'

/** A settlement account in full; where another stands before it, as a difference. */
export function AccountFacts({ account, before }: { account: NamedSettlementAccount; before?: NamedSettlementAccount }) {
  const { t } = useWords()
  const changed = before ? changedFields(before, account) : []
  const rows = accountFields.map((field) => ({
    key: field,
    name: t(`merchants.accountField.${field}`),
    after: <FieldText account={account} field={field} />,
    changed: changed.includes(field),
    ...(before ? { before: <FieldText account={before} field={field} /> } : {}),
  }))
  return <Difference rows={rows} title={t('merchants.account')} />
}

function FieldText({ account, field }: { account: NamedSettlementAccount; field: AccountField }) {
  const { t } = useWords()
  if (field === 'accountType') return t(`nouns.accountType.${account.accountType}`)
  return field === 'accountNumber' ? <Code>{account.accountNumber}</Code> : accountText(account, field)
}
