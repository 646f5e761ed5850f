import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { OrderDetail } from '../../../preload/contract/orders'
import { useAct } from '../../api'
import { Confirm } from '../../parts/Confirm'
import { useWords } from '../../words'

/** Cancels an order that nobody has paid; the reason goes into its timeline. */
export function CancelOrder({ order, opened, onClose }: { order: OrderDetail; opened: boolean; onClose: () => void }) {
  const { t } = useWords()
  const [reason, setReason] = useState('')
  const cancel = useAct('orders.cancel')
  const act = () => cancel.mutate({ id: order.id, version: order.version, reason: reason.trim() }, { onSuccess: onClose })
  return (
    <Confirm
      act={t('orders.cancelAct')}
      busy={cancel.isPending}
      disabled={reason.trim() === ''}
      error={cancel.error}
      onAct={act}
      onClose={onClose}
      opened={opened}
      takesAway
      title={t('orders.cancelTitle', { number: order.orderNumber })}
    >
      <p>{t('orders.cancelText')}</p>
      <TextInput
        label={t('orders.cancelReason')}
        maxLength={200}
        onChange={(event) => setReason(event.currentTarget.value)}
        size="xs"
        value={reason}
        withAsterisk
      />
    </Confirm>
  )
}
