import { useMemo, useState } from 'react'
import type { StatementFileRow } from '../../../preload/contract/intake'
import { usePages } from '../../api'
import { actorName } from '../../parts/actor'
import { codeColumn, countColumn, dateColumn, instantColumn, textColumn, yenColumn } from '../../parts/columns'
import { DataTable } from '../../parts/DataTable'
import type { TableColumn } from '../../parts/table-columns'
import { useWords, type Words } from '../../words'
import styles from './intake.module.css'
import { FilePanel } from './RollBack'

const idOf = (row: StatementFileRow) => row.id

function columnsOf(t: Words): TableColumn<StatementFileRow>[] {
  return [
    textColumn({ id: 'name', header: t('intake.file.name'), width: 200, grow: true }, (row) => row.fileName),
    instantColumn({ id: 'importedAt', header: t('intake.file.importedAt') }, (row) => row.importedAt),
    textColumn({ id: 'importedBy', header: t('intake.file.importedBy'), width: 100 }, (row) => actorName(row.importedBy)),
    textColumn({ id: 'format', header: t('intake.file.format'), width: 150 }, (row) => t(`nouns.statementFormat.${row.format}`)),
    textColumn({ id: 'accounts', header: t('intake.file.accounts'), width: 170 }, (row) => row.accounts),
    dateColumn({ id: 'from', header: t('intake.file.from') }, (row) => row.from),
    dateColumn({ id: 'to', header: t('intake.file.to') }, (row) => row.to),
    countColumn({ id: 'lines', header: t('intake.file.lines'), width: 70 }, (row) => row.lines),
    countColumn({ id: 'stored', header: t('intake.file.stored'), width: 70 }, (row) => row.stored),
    yenColumn({ id: 'credits', header: t('intake.file.credits'), width: 120 }, (row) => row.credits.amount),
    countColumn({ id: 'cleared', header: t('intake.file.clearedCount'), width: 80 }, (row) =>
      row.state === 'in' ? row.credits.count - row.open.count : 0,
    ),
    countColumn({ id: 'open', header: t('intake.file.openCount'), width: 80 }, (row) => row.open.count),
    textColumn({ id: 'state', header: t('intake.file.state'), width: 90 }, (row) => t(`intake.rollBack.state.${row.state}`)),
    countColumn({ id: 'duplicates', header: t('intake.file.duplicates'), width: 100 }, (row) => row.duplicates),
    codeColumn({ id: 'sha256', header: 'SHA-256', width: 180, hidden: true }, (row) => row.sha256),
  ]
}

/** Every file that was brought in, by whom, what it brought and what became of that. Enter opens one beside the list. */
export function IntakeFiles() {
  const { t } = useWords()
  const pages = usePages('intake.files', (cursor) => ({ cursor }))
  const columns = useMemo(() => columnsOf(t), [t])
  const empty = { title: t('intake.filesEmptyTitle'), text: t('intake.filesEmptyText') }
  const [openId, setOpenId] = useState<StatementFileRow['id'] | null>(null)
  const opened = pages.rows.find(({ id }) => id === openId)
  return (
    <div className={styles.register}>
      <DataTable
        columns={columns}
        empty={empty}
        label={t('intake.tab.files')}
        name="intake-files"
        onOpen={({ id }) => setOpenId(id)}
        pages={pages}
        rowId={idOf}
      />
      {opened ? <FilePanel close={() => setOpenId(null)} file={opened} key={opened.id} /> : null}
    </div>
  )
}
