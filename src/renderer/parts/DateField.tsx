import { TextInput, type TextInputProps } from '@mantine/core'
import { useEffect, useState } from 'react'
import { type BusinessDate, formatDate, parseDate } from '../../preload/contract/date'
import { useWords } from '../words'

export interface DateFieldProps extends Omit<TextInputProps, 'value' | 'onChange' | 'onBlur'> {
  value: BusinessDate | null
  /** Told when the field is left or Enter is pressed: the date, or null where the field is empty. Never what is no date. */
  onChange: (date: BusinessDate | null) => void
}

/** A bank date as it is typed: `2026/11/20`, `20261120`, in any width. What is no date stays in the box and says so. */
export function DateField({ value, onChange, ...input }: DateFieldProps) {
  const { t } = useWords()
  const shown = value === null ? '' : formatDate(value)
  const [text, setText] = useState(shown)
  const [wrong, setWrong] = useState(false)
  useEffect(() => {
    setText(shown)
    setWrong(false)
  }, [shown])
  const settle = () => {
    const date = parseDate(text)
    const empty = text.trim() === ''
    setWrong(date === null && !empty)
    if (empty ? value !== null : date !== null && date !== value) onChange(empty ? null : date)
    else if (date !== null) setText(formatDate(date))
  }
  return (
    <TextInput
      placeholder="YYYY/MM/DD"
      {...input}
      error={wrong ? t('parts.notADate') : input.error}
      inputMode="numeric"
      onBlur={settle}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Enter' && settle()}
      value={text}
    />
  )
}
