import { TextInput } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import type { DepositRow } from '../../../preload/contract/clearing'
import { useWords } from '../../words'
import styles from './clearing.module.css'

export interface NoteBoxProps {
  deposit: DepositRow
  /** H: the deposit is set aside, or taken up again, with this note. */
  hold: boolean
  done: (note: string) => void
  back: () => void
}

const takeFocus = (input: HTMLInputElement | null) => input?.focus()

/** One line for a note, in the foot of the desk. Enter keeps it, Esc does not. */
export function NoteBox({ deposit, hold, done, back }: NoteBoxProps) {
  const { t } = useWords()
  const [note, setNote] = useState('')
  const label = hold ? (deposit.state === 'held' ? t('clearing.releaseLabel') : t('clearing.holdLabel')) : t('clearing.noteLabel')
  const keyed = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
    event.preventDefault()
    if (event.key === 'Enter') done(note)
    else back()
  }
  return (
    <TextInput
      className={styles.noteBox}
      description={t('clearing.noteKeys')}
      label={label}
      maxLength={500}
      onChange={(event) => setNote(event.currentTarget.value)}
      onKeyDown={keyed}
      ref={takeFocus}
      size="xs"
      value={note}
    />
  )
}
