import type { ReactNode } from 'react'
import styles from './Workbench.module.css'

/** Left what waits, right the one that is open; each scrolls by itself. `even`: both have as much room. */
export function Workbench({ queue, even = false, children }: { queue: ReactNode; even?: boolean; children: ReactNode }) {
  return (
    <div className={styles.desk} data-even={even || undefined}>
      <div className={styles.pane}>{queue}</div>
      <div className={styles.pane}>{children}</div>
    </div>
  )
}

/** What stands on the right where nothing is open: why, and what to do. */
export function NothingOpen({ title, text }: { title: string; text?: string }) {
  return (
    <div className={styles.nothing}>
      <p>{title}</p>
      {text === undefined ? null : <p className={styles.text}>{text}</p>}
    </div>
  )
}
