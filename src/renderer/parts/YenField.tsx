import { TextInput, type TextInputProps } from '@mantine/core'
import { useEffect, useState } from 'react'
import { formatYen, parseYen, type Yen } from '../../preload/contract/money'
import { useWords } from '../words'

export interface YenFieldProps extends Omit<TextInputProps, 'value' | 'onChange' | 'onBlur'> {
  value: Yen | null
  /** Told at every key: whole yen, or null while what stands there is none. */
  onChange: (amount: Yen | null) => void
}

/** Whole yen as they are typed: `12000`, `12,000`, `１２０００円`. Commas come when the field is left. */
export function YenField({ value, onChange, ...input }: YenFieldProps) {
  const { t } = useWords()
  const [text, setText] = useState(value === null ? '' : formatYen(value))
  const [left, setLeft] = useState(false)
  useEffect(() => {
    setText((typed) => (value === null || parseYen(typed) === value ? typed : formatYen(value)))
  }, [value])
  const wrong = left && text.trim() !== '' && parseYen(text) === null
  return (
    <TextInput
      styles={{ input: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } }}
      rightSection={t('parts.yen')}
      {...input}
      error={wrong ? t('parts.notYen') : input.error}
      inputMode="numeric"
      onBlur={() => {
        setLeft(true)
        const amount = parseYen(text)
        if (amount !== null) setText(formatYen(amount))
      }}
      onChange={(event) => {
        setText(event.currentTarget.value)
        onChange(parseYen(event.currentTarget.value))
      }}
      value={text}
    />
  )
}
