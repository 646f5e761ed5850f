import { Button, CloseButton } from '@mantine/core'
import { useWords } from '../words'
import styles from './FilterChips.module.css'

/** One filter that is in force. */
export interface FilterChip {
  id: string
  name: string
  value: string
  onRemove: () => void
}

/** The filters in force, each with its value and the way to take it off; then the way to take all off. */
export function FilterChips({ chips, onClear }: { chips: readonly FilterChip[]; onClear: () => void }) {
  const { t } = useWords()
  if (chips.length === 0) return null
  return (
    <>
      <ul className={styles.chips}>
        {chips.map((chip) => (
          <li key={chip.id} className={styles.chip}>
            <span>{t('parts.filterValue', { name: chip.name, value: chip.value })}</span>
            <CloseButton size="xs" aria-label={t('parts.remove', { name: chip.name })} onClick={chip.onRemove} />
          </li>
        ))}
      </ul>
      <Button size="compact-xs" variant="subtle" onClick={onClear}>
        {t('parts.clear')}
      </Button>
    </>
  )
}
