import type { ExceptionCount } from '../../../preload/contract/exceptions'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import styles from './exceptions.module.css'

/** How old what is open is, by type. */
export function Ages({ counts }: { counts: readonly ExceptionCount[] }) {
  const { t } = useWords()
  if (counts.length === 0) return null
  const columns = ['count', 'amount', 'under7', 'under30', 'under90', 'older'] as const
  return (
    <div className={styles.aged}>
      <table aria-label={t('exceptions.ages.title')} className={styles.ages}>
        <thead>
          <tr>
            <th scope="col">{t('exceptions.typeName')}</th>
            {columns.map((column) => (
              <th className={styles.figure} key={column} scope="col">
                {t(`exceptions.ages.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map(({ type, count, remaining, byAge }) => (
            <tr key={type}>
              <th className={styles.type} scope="row">
                {t(`exceptions.type.${type}`)}
              </th>
              <td className={styles.figure}>{count}</td>
              <td className={styles.figure}>
                <Money amount={remaining} />
              </td>
              {columns.slice(2).map((column, age) => (
                <td className={styles.figure} key={column}>
                  {byAge[age] || '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
