import { Button, Table, Text } from '@mantine/core'
import { formatDate } from '../../../preload/contract/date'
import type { DebitCycle } from '../../../preload/contract/debits'
import { useAct, useCall, useMay } from '../../api'
import { useAddress } from '../../parts/address'
import { DateText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { NothingOpen } from '../../parts/Workbench'
import { useWords } from '../../words'
import styles from './debits.module.css'

/** 引落日: the next days of debit with what is due, and the file of each to be made. */
export function Cycles() {
  const { t } = useWords()
  const mayPrepare = useMay('prepare_payouts')
  const { set } = useAddress()
  const asked = useCall('debits.cycles', {})
  const prepare = useAct('debits.prepare')
  const cycles = asked.data?.cycles ?? []
  const make = ({ debitOn }: DebitCycle) => prepare.mutate({ debitOn }, { onSuccess: ({ id }) => set({ tab: 'runs', run: String(id) }) })
  if (asked.data && cycles.length === 0) return <NothingOpen text={t('debits.notSettledText')} title={t('debits.notSettled')} />
  return (
    <>
      <RefusalText error={asked.error ?? prepare.error} title={asked.error ? t('parts.errorTitle') : undefined} />
      <Table.ScrollContainer minWidth={640}>
        <Table aria-label={t('debits.tabs.cycles')} verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('debits.debitOn')}</Table.Th>
              <Table.Th>{t('debits.handInBy')}</Table.Th>
              <Table.Th>{t('debits.resultOn')}</Table.Th>
              <Table.Th>{t('debits.transferOn')}</Table.Th>
              <Table.Th ta="right">{t('debits.orders')}</Table.Th>
              <Table.Th ta="right">{t('debits.amount')}</Table.Th>
              {mayPrepare ? <Table.Td /> : null}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {cycles.map((cycle) => (
              <Table.Tr key={cycle.debitOn}>
                <Table.Th scope="row">
                  <DateText date={cycle.debitOn} />
                </Table.Th>
                <Table.Td>
                  {formatDate(cycle.handInBy.date)} {cycle.handInBy.time}
                </Table.Td>
                <Table.Td>
                  <DateText date={cycle.resultOn} />
                </Table.Td>
                <Table.Td>
                  <DateText date={cycle.transferOn} />
                </Table.Td>
                <Table.Td className={styles.figure}>{cycle.orders.toLocaleString('ja-JP')}</Table.Td>
                <Table.Td className={styles.figure}>
                  <Money amount={cycle.amount} />
                </Table.Td>
                {mayPrepare ? (
                  <Table.Td>
                    <Button disabled={cycle.orders === 0} loading={prepare.isPending} onClick={() => make(cycle)} size="compact-sm">
                      {t('debits.prepare')}
                      <Text component="span" inherit ml={6}>
                        {formatDate(cycle.debitOn)}
                      </Text>
                    </Button>
                  </Table.Td>
                ) : null}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  )
}
