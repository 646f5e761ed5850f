import { Button } from '@mantine/core'
import { Link } from 'wouter'
import { formatDate } from '../../../preload/contract/date'
import type { ExceptionRow } from '../../../preload/contract/exceptions'
import { formatYen } from '../../../preload/contract/money'
import { useAct, useCall, useMay } from '../../api'
import { writeAddress } from '../../parts/address'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { StatusChip } from '../../parts/StatusChip'
import { useWords } from '../../words'
import { type Fact, FactList } from '../merchants/TermFacts'
import { AskForRefund } from '../refunds/AskForRefund'
import { EndException } from './EndException'
import styles from './exceptions.module.css'
import { Followed } from './Followed'

/** One open line: what the bank says of it, and how it may end. */
export function ThisException({ row }: { row: ExceptionRow }) {
  const { t } = useWords()
  const asked = useCall('exceptions.get', { receiptId: row.receiptId })
  const detail = asked.data?.receiptId === row.receiptId ? asked.data : null
  const facts: Fact[] = [[t('exceptions.bookedOn'), `${formatDate(row.bookedOn)} (${t('exceptions.days', { count: row.days })})`]]
  if (row.description) facts.push([t('exceptions.description'), row.description])
  if (row.note) facts.push([t('exceptions.note'), row.note])
  if (detail && row.type === 'returned') {
    const cause = `${t(`exceptions.returnCause.${detail.cause}`)} · ${t(`exceptions.returnFix.${detail.cause}`)}`
    facts.push([t('exceptions.cause'), cause])
  }
  return (
    <div className={styles.one}>
      <header className={styles.head}>
        <StatusChip tone={row.side === 'credit' ? 'wait' : 'going'}>{t(`exceptions.type.${row.type}`)}</StatusChip>
        <strong>{row.name || '–'}</strong>
        {row.held ? <StatusChip tone="wait">{t(row.refundCandidate ? 'clearing.refundCandidate' : 'exceptions.held')}</StatusChip> : null}
      </header>
      <div className={styles.head}>
        <Money amount={row.amount} large unit={t('parts.yen')} />
        {row.remaining === row.amount ? null : t('exceptions.remaining', { amount: formatYen(row.remaining) })}
      </div>
      <FactList facts={facts} />
      <RefusalText error={asked.error} title={t('parts.errorTitle')} />
      {row.side === 'credit' ? <Elsewhere row={row} /> : null}
      <Followed row={row} />
      <section className={styles.next}>
        <h2>{t('exceptions.endings')}</h2>
        {detail ? <Ends detail={detail} row={row} /> : <p className={styles.dimmed}>{t('parts.loading')}</p>}
      </section>
    </div>
  )
}

/** What came in may be an order's, or go back. */
function Elsewhere({ row: { receiptId, refundCandidate, version, note } }: { row: ExceptionRow }) {
  const { t } = useWords()
  return (
    <div className={styles.head}>
      {refundCandidate ? (
        <TakeUpAgain receiptId={receiptId} version={version} note={note} />
      ) : (
        <Link href={writeAddress('/clearing', { deposit: receiptId })}>{t('exceptions.openOnly')}</Link>
      )}
      <AskForRefund target={{ of: 'deposit', receiptId }} />
    </div>
  )
}

/** A refund candidate goes back among the deposits that wait at the clearing desk. */
function TakeUpAgain(deposit: Pick<ExceptionRow, 'receiptId' | 'version' | 'note'>) {
  const { t } = useWords()
  const mayClear = useMay('clear')
  const hold = useAct('clearing.hold')
  if (!mayClear) return null
  return (
    <>
      <Button loading={hold.isPending} onClick={() => hold.mutate({ ...deposit, held: false })} size="compact-xs" variant="default">
        {t('exceptions.takeUpAgain')}
      </Button>
      <RefusalText error={hold.error} />
    </>
  )
}

type EndsProps = Parameters<typeof EndException>[0]

function Ends({ row, detail }: EndsProps) {
  const { t } = useWords()
  const mayClear = useMay('clear')
  if (row.asked) {
    return (
      <p>
        {t('exceptions.alreadyAsked')} <Link href="/approvals">{t('frame.approvals')}</Link>
      </p>
    )
  }
  if (!mayClear) return <p className={styles.dimmed}>{t('exceptions.mayNot')}</p>
  return row.endings.length === 0 ? <p>{t('exceptions.noEnding')}</p> : <EndException detail={detail} row={row} />
}
