import { TextInput } from '@mantine/core'
import { type KeyboardEvent, useEffect, useState } from 'react'
import type { OrderId } from '../../../preload/contract/ids'
import { formatYen, parseYen, type Yen } from '../../../preload/contract/money'
import { useWords } from '../../words'
import styles from './clearing.module.css'
import type { Part } from './selection'

export interface PartAmountProps {
  part: Part | undefined
  /** The order, where several stand together. */
  of: string | null
  change: (orderId: OrderId, amount: Yen | null) => void
  leave: () => void
}

/** So much of the deposit goes to this order: proposed by the desk, changed by the clerk. Nothing while the order is not chosen. */
export function PartAmount({ part, of, change, leave }: PartAmountProps) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const proposed = part?.amount ?? null
  useEffect(() => setText((typed) => (parseYen(typed) === proposed ? typed : proposed === null ? typed : formatYen(proposed))), [proposed])
  if (!part) return null
  const keyed = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    leave()
  }
  return (
    <TextInput
      classNames={{ root: styles.part, input: styles.partInput }}
      error={proposed === null || proposed > part.open || proposed <= 0}
      inputMode="numeric"
      label={of === null ? t('clearing.partAmount') : `${of} ${t('clearing.partAmount')}`}
      onChange={(event) => {
        setText(event.currentTarget.value)
        change(part.orderId, parseYen(event.currentTarget.value))
      }}
      onKeyDown={keyed}
      size="xs"
      value={text}
    />
  )
}
