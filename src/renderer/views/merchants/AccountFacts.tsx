import { Table } from '@mantine/core'
import type { NamedSettlementAccount } from '../../../preload/contract/merchants'
import { Code } from '../../parts/Code'
import { useWords } from '../../words'
import { type AccountField, accountFields, accountText, changedFields } from './account-difference'
import styles from './merchants.module.css'

/** A settlement account in full; where another stands before it, both side by side with what differs marked in word and colour. */
export function AccountFacts({ account, before }: { account: NamedSettlementAccount; before?: NamedSettlementAccount }) {
  const { t } = useWords()
  const changed = before ? changedFields(before, account) : []
  return (
    <Table className={styles.account} layout="auto" verticalSpacing={3} w="auto" withRowBorders={false}>
      {before ? (
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('merchants.account')}</Table.Th>
            <Table.Th>{t('merchants.before')}</Table.Th>
            <Table.Th>{t('merchants.after')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
      ) : null}
      <Table.Tbody>
        {accountFields.map((field) => (
          <Table.Tr data-changed={changed.includes(field) || undefined} key={field}>
            <Table.Th scope="row">{t(`merchants.accountField.${field}`)}</Table.Th>
            {before ? (
              <Table.Td>
                <FieldText account={before} field={field} />
              </Table.Td>
            ) : null}
            <Table.Td>
              <FieldText account={account} field={field} />
              {changed.includes(field) ? <mark className={styles.changed}>{t('merchants.changed')}</mark> : null}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function FieldText({ account, field }: { account: NamedSettlementAccount; field: AccountField }) {
  const { t } = useWords()
  if (field === 'accountType') return t(`nouns.accountType.${account.accountType}`)
  return field === 'accountNumber' ? <Code>{account.accountNumber}</Code> : accountText(account, field)
}
