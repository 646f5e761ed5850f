import { useMemo, useState } from 'react'
import type { CollectionFileSummary } from '../../../preload/contract/collections'
import { useMay, usePages } from '../../api'
import { actorName } from '../../parts/actor'
import { codeColumn, countColumn, instantColumn, textColumn } from '../../parts/columns'
import { DataTable } from '../../parts/DataTable'
import type { TableColumn } from '../../parts/table-columns'
import { useWords, type Words } from '../../words'
import styles from './collections.module.css'
import { ResultIntake } from './ResultIntake'

/** 結果ファイル: the next one to bring in, and those that were. While one is being looked at, it alone is on the screen. */
export function ResultFiles() {
  const mayBringIn = useMay('bring_in')
  const [reading, setReading] = useState(false)
  return (
    <>
      {mayBringIn ? (
        <div className={reading ? styles.whole : styles.intake}>
          <ResultIntake onReading={setReading} />
        </div>
      ) : null}
      {reading ? null : <BroughtIn />}
    </>
  )
}

function BroughtIn() {
  const { t } = useWords()
  const pages = usePages('collections.files', (cursor) => ({ cursor }))
  const columns = useMemo(() => columnsOf(t), [t])
  return (
    <>
      <h2 className={styles.heading}>{t('collections.filesTitle')}</h2>
      <DataTable
        columns={columns}
        empty={{ title: t('collections.filesEmptyTitle'), text: t('collections.filesEmptyText') }}
        label={t('collections.filesTitle')}
        name="collection-files"
        pages={pages}
        rowId={idOf}
      />
    </>
  )
}

const idOf = ({ id }: CollectionFileSummary) => id

function columnsOf(t: Words): TableColumn<CollectionFileSummary>[] {
  return [
    textColumn({ id: 'name', header: t('collections.file.name'), width: 210, grow: true }, (row) => row.fileName),
    instantColumn({ id: 'importedAt', header: t('collections.file.importedAt') }, (row) => row.importedAt),
    countColumn({ id: 'stored', header: t('collections.file.stored'), width: 80 }, (row) => row.stored),
    countColumn({ id: 'duplicates', header: t('collections.file.duplicates'), width: 110 }, (row) => row.duplicates),
    textColumn({ id: 'importedBy', header: t('collections.file.importedBy'), width: 100 }, (row) => actorName(row.importedBy)),
    textColumn({ id: 'format', header: t('collections.file.format'), width: 150 }, (row) => t(`nouns.collectionFormat.${row.format}`)),
    codeColumn({ id: 'party', header: t('collections.file.party'), width: 110, hidden: true }, (row) => row.party),
  ]
}
