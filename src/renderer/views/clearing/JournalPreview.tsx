import type { JournalLine } from '../../../preload/contract/clearing'
import type { ReceiptId } from '../../../preload/contract/ids'
import { useCall } from '../../api'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import { AccountName } from './AccountName'
import styles from './clearing.module.css'
import { type Part, settledParts } from './selection'

/** The entry that Enter would post, asked of the core itself, before anything is written. */
export function JournalPreview({ receiptId, parts }: { receiptId: ReceiptId; parts: readonly Part[] }) {
  const preview = useCall('clearing.preview', { receiptId, parts: settledParts(parts).map(({ orderId, amount }) => ({ orderId, amount })) })
  return <JournalLines lines={preview.isPlaceholderData || preview.isError ? [] : (preview.data?.journal ?? [])} />
}

/** Postings of an entry, one a line: from where to where, how much. */
export function JournalLines({ lines }: { lines: readonly JournalLine[] }) {
  const { t } = useWords()
  return (
    <table className={styles.journal}>
      <caption className={styles.heard}>{t('clearing.journal')}</caption>
      <thead className={styles.heard}>
        <tr>
          <th>{t('clearing.debit')}</th>
          <th>{t('clearing.credit')}</th>
          <th>{t('parts.yen')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={`${line.debit.account} ${line.debit.of} ${line.credit.account} ${line.credit.of} ${line.amount}`}>
            <td>
              <AccountName {...line.debit} />
            </td>
            <td>
              → <AccountName {...line.credit} />
            </td>
            <td>
              <Money amount={line.amount} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
