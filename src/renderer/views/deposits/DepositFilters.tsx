import { Select } from '@mantine/core'
import type { DepositFilter } from '../../../preload/contract/clearing'
import { DepositState } from '../../../preload/contract/clearing'
import { formatDate } from '../../../preload/contract/date'
import { useCall } from '../../api'
import { DateField } from '../../parts/DateField'
import { type FilterChip, FilterChips } from '../../parts/FilterChips'
import { SearchField } from '../../parts/SearchField'
import { useWords } from '../../words'
import { MerchantSelect } from '../merchants/MerchantSelect'
import { SearchReading } from './SearchReading'

type Change = (changes: Readonly<Record<string, string | null>>) => void

/** What is asked of the list, and the filters in force as chips. All of it stands in the address. */
export function DepositFilters({ filter, set }: { filter: DepositFilter; set: Change }) {
  const { t } = useWords()
  const accounts = useCall('accounts.list', {}).data?.accounts ?? []
  const states = DepositState.options.map((state) => ({ value: state, label: t(`nouns.depositState.${state}`) }))
  return (
    <>
      <SearchField hint={t('deposits.searchHint')} onChange={(q) => set({ q })} value={filter.search ?? ''} />
      <Select
        aria-label={t('deposits.state')}
        data={states}
        onChange={(state) => set({ state })}
        placeholder={t('deposits.state')}
        size="xs"
        value={filter.state ?? null}
        w={120}
      />
      <Select
        aria-label={t('deposits.account')}
        data={accounts.map((account) => ({
          value: String(account.id),
          label: `${account.bankName} ${account.branchName} ${account.accountNumber}`,
        }))}
        onChange={(account) => set({ account })}
        placeholder={t('deposits.account')}
        size="xs"
        value={filter.accountId === undefined ? null : String(filter.accountId)}
        w={200}
      />
      <MerchantSelect onChange={(id) => set({ merchant: id === null ? null : String(id) })} value={filter.merchantId ?? null} />
      <DateField aria-label={t('deposits.from')} onChange={(from) => set({ from })} size="xs" value={filter.from ?? null} w={112} />
      <span aria-hidden="true">–</span>
      <DateField aria-label={t('deposits.to')} onChange={(to) => set({ to })} size="xs" value={filter.to ?? null} w={112} />
      <Chips accounts={accounts} filter={filter} set={set} />
      <SearchReading search={filter.search ?? ''} />
    </>
  )
}

interface ChipsProps {
  filter: DepositFilter
  set: Change
  accounts: readonly { id: number; bankName: string; accountNumber: string }[]
}

function Chips({ filter, set, accounts }: ChipsProps) {
  const { t } = useWords()
  const merchants = useCall('merchants.list', {}).data?.rows ?? []
  const account = accounts.find((one) => one.id === filter.accountId)
  const merchant = merchants.find((one) => one.id === filter.merchantId)
  const values: Readonly<Record<string, readonly [name: string, value: string | undefined]>> = {
    q: [t('parts.search'), filter.search],
    state: [t('deposits.state'), filter.state && t(`nouns.depositState.${filter.state}`)],
    open: [t('deposits.state'), filter.open ? t('deposits.openOnly') : undefined],
    account: [t('deposits.account'), account && `${account.bankName} ${account.accountNumber}`],
    merchant: [t('merchants.merchant'), merchant?.name],
    from: [t('deposits.from'), filter.from && formatDate(filter.from)],
    to: [t('deposits.to'), filter.to && formatDate(filter.to)],
  }
  const chips: FilterChip[] = Object.entries(values).flatMap(([id, [name, value]]) =>
    value ? [{ id, name, value, onRemove: () => set({ [id]: null }) }] : [],
  )
  return <FilterChips chips={chips} onClear={() => set(Object.fromEntries(Object.keys(values).map((id) => [id, null])))} />
}
