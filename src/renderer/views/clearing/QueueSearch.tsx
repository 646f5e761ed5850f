import { SearchField } from '../../parts/SearchField'
import { useWords } from '../../words'
import { SearchReading } from '../deposits/SearchReading'
import styles from './clearing.module.css'

interface QueueSearchProps {
  search: string
  onChange: (search: string) => void
  /** Gives the keyboard back to the queue. */
  leave: () => void
}

/** The box that narrows the queue, read as that of the deposits is; `/` already searches the orders of the one on the desk. */
export function QueueSearch({ search, onChange, leave }: QueueSearchProps) {
  const { t } = useWords()
  return (
    <div className={styles.queueSearch}>
      <SearchField hint={t('clearing.searchQueue')} keys="g /" onChange={onChange} onEnter={leave} value={search} width="100%" />
      <SearchReading search={search} />
    </div>
  )
}
