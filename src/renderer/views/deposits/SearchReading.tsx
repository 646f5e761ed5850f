import { useCall } from '../../api'
import { useWords } from '../../words'
import styles from './deposits.module.css'
import { readingOf } from './search-reading'

/** How the search box was read, in words: 「ヤマダ」名義に含む. Nothing while nothing is searched. */
export function SearchReading({ search }: { search: string }) {
  const { t } = useWords()
  const words = useCall('deposits.readSearch', { search }, { enabled: search !== '' }).data?.words ?? []
  if (search === '' || words.length === 0) return null
  return (
    <p aria-live="polite" className={styles.reading}>
      {readingOf(words, t)}
    </p>
  )
}
