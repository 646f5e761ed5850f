// biome-ignore-all lint/a11y/useFocusableInteractive: one stop for the keyboard is enough: the list as a whole
// biome-ignore-all lint/a11y/useSemanticElements: rows that are drawn as they scroll into sight cannot be a <table>; the roles say what they are
import { Text } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { CollectionError } from '../../preload/contract/collection'
import type { DebitFileError } from '../../preload/contract/direct-debit'
import type { RowError } from '../../preload/contract/errors'
import type { RecordError } from '../../preload/contract/statement'
import { useWords } from '../words'
import { collectionErrorSentence, collectionFieldName, recordErrorSentence, rowErrorSentence } from '../words/refused'
import styles from './ErrorList.module.css'

/** One fault in a place a clerk can point at. */
export interface PlacedError {
  place: string
  column: string
  problem: string
  found: string
  expected: string
}

const ROW_HEIGHT = 28

/** All faults of a file at once, by place; only what is in sight is drawn. */
function Placed({ errors, total, place, column }: { errors: readonly PlacedError[]; total: number; place: string; column: string }) {
  const { t } = useWords()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: errors.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  })
  const capped = total > errors.length
  const tellsExpected = errors.some(({ expected }) => expected !== '')
  const titles = [place, column, t('parts.problem'), t('parts.found'), ...(tellsExpected ? [t('parts.expected')] : [])]
  return (
    <div
      className={styles.list}
      data-plain={tellsExpected ? undefined : true}
      role="table"
      aria-label={t('parts.problem')}
      aria-rowcount={errors.length + 1}
    >
      <Text size="sm" fw={600} role="caption">
        {capped ? t('parts.problemsCapped', { count: total, shown: errors.length }) : t('parts.problems', { count: total })}
      </Text>
      <div className={styles.row} data-head role="row">
        {titles.map((title) => (
          <span key={title} role="columnheader">
            {title}
          </span>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard */}
      <div ref={scroller} className={styles.scroller} role="rowgroup" tabIndex={0} aria-label={t('parts.problem')}>
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const error = errors[item.index]
            return error === undefined ? null : (
              <div
                key={item.key}
                className={styles.row}
                role="row"
                aria-rowindex={item.index + 2}
                style={{ position: 'absolute', top: item.start }}
              >
                <span role="cell">{error.place}</span>
                <span role="cell" title={error.column}>
                  {error.column}
                </span>
                <span role="cell">{error.problem}</span>
                <span role="cell" className={styles.found} title={error.found}>
                  {error.found}
                </span>
                {tellsExpected ? (
                  <span role="cell" title={error.expected}>
                    {error.expected}
                  </span>
                ) : null}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** Every fault of an order file, by row and column. */
export function RowErrorList({ errors, total }: { errors: readonly RowError[]; total: number }) {
  const { t, language } = useWords()
  const placed = errors.map((error) => ({
    place: String(error.row),
    column: error.column,
    problem: rowErrorSentence(error, language),
    found: error.found,
    expected: error.expected ?? '',
  }))
  return <Placed errors={placed} total={total} place={t('parts.rowNumber')} column={t('parts.columnName')} />
}

/** Every fault of a statement, by record and byte. */
export function RecordErrorList({ errors, total }: { errors: readonly RecordError[]; total: number }) {
  const { t, language } = useWords()
  const placed = errors.map((error) => ({
    place: String(error.record),
    column: error.column === null ? '–' : String(error.column),
    problem: recordErrorSentence(error, language),
    found: error.found ?? '',
    expected: error.expected ?? '',
  }))
  return <Placed errors={placed} total={total} place={t('parts.recordNumber')} column={t('parts.byte')} />
}

/** Every fault of an agent's result file, by record and field. */
export function CollectionErrorList({ errors, total }: { errors: readonly CollectionError[]; total: number }) {
  const { t, language } = useWords()
  const placed = errors.map((error) => ({
    place: String(error.record),
    column: collectionFieldName(error.field, language),
    problem: collectionErrorSentence(error, language),
    found: error.found,
    expected: '',
  }))
  return <Placed errors={placed} total={total} place={t('parts.recordNumber')} column={t('parts.fieldName')} />
}

/** Every fault of a result file of direct debits, by record and field. */
export function DebitErrorList({ errors, total }: { errors: readonly DebitFileError[]; total: number }) {
  const { t } = useWords()
  const placed = errors.map(({ record, field, code, found, expected = '' }) => ({
    place: String(record),
    column: field === '' ? '–' : field,
    problem: t(`debits.fileError.${code}`),
    found,
    expected,
  }))
  return <Placed errors={placed} total={total} place={t('parts.recordNumber')} column={t('parts.fieldName')} />
}
