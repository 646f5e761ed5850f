import { Button, Group, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { BusinessDate } from '../../../preload/contract/date'
import type { InputOf } from '../../../preload/contract/methods'
import type { Yen } from '../../../preload/contract/money'
import { BooksFrom } from '../../../preload/contract/statement'
import { useAct } from '../../api'
import { DateField } from '../../parts/DateField'
import { Dialog } from '../../parts/Dialog'
import { fieldErrors } from '../../parts/form'
import { RefusalText } from '../../parts/RefusalText'
import { YenField } from '../../parts/YenField'
import { useWords } from '../../words'
import { BankChoice, BranchChoice } from './BankChoice'

interface Draft {
  bankCode: string
  branchCode: string
  accountType: '1' | '2' | '4' | '9'
  accountNumber: string
  accountName: string
  openedOn: BusinessDate | null
  openingBalance: Yen | null
  dates: 'era' | 'western'
  booksFrom: BooksFrom
}

const EMPTY: Draft = {
  bankCode: '',
  branchCode: '',
  accountType: '1',
  accountNumber: '',
  accountName: '',
  openedOn: null,
  openingBalance: null,
  dates: 'era',
  booksFrom: 'statement',
}
const TYPES = ['1', '2', '4', '9'] as const
const DATES = ['era', 'western'] as const

/** What would be sent, or null while something is missing. */
export function completed(draft: Draft): InputOf<'accounts.takeIn'> | null {
  const { openedOn, openingBalance } = draft
  const filled = draft.bankCode !== '' && draft.branchCode !== '' && draft.accountNumber !== '' && draft.accountName.trim() !== ''
  return filled && openedOn !== null && openingBalance !== null ? { ...draft, openedOn, openingBalance } : null
}

/** Takes an own account into Daiko with the balance before its first statement. */
export function TakeInAccount({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const [draft, setDraft] = useState(EMPTY)
  const takeIn = useAct('accounts.takeIn')
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const errors = fieldErrors(takeIn.error, t)
  const ready = completed(draft)
  return (
    <Dialog opened title={t('settings.takeInTitle')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) takeIn.mutate(ready, { onSuccess: onClose })
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{t('settings.takeInText')}</Text>
          <BankChoice value={draft.bankCode} error={errors.bankCode} onChange={(bankCode) => change({ bankCode, branchCode: '' })} />
          <BranchChoice
            key={draft.bankCode}
            bankCode={draft.bankCode}
            value={draft.branchCode}
            error={errors.branchCode}
            onChange={(branchCode) => change({ branchCode })}
          />
          <AccountFields draft={draft} errors={errors} change={change} />
          <RefusalText error={takeIn.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('parts.cancel')}
            </Button>
            <Button type="submit" loading={takeIn.isPending} disabled={ready === null}>
              {t('settings.takeInDone')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

interface AccountFieldsProps {
  draft: Draft
  errors: Readonly<Record<string, string>>
  change: (part: Partial<Draft>) => void
}

function AccountFields({ draft, errors, change }: AccountFieldsProps) {
  const { t } = useWords()
  const choose = (value: string | null) => {
    const accountType = TYPES.find((type) => type === value)
    if (accountType) change({ accountType })
  }
  return (
    <>
      <Group grow align="flex-start">
        <Select
          label={t('settings.accountType')}
          value={draft.accountType}
          onChange={choose}
          data={TYPES.map((type) => ({ value: type, label: t(`nouns.accountType.${type}`) }))}
        />
        <TextInput
          label={t('settings.accountNumber')}
          value={draft.accountNumber}
          error={errors.accountNumber}
          inputMode="numeric"
          maxLength={7}
          onChange={(event) => change({ accountNumber: event.currentTarget.value.normalize('NFKC').replace(/\D/g, '') })}
          onBlur={() => draft.accountNumber !== '' && change({ accountNumber: draft.accountNumber.padStart(7, '0') })}
        />
      </Group>
      <TextInput
        label={t('settings.accountName')}
        value={draft.accountName}
        error={errors.accountName}
        maxLength={80}
        onChange={(event) => change({ accountName: event.currentTarget.value })}
      />
      <Group grow align="flex-start">
        <DateField
          label={t('settings.openedOn')}
          value={draft.openedOn}
          error={errors.openedOn}
          onChange={(openedOn) => change({ openedOn })}
        />
        <YenField
          label={t('settings.openingBalance')}
          value={draft.openingBalance}
          error={errors.openingBalance}
          onChange={(openingBalance) => change({ openingBalance })}
        />
      </Group>
      <div>
        <Text size="sm" fw={500} mb={4}>
          {t('settings.dates')}
        </Text>
        <SegmentedControl
          size="xs"
          value={draft.dates}
          aria-label={t('settings.dates')}
          data={DATES.map((one) => ({ value: one, label: t(one === 'era' ? 'settings.datesEra' : 'settings.datesWestern') }))}
          onChange={(value) => change({ dates: value === 'western' ? 'western' : 'era' })}
        />
      </div>
      <Select
        allowDeselect={false}
        data={BooksFrom.options.map((value) => ({ value, label: t(`nouns.booksFrom.${value}`) }))}
        description={t('settings.booksFromText')}
        label={t('settings.booksFrom')}
        onChange={(value) => change({ booksFrom: value === 'notice' ? 'notice' : 'statement' })}
        value={draft.booksFrom}
      />
    </>
  )
}
