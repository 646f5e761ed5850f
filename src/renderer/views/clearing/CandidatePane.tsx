import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { DepositRow } from '../../../preload/contract/clearing'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { ProposalList, useProposals } from './Candidates'
import styles from './clearing.module.css'
import { type Desk, type DeskEvent, selectionOf } from './clearing-desk'

const TYPING_PAUSE_MS = 150

export interface CandidatePaneProps {
  desk: Desk
  deposit: DepositRow
  send: (event: DeskEvent) => void
  /** Gives the keyboard back to the queue. */
  leave: () => void
}

/** The right of the desk: the box that searches other orders, and the ranked candidates. Begins anew with each deposit (by its key). */
export function CandidatePane({ desk, deposit, send, leave }: CandidatePaneProps) {
  const { t } = useWords()
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search, TYPING_PAUSE_MS)
  const box = useRef<HTMLInputElement>(null)
  const answer = useProposals(deposit.id, asked, send)
  const searching = desk.mode.name === 'searching'
  useEffect(() => {
    if (!searching) return
    box.current?.focus()
    // What was searched before is replaced by what is typed next.
    box.current?.select()
  }, [searching])
  const keyed = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
    event.preventDefault()
    if (event.key === 'Escape') setSearch('')
    leave()
  }
  return (
    <>
      <TextInput
        aria-label={t('clearing.searchOrders')}
        className={styles.search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onFocus={() => !searching && send({ type: 'key', key: '/' })}
        onBlur={() => send({ type: 'search_left' })}
        onKeyDown={keyed}
        placeholder={t('clearing.searchHint')}
        ref={box}
        size="xs"
        value={search}
      />
      <RefusalText error={answer.error} />
      {desk.proposals.length === 0 && answer.data && !answer.isFetching ? (
        <p className={styles.dimmed}>{search === '' ? t('clearing.noCandidates') : t('clearing.noneFound')}</p>
      ) : null}
      <ProposalList
        change={(orderId, amount) => send({ type: 'amount', orderId, amount })}
        cursor={desk.cursor}
        highlight={(index) => send({ type: 'highlight', index })}
        leave={leave}
        pinned={desk.pinned}
        proposals={desk.proposals}
        receiptId={deposit.id}
        selection={selectionOf(desk)}
      />
      {answer.data?.sumSearch === 'stopped' ? <p className={styles.dimmed}>{t('clearing.sumsStopped')}</p> : null}
    </>
  )
}
