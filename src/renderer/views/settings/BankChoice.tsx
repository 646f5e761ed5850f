import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { BankName } from '../../../preload/contract/merchants'
import { useCall } from '../../api'
import { useWords } from '../../words'

interface ChoiceProps {
  value: string
  error?: string | undefined
  onChange: (code: string) => void
}

const PAUSE_MS = 150
const shown = (names: readonly BankName[]) => names.map((one) => ({ value: one.code, label: `${one.code} ${one.name}` }))

/** A bank of the bank master, by name, kana or code. */
export function BankChoice({ value, error, onChange }: ChoiceProps) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text, PAUSE_MS)
  const banks = useCall('banks.search', { text: asked.slice(0, 40) }, { enabled: asked !== '' }).data?.banks ?? []
  return (
    <Select
      label={t('settings.bank')}
      placeholder={t('settings.bankFind')}
      searchable
      data={shown(banks)}
      filter={({ options }) => options}
      value={value === '' ? null : value}
      error={error}
      onSearchChange={setText}
      onChange={(code) => onChange(code ?? '')}
      nothingFoundMessage={asked === '' ? null : t('settings.nothing')}
      data-autofocus
    />
  )
}

/** A branch of that bank. */
export function BranchChoice({ bankCode, value, error, onChange }: ChoiceProps & { bankCode: string }) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text, PAUSE_MS)
  const branches = useCall('banks.branches', { bankCode, text: asked.slice(0, 40) }, { enabled: bankCode !== '' }).data?.branches ?? []
  return (
    <Select
      label={t('settings.branch')}
      placeholder={t('settings.branchFind')}
      searchable
      data={shown(branches)}
      filter={({ options }) => options}
      value={value === '' ? null : value}
      error={error}
      disabled={bankCode === ''}
      onSearchChange={setText}
      onChange={(code) => onChange(code ?? '')}
      nothingFoundMessage={t('settings.nothing')}
    />
  )
}
