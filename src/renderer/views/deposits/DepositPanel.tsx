import { Button } from '@mantine/core'
import { Link } from 'wouter'
import type { ReceiptId } from '../../../preload/contract/ids'
import { formatYen } from '../../../preload/contract/money'
import { useCall, useMay } from '../../api'
import { writeAddress } from '../../parts/address'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { AskForRefund } from '../refunds/AskForRefund'
import { CommentBox, Comments } from './Comments'
import { DepositActs } from './DepositActs'
import { DepositFacts } from './DepositFacts'
import { DepositStateChip } from './DepositStateChip'
import styles from './deposits.module.css'
import { NameSteps } from './NameSteps'

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
          <DepositActs allocations={deposit.allocations} mayClear={mayClear} receiptId={deposit.id} />
        </>
      ) : null}
    </aside>
  )
}
