import { useState } from 'react'
import { formatYen } from '../../../preload/contract/money'
import type { OrderRow } from '../../../preload/contract/orders'
import { useCall } from '../../api'
import { Code } from '../../parts/Code'
import { RefusalText } from '../../parts/RefusalText'
import { SearchField } from '../../parts/SearchField'
import { useWords } from '../../words'
import styles from './orders.module.css'

const SHOWN = 8

/** Finds the order that something is about by number, payer or amount. */
export function FindOrder({ onChoose }: { onChoose: (order: OrderRow) => void }) {
  const { t } = useWords()
  const [search, setSearch] = useState('')
  const asked = useCall('orders.list', { filter: { search }, size: SHOWN }, { enabled: search !== '' })
  const rows = search === '' ? [] : (asked.data?.rows ?? [])
  return (
    <>
      <SearchField hint={t('orders.findHint')} onChange={setSearch} value={search} />
      <RefusalText error={asked.error} />
      {search !== '' && asked.data && rows.length === 0 ? <p className={styles.dimmed}>{t('orders.findNone')}</p> : null}
      <ul className={styles.found}>
        {rows.map((order) => (
          <li key={order.id}>
            <button className={styles.choose} onClick={() => onChoose(order)} type="button">
              <Code>{order.orderNumber}</Code> {order.payerName} · {formatYen(order.amount)} {t('parts.yen')}
              <span className={styles.dimmed}>{order.merchantName}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
