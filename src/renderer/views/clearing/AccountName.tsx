import { useWords, type Words } from '../../words'

const ACCOUNTS = [
  'bank',
  'suspense',
  'unexplained_outgoing',
  'opening_balance',
  'merchant_payable',
  'held_for_payers',
  'merchant_receivable',
  'receivable',
  'unapplied_collections',
  'payout_in_transit',
  'refund_in_transit',
  'own_transfers',
  'output_tax',
  'input_tax',
  'fee_income',
  'transfer_fee_recovered',
  'other_income',
  'fees_paid',
  'stamp_duty',
  'other_expense',
] as const

interface Account {
  account: string
  of?: string | null
}

/** An account of the ledger in the words of the books, with whose it is; a code without words is told as it is. */
export function AccountName(account: Account) {
  const { t } = useWords()
  return <>{accountName(account, t)}</>
}

export function accountName({ account, of }: Account, t: Words): string {
  const kind = ACCOUNTS.find((name) => name === account.split(':')[0])
  const name = kind ? t(`clearing.account.${kind}`) : account
  return of ? `${name} ${of}` : name
}
