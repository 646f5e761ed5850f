import { Link } from 'wouter'
import type { TimelineEvent } from '../../../preload/contract/orders'
import { actorName } from '../../parts/actor'
import { writeAddress } from '../../parts/address'
import { InstantText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import { orderEvent, spokenDetail } from './order-events'
import styles from './orders.module.css'

/** Everything that ever happened to the order, oldest first, each with who did it and its proof. */
export function OrderTimeline({ events }: { events: readonly TimelineEvent[] }) {
  const { t } = useWords()
  return (
    <ol className={styles.timeline}>
      {events.map((event, index) => {
        const known = orderEvent(event.kind)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the timeline only ever grows at its end
          <li key={index}>
            <div>
              <strong>{known ? t(`orders.event.${known}`) : event.kind}</strong>{' '}
              {event.amount === null ? null : <Money amount={event.amount} unit={t('parts.yen')} />}
              {event.receiptId === null ? null : (
                <span className={styles.proof}>
                  <Link href={writeAddress('/deposits', { deposit: event.receiptId })}>{t('orders.deposit')}</Link>
                </span>
              )}
            </div>
            <div className={styles.dimmed}>
              <InstantText at={event.at} seconds /> · {actorName(event.actor)} {spokenDetail(event.detail)}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
