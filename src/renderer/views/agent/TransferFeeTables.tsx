import { Table } from '@mantine/core'
import { formatDate } from '../../../preload/contract/date'
import type { TransferFeeTable } from '../../../preload/contract/transfer-fees'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import styles from './agent.module.css'
import { bandsOf, destinations } from './rules-draft'

/** The bank's price lists of transfers, each as it holds from a day on. */
export function TransferFeeTables({ tables }: { tables: readonly TransferFeeTable[] }) {
  const { t } = useWords()
  const yen = t('parts.yen')
  return (
    <div>
      <h3 className={styles.heading}>{t('agent.transferFees')}</h3>
      {tables.length === 0 ? <p className={styles.dimmed}>{t('agent.noTransferFees')}</p> : null}
      {tables.map((table) => (
        <Table
          aria-label={t('agent.validFromDay', { day: formatDate(table.validFrom) })}
          className={styles.prices}
          key={table.validFrom}
          w="auto"
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('agent.validFromDay', { day: formatDate(table.validFrom) })}</Table.Th>
              {destinations.map((destination) => (
                <Table.Th key={destination} ta="right">{`${t(`charges.destination.${destination}`)} (${yen})`}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {bandsOf(table).map((band) => (
              <Table.Tr key={band.from}>
                <Table.Th className={styles.figure} scope="row">
                  {band.from === null ? '–' : t('charges.from', { amount: band.from.toLocaleString('ja-JP') })}
                </Table.Th>
                {destinations.map((destination) => {
                  const fee = band[destination]
                  return (
                    <Table.Td className={styles.figure} key={destination}>
                      {fee === null ? '–' : <Money amount={fee} />}
                    </Table.Td>
                  )
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ))}
    </div>
  )
}
