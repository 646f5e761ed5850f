import type { AllocationId } from '../../../preload/contract/ids'
import { formatYen } from '../../../preload/contract/money'
import { useCall } from '../../api'
import { useWords } from '../../words'
import { WhoAgrees } from '../refunds/WhoAgrees'
import styles from './clearing.module.css'
import { JournalLines } from './JournalPreview'

/** What taking a clearing back would touch: the order, its status before and after, the deposit, and the reversing entry. */
export function UndoFacts({ allocationId }: { allocationId: AllocationId }) {
  const { t } = useWords()
  const { data, isPlaceholderData } = useCall('clearing.undoPreview', { allocationId })
  if (!data || isPlaceholderData) return null
  return (
    <div className={styles.undo}>
      <p>
        {t('clearing.undoTouches', {
          order: data.orderNumber,
          amount: formatYen(data.amount),
          before: t(`nouns.orderStatus.${data.statusBefore}`),
          after: t(`nouns.orderStatus.${data.statusAfter}`),
          remaining: formatYen(data.depositRemainingAfter),
        })}
      </p>
      <JournalLines lines={data.journal} />
      {data.approvers.needed > 0 ? <WhoAgrees approvers={data.approvers} /> : null}
      {data.asked ? <p>{t('clearing.undoAsked')}</p> : null}
    </div>
  )
}

/** The question whether to undo, in the foot of the desk: U or Enter says yes, Esc no. */
export function UndoQuestion({ allocationId }: { allocationId: AllocationId }) {
  const { t } = useWords()
  return (
    <div className={styles.question}>
      <p>
        <strong>{t('clearing.undoConfirm')}</strong>
      </p>
      <UndoFacts allocationId={allocationId} />
    </div>
  )
}
