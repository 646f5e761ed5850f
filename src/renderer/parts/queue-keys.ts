import { useWords, type WordKey } from '../words'
import { useKeys } from './keys'

/** ↑↓ in a queue: the row that is open, and the keys that open the next and the one before. */
export function useQueueKeys<Row>(
  rows: readonly Row[],
  isOpen: (row: Row) => boolean,
  open: (row: Row) => void,
  words: { next: WordKey; previous: WordKey },
): Row | null {
  const { t } = useWords()
  const place = Math.max(rows.findIndex(isOpen), 0)
  const goTo = (to: number) => {
    const row = rows[Math.min(Math.max(to, 0), rows.length - 1)]
    if (row !== undefined) open(row)
  }
  useKeys([
    { keys: 'ArrowDown', label: t(words.next), run: () => goTo(place + 1) },
    { keys: 'ArrowUp', label: t(words.previous), run: () => goTo(place - 1) },
  ])
  return rows[place] ?? null
}
