import type { ReactNode } from 'react'
import styles from './StatusChip.module.css'

/** How a status is meant: waits for somebody, done, wrong, on its way, or merely so. */
export type Tone = 'wait' | 'done' | 'wrong' | 'going' | 'quiet'

const SHAPES: Record<Tone, string> = { wait: '◐', done: '●', wrong: '✕', going: '◇', quiet: '○' }

/** A status in a word and a shape; the colour only repeats what they say. */
export function StatusChip({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={styles.chip} data-tone={tone}>
      <span aria-hidden="true" className={styles.shape}>
        {SHAPES[tone]}
      </span>
      {children}
    </span>
  )
}
