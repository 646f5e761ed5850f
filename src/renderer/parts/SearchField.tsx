import { TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../words'
import { useKeys } from './keys'

const PAUSE_MS = 200

export interface SearchFieldProps {
  value: string
  hint: string
  onChange: (text: string) => void
  /** The key that goes there, where `/` is another box. */
  keys?: string
  /** Where the keyboard goes on Enter; without it the box keeps it. */
  onEnter?: () => void
  width?: number | string
}

/** The one box of a list: told to the view after a short pause, at once on Enter. A key goes there, Esc leaves it. */
export function SearchField({ value, hint, onChange, keys = '/', onEnter, width = 220 }: SearchFieldProps) {
  const { t } = useWords()
  const [text, setText] = useState(value)
  const box = useRef<HTMLInputElement>(null)
  const told = useRef(value)
  useEffect(() => {
    if (value !== told.current) setText(value)
    told.current = value
  }, [value])
  const tell = (next: string) => {
    if (next === told.current) return
    told.current = next
    onChange(next)
  }
  const latest = useRef(tell)
  latest.current = tell
  useEffect(() => {
    const timer = setTimeout(() => latest.current(text.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  useKeys([{ keys, label: t('parts.search'), run: () => box.current?.focus() }])
  return (
    <TextInput
      aria-label={t('parts.search')}
      maxLength={100}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') {
          tell(text.trim())
          onEnter?.()
        }
        if (event.key === 'Escape') event.currentTarget.blur()
      }}
      placeholder={hint}
      ref={box}
      size="xs"
      value={text}
      w={width}
    />
  )
}
