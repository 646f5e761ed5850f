import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { BusinessDate } from '../../../preload/contract/date'
import { NewMandate } from '../../../preload/contract/debits'
import { DebitAccountType } from '../../../preload/contract/direct-debit'
import type { MerchantId } from '../../../preload/contract/ids'
import { useAct } from '../../api'
import { DateField } from '../../parts/DateField'
import { Dialog } from '../../parts/Dialog'
import { fieldErrors } from '../../parts/form'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { BankSelect, BranchSelect } from '../merchants/BankSelect'
import { MerchantSelect } from '../merchants/MerchantSelect'

interface Draft {
  readonly merchantId: MerchantId | null
  readonly customerNumber: string
  readonly bankCode: string
  readonly branchCode: string
  readonly accountType: DebitAccountType
  readonly accountNumber: string
  readonly holderKana: string
  readonly validFrom: BusinessDate | null
}

const EMPTY: Draft = {
  ...{ merchantId: null, customerNumber: '', bankCode: '', branchCode: '', accountType: '1', accountNumber: '', holderKana: '' },
  validFrom: null,
}

/** A mandate as it stands on its form. */
export function AddMandate({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const add = useAct('mandates.add')
  const [draft, setDraft] = useState(EMPTY)
  const change = (field: Partial<Draft>) => setDraft((before) => ({ ...before, ...field }))
  const read = NewMandate.safeParse({ ...draft, customerNumber: draft.customerNumber.trim(), accountNumber: draft.accountNumber.trim() })
  const wrong = fieldErrors(add.error, t)
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (read.success) add.mutate(read.data, { onSuccess: onClose })
  }
  const text = (field: 'customerNumber' | 'accountNumber' | 'holderKana', most: number) => (
    <TextInput
      error={wrong[field] ?? wrong[`account.${field}`]}
      inputMode={field === 'holderKana' ? 'text' : 'numeric'}
      label={t(`debits.${field}`)}
      maxLength={most}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
      size="xs"
      value={draft[field]}
      withAsterisk
    />
  )
  return (
    <Dialog onClose={onClose} opened size="lg" title={t('debits.addTitle')}>
      <form noValidate onSubmit={save}>
        <Stack gap="xs">
          <MerchantSelect
            activeOnly
            label={t('debits.merchant')}
            onChange={(merchantId) => change({ merchantId })}
            value={draft.merchantId}
          />
          {text('customerNumber', 20)}
          <BankSelect
            error={wrong['account.bankCode']}
            onChange={(bankCode) => change({ bankCode, branchCode: '' })}
            value={draft.bankCode}
          />
          <BranchSelect
            bankCode={draft.bankCode}
            error={wrong['account.branchCode']}
            onChange={(branchCode) => change({ branchCode })}
            value={draft.branchCode}
          />
          <Select
            allowDeselect={false}
            data={DebitAccountType.options.map((value) => ({ value, label: t(`debits.accountTypes.${value}`) }))}
            label={t('debits.accountType')}
            onChange={(value) => change({ accountType: DebitAccountType.parse(value) })}
            size="xs"
            value={draft.accountType}
          />
          {text('accountNumber', 7)}
          {text('holderKana', 100)}
          <DateField
            label={t('debits.validFrom')}
            onChange={(validFrom) => change({ validFrom })}
            size="xs"
            value={draft.validFrom}
            withAsterisk
          />
          <RefusalText error={add.error} />
          <Group gap="xs" justify="flex-end">
            <Button onClick={onClose} variant="default">
              {t('parts.cancel')}
            </Button>
            <Button disabled={!read.success} loading={add.isPending} type="submit">
              {t('debits.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
