import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { formatYen, yen } from '../../../preload/contract/money'
import type { OrderRow } from '../../../preload/contract/orders'
import { useMay } from '../../api'
import { Dialog } from '../../parts/Dialog'
import { useWords } from '../../words'
import { AskEnding } from './AskEnding'
import { Bearer } from './Bearer'

export type ShortOrder = Pick<OrderRow, 'id' | 'orderNumber' | 'amount' | 'paidAmount'>

/** What an order is short of. */
export const missingOf = ({ amount, paidAmount }: ShortOrder) => yen(amount - paidAmount)

/** The way to accept an order short, from wherever it is shown; only for those who may. */
export function AcceptLess({ order, compact }: { order: ShortOrder; compact?: boolean }) {
  const { t } = useWords()
  const mayClear = useMay('clear')
  const [asking, setAsking] = useState(false)
  if (!mayClear) return null
  return (
    <>
      <Button
        aria-label={t('exceptions.acceptLessOf', { order: order.orderNumber })}
        onClick={() => setAsking(true)}
        size={compact ? 'compact-xs' : 'xs'}
        variant="default"
      >
        {t('exceptions.acceptLess')}
      </Button>
      {asking ? <AcceptLessDialog onClose={() => setAsking(false)} order={order} /> : null}
    </>
  )
}

/** 不足: who bears what is missing, and the entry, before the order counts as paid. */
export function AcceptLessDialog({ order, onClose }: { order: ShortOrder; onClose: () => void }) {
  const { t } = useWords()
  const [bearer, setBearer] = useState<'agent' | 'merchant'>('agent')
  return (
    <Dialog onClose={onClose} opened title={t('exceptions.acceptLessTitle', { order: order.orderNumber })}>
      <AskEnding isNamed onClose={onClose} wish={{ target: { of: 'order', orderId: order.id }, ending: 'accept_less', bearer }}>
        <Text size="sm">{t('exceptions.acceptLessText', { amount: formatYen(missingOf(order)) })}</Text>
        <Bearer onChange={setBearer} value={bearer} />
      </AskEnding>
    </Dialog>
  )
}
