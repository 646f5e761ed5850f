import { Button, Kbd } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatYen } from '../../../preload/contract/money'
import { Money } from '../../parts/Money'
import { useWords, type WordKey } from '../../words'
import styles from './clearing.module.css'
import { type Desk, depositOf, differenceOf, isTogether, selectionOf } from './clearing-desk'
import { JournalPreview } from './JournalPreview'
import { problemOf } from './selection'

const BUTTONS: readonly (readonly [key: string, shown: string, words: WordKey])[] = [
  ['Enter', 'Enter', 'clearing.clear'],
  [' ', 'Space', 'clearing.split'],
  ['h', 'H', 'clearing.hold'],
  ['n', 'N', 'clearing.noteAction'],
  ['u', 'U', 'clearing.undo'],
]

export interface DeskFootProps {
  desk: Desk
  may: boolean
  press: (key: string) => void
  /** A question or a box that stands where the entry stands otherwise, so that nothing moves. */
  asked: ReactNode
  /** A refusal or a fault, told under it all. */
  trouble: ReactNode
}

/** Under the facts: what would be left, the entry that would be posted, and what may be pressed. A question or a refusal stands here too. */
export function DeskFoot({ desk, may, press, asked, trouble }: DeskFootProps) {
  const { t } = useWords()
  const deposit = depositOf(desk)
  const parts = selectionOf(desk)
  const ready = deposit !== null && problemOf(parts, deposit.remaining) === null
  return (
    <footer className={styles.foot}>
      <div className={styles.left}>
        <div className={styles.dimmed}>{parts.length > 1 ? t('clearing.leftOfSplit', { count: parts.length }) : t('clearing.left')}</div>
        <Money amount={differenceOf(desk)} unit={t('parts.yen')} large />
      </div>
      <div className={styles.entry}>
        {asked ??
          (isTogether(desk) ? (
            <p className={styles.dimmed}>{t('clearing.allotFoot')}</p>
          ) : ready ? (
            <JournalPreview busy={desk.busy || !may} parts={parts} press={press} receiptId={deposit.id} />
          ) : (
            <p className={styles.dimmed}>{t(may && deposit ? 'clearing.chooseOrGiveBack' : 'clearing.chooseFirst')}</p>
          ))}
      </div>
      <div className={styles.buttons}>
        {may
          ? BUTTONS.map(([key, shown, words]) => (
              <Button
                disabled={desk.busy || (deposit === null && key !== 'u')}
                key={key}
                onClick={() => press(key)}
                onMouseDown={(event) => event.preventDefault()}
                size="xs"
                tabIndex={-1}
                variant={key === 'Enter' ? 'filled' : 'default'}
              >
                {t(words)}
                <Kbd className={styles.key} size="xs">
                  {shown}
                </Kbd>
              </Button>
            ))
          : t('clearing.mayNot')}
      </div>
      <div aria-live="polite" className={styles.said}>
        {trouble}
        <Problem desk={desk} />
      </div>
    </footer>
  )
}

function Problem({ desk: { problem } }: { desk: Desk }) {
  const { t } = useWords()
  switch (problem?.problem) {
    case undefined:
      return null
    case 'amount_missing':
      return <p className={styles.problem}>{t('clearing.problemAmountMissing', { order: problem.orderNumber })}</p>
    case 'exceeds_order':
      return (
        <p className={styles.problem}>{t('clearing.problemExceedsOrder', { order: problem.orderNumber, open: formatYen(problem.open) })}</p>
      )
    case 'exceeds_deposit':
      return <p className={styles.problem}>{t('clearing.problemExceedsDeposit', { remaining: formatYen(problem.remaining) })}</p>
    case 'nothing_chosen':
      return <p className={styles.problem}>{t('clearing.chooseFirst')}</p>
    case 'nothing_left':
      return <p className={styles.problem}>{t('clearing.problemNothingLeft')}</p>
    case 'no_difference':
      return <p className={styles.problem}>{t('clearing.problemNoDifference')}</p>
    case 'rest_on_both_sides':
      return <p className={styles.problem}>{t('clearing.settlesNot')}</p>
    case 'nothing_to_undo':
      return <p className={styles.problem}>{t('clearing.problemNothingToUndo')}</p>
    case 'nothing_to_redo':
      return <p className={styles.problem}>{t('clearing.problemNothingToRedo')}</p>
  }
}
