import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { DebitRun } from '../../../preload/contract/debits'
import { useMay, usePages } from '../../api'
import { actorName } from '../../parts/actor'
import { useAddress } from '../../parts/address'
import { countColumn, dateColumn, instantColumn, textColumn, yenColumn } from '../../parts/columns'
import { DataTable } from '../../parts/DataTable'
import type { TableColumn } from '../../parts/table-columns'
import { useWords, type Words } from '../../words'
import styles from './debits.module.css'
import { ResultIntake } from './ResultIntake'
import { ThisRun } from './ThisRun'

const idOf = ({ id }: DebitRun) => id
const totalOf = ({ total }: DebitRun) => total

/** 依頼: the files that were made, how each stands, and the results to bring in. */
export function Runs() {
  const { t } = useWords()
  const { values, set } = useAddress()
  const mayBringIn = useMay('bring_in')
  const [bringing, setBringing] = useState(false)
  const pages = usePages('debits.runs', (cursor) => ({ cursor }))
  const columns = useMemo(() => columnsOf(t), [t])
  const open = pages.rows.find(({ id }) => String(id) === values.run)
  return (
    <>
      {mayBringIn ? (
        <div className={styles.head}>
          <Button onClick={() => setBringing(true)} size="xs">
            {t('debits.bringResult')}
          </Button>
        </div>
      ) : null}
      <DataTable
        amountOf={totalOf}
        columns={columns}
        empty={{ title: t('debits.runsNone'), text: t('debits.runsNoneText') }}
        label={t('debits.tabs.runs')}
        name="debit-runs"
        onOpen={({ id }) => set({ run: String(id) })}
        pages={pages}
        rowId={idOf}
      />
      {open ? <ThisRun onClose={() => set({ run: null })} run={open} /> : null}
      {bringing ? <ResultIntake onClose={() => setBringing(false)} /> : null}
    </>
  )
}

function columnsOf(t: Words): TableColumn<DebitRun>[] {
  return [
    dateColumn({ id: 'debitOn', header: t('debits.debitOn') }, (row) => row.debitOn),
    textColumn({ id: 'state', header: t('debits.state'), width: 100 }, (row) => t(`debits.runState.${row.state}`)),
    countColumn({ id: 'lines', header: t('debits.orders'), width: 72 }, (row) => row.lines),
    yenColumn({ id: 'total', header: t('debits.amount'), width: 118 }, totalOf),
    countColumn({ id: 'paid', header: t('debits.paid'), width: 84 }, (row) => row.paid),
    countColumn({ id: 'failed', header: t('debits.failed'), width: 104 }, (row) => row.failed),
    countColumn({ id: 'open', header: t('debits.open'), width: 84 }, (row) => row.open),
    textColumn({ id: 'madeBy', header: t('debits.madeBy'), width: 100, grow: true }, (row) => actorName(row.madeBy)),
    instantColumn({ id: 'madeAt', header: t('debits.madeAt') }, (row) => row.madeAt),
  ]
}
