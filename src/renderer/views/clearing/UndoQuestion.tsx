import type { ClearingAct, UndoneLink, UndoTarget } from '../../../preload/contract/clearing'
import type { ActId } from '../../../preload/contract/ids'
import { formatYen } from '../../../preload/contract/money'
import { useCall } from '../../api'
import { Code } from '../../parts/Code'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { WhoAgrees } from '../refunds/WhoAgrees'
import styles from './clearing.module.css'
import { JournalLines } from './JournalPreview'

/** What taking clearings back touches: each order with its status before and after. */
export function UndoneOrders({ links }: { links: readonly UndoneLink[] }) {
  const { t } = useWords()
  return links.map(({ allocationId, orderNumber, amount, statusBefore, statusAfter }) => (
    <p key={allocationId}>
      {t('clearing.undoTouches', {
        order: orderNumber,
        amount: formatYen(amount),
        before: t(`nouns.orderStatus.${statusBefore}`),
        after: t(`nouns.orderStatus.${statusAfter}`),
      })}
    </p>
  ))
}

/** All that an undo would do: the orders, the deposit, the reversing entry, and who must agree. */
export function UndoFacts({ target }: { target: UndoTarget }) {
  const { t } = useWords()
  const { data, error, isPlaceholderData } = useCall('clearing.undoPreview', target)
  if (error) return <RefusalText error={error} />
  if (!data || isPlaceholderData) return null
  return (
    <div className={styles.undo}>
      <UndoneOrders links={data.links} />
      <p>{t('clearing.undoLeaves', { remaining: formatYen(data.remaining) })}</p>
      <JournalLines lines={data.journal} />
      {data.approvers.needed > 0 ? <WhoAgrees approvers={data.approvers} /> : null}
      {data.asked ? <p>{t('clearing.undoAsked')}</p> : null}
    </div>
  )
}

/** The question whether to undo, in the foot of the desk: U or Enter says yes, Esc no. */
export function UndoQuestion({ actId }: { actId: ActId }) {
  const { t } = useWords()
  return (
    <div className={styles.question}>
      <p>
        <strong>{t('clearing.undoConfirm')}</strong>
      </p>
      <UndoFacts target={{ actId }} />
    </div>
  )
}

/** What a redo restores: the same orders and amounts, and the entry it posts. */
export function RedoFacts({ act }: { act: ClearingAct }) {
  const { t } = useWords()
  const links = act.links.filter(({ state }) => state === 'redoable')
  const parts = links.map(({ orderId, amount }) => ({ orderId, amount }))
  const { data, error, isPlaceholderData } = useCall('clearing.preview', { receiptId: act.receiptId, parts })
  return (
    <div className={styles.undo}>
      <p>{act.remitterName}</p>
      {links.map(({ allocationId, orderNumber, amount }) => (
        <p key={allocationId}>
          <Code>{orderNumber}</Code> <Money amount={amount} unit={t('parts.yen')} />
        </p>
      ))}
      <RefusalText error={error} />
      <JournalLines lines={isPlaceholderData ? [] : (data?.journal ?? [])} />
    </div>
  )
}

/** The question whether to redo: the same key or Enter says yes, Esc no. */
export function RedoQuestion({ act }: { act: ClearingAct }) {
  const { t } = useWords()
  return (
    <div className={styles.question}>
      <p>
        <strong>{t('clearing.redoConfirm')}</strong>
      </p>
      <RedoFacts act={act} />
    </div>
  )
}
