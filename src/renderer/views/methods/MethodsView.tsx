import { Button, Table } from '@mantine/core'
import { Link } from 'wouter'
import { BusinessDate, businessDate } from '../../../preload/contract/date'
import { useCall, useSession } from '../../api'
import { useAddress, writeAddress } from '../../parts/address'
import { DateField } from '../../parts/DateField'
import { Money } from '../../parts/Money'
import { Page } from '../../parts/Page'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { CollectorsOwe } from './CollectorsOwe'
import { MethodsPaid } from './MethodsPaid'
import styles from './methods.module.css'
import { type Cell, type MethodRow, methodRows, onlyStatus, type Stage, stages, stagesOf } from './standings'

const figures = new Intl.NumberFormat('ja-JP')

interface Period {
  readonly from: BusinessDate
  readonly to: BusinessDate
}

/** What the address asks for; otherwise the month so far. */
function usePeriod(): { period: Period | null; set: ReturnType<typeof useAddress>['set'] } {
  const { values, set } = useAddress()
  const today = BusinessDate.safeParse(useSession()?.today)
  if (!today.success) return { period: null, set }
  const [from, to] = [BusinessDate.safeParse(values.from), BusinessDate.safeParse(values.to)]
  const firstOfMonth = businessDate(`${today.data.slice(0, 8)}01`)
  return { period: { from: from.success ? from.data : firstOfMonth, to: to.success ? to.data : today.data }, set }
}

/** 支払方法別: all methods in one view, each by itself and together. */
export function MethodsView() {
  const { t } = useWords()
  const { period, set } = usePeriod()
  const list = (
    <Button component={Link} href={writeAddress('/orders', { ...period })} size="xs" variant="default">
      {t('methods.list')}
    </Button>
  )
  return (
    <Page
      actions={list}
      filters={
        <>
          <DateField
            aria-label={t('orders.receivedFrom')}
            onChange={(from) => set({ from })}
            size="xs"
            value={period?.from ?? null}
            w={112}
          />
          <span aria-hidden="true">–</span>
          <DateField aria-label={t('orders.receivedTo')} onChange={(to) => set({ to })} size="xs" value={period?.to ?? null} w={112} />
        </>
      }
      title={t('methods.title')}
    >
      {period ? <Standings period={period} /> : null}
      {period ? <MethodsPaid period={period} /> : null}
      <CollectorsOwe />
    </Page>
  )
}

function Standings({ period }: { period: Period }) {
  const { t } = useWords()
  const asked = useCall('byMethod.orders', period)
  if (asked.error) return <RefusalText error={asked.error} title={t('parts.errorTitle')} />
  if (!asked.data) return <p role="status">{t('parts.loading')}</p>
  if (asked.data.rows.length === 0) return <p className={styles.none}>{t('methods.none')}</p>
  const open = (row: Pick<MethodRow, 'method'> | null, stage: Stage | null) => {
    const status = stage && onlyStatus(stage)
    if (row?.method === null || (stage !== null && status === null)) return null
    return writeAddress('/orders', { ...period, method: row?.method, status })
  }
  return (
    <Table aria-label={t('methods.title')} className={styles.table} verticalSpacing={4} w="auto">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('orders.method')}</Table.Th>
          {stages.map((stage) => (
            <Table.Th key={stage} ta="right">
              {t(`methods.stage.${stage}`)}
            </Table.Th>
          ))}
          <Table.Th ta="right">{`${t('methods.total')} (${t('parts.yen')})`}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {methodRows(asked.data.rows).map((row) => (
          <Row
            hrefOf={(stage) => open(row, stage)}
            key={row.method}
            name={row.method ? t(`nouns.paymentMethod.${row.method}`) : t('methods.unchosen')}
            row={row}
          />
        ))}
      </Table.Tbody>
      <Table.Tfoot>
        <Row hrefOf={(stage) => open(null, stage)} name={t('methods.total')} row={stagesOf(asked.data.rows)} />
      </Table.Tfoot>
    </Table>
  )
}

interface RowProps {
  name: string
  row: Omit<MethodRow, 'method'>
  /** Where the orders of a stage are listed, or of all of them; null where no one list shows just those. */
  hrefOf: (stage: Stage | null) => string | null
}

function Row({ name, row, hrefOf }: RowProps) {
  return (
    <Table.Tr>
      <Table.Th scope="row">{name}</Table.Th>
      {stages.map((stage) => (
        <Table.Td key={stage}>
          <Figures cell={row.cells.get(stage)} href={hrefOf(stage)} />
        </Table.Td>
      ))}
      <Table.Td>
        <Figures cell={row.total} href={hrefOf(null)} />
      </Table.Td>
    </Table.Tr>
  )
}

/** The sum, and beneath it how many orders. */
function Figures({ cell, href }: { cell: Cell | undefined; href: string | null }) {
  const { t } = useWords()
  if (!cell || cell.count === 0) return <span className={styles.nothing}>–</span>
  const amount = <Money amount={cell.amount} />
  return (
    <span className={styles.cell}>
      {href ? (
        <Link className={styles.open} href={href}>
          {amount}
        </Link>
      ) : (
        amount
      )}
      <small>{t('parts.rows', { count: figures.format(cell.count) })}</small>
    </span>
  )
}
