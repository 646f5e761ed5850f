import { Table } from '@mantine/core'
import { Link } from 'wouter'
import { formatYen } from '../../../preload/contract/money'
import { useCall } from '../../api'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import styles from './methods.module.css'

const figures = new Intl.NumberFormat('ja-JP')

/** 未収金: what agents, card companies, networks and carriers owe the bank, and whether the ledger says the same. */
export function CollectorsOwe() {
  const { t } = useWords()
  const asked = useCall('byMethod.collectors', {})
  const rows = asked.data?.rows
  return (
    <section className={styles.part}>
      <h2>{t('methods.owed')}</h2>
      <RefusalText error={asked.error} title={t('parts.errorTitle')} />
      {rows?.length === 0 ? <p className={styles.none}>{t('methods.owedNone')}</p> : null}
      {rows && rows.length > 0 ? (
        <Table aria-label={t('methods.owed')} className={styles.table} verticalSpacing={4} w="auto">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('methods.collector')}</Table.Th>
              <Table.Th ta="right">{t('methods.claims')}</Table.Th>
              {(['gross', 'deductions', 'owing', 'overdue'] as const).map((name) => (
                <Table.Th key={name} ta="right">
                  {`${t(`methods.${name}`)} (${t('parts.yen')})`}
                </Table.Th>
              ))}
              <Table.Th>{t('methods.ledger')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ party, name, claims, gross, deductions, owed, overdue, balance }) => (
              <Table.Tr key={party}>
                <Table.Th className={styles.name} scope="row" title={name}>
                  <Link className={styles.open} href="/collections?tab=transfers">
                    {name}
                  </Link>
                </Table.Th>
                <Table.Td>{figures.format(claims)}</Table.Td>
                {[gross, deductions, owed].map((amount, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: three columns that never move
                  <Table.Td key={at}>
                    <Money amount={amount} />
                  </Table.Td>
                ))}
                <Table.Td className={overdue > 0 ? styles.late : undefined}>
                  <Money amount={overdue} />
                </Table.Td>
                <Table.Td className={styles.agrees} data-differs={owed !== balance || undefined}>
                  {owed === balance ? t('methods.agrees') : t('methods.differs', { balance: formatYen(balance) })}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : null}
    </section>
  )
}
