import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { BankName } from '../../../preload/contract/merchants'
import { useCall } from '../../api'
import { useWords } from '../../words'

const PAUSE_MS = 150
const labelOf = (one: BankName) => `${one.code} ${one.name}`

export interface CodeSelectProps {
  value: string
  onChange: (code: string) => void
  error?: string | undefined
}

interface SearchedProps extends CodeSelectProps {
  label: string
  found: readonly BankName[]
  text: string
  onText: (text: string) => void
  /** What is found belongs to what was typed before: nothing is offered that would move away under the pointer. */
  looking: boolean
  disabled?: boolean
}

/** A code of the bank master, found by number, name or kana. */
function Searched({ label, value, onChange, error, found, text, onText, looking, disabled }: SearchedProps) {
  const { t } = useWords()
  return (
    <Select
      data={looking ? [] : found.map((one) => ({ value: one.code, label: labelOf(one) }))}
      disabled={disabled}
      error={error}
      filter={({ options }) => options}
      label={label}
      nothingFoundMessage={t(looking ? 'parts.loading' : 'merchants.noneFound')}
      onChange={(code) => onChange(code ?? '')}
      onSearchChange={onText}
      placeholder={t('merchants.searchCode')}
      searchable
      searchValue={text}
      size="xs"
      value={value === '' ? null : value}
      withAsterisk
    />
  )
}

interface SearchText {
  asked: string
  text: string
  setText: (text: string) => void
  /** Whether the text is the entry chosen. */
  chosen: boolean
  /** Whether what is typed has not been asked yet. */
  typing: boolean
}

/** What is asked of the master: what is typed, or, once one is chosen, that one alone. */
function useSearchText(value: string): SearchText {
  const [text, setText] = useState('')
  const [paused] = useDebouncedValue(text, PAUSE_MS)
  const isChosen = (said: string) => value !== '' && (said === '' || said.startsWith(`${value} `))
  const asked = (isChosen(paused) ? value : paused).slice(0, 40)
  return { asked, text, setText, chosen: isChosen(text), typing: paused !== text }
}

export function BankSelect({ value, onChange, error }: CodeSelectProps) {
  const { t } = useWords()
  const { asked, text, setText, chosen, typing } = useSearchText(value)
  const { data, isPlaceholderData } = useCall('banks.search', { text: asked })
  return (
    <Searched
      error={error}
      found={data?.banks ?? []}
      label={t('merchants.accountField.bank')}
      looking={!chosen && (typing || isPlaceholderData || data === undefined)}
      onChange={onChange}
      onText={setText}
      text={text}
      value={value}
    />
  )
}

export function BranchSelect({ bankCode, value, onChange, error }: CodeSelectProps & { bankCode: string }) {
  const { t } = useWords()
  const { asked, text, setText, chosen, typing } = useSearchText(value)
  const known = /^\d{4}$/.test(bankCode)
  const { data, isPlaceholderData } = useCall('banks.branches', { bankCode: known ? bankCode : '0000', text: asked }, { enabled: known })
  return (
    <Searched
      disabled={!known}
      error={error}
      found={known ? (data?.branches ?? []) : []}
      label={t('merchants.accountField.branch')}
      looking={!chosen && (typing || isPlaceholderData || data === undefined)}
      onChange={onChange}
      onText={setText}
      text={text}
      value={value}
    />
  )
}
