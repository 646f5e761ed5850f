import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { OrderDetail } from '../../../preload/contract/orders'
import { useAct } from '../../api'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import styles from './orders.module.css'

/** The clerk's note on an order. */
export function OrderNote({ order, mayChange }: { order: OrderDetail; mayChange: boolean }) {
  const { t } = useWords()
  const [note, setNote] = useState(order.note)
  const keep = useAct('orders.note')
  return (
    <div className={styles.note}>
      <Textarea
        autosize
        label={t('orders.note')}
        maxLength={500}
        minRows={2}
        onChange={(event) => setNote(event.currentTarget.value)}
        readOnly={!mayChange}
        size="xs"
        value={note}
      />
      <RefusalText error={keep.error} />
      {mayChange && note !== order.note ? (
        <Button loading={keep.isPending} onClick={() => keep.mutate({ id: order.id, version: order.version, note })} size="compact-xs">
          {t('parts.save')}
        </Button>
      ) : null}
    </div>
  )
}
