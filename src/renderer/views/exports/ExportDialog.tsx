import type { BusinessDate } from '../../../preload/contract/date'
import { BusinessDate as BusinessDateShape } from '../../../preload/contract/date'
import type { ExportRequest } from '../../../preload/contract/exports'
import type { MerchantId } from '../../../preload/contract/ids'
import { useCall } from '../../api'
import { Dialog } from '../../parts/Dialog'
import { useWords } from '../../words'
import { ExportForm } from './ExportForm'
import { firstPeriod } from './export-period'

export interface ExportDialogProps {
  opened: boolean
  onClose: () => void
  list: ExportRequest['list']
  /** What the list on the screen is filtered by; null where it is not. */
  merchantId: MerchantId | null
  from: BusinessDate | null
  to: BusinessDate | null
}

/** Writes a list to Excel: merchant, period and language, what the workbook will hold, then the file. */
export function ExportDialog({ opened, onClose, list, merchantId, from, to }: ExportDialogProps) {
  const { t, language } = useWords()
  const today = BusinessDateShape.safeParse(useCall('session.state', {}).data?.today)
  return (
    <Dialog onClose={onClose} opened={opened} title={t(`exports.title.${list}`)}>
      {opened && today.success ? (
        <ExportForm first={{ list, merchantId, language, ...firstPeriod(today.data, from, to) }} onClose={onClose} />
      ) : null}
    </Dialog>
  )
}
