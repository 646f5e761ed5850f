import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { DepositDetail } from '../../../preload/contract/clearing'
import type { ReceiptId } from '../../../preload/contract/ids'
import { formatYen } from '../../../preload/contract/money'
import { leadingFact } from '../../../preload/contract/rules'
import { useAct, useCall, useMay } from '../../api'
import { actorName } from '../../parts/actor'
import { writeAddress } from '../../parts/address'
import { Code } from '../../parts/Code'
import { InstantText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { UndoFacts } from '../clearing/UndoQuestion'
import { AskForRefund } from '../refunds/AskForRefund'
import { RuleRecordText } from '../rules/RuleRecordText'
import { CommentBox, Comments } from './Comments'
import { DepositFacts } from './DepositFacts'
import { DepositStateChip } from './DepositStateChip'
import styles from './deposits.module.css'
import { LevelName } from './LevelName'
import { NameSteps } from './NameSteps'
import { ReasonList } from './ReasonList'

type Allocation = DepositDetail['allocations'][number]

/** One deposit beside the list: its name with each rule, where it came from, what it paid and on which evidence, and undoing that. */
export function DepositPanel({ id, close }: { id: ReceiptId; close: () => void }) {
  const { t } = useWords()
  const mayClear = useMay('clear')
  const { data, error } = useCall('deposits.get', { id })
  const deposit = data?.id === id ? data : null
  return (
    <aside aria-label={t('deposits.detail')} className={styles.panel}>
      <div className={styles.panelHead}>
        {deposit ? <DepositStateChip state={deposit.state} /> : t('parts.loading')}
        {deposit && mayClear && deposit.state !== 'cleared' ? (
          <Button component={Link} href={writeAddress('/clearing', { deposit: deposit.id })} size="compact-xs" variant="default">
            {t('deposits.toDesk')}
          </Button>
        ) : null}
        <Button onClick={close} size="compact-xs" variant="subtle">
          {t('parts.close')}
        </Button>
      </div>
      <RefusalText error={error} title={t('parts.errorTitle')} />
      {deposit ? (
        <>
          <Money amount={deposit.amount} large unit={t('parts.yen')} />
          {deposit.remaining === deposit.amount || deposit.remaining === 0 ? null : (
            <div className={styles.dimmed}>{t('deposits.stillOpen', { remaining: formatYen(deposit.remaining) })}</div>
          )}
          <p className={styles.name}>{deposit.remitterName || '–'}</p>
          <NameSteps normal={deposit.normalName} steps={deposit.nameSteps} />
          <DepositFacts detail={deposit} row={deposit} />
          <Comments id={deposit.id} note={deposit.note} />
          {mayClear ? <CommentBox id={deposit.id} key={deposit.id} /> : null}
          {deposit.state === 'cleared' ? null : <AskForRefund target={{ of: 'deposit', receiptId: deposit.id }} />}
          <h2>{t('deposits.allocations')}</h2>
          {deposit.allocations.length === 0 ? <p className={styles.dimmed}>{t('deposits.noAllocations')}</p> : null}
          {deposit.allocations.map((allocation) => (
            <AllocationCard allocation={allocation} key={allocation.id} mayUndo={mayClear} />
          ))}
        </>
      ) : null}
    </aside>
  )
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
        <LevelName level={allocation.level} /> · {actorName(allocation.by)} <InstantText at={allocation.at} />
      </p>
      <ReasonList reasons={allocation.evidence} />
      <RuleRecordText fact={leadingFact(allocation.evidence)} level={allocation.level} />
      {allocation.undone ? (
        <p>
          {t('deposits.undoneBy', { name: actorName(allocation.undoneBy ?? '–') })} <InstantText at={allocation.undoneAt} />
        </p>
      ) : null}
      {mayUndo && !allocation.undone ? <UndoAllocation allocation={allocation} /> : null}
    </div>
  )
}

/** Undoing one clearing: first what it would touch, then the act. */
function UndoAllocation({ allocation }: { allocation: Allocation }) {
  const { t } = useWords()
  const [asking, setAsking] = useState(false)
  const undo = useAct('clearing.undo')
  if (undo.data?.approvalId) return <p>{t('clearing.undoAsked')}</p>
  if (!asking) {
    return (
      <Button onClick={() => setAsking(true)} size="compact-xs" variant="default">
        {t('clearing.undo')}
      </Button>
    )
  }
  return (
    <>
      <UndoFacts allocationId={allocation.id} />
      <RefusalText error={undo.error} />
      <Button loading={undo.isPending} onClick={() => undo.mutate({ allocationId: allocation.id })} size="compact-xs">
        {t('deposits.undoAct')}
      </Button>{' '}
      <Button onClick={() => setAsking(false)} size="compact-xs" variant="default">
        {t('parts.cancel')}
      </Button>
    </>
  )
}
