import { SegmentedControl, Select } from '@mantine/core'
import { useMemo } from 'react'
import { CardMethod, type CardPaymentRow } from '../../../preload/contract/cards'
import { BusinessDate } from '../../../preload/contract/date'
import type { CardPaymentId } from '../../../preload/contract/ids'
import { usePages, useSession } from '../../api'
import { useAddress } from '../../parts/address'
import { DataTable } from '../../parts/DataTable'
import { DateField } from '../../parts/DateField'
import { FilterChips } from '../../parts/FilterChips'
import { useKeys } from '../../parts/keys'
import { Page } from '../../parts/Page'
import { useWords } from '../../words'
import { MerchantSelect } from '../merchants/MerchantSelect'
import { CardPanel } from './CardPanel'
import { cardColumns } from './card-columns'
import { cardAddressOf, LISTS } from './card-standing'
import styles from './cards.module.css'

const idOf = ({ id }: CardPaymentRow) => id
const amountOf = ({ amount }: CardPaymentRow) => amount

/** 与信・残高確認: payments by card, credit and debit, authorised ones by when they end. Enter opens one beside the list; the panel then follows the selection. */
export function CardsView() {
  const { t } = useWords()
  const { values, set } = useAddress()
  const { list, filter, paymentId } = useMemo(() => cardAddressOf(values), [values])
  const today = BusinessDate.safeParse(useSession()?.today).data ?? null
  const pages = usePages('card.payments', (cursor) => ({ filter, cursor }))
  const columns = useMemo(() => cardColumns(t, today), [t, today])
  const open = (id: CardPaymentId | null) => set({ payment: id === null ? null : String(id) })
  useKeys([{ keys: 'Escape', label: t('parts.close'), run: () => open(null) }], { enabled: paymentId !== null })
  const { matching } = pages
  const counted = matching?.capped ? t('parts.rowsCapped', { count: matching.count.toLocaleString() }) : null
  return (
    <Page
      counted={counted ?? (matching ? t('cards.counted', { count: matching.count }) : null)}
      fill
      filters={<Filters set={set} />}
      title={t('cards.title')}
    >
      <div className={styles.beside}>
        <div className={styles.list}>
          <DataTable
            amountOf={amountOf}
            columns={columns}
            empty={{ title: t(`cards.empty.${list}`), text: t(`cards.emptyText.${list}`) }}
            label={t('cards.title')}
            name="cards"
            onOpen={({ id }) => open(id)}
            onSelection={(rows) => paymentId !== null && rows.length === 1 && open(rows[0]?.id ?? paymentId)}
            pages={pages}
            rowId={idOf}
          />
        </div>
        {paymentId === null ? null : <CardPanel close={() => open(null)} id={paymentId} key={paymentId} open={open} today={today} />}
      </div>
    </Page>
  )
}

/** Which list, of which merchant, ending by when. All of it stands in the address. */
function Filters({ set }: { set: (changes: Readonly<Record<string, string | null>>) => void }) {
  const { t } = useWords()
  const { list, filter } = cardAddressOf(useAddress().values)
  const { orderId } = filter
  return (
    <>
      <SegmentedControl
        aria-label={t('cards.lists')}
        data={LISTS.map((one) => ({ value: one, label: t(`cards.list.${one}`) }))}
        onChange={(next) => set({ list: next === 'authorized' ? null : next, ends: null, order: null, payment: null })}
        size="xs"
        value={list}
      />
      <Select
        aria-label={t('cards.method')}
        clearable
        data={CardMethod.options.map((one) => ({ value: one, label: t(`nouns.paymentMethod.${one}`) }))}
        onChange={(method) => set({ method })}
        placeholder={t('cards.methods')}
        size="xs"
        value={filter.method ?? null}
        w={156}
      />
      <MerchantSelect onChange={(id) => set({ merchant: id === null ? null : String(id) })} value={filter.merchantId ?? null} />
      {list === 'authorized' ? (
        <DateField
          aria-label={t('cards.endsBy')}
          onChange={(ends) => set({ ends })}
          placeholder={t('cards.endsBy')}
          size="xs"
          value={filter.endsBy ?? null}
          w={148}
        />
      ) : null}
      {orderId === undefined ? null : (
        <FilterChips
          chips={[{ id: 'order', name: t('cards.order'), value: t('cards.oneOrder'), onRemove: () => set({ order: null }) }]}
          onClear={() => set({ order: null })}
        />
      )}
    </>
  )
}
