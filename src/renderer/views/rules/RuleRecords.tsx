import { Group, Table } from '@mantine/core'
import { useState } from 'react'
import type { BusinessDate } from '../../../preload/contract/date'
import { formatYen, sumYen } from '../../../preload/contract/money'
import type { RuleRecord } from '../../../preload/contract/rules'
import { useCall } from '../../api'
import { DateField } from '../../parts/DateField'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { LevelName } from '../deposits/LevelName'
import { Section } from '../settings/Section'
import styles from './rules.module.css'

/** Each rule's own record: of what period, how often used and undone, and how much money that was. */
export function RuleRecords() {
  const { t } = useWords()
  const [period, setPeriod] = useState<{ from: BusinessDate | null; to: BusinessDate | null }>({ from: null, to: null })
  const { data, error } = useCall('rules.records', period)
  return (
    <Section note={t('rules.recordsText')} title={t('rules.records')}>
      <Group gap="sm" mb="sm">
        <DateField
          label={t('rules.from')}
          onChange={(from) => setPeriod((before) => ({ ...before, from }))}
          size="xs"
          value={period.from}
          w={140}
        />
        <DateField
          label={t('rules.to')}
          onChange={(to) => setPeriod((before) => ({ ...before, to }))}
          size="xs"
          value={period.to}
          w={140}
        />
      </Group>
      <RefusalText error={error} />
      {data?.records.length === 0 ? <p className={styles.dimmed}>{t('rules.none')}</p> : null}
      {data && data.records.length > 0 ? <Records records={data.records} /> : null}
    </Section>
  )
}

const figures = new Intl.NumberFormat('ja-JP')
/** Of a rule that was undone even once, never 100 %. */
const keptShare = ({ used, undone }: Pick<RuleRecord, 'used' | 'undone'>): string =>
  `${(Math.floor(((used - undone) / used) * 10_000) / 100).toFixed(2)} %`

function Records({ records }: { records: readonly RuleRecord[] }) {
  const { t } = useWords()
  const total = {
    used: records.reduce((sum, { used }) => sum + used, 0),
    usedAmount: sumYen(records.map(({ usedAmount }) => usedAmount)),
    undone: records.reduce((sum, { undone }) => sum + undone, 0),
    undoneAmount: sumYen(records.map(({ undoneAmount }) => undoneAmount)),
  }
  return (
    <Table aria-label={t('rules.records')} className={styles.table} verticalSpacing={3}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('rules.level')}</Table.Th>
          <Table.Th>{t('rules.fact')}</Table.Th>
          {(['used', 'usedAmount', 'undone', 'undoneAmount', 'kept'] as const).map((column) => (
            <Table.Th className={styles.figure} key={column}>
              {t(`rules.${column}`)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {records.map((record) => (
          <Table.Tr key={`${record.level} ${record.fact}`}>
            <Table.Td>
              <LevelName level={String(record.level)} />
            </Table.Td>
            <Table.Td>{record.fact === '' ? t('rules.noFact') : t(`nouns.reason.${record.fact}`)}</Table.Td>
            <Figures record={record} />
          </Table.Tr>
        ))}
      </Table.Tbody>
      <Table.Tfoot>
        <Table.Tr>
          <Table.Th colSpan={2}>{t('rules.total')}</Table.Th>
          <Figures record={total} />
        </Table.Tr>
      </Table.Tfoot>
    </Table>
  )
}

function Figures({ record }: { record: Omit<RuleRecord, 'level' | 'fact'> }) {
  const { used, usedAmount, undone, undoneAmount } = record
  const cells = [figures.format(used), formatYen(usedAmount), figures.format(undone), formatYen(undoneAmount), keptShare(record)]
  return cells.map((text, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the cells of a row stand where they stand
    <Table.Td className={styles.figure} key={at}>
      {text}
    </Table.Td>
  ))
}
