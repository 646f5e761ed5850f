import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Refusal } from '../../../preload/contract/errors'
import type { Yen } from '../../../preload/contract/money'
import { useAct, useCall } from '../../api'
import { Code } from '../../parts/Code'
import { DateField } from '../../parts/DateField'
import { RefusalText } from '../../parts/RefusalText'
import { YenField } from '../../parts/YenField'
import { useWords } from '../../words'
import styles from './intake.module.css'

export type UnknownAccount = Extract<Refusal, { refusal: 'account_unknown' }>['accounts'][number]

/** Takes an account of the agent into Daiko with the balance it had before the first day of the file; filled in from the file. */
export function TakeInAccount({ account, onTaken }: { account: UnknownAccount; onTaken: () => void }) {
  const { t } = useWords()
  const { bankCode, branchCode, accountType, accountNumber, booksFrom } = account
  const [accountName, setAccountName] = useState(account.accountName)
  const [openedOn, setOpenedOn] = useState(account.from)
  const [openingBalance, setOpeningBalance] = useState<Yen | null>(account.opening)
  const [dates, setDates] = useState<'era' | 'western'>('era')
  const takeIn = useAct('accounts.takeIn')
  const whole = openingBalance !== null && accountName.trim() !== ''
  const send = () => {
    if (openingBalance === null) return
    takeIn.mutate(
      { bankCode, branchCode, accountType, accountNumber, accountName, openedOn, openingBalance, dates, booksFrom },
      { onSuccess: onTaken },
    )
  }
  return (
    <section className={styles.card}>
      <h2>{t('intake.takeInTitle')}</h2>
      <p>
        <BankNames bankCode={bankCode} branchCode={branchCode} /> {t(`nouns.accountType.${accountType}`)} <Code>{accountNumber}</Code>
      </p>
      <p className={styles.dimmed}>{t('intake.takeInText')}</p>
      <Stack gap="xs" maw={420}>
        <TextInput
          label={t('intake.accountName')}
          maxLength={80}
          onChange={(event) => setAccountName(event.currentTarget.value)}
          size="xs"
          value={accountName}
          withAsterisk
        />
        <Group align="start" gap="xs" grow>
          <DateField label={t('intake.openedOn')} onChange={(date) => date && setOpenedOn(date)} size="xs" value={openedOn} />
          <YenField label={t('intake.openingBalance')} onChange={setOpeningBalance} size="xs" value={openingBalance} withAsterisk />
        </Group>
        <Select
          allowDeselect={false}
          data={[
            { value: 'era', label: t('intake.datesEra') },
            { value: 'western', label: t('intake.datesWestern') },
          ]}
          label={t('intake.dates')}
          onChange={(value) => setDates(value === 'western' ? 'western' : 'era')}
          size="xs"
          value={dates}
        />
        <p>
          {t('intake.booksFrom')}: {t(`nouns.booksFrom.${booksFrom}`)}
        </p>
        <RefusalText error={takeIn.error} />
        <Button disabled={!whole} loading={takeIn.isPending} onClick={send} size="xs">
          {t('intake.takeIn')}
        </Button>
      </Stack>
    </section>
  )
}

/** The bank and branch of these codes by name, for people to check. */
function BankNames({ bankCode, branchCode }: { bankCode: string; branchCode: string }) {
  const banks = useCall('banks.search', { text: bankCode }).data?.banks ?? []
  const branches = useCall('banks.branches', { bankCode, text: branchCode }).data?.branches ?? []
  const bank = banks.find((one) => one.code === bankCode)
  const branch = branches.find((one) => one.code === branchCode)
  return <>{`${bankCode} ${bank?.name ?? ''} ${branchCode} ${branch?.name ?? ''}`}</>
}
