import { Select } from '@mantine/core'
import { formatDate } from '../../../preload/contract/date'
import { PaymentMethod } from '../../../preload/contract/merchants'
import { formatYen } from '../../../preload/contract/money'
import { type OrderFilter, OrderStatus } from '../../../preload/contract/orders'
import { useCall } from '../../api'
import { DateField } from '../../parts/DateField'
import { type FilterChip, FilterChips } from '../../parts/FilterChips'
import { SearchField } from '../../parts/SearchField'
import { useWords } from '../../words'
import { MerchantSelect } from '../merchants/MerchantSelect'

type Change = (changes: Readonly<Record<string, string | null>>) => void

/** What is asked of the list, and the filters in force as chips. All of it stands in the address. */
export function OrderFilters({ filter, set }: { filter: OrderFilter; set: Change }) {
  const { t } = useWords()
  return (
    <>
      <SearchField hint={t('orders.searchHint')} onChange={(q) => set({ q })} value={filter.search ?? ''} />
      <Select
        aria-label={t('orders.status')}
        data={OrderStatus.options.map((status) => ({ value: status, label: t(`nouns.orderStatus.${status}`) }))}
        onChange={(status) => set({ status })}
        placeholder={t('orders.status')}
        size="xs"
        value={filter.status ?? null}
        w={150}
      />
      <Select
        aria-label={t('orders.method')}
        data={PaymentMethod.options.map((method) => ({ value: method, label: t(`nouns.paymentMethod.${method}`) }))}
        onChange={(method) => set({ method })}
        placeholder={t('orders.method')}
        size="xs"
        value={filter.method ?? null}
        w={140}
      />
      <MerchantSelect onChange={(id) => set({ merchant: id === null ? null : String(id) })} value={filter.merchantId ?? null} />
      <DateField
        aria-label={t('orders.receivedFrom')}
        onChange={(from) => set({ from })}
        size="xs"
        value={filter.receivedFrom ?? null}
        w={112}
      />
      <span aria-hidden="true">–</span>
      <DateField aria-label={t('orders.receivedTo')} onChange={(to) => set({ to })} size="xs" value={filter.receivedTo ?? null} w={112} />
      <Chips filter={filter} set={set} />
    </>
  )
}

function Chips({ filter, set }: { filter: OrderFilter; set: Change }) {
  const { t } = useWords()
  const merchants = useCall('merchants.list', {}).data?.rows ?? []
  const merchant = merchants.find((one) => one.id === filter.merchantId)
  const values: Readonly<Record<string, readonly [name: string, value: string | undefined]>> = {
    q: [t('parts.search'), filter.search],
    status: [t('orders.status'), filter.status && t(`nouns.orderStatus.${filter.status}`)],
    method: [t('orders.method'), filter.method && t(`nouns.paymentMethod.${filter.method}`)],
    protected: [t('orders.protection'), filter.protected === undefined ? undefined : t(filter.protected ? 'parts.yes' : 'parts.no')],
    merchant: [t('merchants.merchant'), merchant?.name],
    from: [t('orders.receivedFrom'), filter.receivedFrom && formatDate(filter.receivedFrom)],
    to: [t('orders.receivedTo'), filter.receivedTo && formatDate(filter.receivedTo)],
    least: [t('orders.amountFrom'), filter.amountFrom === undefined ? undefined : formatYen(filter.amountFrom)],
    most: [t('orders.amountTo'), filter.amountTo === undefined ? undefined : formatYen(filter.amountTo)],
  }
  const chips: FilterChip[] = Object.entries(values).flatMap(([id, [name, value]]) =>
    value ? [{ id, name, value, onRemove: () => set({ [id]: null }) }] : [],
  )
  return <FilterChips chips={chips} onClear={() => set(Object.fromEntries(Object.keys(values).map((id) => [id, null])))} />
}
