import type { JournalLine } from '../../../preload/contract/clearing'
import type { ReceiptId } from '../../../preload/contract/ids'
import { useCall } from '../../api'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import { AccountName } from './AccountName'
import styles from './clearing.module.css'
import { RestEndings } from './RestEndings'
import { type Part, settledParts } from './selection'

export interface JournalPreviewProps {
  receiptId: ReceiptId
  parts: readonly Part[]
  busy: boolean
  press: (key: string) => void
}

/** The entry that Enter would post and, where it does not come out even, what each ending would do: asked of the core itself, before anything is written. */
export function JournalPreview({ receiptId, parts, busy, press }: JournalPreviewProps) {
  const preview = useCall('clearing.preview', { receiptId, parts: settledParts(parts).map(({ orderId, amount }) => ({ orderId, amount })) })
  const shown = preview.isPlaceholderData || preview.isError ? null : (preview.data ?? null)
  return (
    <>
      <JournalLines lines={shown?.journal ?? []} />
      {shown?.rest ? <RestEndings busy={busy} press={press} rest={shown.rest} /> : null}
    </>
  )
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
