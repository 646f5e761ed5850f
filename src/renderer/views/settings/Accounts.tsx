import { Button, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { DesignatedAccount } from '../../../preload/contract/accounts'
import { formatDate } from '../../../preload/contract/date'
import { formatYen } from '../../../preload/contract/money'
import { useCall, useMay } from '../../api'
import { Code } from '../../parts/Code'
import { InstantText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { Section } from './Section'
import styles from './settings.module.css'
import { TakeInAccount } from './TakeInAccount'

/** 指定口座: how far each account's statements reach, and where days are missing. */
export function Accounts() {
  const { t } = useWords()
  const list = useCall('accounts.list', {})
  const mayTakeIn = useMay('take_in_account')
  const [open, setOpen] = useState(false)
  const action = mayTakeIn ? (
    <Button size="xs" onClick={() => setOpen(true)}>
      {t('settings.takeIn')}
    </Button>
  ) : null
  const accounts = list.data?.accounts ?? []
  return (
    <Section title={t('settings.accounts')} note={t('settings.accountsText')} actions={action}>
      <RefusalText error={list.error} />
      {list.data && accounts.length === 0 ? <Text size="sm">{t('settings.accountsNone')}</Text> : null}
      {accounts.length > 0 ? <AccountTable accounts={accounts} /> : null}
      {open ? <TakeInAccount onClose={() => setOpen(false)} /> : null}
    </Section>
  )
}

function AccountTable({ accounts }: { accounts: readonly DesignatedAccount[] }) {
  const { t } = useWords()
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table className={styles.table} verticalSpacing={5}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('settings.bank')}</Table.Th>
            <Table.Th>{t('settings.accountNumber')}</Table.Th>
            <Table.Th>{t('settings.accountName')}</Table.Th>
            <Table.Th ta="right">{t('settings.balance')}</Table.Th>
            <Table.Th>{t('settings.through')}</Table.Th>
            <Table.Th>{t('settings.lastImported')}</Table.Th>
            <Table.Th>{t('settings.gaps')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {accounts.map((account) => (
            <Table.Tr key={account.id}>
              <Table.Td>
                {account.bankName} {account.branchName}
              </Table.Td>
              <Table.Td>
                {t(`nouns.accountType.${account.accountType}`)} <Code>{account.accountNumber}</Code>
                {account.booksFrom === 'notice' ? <div>{t('nouns.booksFrom.notice')}</div> : null}
              </Table.Td>
              <Table.Td>{account.accountName}</Table.Td>
              <Table.Td ta="right">
                <Money amount={account.balance} />
              </Table.Td>
              <Table.Td>
                {account.statementThrough === null
                  ? t('settings.throughNone')
                  : t('settings.throughDay', { day: formatDate(account.statementThrough) })}
              </Table.Td>
              <Table.Td>
                <InstantText at={account.lastImportedAt} />
              </Table.Td>
              <Table.Td>
                <Gaps gaps={account.gaps} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Gaps({ gaps }: { gaps: DesignatedAccount['gaps'] }) {
  const { t } = useWords()
  if (gaps.length === 0) return t('settings.noGaps')
  return gaps.map(({ from, to, difference }) => {
    const days = { from: formatDate(from), to: formatDate(to) }
    return (
      <span key={from} className={styles.gap}>
        {difference === null ? t('settings.gapUnknown', days) : t('settings.gap', { ...days, difference: formatYen(difference) })}
      </span>
    )
  })
}
