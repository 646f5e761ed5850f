import { Table } from '@mantine/core'
import { formatDate } from '../../../preload/contract/date'
import { FeePlan } from '../../../preload/contract/merchants'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import { percentOf } from './merchant-draft'
import styles from './merchants.module.css'

const textOf = (fee: FeePlan) => JSON.stringify(FeePlan.parse(fee))

/** What the bank keeps of each order, method by method, before tax; beside other plans, what differs from them is marked. */
export function FeeTable({ fees, beside }: { fees: readonly FeePlan[]; beside?: readonly FeePlan[] }) {
  const { t } = useWords()
  const dated = fees.some(({ validFrom }) => validFrom !== null)
  const known = beside?.map(textOf)
  const isOther = (fee: FeePlan) => known !== undefined && !known.includes(textOf(fee))
  const isExempt = fees.some(({ taxClass }) => taxClass === 'exempt')
  return (
    <Table className={styles.figures}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('merchants.method')}</Table.Th>
          {dated ? <Table.Th>{t('charges.validFrom')}</Table.Th> : null}
          <Table.Th>{`${t('merchants.feeFixed')} (${t('parts.yen')})`}</Table.Th>
          <Table.Th>{`${t('merchants.feePercent')} (%)`}</Table.Th>
          <Table.Th>{`${t('merchants.feeMinimum')} (${t('parts.yen')})`}</Table.Th>
          <Table.Th>{`${t('merchants.feeMaximum')} (${t('parts.yen')})`}</Table.Th>
          {isExempt ? <Table.Th>{t('charges.taxClass')}</Table.Th> : null}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {fees.map((fee) => (
          <Table.Tr data-changed={isOther(fee) || undefined} key={`${fee.method} ${fee.validFrom}`}>
            <Table.Td>
              {t(`nouns.paymentMethod.${fee.method}`)}
              {isOther(fee) ? <mark className={styles.changed}>{t('merchants.changed')}</mark> : null}
            </Table.Td>
            {dated ? <Table.Td>{fee.validFrom === null ? t('charges.fromTheBeginning') : formatDate(fee.validFrom)}</Table.Td> : null}
            <Table.Td>
              <Money amount={fee.fixed} />
            </Table.Td>
            <Table.Td>{percentOf(fee.basisPoints)}</Table.Td>
            <Table.Td>
              <Money amount={fee.minimum} />
            </Table.Td>
            <Table.Td>{fee.maximum === null ? t('parts.none') : <Money amount={fee.maximum} />}</Table.Td>
            {isExempt ? <Table.Td>{t(`charges.taxClasses.${fee.taxClass}`)}</Table.Td> : null}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
