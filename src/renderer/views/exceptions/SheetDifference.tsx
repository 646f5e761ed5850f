import { formatDate } from '../../../preload/contract/date'
import type { SheetChange } from '../../../preload/contract/exception-sheets'
import type { OutputOf } from '../../../preload/contract/methods'
import { DateText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import styles from './exceptions.module.css'

/** So many rows are drawn; the figures above them count all. */
const DRAWN_MAX = 500

/** What a workbook would change, row by row, before any of it is done; what has moved since is named. */
export function SheetDifference({ shown }: { shown: OutputOf<'exceptions.previewSheet'> }) {
  const { t } = useWords()
  const { changes, moved, unchanged, fileName } = shown
  return (
    <>
      <p>{t('exceptions.sheetShown', { file: fileName, count: changes.length, moved: moved.length, unchanged })}</p>
      {changes.length === 0 ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section aria-label={t('exceptions.sheetDifference')} className={styles.sheet} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('exceptions.sheetRow')}</th>
                <th scope="col">{t('exceptions.bookedOn')}</th>
                <th scope="col">{t('exceptions.payerName')}</th>
                <th className={styles.figure} scope="col">
                  {t('exceptions.sheetLeft')}
                </th>
                <th scope="col">{t('exceptions.sheetWhat')}</th>
              </tr>
            </thead>
            <tbody>
              {changes.slice(0, DRAWN_MAX).map((change) => (
                <tr key={change.row}>
                  <td>{change.row}</td>
                  <td>
                    <DateText date={change.bookedOn} />
                  </td>
                  <td>{change.name || '–'}</td>
                  <td className={styles.figure}>
                    <Money amount={change.remaining} />
                  </td>
                  <td>
                    <What change={change} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {changes.length > DRAWN_MAX ? (
        <p className={styles.dimmed}>{t('exceptions.sheetMore', { count: changes.length - DRAWN_MAX })}</p>
      ) : null}
      {moved.length === 0 ? null : (
        <div className={styles.dimmed}>
          <p>{t('exceptions.sheetMoved')}</p>
          <ul>
            {moved.slice(0, DRAWN_MAX).map(({ row, name }) => (
              <li key={row}>{t('exceptions.sheetMovedRow', { row, name: name || '–' })}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

function What({ change: { ending, needed, thought, nextOn, attempt } }: { change: SheetChange }) {
  const { t } = useWords()
  const day = (date: NonNullable<SheetChange['nextOn']>['after']) => (date === null ? '–' : formatDate(date))
  return (
    <>
      {ending === null ? null : (
        <div>
          <strong>{t(`exceptions.ending.${ending}`)}</strong>
          {needed > 0 ? ` · ${t('exceptions.ask')}` : null}
        </div>
      )}
      {thought === '' ? null : <div>{thought}</div>}
      {attempt ? (
        <div>{t('exceptions.attempt', { way: t(`exceptions.way.${attempt.way}`), asked: attempt.asked, outcome: attempt.outcome })}</div>
      ) : null}
      {nextOn ? <div>{t('exceptions.nextOnChange', { before: day(nextOn.before), after: day(nextOn.after) })}</div> : null}
    </>
  )
}
