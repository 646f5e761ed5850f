import { BarChart } from '@mantine/charts'
import { Button, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Home } from '../../../preload/contract/audit'
import { formatDate, parseDate } from '../../../preload/contract/date'
import { sumYen } from '../../../preload/contract/money'
import { writeAddress } from '../../parts/address'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import styles from './home.module.css'
import { Panel } from './Panel'

type Day = Home['moneyIn'][number]

const figures = new Intl.NumberFormat('ja-JP')
const linesOf = (day: string) => writeAddress('/deposits', { from: day, to: day })

/** Money in by day, cleared below and waiting above; a day opens to its deposits. */
export function MoneyIn({ days }: { days: readonly Day[] }) {
  const { t } = useWords()
  const [asTable, setAsTable] = useState(false)
  const note = t('home.moneyInText', { count: days.length })
  if (days.every((day) => day.count === 0)) {
    return (
      <Panel title={t('home.moneyIn')} note={note} wide>
        <Text size="sm" c="dimmed">
          {t('home.moneyInNone')}
        </Text>
      </Panel>
    )
  }
  const toggle = (
    <Button variant="subtle" size="compact-xs" onClick={() => setAsTable(!asTable)}>
      {t(asTable ? 'home.asChart' : 'home.asTable')}
    </Button>
  )
  return (
    <Panel title={t('home.moneyIn')} note={note} actions={toggle} wide>
      {asTable ? <DayTable days={days} /> : <DayChart days={days} />}
    </Panel>
  )
}

function DayChart({ days }: { days: readonly Day[] }) {
  const { t } = useWords()
  const [, navigate] = useLocation()
  const open = (label: unknown) => {
    const day = parseDate(String(label))
    if (day !== null) navigate(linesOf(day))
  }
  const total = sumYen(days.flatMap((day) => [day.cleared, day.waiting]))
  return (
    <BarChart
      h={200}
      type="stacked"
      data={days.map(({ day, cleared, waiting }) => ({ day: formatDate(day), cleared, waiting }))}
      dataKey="day"
      withLegend
      series={[
        { name: 'cleared', label: t('home.cleared'), color: 'var(--daiko-cleared-bar)' },
        { name: 'waiting', label: t('home.waiting'), color: 'var(--daiko-wait-bar)' },
      ]}
      valueFormatter={(value) => figures.format(value)}
      maxBarWidth={36}
      textColor="var(--mantine-color-dimmed)"
      gridColor="var(--daiko-line)"
      xAxisProps={{ tickFormatter: (day: string) => day.slice(5) }}
      yAxisProps={{ width: 88 }}
      barProps={{ isAnimationActive: false }}
      tooltipProps={{ isAnimationActive: false }}
      barChartProps={{ onClick: (state) => open(state.activeLabel), accessibilityLayer: false }}
      role="img"
      aria-label={`${t('home.moneyIn')}: ${t('home.total')} ${figures.format(total)}`}
      className={styles.chart}
    />
  )
}

function DayTable({ days }: { days: readonly Day[] }) {
  const { t } = useWords()
  return (
    <Table verticalSpacing={3} className={styles.table}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('home.day')}</Table.Th>
          <Table.Th ta="right">{t('home.count')}</Table.Th>
          <Table.Th ta="right">{t('home.cleared')}</Table.Th>
          <Table.Th ta="right">{t('home.waiting')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {days.map((day) => (
          <Table.Tr key={day.day}>
            <Table.Td>
              <Link href={linesOf(day.day)}>{formatDate(day.day)}</Link>
            </Table.Td>
            <Table.Td ta="right">{figures.format(day.count)}</Table.Td>
            <Table.Td ta="right">
              <Money amount={day.cleared} />
            </Table.Td>
            <Table.Td ta="right">
              <Money amount={day.waiting} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
