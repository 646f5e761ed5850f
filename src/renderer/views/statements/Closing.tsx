import { Button, Select } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import { Link } from 'wouter'
import { type BusinessDate, formatDate } from '../../../preload/contract/date'
import type { StatementRow } from '../../../preload/contract/documents'
import { formatYen, sumYen } from '../../../preload/contract/money'
import { useCall, useMay, wholeList } from '../../api'
import { useAddress } from '../../parts/address'
import { DataTable } from '../../parts/DataTable'
import { Page } from '../../parts/Page'
import { useWords } from '../../words'
import { MakingStatement } from './MakingStatement'
import { PackStatements } from './PackStatements'
import { PrintStatements } from './PrintStatements'
import { statementColumns } from './statement-columns'
import { useStatementFile } from './useStatementFile'

/** A merchant has several where its closing was paid by several runs. */
const idOf = ({ merchantId, payoutId }: StatementRow) => `${merchantId} ${payoutId}`
const netOf = (row: StatementRow) => row.net
/** Only of these a statement can be made. */
const isIssued = (row: StatementRow) => row.none === null

/** A closing day: every merchant that closes on it, its statement as PDF and Excel, all of them in one pack, and those that go by post. */
export function Closing({ tabs }: { tabs: ReactNode }) {
  const { t } = useWords()
  const { values, set } = useAddress()
  const closings = useCall('statements.closings', {})
  const days = closings.data?.closings ?? []
  const closingOn = (days.find((each) => each.closingOn === values.closing) ?? days[0])?.closingOn ?? null
  const list = useCall('statements.list', { closingOn: closingOn ?? '' }, { enabled: closingOn !== null })
  const rows = closingOn === null ? [] : (list.data?.rows ?? [])
  const file = useStatementFile()
  const mayExport = useMay('export')
  const columns = useMemo(() => statementColumns(t, mayExport ? file.make : null), [t, mayExport, file.make])
  const none =
    days.length === 0 ? { title: t('statements.empty'), text: t('statements.emptyText') } : { title: t('statements.noMerchants') }
  return (
    <Page
      actions={closingOn !== null && mayExport ? <OfAll closingOn={closingOn} rows={rows} /> : null}
      counted={closingOn === null ? null : <Counted rows={rows} />}
      fill
      filters={
        <>
          {tabs}
          <Select
            aria-label={t('statements.closing')}
            data={days.map(({ closingOn: day, merchants, net }) => ({
              value: day,
              label: t('statements.closingOf', { day: formatDate(day), count: merchants, net: formatYen(net) }),
            }))}
            disabled={days.length === 0}
            onChange={(closing) => set({ closing })}
            placeholder={t('statements.closing')}
            size="xs"
            value={closingOn}
            w={320}
          />
        </>
      }
      title={t('statements.title')}
    >
      <MakingStatement file={file} />
      <DataTable
        amountOf={netOf}
        columns={columns}
        empty={{ ...none, action: days.length === 0 ? <ToPayouts /> : null }}
        key={closingOn}
        label={t('statements.list')}
        name="statements"
        onOpen={(row) => mayExport && isIssued(row) && file.make(row, 'pdf')}
        pages={closingOn === null ? wholeList(closings, []) : wholeList(list, rows)}
        rowId={idOf}
      />
    </Page>
  )
}

function Counted({ rows }: { rows: readonly StatementRow[] }) {
  const { t } = useWords()
  const issued = rows.filter(isIssued)
  return t('statements.counted', { statements: issued.length, merchants: rows.length, net: formatYen(sumYen(issued.map(netOf))) })
}

function ToPayouts() {
  const { t } = useWords()
  return (
    <Button component={Link} href="/payouts" size="xs" variant="default">
      {t('statements.toPayouts')}
    </Button>
  )
}

/** What is made of a whole closing: the paper run and the pack. */
function OfAll({ closingOn, rows }: { closingOn: BusinessDate; rows: readonly StatementRow[] }) {
  const { t } = useWords()
  const [open, setOpen] = useState<'pack' | 'paper' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <Button onClick={() => setOpen('paper')} size="xs" variant="default">
        {t('statements.paper')}
      </Button>
      <Button onClick={() => setOpen('pack')} size="xs">
        {t('statements.pack')}
      </Button>
      {open === 'pack' ? <PackStatements closingOn={closingOn} onClose={close} rows={rows} /> : null}
      {open === 'paper' ? <PrintStatements closingOn={closingOn} onClose={close} rows={rows} /> : null}
    </>
  )
}
