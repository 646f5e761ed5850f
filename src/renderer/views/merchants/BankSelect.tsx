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
  disabled?: boolean
}

/** A code of the bank master, found by number, name or kana. */
function Searched({ label, value, onChange, error, found, text, onText, disabled }: SearchedProps) {
  const { t } = useWords()
  return (
    <Select
      data={found.map((one) => ({ value: one.code, label: labelOf(one) }))}
      disabled={disabled}
      error={error}
      filter={({ options }) => options}
      label={label}
      nothingFoundMessage={t('merchants.noneFound')}
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

/** What is asked of the master: what is typed, or, once one is chosen, that one alone. */
function useSearchText(value: string): [asked: string, text: string, setText: (text: string) => void] {
  const [text, setText] = useState('')
  const [paused] = useDebouncedValue(text, PAUSE_MS)
  const chosen = value !== '' && (paused === '' || paused.startsWith(`${value} `))
  return [(chosen ? value : paused).slice(0, 40), text, setText]
}

export function BankSelect({ value, onChange, error }: CodeSelectProps) {
  const { t } = useWords()
  const [asked, text, setText] = useSearchText(value)
  const { data } = useCall('banks.search', { text: asked })
  return (
    <Searched
      error={error}
      found={data?.banks ?? []}
      label={t('merchants.accountField.bank')}
      onChange={onChange}
      onText={setText}
      text={text}
      value={value}
    />
  )
}

export function BranchSelect({ bankCode, value, onChange, error }: CodeSelectProps & { bankCode: string }) {
  const { t } = useWords()
  const [asked, text, setText] = useSearchText(value)
  const known = /^\d{4}$/.test(bankCode)
  const { data } = useCall('banks.branches', { bankCode: known ? bankCode : '0000', text: asked }, { enabled: known })
  return (
    <Searched
      disabled={!known}
      error={error}
      found={known ? (data?.branches ?? []) : []}
      label={t('merchants.accountField.branch')}
      onChange={onChange}
      onText={setText}
      text={text}
      value={value}
    />
  )
}
