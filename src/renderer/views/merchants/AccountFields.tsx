import { Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { SettlementAccount } from '../../../preload/contract/merchants'
import { useCall } from '../../api'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { RuleName } from '../deposits/NameSteps'
import { BankSelect, BranchSelect } from './BankSelect'
import { type AccountDraft, accountOf } from './merchant-draft'
import styles from './merchants.module.css'

const ACCOUNT_TYPES = ['1', '2', '4', '9'] as const
const PAUSE_MS = 300

export interface AccountFieldsProps {
  account: AccountDraft
  onChange: (account: AccountDraft) => void
  /** What is wrong with a field, by its name; nothing where it is right. */
  errorOf: (field: keyof AccountDraft) => string | undefined
}

/** A settlement account as it is typed, checked against the bank master and the rules of holders' names as soon as it is whole. */
export function AccountFields({ account, onChange, errorOf }: AccountFieldsProps) {
  const { t } = useWords()
  const change = (changes: Partial<AccountDraft>) => onChange({ ...account, ...changes })
  return (
    <>
      <BankSelect error={errorOf('bankCode')} onChange={(bankCode) => change({ bankCode, branchCode: '' })} value={account.bankCode} />
      <BranchSelect
        bankCode={account.bankCode}
        error={errorOf('branchCode')}
        key={account.bankCode}
        onChange={(branchCode) => change({ branchCode })}
        value={account.branchCode}
      />
      <Select
        allowDeselect={false}
        data={ACCOUNT_TYPES.map((type) => ({ value: type, label: t(`nouns.accountType.${type}`) }))}
        error={errorOf('accountType')}
        label={t('merchants.accountField.accountType')}
        onChange={(accountType) => accountType && change({ accountType })}
        size="xs"
        value={account.accountType}
        withAsterisk
      />
      <TextInput
        error={errorOf('accountNumber')}
        inputMode="numeric"
        label={t('merchants.accountField.accountNumber')}
        maxLength={7}
        onChange={(event) => change({ accountNumber: event.currentTarget.value })}
        size="xs"
        value={account.accountNumber}
        withAsterisk
      />
      <TextInput
        description={t('merchants.holderHint')}
        error={errorOf('holderKana')}
        label={t('merchants.accountField.holderKana')}
        maxLength={60}
        onChange={(event) => change({ holderKana: event.currentTarget.value })}
        size="xs"
        value={account.holderKana}
        withAsterisk
      />
      <AccountCheck account={account} />
    </>
  )
}

/** The account as the bank master and the transfer file know it: names beside codes, the holder in legal kana with each rule that changed it. */
function AccountCheck({ account }: { account: AccountDraft }) {
  const { t } = useWords()
  const [settled] = useDebouncedValue(account, PAUSE_MS)
  const whole = SettlementAccount.safeParse(accountOf(settled))
  return whole.success && whole.data.holderKana !== '' ? (
    <Checked account={whole.data} />
  ) : (
    <p className={styles.dimmed}>{t('merchants.checkWaits')}</p>
  )
}

function Checked({ account }: { account: SettlementAccount }) {
  const { t } = useWords()
  const { data, error, isPlaceholderData } = useCall('banks.checkAccount', { account })
  if (error) return <RefusalText error={error} />
  if (!data || isPlaceholderData) return <p className={styles.dimmed}>{t('merchants.checking')}</p>
  return (
    <div aria-live="polite" className={styles.checked}>
      <p>
        {data.account.bankName} {data.account.branchName}
      </p>
      <p>{t('merchants.holderAs', { name: data.account.holderKana })}</p>
      {data.changes.length === 0 ? null : (
        <ul>
          {data.changes.map((change) => (
            <li key={`${change.rule} ${change.before}`}>
              <RuleName rule={change.rule} />: {change.before} → {change.after}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
