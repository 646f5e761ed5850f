import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import type { ClearingAct, DepositDetail, UndoTarget } from '../../../preload/contract/clearing'
import type { ReceiptId } from '../../../preload/contract/ids'
import { leadingFact } from '../../../preload/contract/rules'
import { useAct, useCall } from '../../api'
import { actorName } from '../../parts/actor'
import { Code } from '../../parts/Code'
import { InstantText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { RedoFacts, UndoFacts } from '../clearing/UndoQuestion'
import { RuleRecordText } from '../rules/RuleRecordText'
import styles from './deposits.module.css'
import { LevelName } from './LevelName'
import { ReasonList } from './ReasonList'

type Allocation = DepositDetail['allocations'][number]

export interface DepositActsProps {
  receiptId: ReceiptId
  allocations: readonly Allocation[]
  mayClear: boolean
}

/** What a deposit paid, act by act, on which evidence; undoing one link or all of an act, and redoing what was undone. */
export function DepositActs({ receiptId, allocations, mayClear }: DepositActsProps) {
  const { t } = useWords()
  const { data } = useCall('clearing.acts', { receiptId })
  if (allocations.length === 0) return <p className={styles.dimmed}>{t('deposits.noAllocations')}</p>
  const acts = [...Map.groupBy(allocations, ({ actId }) => actId)]
  return acts.map(([actId, own]) => {
    const act = data?.acts.find(({ id }) => id === actId)
    return (
      <section key={actId}>
        {own.map((allocation) => (
          <AllocationCard allocation={allocation} key={allocation.id} mayUndo={mayClear} />
        ))}
        {act && mayClear ? <WholeAct act={act} /> : null}
      </section>
    )
  })
}

function AllocationCard({ allocation, mayUndo }: { allocation: Allocation; mayUndo: boolean }) {
  const { t } = useWords()
  return (
    <div className={styles.allocation} data-undone={allocation.undone || undefined}>
      <p>
        <Link href={`/orders/${allocation.orderId}`}>
          <Code>{allocation.orderNumber}</Code>
        </Link>{' '}
        <Money amount={allocation.amount} unit={t('parts.yen')} /> · {allocation.merchantName}
      </p>
      <p className={styles.dimmed}>
        <LevelName level={allocation.level} />
        {allocation.isRedone ? ` (${t('deposits.redone')})` : null} · {actorName(allocation.by)} <InstantText at={allocation.at} />
      </p>
      <ReasonList reasons={allocation.evidence} />
      <RuleRecordText fact={leadingFact(allocation.evidence)} level={allocation.level} />
      {allocation.undone ? (
        <p>
          {t('deposits.undoneBy', { name: actorName(allocation.undoneBy ?? '–') })} <InstantText at={allocation.undoneAt} />
        </p>
      ) : null}
      {mayUndo && !allocation.undone ? <Undo label={t('clearing.undo')} target={{ allocationId: allocation.id }} /> : null}
    </div>
  )
}

/** Undoing together what was cleared together, and redoing what the last undo took back. */
function WholeAct({ act }: { act: ClearingAct }) {
  const { t } = useWords()
  const standing = act.links.filter(({ state }) => state === 'stands').length
  return (
    <>
      {standing > 1 ? <Undo label={t('deposits.undoWhole', { count: standing })} target={{ actId: act.id }} /> : null}
      {act.redoable > 0 ? <Redo act={act} /> : null}
    </>
  )
}

/** First what it would touch, then the deed. */
function Undo({ label, target }: { label: string; target: UndoTarget }) {
  const { t } = useWords()
  const undo = useAct('clearing.undo')
  if (undo.data?.approvalId) return <p>{t('clearing.undoAsked')}</p>
  return (
    <Asked
      deed={{ label: t('deposits.undoAct'), run: () => undo.mutate(target), isPending: undo.isPending, error: undo.error }}
      facts={<UndoFacts target={target} />}
      label={label}
    />
  )
}

function Redo({ act }: { act: ClearingAct }) {
  const { t } = useWords()
  const redo = useAct('clearing.redo')
  return (
    <Asked
      deed={{ label: t('clearing.redo'), run: () => redo.mutate({ actId: act.id }), isPending: redo.isPending, error: redo.error }}
      facts={<RedoFacts act={act} />}
      label={t('clearing.redo')}
    />
  )
}

interface AskedProps {
  label: string
  facts: ReactNode
  deed: { label: string; run(): void; isPending: boolean; error: Error | null }
}

function Asked({ label, facts, deed }: AskedProps) {
  const { t } = useWords()
  const [asking, setAsking] = useState(false)
  if (!asking) {
    return (
      <Button onClick={() => setAsking(true)} size="compact-xs" variant="default">
        {label}
      </Button>
    )
  }
  return (
    <>
      {facts}
      <RefusalText error={deed.error} />
      <Button loading={deed.isPending} onClick={deed.run} size="compact-xs">
        {deed.label}
      </Button>{' '}
      <Button onClick={() => setAsking(false)} size="compact-xs" variant="default">
        {t('parts.cancel')}
      </Button>
    </>
  )
}
