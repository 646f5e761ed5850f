import { Button, Group } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import { type BusinessDate, formatDate } from '../../../preload/contract/date'
import { formatYen, sumYen } from '../../../preload/contract/money'
import type { CalendarEntry } from '../../../preload/contract/payouts'
import { useCall, useMay, useSession, wholeList } from '../../api'
import { useAddress } from '../../parts/address'
import { countColumn, dateColumn, textColumn, yenColumn } from '../../parts/columns'
import { DataTable } from '../../parts/DataTable'
import { DateField } from '../../parts/DateField'
import { Page } from '../../parts/Page'
import type { TableColumn } from '../../parts/table-columns'
import { useWords, type Words } from '../../words'
import { periodOf } from './calendar-period'
import { PlanPayouts } from './PlanPayouts'

const idOf = (row: CalendarEntry) => `${row.closesOn} ${row.paysOn}`
const amountOf = (row: CalendarEntry) => row.amount

/** 支払予定の暦: what falls when, with the hour by which the bank must have the file. Enter plans a closing that is over. */
export function CalendarView() {
  const session = useSession()
  return session ? <Calendar today={session.today} /> : null
}

function Calendar({ today }: { today: string }) {
  const { t } = useWords()
  const { values, set } = useAddress()
  const period = useMemo(() => periodOf(values, today), [values, today])
  const asked = useCall('payouts.calendar', period)
  const entries = asked.data?.entries ?? []
  const columns = useMemo(() => calendarColumns(t), [t])
  const mayPrepare = useMay('prepare_payouts')
  const [planning, setPlanning] = useState<BusinessDate | null>(null)
  return (
    <Page
      actions={
        <Button component={Link} href="/payouts" size="xs" variant="default">
          {t('payouts.toList')}
        </Button>
      }
      counted={
        asked.data
          ? t('payouts.calendar.total', { count: entries.length, amount: formatYen(sumYen(entries.map(({ amount }) => amount))) })
          : null
      }
      fill
      filters={
        <Group gap="xs">
          <DateField label={t('payouts.calendar.from')} onChange={(from) => from && set({ from })} size="xs" value={period.from} w={150} />
          <DateField label={t('payouts.calendar.to')} onChange={(to) => to && set({ to })} size="xs" value={period.to} w={150} />
        </Group>
      }
      title={t('payouts.calendar.title')}
    >
      <DataTable
        amountOf={amountOf}
        columns={columns}
        empty={{ title: t('payouts.calendar.empty'), text: t('payouts.calendar.emptyText') }}
        label={t('payouts.calendar.title')}
        name="payout-calendar"
        onOpen={(row) => mayPrepare && setPlanning(row.closesOn)}
        pages={wholeList(asked, entries)}
        rowId={idOf}
      />
      {planning ? <PlanPayouts first={planning} onClose={() => setPlanning(null)} /> : null}
    </Page>
  )
}

function calendarColumns(t: Words): TableColumn<CalendarEntry>[] {
  return [
    dateColumn({ id: 'closesOn', header: t('payouts.closingOn') }, (row) => row.closesOn),
    dateColumn({ id: 'paysOn', header: t('payouts.payOn') }, (row) => row.paysOn),
    textColumn(
      { id: 'handOverBy', header: t('payouts.calendar.handOverBy'), width: 160 },
      (row) => `${formatDate(row.handOverBy.date)} ${row.handOverBy.time}`,
    ),
    countColumn({ id: 'merchants', header: t('payouts.merchants'), width: 100 }, (row) => row.merchants),
    countColumn({ id: 'orders', header: t('payouts.figures.orders'), width: 100 }, (row) => row.orders),
    yenColumn({ id: 'amount', header: `${t('payouts.amount')} (${t('parts.yen')})`, width: 140, grow: true }, (row) => row.amount),
  ]
}
