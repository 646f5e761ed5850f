import { useWords } from '../../words'

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

/** An account of the ledger in the words of the books, with whose it is; a code without words is told as it is. */
export function AccountName({ account, of }: { account: string; of?: string | null }) {
  const { t } = useWords()
  const kind = ACCOUNTS.find((name) => name === account.split(':')[0])
  const name = kind ? t(`clearing.account.${kind}`) : account
  return <>{of ? `${name} ${of}` : name}</>
}
