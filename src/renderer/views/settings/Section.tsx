import { type ReactNode, useId } from 'react'
import styles from './settings.module.css'

/** One subject of the settings with its name and what it is for. */
export function Section({
  title,
  note,
  anchor,
  actions,
  children,
}: {
  title: string
  note: string
  anchor?: string
  actions?: ReactNode
  children: ReactNode
}) {
  const id = useId()
  return (
    <section id={anchor} className={styles.section} aria-labelledby={id}>
      <header className={styles.head}>
        <div>
          <h2 id={id}>{title}</h2>
          <p className={styles.note}>{note}</p>
        </div>
        {actions}
      </header>
      {children}
    </section>
  )
}
