import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { MandateRow } from '../../../preload/contract/debits'
import { useMay, usePages } from '../../api'
import { useAddress } from '../../parts/address'
import { codeColumn, dateColumn, textColumn } from '../../parts/columns'
import { DataTable } from '../../parts/DataTable'
import type { TableColumn } from '../../parts/table-columns'
import { useWords, type Words } from '../../words'
import { AddMandate } from './AddMandate'
import styles from './debits.module.css'
import { ThisMandate } from './ThisMandate'

const idOf = ({ id }: MandateRow) => id

/** 依頼書: the mandates by which accounts are debited. */
export function Mandates() {
  const { t } = useWords()
  const { values, set } = useAddress()
  const mayRecord = useMay('prepare_merchants')
  const [adding, setAdding] = useState(false)
  const pages = usePages('mandates.list', (cursor) => ({ cursor }))
  const columns = useMemo(() => columnsOf(t), [t])
  const open = pages.rows.find(({ id }) => String(id) === values.mandate)
  return (
    <>
      {mayRecord ? (
        <div className={styles.head}>
          <Button onClick={() => setAdding(true)} size="xs">
            {t('debits.add')}
          </Button>
        </div>
      ) : null}
      <DataTable
        columns={columns}
        empty={{ title: t('debits.mandatesNone'), text: t('debits.mandatesNoneText') }}
        label={t('debits.tabs.mandates')}
        name="mandates"
        onOpen={({ id }) => set({ mandate: String(id) })}
        pages={pages}
        rowId={idOf}
      />
      {adding ? <AddMandate onClose={() => setAdding(false)} /> : null}
      {open ? <ThisMandate mandate={open} onClose={() => set({ mandate: null })} /> : null}
    </>
  )
}

function columnsOf(t: Words): TableColumn<MandateRow>[] {
  return [
    codeColumn({ id: 'customer', header: t('debits.customerNumber'), width: 180 }, (row) => row.customerNumber),
    textColumn({ id: 'merchant', header: t('debits.merchant'), width: 160, grow: true }, (row) => row.merchantName),
    textColumn({ id: 'holder', header: t('debits.holder'), width: 150 }, (row) => row.holderKana),
    textColumn(
      { id: 'bank', header: t('debits.account'), width: 220 },
      (row) => `${row.bankName} ${row.branchName} ****${row.accountEnding}`,
    ),
    dateColumn({ id: 'validFrom', header: t('debits.validFrom') }, (row) => row.validFrom),
    textColumn({ id: 'state', header: t('debits.state'), width: 80 }, (row) =>
      row.endedAt === null ? t('debits.valid') : t('debits.ended'),
    ),
  ]
}
