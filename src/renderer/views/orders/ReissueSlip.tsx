import { useState } from 'react'
import type { BusinessDate } from '../../../preload/contract/date'
import type { OrderDetail } from '../../../preload/contract/orders'
import { useAct } from '../../api'
import { Confirm } from '../../parts/Confirm'
import { DateField } from '../../parts/DateField'
import { useWords } from '../../words'

interface ReissueSlipProps {
  readonly order: OrderDetail
  /** The last day by the merchant's terms. */
  readonly usually: BusinessDate
  readonly onClose: () => void
}

/** Issues another slip with another last day; the one before is void, and the payer is told. */
export function ReissueSlip({ order, usually, onClose }: ReissueSlipProps) {
  const { t } = useWords()
  const [dueOn, setDueOn] = useState<BusinessDate | null>(usually)
  const reissue = useAct('slips.reissue')
  const act = () => {
    if (dueOn) reissue.mutate({ orderId: order.id, version: order.version, dueOn }, { onSuccess: onClose })
  }
  return (
    <Confirm
      act={t('slips.reissueAct')}
      busy={reissue.isPending}
      disabled={dueOn === null}
      error={reissue.error}
      onAct={act}
      onClose={onClose}
      opened
      title={t('slips.reissueTitle', { number: order.orderNumber })}
    >
      <p>{t('slips.reissueText')}</p>
      <DateField label={t('slips.newDueOn')} onChange={setDueOn} size="xs" value={dueOn} withAsterisk />
    </Confirm>
  )
}
