import { useEffect, useState } from 'react'
import type { Allotment } from '../../../preload/contract/clearing-several'
import type { OrderId, ReceiptId } from '../../../preload/contract/ids'
import { sumYen } from '../../../preload/contract/money'
import { useCall } from '../../api'
import { Code } from '../../parts/Code'
import { DateText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import styles from './clearing.module.css'
import type { DeskEvent } from './clearing-desk'

/** Several deposits of one payer: how the program allots them to its orders, with what is left on each side. Enter clears all of it at once. */
export function AllotmentPane({ marked, send }: { marked: readonly ReceiptId[]; send: (event: DeskEvent) => void }) {
  const { t } = useWords()
  const [without, setWithout] = useState<readonly OrderId[]>([])
  const asked = useCall('clearing.allotment', { receiptIds: [...marked], without: [...without] })
  const allotment = asked.isPlaceholderData || asked.error ? null : (asked.data ?? null)
  useEffect(() => send({ type: 'allotment', allotment }), [allotment, send])
  const toggle = (orderId: OrderId) => setWithout((out) => (out.includes(orderId) ? out.filter((id) => id !== orderId) : [...out, orderId]))
  return (
    <>
      <p className={styles.dimmed}>{t('clearing.allotText', { count: marked.length })}</p>
      <RefusalText error={asked.error} />
      {allotment ? <Allotted allotment={allotment} toggle={toggle} /> : null}
    </>
  )
}

function Allotted({ allotment: { deposits, orders }, toggle }: { allotment: Allotment; toggle: (orderId: OrderId) => void }) {
  const { t } = useWords()
  const numberOf = new Map(orders.map(({ order }) => [order.orderId, order.orderNumber]))
  return (
    <table aria-label={t('clearing.allotment')} className={styles.allotment}>
      <tbody>
        {deposits.map(({ receiptId, bookedOn, remaining, parts }) => (
          <tr key={receiptId}>
            <th scope="row">
              <DateText date={bookedOn} /> <Money amount={remaining} unit={t('parts.yen')} />
            </th>
            <td>
              {parts.map(({ orderId, amount }) => (
                <div key={orderId}>
                  → <Code>{numberOf.get(orderId) ?? ''}</Code> <Money amount={amount} />
                </div>
              ))}
            </td>
          </tr>
        ))}
        <tr>
          <th scope="row">{t('clearing.allotLeft')}</th>
          <td>
            <Money amount={sumYen(deposits.map(({ left }) => left))} unit={t('parts.yen')} />
          </td>
        </tr>
        <tr>
          <th scope="row">{t('clearing.allotMissing')}</th>
          <td>
            <Money amount={sumYen(orders.filter(({ leftOut }) => !leftOut).map(({ missing }) => missing))} unit={t('parts.yen')} />
          </td>
        </tr>
        {orders.map(({ order, taken, leftOut }) => (
          <tr key={order.orderId}>
            <th scope="row">
              <label>
                <input checked={!leftOut} onChange={() => toggle(order.orderId)} type="checkbox" /> <Code>{order.orderNumber}</Code>
              </label>
            </th>
            <td>
              <Money amount={taken} /> / <Money amount={order.open} unit={t('parts.yen')} /> {order.merchantName}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
