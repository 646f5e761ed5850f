import { Table } from '@mantine/core'
import type { MerchantDays } from '../../../preload/contract/merchants'
import { useWords } from '../../words'
import { changedDays, dayFields, dayText } from './merchant-days'
import styles from './merchants.module.css'

/** The days of a contract; where others stand before them, both side by side with what differs marked in word and colour. */
export function DayFacts({ days, before }: { days: MerchantDays; before?: MerchantDays }) {
  const { t } = useWords()
  const changed = before ? changedDays(before, days) : []
  return (
    <Table className={styles.account} layout="auto" verticalSpacing={3} w="auto" withRowBorders={false}>
      {before ? (
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('merchants.term')}</Table.Th>
            <Table.Th>{t('merchants.before')}</Table.Th>
            <Table.Th>{t('merchants.after')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
      ) : null}
      <Table.Tbody>
        {dayFields.map((field) => (
          <Table.Tr data-changed={changed.includes(field) || undefined} key={field}>
            <Table.Th scope="row">{t(`merchants.${field}`)}</Table.Th>
            {before ? <Table.Td>{dayText(before, field, t)}</Table.Td> : null}
            <Table.Td>
              {dayText(days, field, t)}
              {changed.includes(field) ? <mark className={styles.changed}>{t('merchants.changed')}</mark> : null}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
