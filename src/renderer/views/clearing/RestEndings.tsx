import { Kbd } from '@mantine/core'
import type { ClearingRest, JournalLine } from '../../../preload/contract/clearing'
import { formatYen } from '../../../preload/contract/money'
import { useWords, type Words } from '../../words'
import { accountName } from './AccountName'
import styles from './clearing.module.css'

export interface RestEndingsProps {
  rest: ClearingRest
  busy: boolean
  press: (key: string) => void
}

/** What does not come out even, by name where it has one, and what each of its three keys would do and post. */
export function RestEndings({ rest, busy, press }: RestEndingsProps) {
  const { t } = useWords()
  const amount = formatYen(rest.amount)
  const rows = [
    ['r', 'R', t('clearing.leave'), t(`clearing.leaves.${rest.side}`, { amount })],
    ['d', 'D', t('clearing.settle'), settles(rest, t)],
    [
      'f',
      'F',
      t('clearing.giveBack'),
      t(rest.side === 'orders' ? 'clearing.goesBackWhole' : 'clearing.goesBack', { amount: formatYen(rest.goesBack) }),
    ],
  ] as const
  return (
    <div className={styles.rest}>
      <p>
        <strong>{t(`clearing.restOf.${rest.side}`, { amount })}</strong>
        {rest.named ? ` ${t(rest.named.code === 'rounding' ? 'clearing.namedRounding' : 'clearing.namedFee')}` : null}
      </p>
      <ul aria-label={t('clearing.endings')}>
        {rows.map(([key, shown, name, what]) => (
          <li key={key}>
            <button
              disabled={busy || (key === 'd' && rest.settle === null)}
              onClick={() => press(key)}
              onMouseDown={(event) => event.preventDefault()}
              tabIndex={-1}
              type="button"
            >
              <Kbd size="xs">{shown}</Kbd> <strong>{name}</strong> <span>{what}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The entry of a difference in one line, and who is asked first. */
function settles({ settle }: ClearingRest, t: Words): string {
  if (settle === null) return t('clearing.settlesNot')
  const entry = settle.journal.length === 0 ? t('clearing.settlesWithout') : settle.journal.map((line) => inOneLine(line, t)).join(' · ')
  return settle.approvers.needed === 0 ? entry : `${entry} ${t('clearing.settlesAsked', { count: settle.approvers.needed })}`
}

const inOneLine = ({ debit, credit, amount }: JournalLine, t: Words) =>
  `${accountName(debit, t)} → ${accountName(credit, t)} ${formatYen(amount)}`
