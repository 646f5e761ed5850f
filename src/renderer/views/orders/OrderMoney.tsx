import { Table } from '@mantine/core'
import { Link } from 'wouter'
import type { OrderDetail } from '../../../preload/contract/orders'
import { actorName } from '../../parts/actor'
import { writeAddress } from '../../parts/address'
import { DateText, InstantText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import { AccountName } from '../clearing/AccountName'
import { LevelName } from '../deposits/LevelName'
import styles from './orders.module.css'

/** Which deposits have paid the order, how surely they were matched, and which of these was undone. */
export function OrderAllocations({ order }: { order: OrderDetail }) {
  const { t } = useWords()
  if (order.allocations.length === 0) return <p className={styles.dimmed}>{t('orders.noAllocations')}</p>
  return (
    <Table className={styles.money}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('orders.valueOn')}</Table.Th>
          <Table.Th>{t('orders.remitter')}</Table.Th>
          <Table.Th className={styles.figure}>{`${t('orders.amount')} (${t('parts.yen')})`}</Table.Th>
          <Table.Th>{t('orders.level')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {order.allocations.map((allocation) => (
          <Table.Tr data-undone={allocation.undone || undefined} key={allocation.id}>
            <Table.Td>
              <DateText date={allocation.valueOn} />
            </Table.Td>
            <Table.Td>
              <Link href={writeAddress('/deposits', { deposit: allocation.receiptId })}>{allocation.remitterName || '–'}</Link>
            </Table.Td>
            <Table.Td className={styles.figure}>
              <Money amount={allocation.amount} />
            </Table.Td>
            <Table.Td>
              <LevelName level={allocation.level} /> · {actorName(allocation.by)} <InstantText at={allocation.at} />
              {allocation.undone ? ` · ${t('orders.undone')}` : null}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

/** The entries of the books that concern the order; a reversal says so. */
export function OrderJournal({ order }: { order: OrderDetail }) {
  const { t } = useWords()
  if (order.journal.length === 0) return <p className={styles.dimmed}>{t('orders.noJournal')}</p>
  return (
    <Table className={styles.money}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('orders.bookedOn')}</Table.Th>
          <Table.Th>{t('clearing.debit')}</Table.Th>
          <Table.Th>{t('clearing.credit')}</Table.Th>
          <Table.Th className={styles.figure}>{`${t('orders.amount')} (${t('parts.yen')})`}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {order.journal.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries are never changed, only added
          <Table.Tr key={index}>
            <Table.Td>
              <DateText date={line.bookedOn} /> {line.reverses ? t('orders.reversal') : null}
            </Table.Td>
            <Table.Td>
              <AccountName account={line.debit} />
            </Table.Td>
            <Table.Td>
              <AccountName account={line.credit} />
            </Table.Td>
            <Table.Td className={styles.figure}>
              <Money amount={line.amount} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
