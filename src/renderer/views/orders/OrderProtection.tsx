import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { OrderDetail } from '../../../preload/contract/orders'
import { type OrderDeadline as Deadline, Dispute } from '../../../preload/contract/protection'
import { useCall, useMay } from '../../api'
import { writeAddress } from '../../parts/address'
import { DateText } from '../../parts/DateText'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { SaidText } from '../returns/BothSides'
import { DisputeChip } from '../returns/DisputeChip'
import { RecordTold } from '../returns/RecordTold'
import { RefundDue } from '../returns/RefundDue'
import styles from './orders.module.css'

/** How the order stands with its payer's protection: its days, what was said, and writing down what was told. */
export function OrderProtection({ order }: { order: OrderDetail }) {
  const { t } = useWords()
  const mayTell = useMay('tell')
  const [recording, setRecording] = useState(false)
  const asked = useCall('protection.get', { orderId: order.id })
  const detail = asked.data?.orderId === order.id ? asked.data : null
  if (!detail) return asked.error ? <RefusalText error={asked.error} title={t('parts.errorTitle')} /> : <p>{t('parts.loading')}</p>
  const isDisputed = Dispute.safeParse(detail.protection).success && order.tracks.disbursement === 'none'
  return (
    <>
      {detail.protection === 'none' ? (
        <p className={styles.dimmed}>{t('returns.boxUnprotected')}</p>
      ) : (
        <DisputeChip protection={detail.protection} />
      )}
      {detail.deadlines.length > 0 ? <Deadlines deadlines={detail.deadlines} /> : null}
      {detail.said.length > 0 ? (
        <ol className={styles.timeline}>
          {detail.said.map((said) => (
            <li key={said.at}>
              <SaidText said={said} />
            </li>
          ))}
        </ol>
      ) : null}
      {detail.protection === 'refund_due' ? <RefundDue detail={detail} /> : null}
      <Group gap="xs">
        {mayTell && detail.recordable.length > 0 ? (
          <Button onClick={() => setRecording(true)} size="xs" variant="default">
            {t('returns.record')}
          </Button>
        ) : null}
        {isDisputed ? (
          <Button component={Link} href={writeAddress('/returns', { order: order.id })} size="xs" variant="default">
            {t('returns.toCase')}
          </Button>
        ) : null}
      </Group>
      {recording ? <RecordTold detail={detail} onClose={() => setRecording(false)} orderNumber={order.orderNumber} /> : null}
    </>
  )
}

function Deadlines({ deadlines }: { deadlines: readonly Deadline[] }) {
  const { t } = useWords()
  return (
    <dl className={styles.facts}>
      {deadlines.map(({ kind, on }) => (
        <div key={kind}>
          <dt>{t(`nouns.orderDeadline.${kind}`)}</dt>
          <dd>
            <DateText date={on} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
