import { useState } from 'react'
import type { OrderId } from '../../../preload/contract/ids'
import { formatYen } from '../../../preload/contract/money'
import { useCall } from '../../api'
import { Code } from '../../parts/Code'
import { RefusalText } from '../../parts/RefusalText'
import { SearchField } from '../../parts/SearchField'
import { useWords } from '../../words'
import styles from './mails.module.css'

const SHOWN = 8

/** Finds the order a mail is about by number, payer or amount. */
export function FindOrder({ onChoose }: { onChoose: (id: OrderId) => void }) {
  const { t } = useWords()
  const [search, setSearch] = useState('')
  const asked = useCall('orders.list', { filter: { search }, size: SHOWN }, { enabled: search !== '' })
  const rows = search === '' ? [] : (asked.data?.rows ?? [])
  return (
    <>
      <p className={styles.dimmed}>{t('mails.orderNone')}</p>
      <SearchField hint={t('mails.orderHint')} onChange={setSearch} value={search} />
      <RefusalText error={asked.error} />
      {search !== '' && asked.data && rows.length === 0 ? <p className={styles.dimmed}>{t('mails.orderNotFound')}</p> : null}
      <ul className={styles.found}>
        {rows.map((order) => (
          <li key={order.id}>
            <button className={styles.choose} onClick={() => onChoose(order.id)} type="button">
              <Code>{order.orderNumber}</Code> {order.payerName} · {formatYen(order.amount)} {t('parts.yen')}
              <span className={styles.dimmed}>{order.merchantName}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
